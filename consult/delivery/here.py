"""Service within this product: an act stands on the addressee's desk, is opened there, and is acknowledged there.

The docket enters who is told of an act as "sent", in the transaction of the act. Delivery here is proved by the row
itself: from then on the act stands on the addressee's desk. That somebody with a mandate of the addressee opened its
page is proof of receipt, as a default of this product without provision; the step by which a party acknowledges is the
other proof. What a mail server took is delivery and no receipt.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from consult.delivery.moves import HERE, move, rows_of
from consult.i18n import _
from consult.models.cases import OUTBOX
from consult.standing import Standing

RECEIPT = "receipt"
"""The topic of work by which the docket takes the clock's act of receipt, where the procedure accepts the proof."""
READERS = frozenset({"draft", "clear", "dispatch", "office"})


def deliver_here(connection: Connection, act_id: int, at: datetime) -> Sequence[Any]:
    """Mark an act as delivered to everybody it was sent to in this product; a repeat changes nothing. Give the services
    as they were before."""
    told = rows_of(connection, act_id, channel=HERE)
    move(connection, told, "delivered", at)
    return told


def counts_as_reader(by: Standing) -> bool:
    """Say whether somebody's opening proves that the party received an act: whoever may draft, clear or dispatch, or
    holds an office; not whoever manages its people alone. A token that reads alone receives as its person does."""
    return bool((by.through.held if by.through else by.capacities) & READERS)


def open_here(connection: Connection, by: Standing, act_id: int, at: datetime) -> bool:
    """Mark an act as opened by the party for which somebody acts, the first time; ask for the act of receipt."""
    said = _("Opened by %(office)s.", office=by.office)
    if not move(connection, rows_of(connection, act_id, by.party_key, HERE), "opened", at, said):
        return False
    payload = json.dumps({"act": act_id, "party": by.party_key, "at": at.isoformat()})
    work = {"key": f"receipt:{act_id}:{by.party_key}", "topic": RECEIPT, "payload": payload, "run_at": at}
    connection.execute(insert(OUTBOX).values({**work, "attempts": 0}))
    return True
