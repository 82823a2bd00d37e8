"""Lists over cases: cases themselves and what was served; each row through the policy of visibility.

Cases stand in the order in which they were opened. When a case was last changed (`changed_at`) nobody may be told by an
order: acts that a viewer does not see move it too.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, false, or_, select

from consult.casebook.own import has_many, known_condition, known_ids, own_ids, role_condition
from consult.casebook.subjects import Subject, subject_condition
from consult.casebook.values import ASKERS, PAGE_SIZE, Listed, Rows
from consult.contained import holds
from consult.log import reads
from consult.models.cases import (
    ACT,
    CASE_PARTY,
    CASE_TRACK,
    CASES,
    DEADLINE,
    EDITION,
    SERVICE,
)
from consult.models.listed import PARTY_WAITING
from consult.visibility import (
    SEALED,
    Viewer,
    act_condition,
    case_condition,
    deadline_condition,
    participant_condition,
    scope_condition,
)
from workflows.kernel.frozen_text import FROZEN

_OWN = CASE_PARTY.alias("own")
_LAST_OF_ALL = 2**31 - 1
NEWEST = 4
"""How many times as many services as are wanted are looked at first."""


def list_cases(
    conn: Connection,
    viewer: Viewer,
    *,
    before: str | None = None,
    kind: str | None = None,
    procedure: str | None = None,
    words: str = "",
    exercise: bool | None = None,
    counterpart: str = "",
    role: str = "",
    due_by: datetime | None = None,
    about: Subject | None = None,
    size: int = PAGE_SIZE,
) -> Listed:
    """List the cases that a viewer may know of, newest first, a page at a time and without counting; `before` is the
    reference of the last case of the page before, since a number would tell how many cases there are.

    Long because: each filter is a line of its own.
    """
    start = _number_of(conn, viewer, before) if before else None
    is_narrowed = kind or procedure or words or counterpart or role or due_by or about or exercise is not None
    among = known_ids(viewer) if is_narrowed else _own_ids(viewer, start, size + 1)
    query = select(CASES).where(CASES.c.id.in_(among), case_condition(viewer))
    query = query.order_by(CASES.c.id.desc()).limit(size + 1)
    if start is not None:
        query = query.where(CASES.c.id < start)
    if kind:
        query = query.where(CASES.c.kind == kind)
    if procedure:
        query = query.where(CASES.c.procedure == procedure)
    if exercise is not None:
        query = query.where(CASES.c.exercise.is_(exercise))
    if counterpart:
        # Asked of each case by itself: as a list of cases it would be made anew for every one of them.
        there = CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == counterpart
        query = query.where(exists().where(*there, participant_condition(viewer)))
    if role:
        query = query.where(role_condition(viewer, role))
    if about:
        query = query.where(subject_condition(about))
    if due_by:
        query = query.where(CASES.c.kind == "open", _is_due(viewer, due_by))
    for word in words.split():
        query = query.where(holds(word, CASES.c.title, CASES.c.ref))
    rows = conn.execute(query).all()
    return Listed(rows[:size], rows[size - 1].ref if len(rows) > size else None)


def _is_due(viewer: Viewer, by: datetime) -> Any:
    """The condition that some limit which a viewer may see runs out by a moment."""
    runs = DEADLINE.c.status == "running", DEADLINE.c.expires_at <= by
    return exists().where(DEADLINE.c.case_id == CASES.c.id, *runs, deadline_condition(viewer))


def _number_of(conn: Connection, viewer: Viewer, ref: str) -> int | None:
    """Give the number of a case that a viewer may know of; an unknown and a forbidden one begin the list anew."""
    return conn.execute(select(CASES.c.id).where(CASES.c.ref == ref, case_condition(viewer))).scalar()


def cases_with_hands(conn: Connection, viewer: Viewer, *, at_once: int = 100) -> Iterator[Any]:
    """Give the cases that are not over, as a viewer may know of them, in which hands wait on a joint step, the first
    opened first: so many are read at once, and no more once nobody asks on. No other case, and no act, is read."""
    last = 0
    while True:
        rows = conn.execute(_with_hands(viewer, at_once), {"last": last}).all()
        yield from rows
        if len(rows) < at_once:
            return
        last = rows[-1].id


@lru_cache(maxsize=ASKERS)
def _with_hands(viewer: Viewer, most: int) -> Select[Any]:
    waiting = PARTY_WAITING.join(CASES, CASES.c.id == PARTY_WAITING.c.case_id)
    query = select(CASES).select_from(waiting).where(PARTY_WAITING.c.party == viewer.party)
    query = query.where(PARTY_WAITING.c.case_id > bindparam("last"), CASES.c.kind != "final", case_condition(viewer))
    return query.order_by(PARTY_WAITING.c.case_id).limit(most)


def open_editions(conn: Connection, viewer: Viewer) -> tuple[str, ...]:
    """List the editions under which the live cases of a party run, as far as a viewer may know of them; of a party with
    very many cases all editions, of which there are few."""
    if has_many(conn, viewer):
        return tuple(conn.execute(select(EDITION.c.digest).order_by(EDITION.c.digest)).scalars())
    return tuple(conn.execute(_open_editions(viewer)).scalars())


@lru_cache(maxsize=ASKERS)
def _open_editions(viewer: Viewer) -> Select[Any]:
    query = select(CASES.c.edition).where(CASES.c.id.in_(own_ids(viewer)), CASES.c.kind == "open")
    return query.where(case_condition(viewer)).distinct().order_by(CASES.c.edition)


def cases_at(
    conn: Connection, viewer: Viewer, places: Collection[tuple[str, str, str]], *, at_once: int = PAGE_SIZE
) -> Iterator[Any]:
    """Give the live cases of a party that are at one of some states and in which it has a role, given as edition, state
    and role (empty: any), the newest first: so many are read at once, and no more once nobody asks on."""
    at, last = tuple(sorted(places)), _LAST_OF_ALL
    while True:
        rows = conn.execute(_at(viewer, at, at_once), {"last": last}).all()
        yield from rows
        if len(rows) < at_once:
            return
        last = rows[-1].id


@lru_cache(maxsize=ASKERS)
def _at(viewer: Viewer, places: tuple[tuple[str, str, str], ...], most: int) -> Select[Any]:
    there = [
        and_(CASES.c.edition == edition, CASES.c.state == state, *((_OWN.c.role == role,) if role else ()))
        for edition, state, role in places
    ]
    newest = (
        select(_OWN.c.case_id)
        .select_from(_OWN.join(CASES, CASES.c.id == _OWN.c.case_id))
        .where(_OWN.c.party == viewer.party, _OWN.c.case_id < bindparam("last"))
        .where(CASES.c.kind == "open", or_(false(), *there))
        .where(case_condition(viewer))
        .group_by(_OWN.c.case_id)
        .order_by(_OWN.c.case_id.desc())
        .limit(most)
    )
    return select(CASES).where(CASES.c.id.in_(newest)).order_by(CASES.c.id.desc())


def own_cases(conn: Connection, viewer: Viewer, *, opened_by: datetime, live: bool, most: int) -> Rows:
    """List the cases of a party that were opened by a moment, with `live` those that are live now; the newest
    first."""
    query = select(CASES).where(CASES.c.id.in_(own_ids(viewer)), CASES.c.opened_on <= opened_by, case_condition(viewer))
    query = query.where(CASES.c.kind == "open") if live else query
    return conn.execute(query.order_by(CASES.c.id.desc()).limit(most)).all()


def cases_with_track(conn: Connection, viewer: Viewer, *, most: int) -> Rows:
    """List the cases in which a relation was opened with a party, those that are not over first, each of both sorts
    from the newest on. No case of others is among them, however public it is."""
    mine = CASES.c.id.in_(select(CASE_TRACK.c.case_id).where(CASE_TRACK.c.party == viewer.party))
    query = select(CASES).where(mine, case_condition(viewer))
    return conn.execute(query.order_by(CASES.c.kind == "final", CASES.c.id.desc()).limit(most)).all()


def cases_with_frozen_text(conn: Connection, viewer: Viewer, *, most: int = 100) -> Rows:
    """List the cases in which a text was put under silence, as a viewer may know of them, those that are not over
    first, each of both sorts from the newest on. The summaries say so; no act is read."""
    frozen = CASES.c.summary.like(f'%"{FROZEN}":%')
    query = select(CASES).where(known_condition(viewer), case_condition(viewer), frozen)
    return conn.execute(query.order_by(CASES.c.kind == "final", CASES.c.id.desc()).limit(most)).all()


def _own_ids(viewer: Viewer, before: int | None, most: int) -> Any:
    """The newest cases that can be visible at all, by the index of parties: a page needs to look no further."""
    mine = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == viewer.party)
    public = select(CASES.c.id).where(CASES.c.existence == "C0")
    is_limited = viewer.procedures is not None or viewer.cases is not None
    if is_limited or viewer.audits:
        mine = mine.join(CASES, CASES.c.id == CASE_PARTY.c.case_id)
    if is_limited:
        within = scope_condition(viewer)
        mine, public = mine.where(within), public.where(within)
    if viewer.audits:  # else what is sealed would be counted, and be missing from the page
        mine = mine.where(CASES.c.existence != SEALED)
    if before is not None:
        mine, public = mine.where(CASE_PARTY.c.case_id < before), public.where(CASES.c.id < before)
    newest = mine.group_by(CASE_PARTY.c.case_id).order_by(CASE_PARTY.c.case_id.desc()).limit(most).subquery()
    return newest.select().union(public.order_by(CASES.c.id.desc()).limit(most).subquery().select())


def services_in(conn: Connection, viewer: Viewer, case: Any) -> dict[int, list[tuple[str, str]]]:
    """List how far the service of each act of a case came in this product, as (addressee, state) by number: on all
    addressees for the party that took it, on its own for anybody else."""
    query = (
        select(ACT.c.n, SERVICE.c.party, SERVICE.c.state)
        .select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(ACT.c.case_id == case.id, act_condition(viewer))
        .where(or_(ACT.c.party == viewer.party, SERVICE.c.party == viewer.party), SERVICE.c.channel == "in_app")
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for row in conn.execute(query.order_by(SERVICE.c.party, SERVICE.c.id)):
        found.setdefault(row.n, []).append((row.party, row.state))
    return found


_SERVED_IN = (CASES.c.ref, CASES.c.title, CASES.c.edition, CASES.c.existence, CASES.c.exercise)


def served_on(conn: Connection, viewer: Viewer, *, most: int = 30, until: datetime | None = None) -> Rows:
    """List what was served on a party most recently, or until a moment, with act and case. It is looked for among the
    newest first: a party keeps all that was ever served on it, and of most it sees the newest at once."""
    rows: Rows = ()
    if until is None:
        rows = conn.execute(_served(viewer, most, NEWEST * most)).all()
    if len(rows) < most:
        query = _served(viewer, most)
        rows = conn.execute(query.where(ACT.c.recorded_at <= until) if until else query).all()
    for row in rows:
        reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
    return rows


def served_since(conn: Connection, viewer: Viewer, since: datetime, *, at_once: int = 100) -> Iterator[Any]:
    """Give all that was served on a party since a moment, with act and case, the last served first: so many are read at
    once, until some were served before."""
    last = None
    while True:
        query = _served(viewer, at_once)
        rows = conn.execute(query if last is None else query.where(SERVICE.c.id < last)).all()
        for row in rows:
            if row.recorded_at >= since:
                reads.note(conn, reads.act_paper(row.ref, row.n), row.level)
                yield row
        if len(rows) < at_once or rows[-1].recorded_at < since:
            return
        last = rows[-1].service_id


@lru_cache(maxsize=ASKERS)
def _served(viewer: Viewer, most: int, among: int | None = None) -> Select[Any]:
    newest = select(SERVICE.c.id).where(SERVICE.c.party == viewer.party).order_by(SERVICE.c.id.desc()).limit(among)
    query = (
        select(SERVICE.c.id.label("service_id"), SERVICE.c.state.label("service_state"), ACT, *_SERVED_IN)
        .select_from(SERVICE.join(ACT, ACT.c.id == SERVICE.c.act_id).join(CASES, CASES.c.id == ACT.c.case_id))
        .where(
            SERVICE.c.party == viewer.party,
            SERVICE.c.channel == "in_app",
            case_condition(viewer),
            act_condition(viewer),
        )
        .order_by(SERVICE.c.id.desc())
        .limit(most)
    )
    return query if among is None else query.where(SERVICE.c.id.in_(newest))
