"""The first answer to a request, for those who ask again with the same key."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, insert, or_, select

from consult.docket.errors import Receipt, Reused
from consult.fixed import Fixed
from consult.models.cases import ACT, ACT_LEAF, CASES, IDEMPOTENCY
from consult.models.parties import MANDATE, ORGAN
from consult.refusals import Unknown
from consult.standing import Standing

_EARLIER = Fixed(
    select(IDEMPOTENCY.c.request, IDEMPOTENCY.c.case_id, IDEMPOTENCY.c.act_n, CASES.c.ref, ACT_LEAF.c.seq, ACT.c.party)
    .select_from(
        IDEMPOTENCY.join(CASES)
        .join(ACT, and_(ACT.c.case_id == IDEMPOTENCY.c.case_id, ACT.c.n == IDEMPOTENCY.c.act_n))
        .join(ACT_LEAF)
    )
    .where(IDEMPOTENCY.c.person_id == bindparam("person_id"), IDEMPOTENCY.c.key == bindparam("key"))
)


_REMEMBER = Fixed(insert(IDEMPOTENCY).values({column.name: bindparam(column.name) for column in IDEMPOTENCY.c}))


def earlier(connection: Connection, standing: Standing, key: str, request: str) -> Receipt | None:
    """Give the first answer to a key of this person; raise Reused where the key was used for another request, or for
    another party: who acts for two of them takes nothing of the one into the hands of the other."""
    found = _EARLIER.first(connection, {"person_id": standing.person_id, "key": key})
    if found is None:
        return None
    if found[0] != request or found[5] != standing.party_key:
        raise Reused
    return Receipt(found[3], found[1], found[2], found[4], repeated=True)


def remember(
    connection: Connection, standing: Standing, key: str, request: str, receipt: Receipt, at: datetime
) -> None:
    """Keep an answer under a key, in the transaction of the act. Where the same key was used at this very moment for
    another case, whose row is another lock, the database says so, and a second look finds the first answer."""
    row = {
        "person_id": standing.person_id,
        "key": key,
        "request": request,
        "case_id": receipt.case_id,
        "act_n": receipt.n,
        "created_at": at,
    }
    _REMEMBER.run(connection, row)


def act_of_answer(connection: Connection, party: str, case_id: int, key: str) -> int:
    """Give the number of the act in a case with which a request of anybody of a party was answered, or of somebody who
    acted in its name; refuse as unknown where there is none."""
    people = select(MANDATE.c.person_id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == party)
    its_act = exists().where(ACT.c.case_id == case_id, ACT.c.n == IDEMPOTENCY.c.act_n, ACT.c.party == party)
    of_party = or_(IDEMPOTENCY.c.person_id.in_(people), its_act)
    of_key = of_party, IDEMPOTENCY.c.key == key, IDEMPOTENCY.c.case_id == case_id
    found = connection.execute(select(IDEMPOTENCY.c.act_n).where(*of_key)).scalar()
    if found is None:
        raise Unknown
    return int(found)


def act_of_own_answer(connection: Connection, standing: Standing, key: str) -> int:
    """Give the number of the act with which this person's own request was answered, or refuse as unknown."""
    found = _EARLIER.first(connection, {"person_id": standing.person_id, "key": key})
    if found is None or found[5] != standing.party_key:
        raise Unknown
    return int(found[2])
