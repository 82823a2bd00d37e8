"""How far the delivery of an act came: moves rows of `service` on.

The docket enters who is told of an act as "sent", in the transaction of the act. Delivery within this product is
proved by the row itself: from then on the act stands on the addressee's desk. Not modelled: other channels than this
product's own, and receipt, which is an act of its own on a track.
"""

from datetime import datetime

from sqlalchemy import Connection, update

from consult.models.cases import SERVICE

HERE = "in_app"


def deliver_here(connection: Connection, act_id: int, at: datetime) -> int:
    """Mark an act as delivered to everybody it was sent to in this product; a repeat changes nothing. Give how many."""
    sent = update(SERVICE).where(SERVICE.c.act_id == act_id, SERVICE.c.channel == HERE, SERVICE.c.state == "sent")
    return connection.execute(sent.values(state="delivered", changed_at=at)).rowcount
