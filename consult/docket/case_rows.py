"""What the acts have led to, written beside them: the case, its parties, tracks and limits."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select, update

from consult.delivery.events import keep_joined, keep_published
from consult.docket.owing import changed_limits, goes_on_for, owners_of
from consult.docket.recalling import recalled_from
from consult.docket.rows import adding
from consult.fixed import Fixed
from consult.models.cases import (
    CASE_PARTY,
    CASE_TRACK,
    CASES,
    DEADLINE,
)
from consult.models.clearing import CLEARANCE_LANE
from consult.visibility import APART
from workflows.kernel.case import Case, Limit, Track
from workflows.kernel.summaries import dump
from workflows.kernel.view import has_left


class Locked(NamedTuple):
    """The parts of a case's row that an act needs."""

    id: int
    ref: str
    procedure: str
    edition: str
    title: str
    level: str
    existence: str
    version: int
    n: int
    summary: str
    filer: str
    takes_part: bool
    has_lane: bool


_NEW_PARTY = adding(CASE_PARTY, "case_id", "party", "role", "stake", "since", "reads")


_OFFICE_UNTIL = Fixed(
    update(CASE_PARTY)
    .where(CASE_PARTY.c.case_id == bindparam("b_case"), CASE_PARTY.c.party == bindparam("b_party"))
    .where(CASE_PARTY.c.role == bindparam("b_role"))
    .values(until=bindparam("b_until"))
)


_NEW_TRACK = adding(CASE_TRACK, "case_id", "key", "of", "name", "party", "state", "basis", "level", "file")


DEADLINE_COLUMNS = (
    "owner",
    "status",
    "length",
    "trigger",
    "zone",
    "starts_on",
    "expires_on",
    "expires_at",
    "safe_at",
    "n",
)
_DEADLINE_NAMES = tuple(f"b_{name}" for name in DEADLINE_COLUMNS)
_DEADLINE_NEW = (*DEADLINE_COLUMNS, "remind_at", "dated_at")
_held = attrgetter(*DEADLINE_COLUMNS[1:])


_NEW_DEADLINE = adding(DEADLINE, "case_id", "key", "limit_key", "track", "binding", "level", "file", *_DEADLINE_NEW)


_TRACK_MOVED = Fixed(
    update(CASE_TRACK)
    .where(CASE_TRACK.c.case_id == bindparam("b_case"), CASE_TRACK.c.key == bindparam("b_key"))
    .values(state=bindparam("b_state"), basis=bindparam("b_basis"))
)


_DEADLINE_MOVED, _DEADLINE_RUNS_ON = (
    Fixed(
        update(DEADLINE)
        .where(DEADLINE.c.case_id == bindparam("b_case"), DEADLINE.c.key == bindparam("b_key"))
        .values({name: bindparam(f"b_{name}") for name in columns})
    )
    for columns in (_DEADLINE_NEW, DEADLINE_COLUMNS)
)
"""A limit that runs from and to the same dates keeps when it is next recalled."""


_CASE_COLUMNS = ("state", "kind", "activity", "summary", "n", "changed_at", "next_at", "title", "version", "edition")


_CASE_MOVED = Fixed(
    update(CASES)
    .where(CASES.c.id == bindparam("b_id"), CASES.c.version == bindparam("b_seen"))
    .values({name: bindparam(f"b_{name}") for name in _CASE_COLUMNS})
)


_TAKES_PART = exists().where(CASE_PARTY.c.case_id == CASES.c.id, CASE_PARTY.c.party == bindparam("who"))


_HAS_LANE = exists().where(CLEARANCE_LANE.c.party_key == bindparam("who"))
_LOCK_CASE = Fixed(
    select(*(CASES.c[name] for name in Locked._fields[:-2]), _TAKES_PART, _HAS_LANE)
    .where(CASES.c.ref == bindparam("of"))
    .with_for_update(key_share=True)
)


def lock_case(connection: Connection, ref: str, party: str = "") -> Locked | None:
    """Read a case, whether a party takes part in it and ever had a lane of clearance, and keep others from moving it
    until this transaction ends."""
    row = _LOCK_CASE.first(connection, {"of": ref, "who": party})
    return Locked(*row) if row else None


def write_parties(connection: Connection, case_id: int, before: Case | None, after: Case, since: datetime) -> None:
    """Add the roles that an act gave; most give none."""
    fresh = [{"case_id": case_id, **row} for row in fresh_roles(before, after, since)]
    if fresh:
        _NEW_PARTY.run_many(connection, fresh)
        keep_joined(connection, case_id, (str(row["party"]) for row in fresh), since)


def fresh_roles(before: Case | None, after: Case, since: datetime) -> list[dict[str, Any]]:
    """List the roles that acts gave: party, role, stake, since and the files that the role reads."""
    if before and after.parties is before.parties and _on_tracks(after) == _on_tracks(before):
        return []
    had = {(p, role) for role, parties in (before.parties.items() if before else ()) for p in parties}
    stakes, base = after.procedure.stakes, {"since": since}
    fresh = [
        {**base, "party": p, "role": role, "stake": role in stakes, "reads": _files_of(after, role)}
        for role, parties in after.parties.items()
        for p in parties
        if (p, role) not in had
    ]
    known = {p for p, _ in had} | {row["party"] for row in fresh}
    known |= {track.party for track in before.tracks.values() if track.party} if before else set()
    for track in after.tracks.values():
        if track.party and track.party not in known:
            known.add(track.party)
            fresh.append({**base, "party": track.party, "role": track.set, "stake": False, "reads": ""})
    return fresh


def _on_tracks(case: Case) -> list[str | None]:
    return [track.party for track in case.tracks.values()]


def _files_of(case: Case, role: str) -> str:
    """Write the files that a role reads, each between bars; a bar alone for one that is apart."""
    known = case.procedure.role(role)
    if known and known.apart:
        return APART
    reads = known.reads if known else ()
    return f"|{'|'.join(reads)}|" if reads else ""


def write_offices(connection: Connection, case_id: int, before: Case, after: Case, at: datetime) -> None:
    """Keep until when an office is held: it ends with the last track on which its holder takes part, and may begin
    anew."""
    for role, party, until in offices_moved(before, after, at):
        _OFFICE_UNTIL.run(connection, {"b_case": case_id, "b_party": party, "b_role": role, "b_until": until})
        if until is None:
            keep_joined(connection, case_id, (party,), at)


def offices_moved(before: Case, after: Case, at: datetime) -> Iterator[tuple[str, str, datetime | None]]:
    """Give the offices that ended or began anew, each as role, party and until when it is held."""
    for role, party in sorted(_moved_in_office(before, after)):
        ended = has_left(after, party, role)
        if ended != has_left(before, party, role):
            yield role, party, at if ended else None


def _moved_in_office(before: Case, after: Case) -> set[tuple[str, str]]:
    """Find the offices, each with its holder, on whose tracks an act has moved something."""
    sets = {of.key: of for of in after.procedure.tracks if of.office}
    moved = [t for key, t in after.tracks.items() if t.set in sets and t is not before.tracks.get(key)] if sets else ()
    return {(role, t.party) for t in moved if t.party for role in (sets[t.set].role, sets[t.set].office) if role}


def write_tracks(connection: Connection, case_id: int, before: Mapping[str, Track], case: Case) -> None:
    """Write new tracks and those that moved."""
    after = case.tracks
    new = [t for key, t in after.items() if key not in before]
    moved = [
        t for key, t in after.items() if key in before and (t.state, t.basis) != (before[key].state, before[key].basis)
    ]
    if new:
        _NEW_TRACK.run_many(connection, [new_track(case_id, case, track) for track in new])
    if moved:
        _TRACK_MOVED.run_many(
            connection, [{"b_case": case_id, "b_key": t.key, "b_state": t.state, "b_basis": t.basis} for t in moved]
        )


def new_track(case_id: int, case: Case, track: Track) -> dict[str, Any]:
    """Give the row of a track that an act opened."""
    of = case.procedure.track_set(track.set)
    told = {"party": track.party, "state": track.state, "basis": track.basis, "level": of.level, "file": of.file}
    return {"case_id": case_id, "key": track.key, "of": track.set, "name": track.name, **told}


def write_deadlines(connection: Connection, case_id: int, before: Case | None, after: Case, since: datetime) -> None:
    """Write new limits and those that changed, and from when each is to be recalled."""
    old = before.limits if before else {}
    changed = changed_limits(before, after)
    new = [_recalled(after, one, new_deadline(case_id, after, one), since) for one in changed if one.key not in old]
    moved = [limit for limit in changed if limit.key in old]
    if new:
        _NEW_DEADLINE.run_many(connection, new)
    goes_on = {limit.key for limit in moved if before and goes_on_for(before, after, limit)}
    if anew := [limit for limit in moved if limit.key not in goes_on]:
        _DEADLINE_MOVED.run_many(connection, [_moved_deadline(case_id, after, limit, since) for limit in anew])
    if same := [limit for limit in moved if limit.key in goes_on]:
        _DEADLINE_RUNS_ON.run_many(connection, [_moved_deadline(case_id, after, limit, since) for limit in same])


def new_deadline(case_id: int, case: Case, limit: Limit) -> dict[str, Any]:
    """Give the row of a limit that an act started, but for when it is recalled."""
    rule = case.procedure.limit(limit.limit)
    level, file = case.procedure.audience_of(limit.limit, limit.track)
    fixed = {
        "case_id": case_id,
        "key": limit.key,
        "limit_key": limit.limit,
        "track": limit.track,
        "binding": limit.binding or str(rule.binding),
        "level": level,
        "file": file,
    }
    return {**fixed, **dict(zip(DEADLINE_COLUMNS, deadline_values(case, limit), strict=True))}


def _recalled(case: Case, limit: Limit, row: Mapping[str, Any], since: datetime) -> dict[str, Any]:
    return {**row, "remind_at": recalled_from(case, limit, row["owner"], since), "dated_at": since}


def _moved_deadline(case_id: int, case: Case, limit: Limit, since: datetime) -> dict[str, Any]:
    named = dict(zip(_DEADLINE_NAMES, deadline_values(case, limit), strict=True))
    recalled = recalled_from(case, limit, named["b_owner"], since)
    return {"b_case": case_id, "b_key": limit.key, **named, "b_remind_at": recalled, "b_dated_at": since}


def deadline_values(case: Case, limit: Limit) -> tuple[Any, ...]:
    """Give the values of the columns of a limit, in their order: the first party that has to act comes first."""
    return (next(iter(owners_of(case, limit)), None), *_held(limit))


def publish(connection: Connection, case_id: int, at: datetime) -> None:
    """Let everybody know that a case exists."""
    connection.execute(update(CASES).where(CASES.c.id == case_id).values(existence="C0"))
    keep_published(connection, case_id, at)


def next_of(case: Case) -> datetime | None:
    """Give the next end of a limit of a case that is open."""
    return min((limit.expires_at for limit in case.limits.values() if limit.is_open and limit.expires_at), default=None)


def move_case(connection: Connection, row: Any, after: Case, at: datetime, title: str, edition: str) -> bool:
    """Store where the case is now, if nobody was faster; False when somebody was."""
    values = {
        "b_id": row.id,
        "b_seen": row.version,
        "b_state": after.state,
        "b_kind": after.procedure.state(after.state).kind,
        "b_activity": after.activity,
        "b_summary": dump(after),
        "b_n": after.n,
        "b_changed_at": at,
        "b_next_at": next_of(after),
        "b_title": title,
        "b_version": row.version + 1,
        "b_edition": edition,
    }
    return _CASE_MOVED.run(connection, values) == 1
