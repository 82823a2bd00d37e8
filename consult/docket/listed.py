"""What lists of parties are found by, kept with every act: the limits of each party by their end, and the cases in
which hands wait. Most acts move one limit or two, and few change who waits."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, func, insert, or_, select, true

from consult.fixed import Fixed
from consult.models.cases import CASE_PARTY, CASES, DEADLINE
from consult.models.listed import FOREVER, PARTY_LIMIT, PARTY_WAITING
from workflows.kernel.case import Case, Limit

_INTO = ["party", "ends_at", "case_id", "key"]
_OF, _KEY = bindparam("of", type_=CASES.c.id.type), bindparam("limit", type_=PARTY_LIMIT.c.key.type)
_ENDS, _PARTY = bindparam("ends", type_=PARTY_LIMIT.c.ends_at.type), bindparam("who", type_=CASE_PARTY.c.party.type)
_IN_IT = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == _OF)

_STANDS = exists().where(
    PARTY_LIMIT.c.party == CASE_PARTY.c.party,
    PARTY_LIMIT.c.ends_at == _ENDS,
    PARTY_LIMIT.c.case_id == _OF,
    PARTY_LIMIT.c.key == _KEY,
)
"""That a row is there already, which only a stray one can be: it must keep nobody from acting."""
_ENTER = Fixed(
    insert(PARTY_LIMIT).from_select(
        _INTO,
        select(CASE_PARTY.c.party, _ENDS, CASE_PARTY.c.case_id, _KEY)
        .where(CASE_PARTY.c.case_id == _OF, ~_STANDS)
        .distinct(),
    )
)
_LEAVE = Fixed(
    delete(PARTY_LIMIT)
    .where(PARTY_LIMIT.c.party.in_(_IN_IT), PARTY_LIMIT.c.ends_at == _ENDS)
    .where(PARTY_LIMIT.c.case_id == _OF, PARTY_LIMIT.c.key == _KEY)
)
ENDS = case((DEADLINE.c.expires_at.is_not(None), DEADLINE.c.expires_at), else_=FOREVER)
IS_LISTED = or_(DEADLINE.c.expires_at.is_not(None), DEADLINE.c.status == "running")
"""Where a limit stands in the lists, and whether it does: by its row, as `end_of` says of the limit itself."""
_THERE = exists().where(
    PARTY_LIMIT.c.party == _PARTY,
    PARTY_LIMIT.c.ends_at == ENDS,
    PARTY_LIMIT.c.case_id == DEADLINE.c.case_id,
    PARTY_LIMIT.c.key == DEADLINE.c.key,
)
_JOIN = Fixed(
    insert(PARTY_LIMIT).from_select(
        _INTO,
        select(_PARTY, ENDS, DEADLINE.c.case_id, DEADLINE.c.key).where(DEADLINE.c.case_id == _OF, IS_LISTED, ~_THERE),
    )
)
_WAITS_THERE = exists().where(PARTY_WAITING.c.party == CASE_PARTY.c.party, PARTY_WAITING.c.case_id == _OF)
_WAITING = select(CASE_PARTY.c.party, CASE_PARTY.c.case_id).where(CASE_PARTY.c.case_id == _OF, ~_WAITS_THERE).distinct()
_WAITS = Fixed(insert(PARTY_WAITING).from_select(["party", "case_id"], _WAITING))
_WAITS_TOO = Fixed(
    insert(PARTY_WAITING).from_select(["party", "case_id"], _WAITING.where(CASE_PARTY.c.party == _PARTY))
)
_WAITS_NO_MORE = Fixed(delete(PARTY_WAITING).where(PARTY_WAITING.c.party.in_(_IN_IT), PARTY_WAITING.c.case_id == _OF))


def end_of(limit: Limit | None) -> datetime | None:
    """Give the end by which a limit is found: its own, or the last of all while it runs without one; None where it is
    in no list."""
    if limit is None:
        return None
    return limit.expires_at or (FOREVER if limit.status == "running" else None)


def write_listed(connection: Connection, case_id: int, before: Case, after: Case) -> None:
    """Keep by which end each party finds the limits that an act moved, all limits for a party that comes into the case,
    and whether hands wait. The rows of parties and limits are written before."""
    for key, old, new in _moved(before, after):
        if old is not None:
            _LEAVE.run(connection, {"of": case_id, "limit": key, "ends": old})
        if new is not None:
            _ENTER.run(connection, {"of": case_id, "limit": key, "ends": new})
    for party in sorted(parties_in(after) - parties_in(before)) if _may_have_come(before, after) else ():
        enter_party(connection, case_id, party, waits=bool(before.pending and after.pending))
    if bool(after.pending) != bool(before.pending):
        (_WAITS if after.pending else _WAITS_NO_MORE).run(connection, {"of": case_id})


def enter_party(connection: Connection, case_id: int, party: str, *, waits: bool) -> None:
    """Let a party that has come into a case find all its limits, and the case itself where hands wait in it."""
    _JOIN.run(connection, {"of": case_id, "who": party})
    if waits:
        _WAITS_TOO.run(connection, {"of": case_id, "who": party})


def _moved(before: Case, after: Case) -> Iterator[tuple[str, datetime | None, datetime | None]]:
    """Give the limits that are found by another end than before: the key, the old end and the new one."""
    for key, limit in after.limits.items():
        held = before.limits.get(key)
        if held is not limit and (old := end_of(held)) != (new := end_of(limit)):
            yield key, old, new


def _may_have_come(before: Case, after: Case) -> bool:
    return after.parties is not before.parties or after.tracks is not before.tracks


def listed_wrong(connection: Connection, case_id: int, *, waits: bool) -> int:
    """Count what of a case its parties would not find, or find where it is not: limits by their end, and hands that
    wait or wait no more."""
    limits, waiting = _LOST.first(connection, {"of": case_id}), _WAITING_FOR.first(connection, {"of": case_id})
    parties, found = waiting or (0, 0)
    return int(limits[0] if limits else 0) + abs((parties if waits else 0) - found)


_HAS_ROLE = exists().where(CASE_PARTY.c.case_id == PARTY_LIMIT.c.case_id, CASE_PARTY.c.party == PARTY_LIMIT.c.party)
_ENDS_THERE = exists().where(
    DEADLINE.c.case_id == PARTY_LIMIT.c.case_id,
    DEADLINE.c.key == PARTY_LIMIT.c.key,
    PARTY_LIMIT.c.ends_at == ENDS,
    IS_LISTED,
)
_MAY_WAIT = exists().where(CASE_PARTY.c.case_id == PARTY_WAITING.c.case_id, CASE_PARTY.c.party == PARTY_WAITING.c.party)
STRAYED, WAITS_STRAYED = ~and_(_HAS_ROLE, _ENDS_THERE), ~_MAY_WAIT
"""Where a row of a list leads nowhere: its limit does not end there, or its party has no role in the case."""


def count_strayed(connection: Connection) -> int:
    """Count the rows of lists whose limit does not end there, or whose party has no role in the case."""
    limits = select(func.count()).select_from(PARTY_LIMIT).where(STRAYED)
    waiting = select(func.count()).select_from(PARTY_WAITING).where(WAITS_STRAYED)
    return sum(int(connection.execute(one).scalar_one()) for one in (limits, waiting))


_ROLES = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == _OF).distinct().subquery()
_LOST = Fixed(
    select(func.count())
    .select_from(DEADLINE.join(_ROLES, true()))
    .where(DEADLINE.c.case_id == _OF, IS_LISTED)
    .where(
        ~exists().where(
            PARTY_LIMIT.c.party == _ROLES.c.party,
            PARTY_LIMIT.c.ends_at == ENDS,
            PARTY_LIMIT.c.case_id == DEADLINE.c.case_id,
            PARTY_LIMIT.c.key == DEADLINE.c.key,
        )
    )
)
_WAITING_FOR = Fixed(
    select(func.count(), func.count(PARTY_WAITING.c.case_id)).select_from(
        _ROLES.outerjoin(PARTY_WAITING, and_(PARTY_WAITING.c.party == _ROLES.c.party, PARTY_WAITING.c.case_id == _OF))
    )
)


def parties_in(case: Case) -> set[str]:
    """Name the parties that have a role in a case, or a track of it."""
    held: set[Any] = {party for parties in case.parties.values() for party in parties}
    return held | {track.party for track in case.tracks.values() if track.party}
