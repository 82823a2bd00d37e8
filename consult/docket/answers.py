"""The first answer to a request, for those who ask again with the same key."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from consult.docket.errors import Receipt, Reused
from consult.fixed import Fixed
from consult.models.cases import IDEMPOTENCY
from consult.standing import Standing

_EARLIER = Fixed(
    select(IDEMPOTENCY.c.request, IDEMPOTENCY.c.case_id, IDEMPOTENCY.c.act_n).where(
        IDEMPOTENCY.c.person_id == bindparam("person_id"), IDEMPOTENCY.c.key == bindparam("key")
    )
)


_REMEMBER = Fixed(insert(IDEMPOTENCY).values({column.name: bindparam(column.name) for column in IDEMPOTENCY.c}))


def earlier(connection: Connection, standing: Standing, key: str, request: str, ref: str) -> Receipt | None:
    found = _EARLIER.first(connection, {"person_id": standing.person_id, "key": key})
    if found is None:
        return None
    if found[0] != request:
        raise Reused
    return Receipt(ref, found[1], found[2], -1, repeated=True)


def remember(
    connection: Connection, standing: Standing, key: str, request: str, receipt: Receipt, at: datetime
) -> None:
    row = {
        "person_id": standing.person_id,
        "key": key,
        "request": request,
        "case_id": receipt.case_id,
        "act_n": receipt.n,
        "created_at": at,
    }
    try:
        _REMEMBER.run(connection, row)
    except IntegrityError as fault:  # taken at the same moment for another case, whose row is another lock
        raise Reused from fault
