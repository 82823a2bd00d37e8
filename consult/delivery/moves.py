"""How far the service of an act on one addressee came by one channel: each move with its time and its proof.

The row of `service` says where it is now, the rows of `service_move` how it came there. A service goes forward: what
was opened is not delivered again. It fails where nobody was reached; that a message came back undoes its delivery.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from consult.fixed import Fixed
from consult.models.cases import SERVICE
from consult.models.serving import SERVICE_MOVE

HERE = "in_app"
ORDER = ("sent", "delivered", "opened", "acknowledged")
UNSETTLED = ("sent", "delivered")
_MOVED = (
    update(SERVICE)
    .where(SERVICE.c.id.in_(bindparam("numbers", expanding=True)))
    .values(state=bindparam("now"), changed_at=bindparam("at"))
)
_ADDED = Fixed(
    insert(SERVICE_MOVE).values({name: bindparam(name) for name in ("service_id", "state", "at", "said", "message_id")})
)
_OF_ACT = select(SERVICE).where(SERVICE.c.act_id == bindparam("act")).order_by(SERVICE.c.id).with_for_update()
_OF_CHANNEL = _OF_ACT.where(SERVICE.c.channel == bindparam("channel"))


def move(
    connection: Connection, rows: Sequence[Any], state: str, at: datetime, said: str = "", message: int | None = None
) -> int:
    """Move rows of `service` on to a state; a row that is there already, or further, is left as it is. Give how many
    moved."""
    there = [row for row in rows if _may_move(row.state, state)]
    if there:
        connection.execute(_MOVED, {"numbers": [row.id for row in there], "now": state, "at": at})
        add(connection, there, state, at, said, message)
    return len(there)


def add(
    connection: Connection, rows: Sequence[Any], state: str, at: datetime, said: str, message: int | None = None
) -> None:
    """Keep what happened to a service beside where it is."""
    known = {"state": state, "at": at, "said": said, "message_id": message}
    _ADDED.run_many(connection, [{**known, "service_id": row.id} for row in rows])


def put_back(connection: Connection, rows: Sequence[Any], state: str, at: datetime) -> None:
    """Say anew where services stand of which a try failed; what was opened or acknowledged stays so."""
    there = [row.id for row in rows if row.state in (*UNSETTLED, "failed") and row.state != state]
    if there:
        connection.execute(update(SERVICE).where(SERVICE.c.id.in_(there)).values(state=state, changed_at=at))


def rows_of(connection: Connection, act_id: int, party: str | None = None, channel: str | None = None) -> list[Any]:
    """Read how far the service of an act came: on everybody, or on one party, by every channel or by one."""
    query = _OF_ACT if channel is None else _OF_CHANNEL
    if party is not None:
        query = query.where(SERVICE.c.party == party)
    return list(connection.execute(query, {"act": act_id, "channel": channel}))


def _may_move(now: str, to: str) -> bool:
    return now == "failed" or ORDER.index(now) < ORDER.index(to)
