"""Events that are told beside the entries of the log: kept when they happen, given a place when that is committed.

A reader of the feed (`consult.delivery.feed`) goes by one sequence: the numbers of the log, which follow the order of
commits, since whoever appends holds the head of the log until its transaction ends. An event that is no entry cannot
take a number there when it happens, for its transaction would hold the head too early. It is kept without a place, and
`place_events` puts what was committed behind the last entry of that moment, holding the head alone: whatever a reader
was given before comes before it, whatever is appended later comes after. Between two events behind the same entry lies
a step of any length, so that no count of events can be read from it.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from consult.db import reading, writing
from consult.models.audit import audit_head
from consult.models.feed import FEED_EVENT
from consult.models.parties import PARTY

ALL = "*"
JOINED, PUBLISHED = "case.joined", "case.published"
AT_ONCE = 500
_LONGEST_STEP = 65_536
_KNOWN = select(FEED_EVENT.c.key).where(FEED_EVENT.c.key.in_(bindparam("keys", expanding=True)))
_KEPT = insert(FEED_EVENT)
_WAITING = select(FEED_EVENT.c.id).where(FEED_EVENT.c.place.is_(None)).limit(1)
_PLACED = (
    update(FEED_EVENT)
    .where(FEED_EVENT.c.id == bindparam("number"))
    .values(place=bindparam("now_place"), sub=bindparam("now_sub"))
)


def digest_about(case_id: int | None, act_id: int | None, about: Mapping[str, Any]) -> str:
    """Give a digest of what an event is about, by which the same event is known."""
    what = json.dumps([case_id, act_id, dict(about)], sort_keys=True)
    return sha256(what.encode()).hexdigest()[:32]


def keep_joined(connection: Connection, case_id: int, parties: Iterable[str], at: datetime) -> None:
    """Keep that more of a case is open to some parties: what was recorded before comes to them with that."""
    keep_events(connection, sorted(set(parties)), JOINED, case_id, None, {"since": at.isoformat()}, at)


def keep_published(connection: Connection, case_id: int, at: datetime) -> None:
    """Keep that everybody may know of a case from now on."""
    keep_events(connection, [ALL], PUBLISHED, case_id, None, {}, at)


def keep_events(
    connection: Connection,
    parties: Iterable[str],
    kind: str,
    case_id: int | None,
    act_id: int | None,
    about: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keep an event for several parties, the same event once for each."""
    digest = digest_about(case_id, act_id, about)
    keys = {f"{kind}:{party}:{digest}": party for party in parties}
    known = set(connection.execute(_KNOWN, {"keys": list(keys)}).scalars())
    same = {"type": kind, "case_id": case_id, "act_id": act_id, "about": dict(about), "at": at}
    rows = [{**same, "key": key, "party": party} for key, party in keys.items() if key not in known]
    if rows:
        connection.execute(_KEPT, rows)


def are_waiting(connection: Connection) -> bool:
    """Say whether any event has no place yet; a read by index."""
    return connection.execute(_WAITING).first() is not None


def random_step() -> int:
    """Give how far one event lies behind the other."""
    return 1 + secrets.randbelow(_LONGEST_STEP)


def place_all(engine: Engine, step: Callable[[], int] = random_step) -> int:
    """Give every event that was committed its place; give how many there were. Where none waits nothing is locked."""
    with reading(engine) as connection:
        if not are_waiting(connection):
            return 0
    placed = 0
    while True:
        with writing(engine) as connection:
            found = place_events(connection, step)
        placed += found
        if found < AT_ONCE:
            return placed


def place_events(connection: Connection, step: Callable[[], int] = random_step) -> int:
    """Give some events their place behind the last entry of the log, in the order in which they were kept; give how
    many. The head is locked first, so that of two that place at once the second one finds what the first one did."""
    size = connection.execute(select(audit_head.c.size).where(audit_head.c.id == 1).with_for_update()).scalar()
    if not size:
        return 0
    waiting = select(FEED_EVENT).where(FEED_EVENT.c.place.is_(None)).order_by(FEED_EVENT.c.id).limit(AT_ONCE)
    rows = connection.execute(waiting).all()
    last = _last_subs(connection, size - 1)
    for row in rows:
        sub = 0 if row.party == ALL else _next(last, row.party, step)
        connection.execute(_PLACED, {"number": row.id, "now_place": size - 1, "now_sub": sub})
        if row.party == ALL:
            _tell_all(connection, row, size - 1, last, step)
    return len(rows)


def _last_subs(connection: Connection, place: int) -> dict[str, int]:
    """Give how far each party's events behind an entry go."""
    c = FEED_EVENT.c
    query = select(c.party, func.max(c.sub)).where(c.place == place).group_by(c.party)
    return {row[0]: row[1] for row in connection.execute(query)}


def _tell_all(connection: Connection, row: Any, place: int, last: dict[str, int], step: Callable[[], int]) -> None:
    """Give every party a row of its own: one row for all would need a number that counts with everybody's."""
    parties = connection.execute(select(PARTY.c.key).order_by(PARTY.c.key)).scalars().all()
    same = {"type": row.type, "case_id": row.case_id, "act_id": row.act_id, "about": row.about, "at": row.at}
    told = [
        {**same, "key": f"{row.key}:{party}", "party": party, "place": place, "sub": _next(last, party, step)}
        for party in parties
    ]
    if told:
        connection.execute(insert(FEED_EVENT), told)


def _next(last: dict[str, int], party: str, step: Callable[[], int]) -> int:
    last[party] = last.get(party, 0) + step()
    return last[party]
