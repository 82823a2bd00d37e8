"""The feed of a party: everything that its systems need to stay in step, in one order, from a place on.

An act or an entry of the log stands at its number; what is told beside the log follows the entry behind which it was
placed (`consult.delivery.events`). Whoever appends to the log holds its head until the end of the transaction, so the
order of places is that of commits: what is read once up to a place is all that there will ever be before it. What a
viewer may see is decided when it is read, by the policy of visibility, and for what was opened to it later there is an
event of its own (`case.joined`, `case.published`).

A page looks at so many places and no more, so that it takes no longer in a long log. It ends behind the last event that
is given, and only where nothing was found in all those places behind the last of these: how long the log is, is public,
and of what is sealed in it nothing else can be told. An event says keys and links like a webhook, so that no paper is
read by it and nothing received.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from consult.delivery import endpoints, events
from consult.delivery.saying import said_of
from consult.i18n import _
from consult.models.audit import audit_head
from consult.models.cases import ACT, ACT_LEAF, CASES, DEADLINE
from consult.models.feed import FEED_EVENT
from consult.models.levels import LEVEL
from consult.models.logbook import AUDIT_ENTRY
from consult.refusals import Malformed
from consult.visibility import SEALED, Viewer, act_condition, case_condition, deadline_condition, entry_condition
from workflows.kernel.actors import CLOCK_PARTY
from workflows.kernel.frozen import dataclass

ACT_RECORDED, REACHED, ENTERED = "act.recorded", "deadline.reached", "entry.recorded"
TOLD = (*endpoints.EVENTS, events.JOINED, events.PUBLISHED)
TYPES = (ACT_RECORDED, REACHED, ENTERED, *TOLD)
LOOKED_AT = 10_000
"""Places of the log that one page looks at, at most."""


class Place(NamedTuple):
    """A place in the feed: an entry of the log, or one of the events behind it."""

    seq: int
    sub: int = 0


FIRST = Place(-1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a feed is narrowed to; nothing is narrowed by what is empty."""

    types: frozenset[str] = frozenset()
    case: str = ""
    procedure: str = ""
    exercise: bool | None = None

    @property
    def of_cases(self) -> bool:
        """Say whether only what belongs to some case is asked for."""
        return bool(self.case or self.procedure) or self.exercise is not None

    def wants(self, *types: str) -> bool:
        """Say whether any of some types is asked for."""
        return not self.types or not self.types.isdisjoint(types)


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its place, what kind of thing happened and when, the entry of the log that it is, and what is said of
    it by key."""

    place: Place
    type: str
    at: datetime
    entry: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed: its events, the place from which to read on, and whether there is more by now."""

    events: tuple[Event, ...]
    last: Place
    more: bool


def read_feed(conn: Connection, viewer: Viewer, wanted: Wanted, after: Place, size: int) -> FeedPage:
    """Read so many events behind a place. Malformed (`?after`) for a place that the log has not come to."""
    head = conn.execute(select(audit_head.c.size).where(audit_head.c.id == 1)).scalar() or 0
    if after.seq >= max(head, 1):
        raise Malformed({"?after": _("The log has not come that far: this place is not of this log.")})
    top = min(head, after.seq + 1 + LOOKED_AT)
    if not viewer.sees_cases:
        return FeedPage((), after, more=False)
    rows = [
        *_acts(conn, viewer, wanted, after, top, size),
        *_entries(conn, viewer, wanted, after, top, size),
        *_told(conn, viewer, wanted, after, top, size),
    ]
    rows.sort(key=lambda one: one[0])
    page, more = rows[:size], len(rows) > size or top < head
    last = page[-1][0] if page else after
    if len(rows) <= size and top < head:
        last = max(last, Place(top - 1))
    found = tuple(one for one in _said(conn, viewer, page) if wanted.wants(one.type))
    return FeedPage(found, last, more)


Found = tuple[Place, Any]


def _acts(conn: Connection, viewer: Viewer, wanted: Wanted, after: Place, top: int, size: int) -> Iterator[Found]:
    """Read the acts that the viewer may see."""
    if not wanted.wants(ACT_RECORDED, REACHED):
        return
    query = _ACTS.where(case_condition(viewer), act_condition(viewer), *_of_case(wanted))
    query = query.where(ACT_LEAF.c.seq > after.seq, ACT_LEAF.c.seq < top)
    if not wanted.wants(ACT_RECORDED):
        query = query.where(ACT.c.party == CLOCK_PARTY)
    for row in conn.execute(query.order_by(ACT_LEAF.c.seq).limit(size + 1)):
        yield Place(row.seq), row


_ACTS = select(
    ACT_LEAF.c.seq,
    ACT.c.id.label("act_id"),
    ACT.c.case_id,
    ACT.c.n,
    LEVEL.label("level"),
    ACT.c.party,
    ACT.c.recorded_at,
    CASES.c.ref,
    CASES.c.procedure,
    CASES.c.exercise,
    CASES.c.existence,
).select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))


def _of_case(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Give the conditions on `cases` of what is asked for."""
    found: list[ColumnElement[bool]] = []
    if wanted.case:
        found.append(CASES.c.ref == wanted.case)
    if wanted.procedure:
        found.append(CASES.c.procedure == wanted.procedure)
    if wanted.exercise is not None:
        found.append(CASES.c.exercise == wanted.exercise)
    return found


def _entries(conn: Connection, viewer: Viewer, wanted: Wanted, after: Place, top: int, size: int) -> Iterator[Found]:
    """Read the entries of the own party and of the host that the viewer may read."""
    if wanted.of_cases or not wanted.wants(ENTERED):
        return
    columns = AUDIT_ENTRY.c
    query = select(columns.seq.label("entry"), columns.kind, columns.recorded_at, columns.party)
    query = query.where(entry_condition(viewer), columns.seq > after.seq, columns.seq < top)
    for row in conn.execute(query.order_by(columns.seq).limit(size + 1)):
        yield Place(row.entry), row


def _told(conn: Connection, viewer: Viewer, wanted: Wanted, after: Place, top: int, size: int) -> Iterator[Found]:
    """Read what was told to the party beside the log."""
    types = wanted.types & frozenset(TOLD) if wanted.types else frozenset(TOLD)
    if not types:
        return
    c = FEED_EVENT.c
    behind = or_(c.place > after.seq, and_(c.place == after.seq, c.sub > after.sub))
    query = _told_query(viewer).where(c.party == viewer.party, behind, c.place >= after.seq, c.place < top)
    query = query.where(*_of_case(wanted), *([c.type.in_(sorted(types))] if wanted.types else []))
    for row in conn.execute(query.order_by(c.place, c.sub).limit(size + 1)):
        yield Place(row.place, row.sub), row


def _told_query(viewer: Viewer) -> Select[Any]:
    """Put each event beside its case, which has to be one that the viewer may know of, and its act where it may be
    seen."""
    c = FEED_EVENT.c
    joined = FEED_EVENT.outerjoin(CASES, CASES.c.id == c.case_id)
    joined = joined.outerjoin(ACT, and_(ACT.c.id == c.act_id, act_condition(viewer)))
    of_case = CASES.c.ref, CASES.c.procedure, CASES.c.exercise, CASES.c.existence
    query = select(c.place, c.sub, c.type, c.at, c.about, c.case_id, *of_case, ACT.c.n, LEVEL.label("level"))
    return query.select_from(joined).where(or_(c.case_id.is_(None), case_condition(viewer)))


def _said(conn: Connection, viewer: Viewer, page: Sequence[Found]) -> Iterator[Event]:
    """Say each event."""
    lapsed = _lapsed(conn, viewer, [row for _place, row in page if _is_clocks(row)])
    limits = _limits(conn, viewer, [row.about["deadline"] for _place, row in page if _is_reminder(row)])
    for place, row in page:
        if hasattr(row, "entry"):
            chain = "host" if row.party is None else "party"
            data = {"party": viewer.party, "kind": row.kind, "chain": chain, "links": {"desk": "/desk"}}
            yield Event(place, ENTERED, row.recorded_at, row.entry, data)
        elif hasattr(row, "about"):
            case, act = (row if row.ref is not None else None), (row if row.n is not None else None)
            data = said_of(viewer.party, row.about, case, act, limits.get(row.about.get("deadline")))
            yield Event(place, row.type, row.at, None, data)
        else:
            data = said_of(viewer.party, {}, row, row, lapsed.get(row.act_id))
            yield Event(place, REACHED if row.act_id in lapsed else ACT_RECORDED, row.recorded_at, row.seq, data)


def _is_clocks(row: Any) -> bool:
    return hasattr(row, "seq") and row.party == CLOCK_PARTY


def _is_reminder(row: Any) -> bool:
    return hasattr(row, "about") and "deadline" in row.about


def _lapsed(conn: Connection, viewer: Viewer, rows: Sequence[Any]) -> dict[int, Any]:
    """Give, for each act by which the clock recorded that a limit was reached, the limit; None where the viewer may see
    the act and not the limit."""
    if not rows:
        return {}
    bodies = conn.execute(select(ACT.c.id, ACT.c.body).where(ACT.c.id.in_([row.act_id for row in rows])))
    keys = {number: key for number, body in bodies.all() if (key := _key_of(body))}
    cases = {row.act_id: row.case_id for row in rows if row.act_id in keys}
    if not cases:
        return {}
    named = DEADLINE.c.case_id.in_(sorted(set(cases.values()))), DEADLINE.c.key.in_(sorted(set(keys.values())))
    found = {(one.case_id, one.key): one for one in conn.execute(_seen_limits(viewer).where(*named))}
    return {number: found.get((case, keys[number])) for number, case in cases.items()}


def _key_of(body: str) -> str | None:
    """Give the key of the limit that an act says was reached; None where it says so of none."""
    effects = json.loads(body).get("effects", ())
    reached = (one[1] for one in effects if one[0] == "limit" and ["status", "lapsed"] in one[2])
    return next(reached, None)


def _limits(conn: Connection, viewer: Viewer, numbers: Collection[int]) -> dict[Any, Any]:
    """Give those of some limits that the viewer may see."""
    if not numbers:
        return {}
    seen = _seen_limits(viewer).where(DEADLINE.c.id.in_(sorted(set(numbers))))
    return {one.id: one for one in conn.execute(seen)}


def _seen_limits(viewer: Viewer) -> Select[Any]:
    query = select(DEADLINE).select_from(DEADLINE.join(CASES, CASES.c.id == DEADLINE.c.case_id))
    return query.where(deadline_condition(viewer), case_condition(viewer), CASES.c.existence != SEALED)
