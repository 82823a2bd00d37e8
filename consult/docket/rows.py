"""The rows of the record, written with statements that are built once at import."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, insert, literal, select, update

from consult.fixed import Fixed
from consult.models.cases import (
    ACT,
    ACT_LEAF,
    ACT_PERSON,
    CASE_LINK,
    CASE_PARTY,
    CASE_TRACK,
    CASES,
    DEADLINE,
    FILING,
    FILING_BODY,
    OUTBOX,
    SERVICE,
)
from workflows.kernel.case import Act, Case, Limit, Track
from workflows.kernel.editions import canonical
from workflows.kernel.summaries import dump


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


def _adding(table: Table, *columns: str, gives_id: bool = False) -> Fixed:
    """Make the statement that inserts the columns named, and gives the new number where it is asked for."""
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Fixed(statement.returning(table.c.id) if gives_id else statement)


_ACT = _adding(
    ACT,
    "case_id",
    "n",
    "kind",
    "step",
    "track",
    "party",
    "organ",
    "office",
    "capacity",
    "cleared_office",
    "on_at",
    "recorded_at",
    "came",
    "went",
    "digest",
    "level",
    "basic",
    "late",
    "body",
    gives_id=True,
)
_PERSON = _adding(ACT_PERSON, "act_id", "person_id", "name")
_LEAF = _adding(ACT_LEAF, "act_id", "seq")
_FILING = _adding(FILING, "case_id", "act_id", "digest", "kind", "party", "language", "level", gives_id=True)
_BODY = _adding(FILING_BODY, "filing_id", "body")
_SERVICE = _adding(SERVICE, "act_id", "case_id", "party", "channel", "state", "changed_at")
_OUTBOX = _adding(OUTBOX, "key", "topic", "payload", "run_at", "attempts")
_LINK = insert(CASE_LINK)
_NEW_PARTY = _adding(CASE_PARTY, "case_id", "party", "role", "stake", "since")
_NEW_TRACK = _adding(CASE_TRACK, "case_id", "key", "of", "name", "party", "state", "basis")
_DEADLINE_COLUMNS = (
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
_NEW_DEADLINE = _adding(DEADLINE, "case_id", "key", "limit_key", "track", "binding", *_DEADLINE_COLUMNS)
_TRACK_MOVED = Fixed(
    update(CASE_TRACK)
    .where(CASE_TRACK.c.case_id == bindparam("b_case"), CASE_TRACK.c.key == bindparam("b_key"))
    .values(state=bindparam("b_state"), basis=bindparam("b_basis"))
)
_DEADLINE_MOVED = Fixed(
    update(DEADLINE)
    .where(DEADLINE.c.case_id == bindparam("b_case"), DEADLINE.c.key == bindparam("b_key"))
    .values({name: bindparam(f"b_{name}") for name in _DEADLINE_COLUMNS})
)
_CASE_COLUMNS = (
    "state",
    "kind",
    "activity",
    "summary",
    "n",
    "changed_at",
    "next_at",
    "title",
    "version",
    "level",
    "existence",
)
_CASE_MOVED = Fixed(
    update(CASES)
    .where(CASES.c.id == bindparam("b_id"), CASES.c.version == bindparam("b_seen"))
    .values({name: bindparam(f"b_{name}") for name in _CASE_COLUMNS})
)
_LOCK_CASE = Fixed(
    select(*(CASES.c[name] for name in Locked._fields)).where(CASES.c.ref == bindparam("of")).with_for_update()
)
_TAKES_PART = Fixed(
    select(literal(1)).where(CASE_PARTY.c.case_id == bindparam("of"), CASE_PARTY.c.party == bindparam("who")).limit(1)
)
DELIVERED_HERE = "in_app"


def lock_case(connection: Connection, ref: str) -> Locked | None:
    """Read a case and keep others from moving it until this transaction ends."""
    row = _LOCK_CASE.first(connection, {"of": ref})
    return Locked(*row) if row else None


def takes_part(connection: Connection, case_id: int, party: str) -> bool:
    """Say whether a party takes part in a case."""
    return _TAKES_PART.first(connection, {"of": case_id, "who": party}) is not None


def _number(statement: Fixed, connection: Connection, row: Mapping[str, Any]) -> int:
    """Insert a row and give its number."""
    found = statement.first(connection, row)
    if found is None:
        raise RuntimeError("an insert gave no number")
    return int(found[0])


def write_act(connection: Connection, case_id: int, act: Act, body: str, *, basic: bool, cleared: str | None) -> int:
    """Insert one act and return its number in the table."""
    row = {
        "case_id": case_id,
        "n": act.n,
        "kind": act.kind,
        "step": act.step,
        "track": act.track,
        "party": act.party,
        "organ": act.organ,
        "office": act.office,
        "capacity": act.capacity,
        "cleared_office": cleared,
        "on_at": act.on,
        "recorded_at": act.at,
        "came": act.came,
        "went": act.went,
        "digest": act.digest,
        "level": act.level,
        "basic": basic,
        "late": act.late,
        "body": body,
    }
    return _number(_ACT, connection, row)


def write_leaves(connection: Connection, act_ids: Sequence[int], seqs: Sequence[int]) -> None:
    """Keep where each act stands in the log."""
    _LEAF.run_many(connection, [{"act_id": a, "seq": seq} for a, seq in zip(act_ids, seqs, strict=True)])


def write_person(connection: Connection, act_id: int, person_id: int | None, name: str) -> None:
    """Keep the name of whoever acted, apart from the act."""
    _PERSON.run(connection, {"act_id": act_id, "person_id": person_id, "name": name})


def write_filing(
    connection: Connection, case_id: int, act_id: int, act: Act, kind: str, body: Mapping[str, Any], language: str
) -> None:
    """Keep what was filed: its digest in the record, its words apart."""
    row = {
        "case_id": case_id,
        "act_id": act_id,
        "digest": act.digest,
        "kind": kind,
        "party": act.party,
        "language": language,
        "level": act.level,
    }
    _BODY.run(connection, {"filing_id": _number(_FILING, connection, row), "body": canonical(body).decode()})


def write_services(connection: Connection, case_id: int, act_id: int, act: Act) -> None:
    """Serve an act on everybody it is told to, here at once, and ask for its delivery by other channels."""
    if not act.told:
        return
    state = {"act_id": act_id, "case_id": case_id, "channel": DELIVERED_HERE, "state": "sent", "changed_at": act.at}
    _SERVICE.run_many(connection, [{**state, "party": party} for party in act.told])
    payload = json.dumps({"act": act_id, "parties": list(act.told)})
    _OUTBOX.run(
        connection, {"key": f"serve:{act_id}", "topic": "serve", "payload": payload, "run_at": act.at, "attempts": 0}
    )


def write_parties(connection: Connection, case_id: int, before: Case | None, after: Case, since: datetime) -> None:
    """Add the roles that an act gave."""
    had = {(p, role) for role, parties in (before.parties.items() if before else ()) for p in parties}
    stakes = after.procedure.stakes
    fresh = [
        {"case_id": case_id, "party": p, "role": role, "stake": role in stakes, "since": since}
        for role, parties in after.parties.items()
        for p in parties
        if (p, role) not in had
    ]
    known = {p for p, _ in had} | {row["party"] for row in fresh}
    for track in after.tracks.values():
        if track.party and track.party not in known:
            known.add(track.party)
            fresh.append({"case_id": case_id, "party": track.party, "role": track.set, "stake": False, "since": since})
    if fresh:
        _NEW_PARTY.run_many(connection, fresh)


def write_tracks(connection: Connection, case_id: int, before: Mapping[str, Track], after: Mapping[str, Track]) -> None:
    """Write new tracks and those that moved."""
    new = [t for key, t in after.items() if key not in before]
    moved = [
        t for key, t in after.items() if key in before and (t.state, t.basis) != (before[key].state, before[key].basis)
    ]
    if new:
        _NEW_TRACK.run_many(
            connection,
            [
                {
                    "case_id": case_id,
                    "key": t.key,
                    "of": t.set,
                    "name": t.name,
                    "party": t.party,
                    "state": t.state,
                    "basis": t.basis,
                }
                for t in new
            ],
        )
    if moved:
        _TRACK_MOVED.run_many(
            connection, [{"b_case": case_id, "b_key": t.key, "b_state": t.state, "b_basis": t.basis} for t in moved]
        )


def write_deadlines(connection: Connection, case_id: int, before: Case | None, after: Case) -> None:
    """Write new limits and those that changed."""
    old = before.limits if before else {}
    changed = [limit for key, limit in after.limits.items() if old.get(key) is not limit and old.get(key) != limit]
    new = [limit for limit in changed if limit.key not in old]
    moved = [limit for limit in changed if limit.key in old]
    if new:
        _NEW_DEADLINE.run_many(connection, [_new_deadline(case_id, after, limit) for limit in new])
    if moved:
        rows = [{f"b_{k}": v for k, v in _deadline(after, limit).items()} for limit in moved]
        _DEADLINE_MOVED.run_many(
            connection,
            [{**row, "b_case": case_id, "b_key": limit.key} for row, limit in zip(rows, moved, strict=True)],
        )


def _new_deadline(case_id: int, case: Case, limit: Limit) -> dict[str, Any]:
    rule = case.procedure.limit(limit.limit)
    fixed = {
        "case_id": case_id,
        "key": limit.key,
        "limit_key": limit.limit,
        "track": limit.track,
        "binding": str(rule.binding),
    }
    return {**fixed, **_deadline(case, limit)}


def _deadline(case: Case, limit: Limit) -> dict[str, Any]:
    held = {name: getattr(limit, name) for name in _DEADLINE_COLUMNS if name != "owner"}
    return {**held, "owner": next(iter(owners_of(case, limit)), None)}


def owners_of(case: Case, limit: Limit) -> tuple[str, ...]:
    """Name the parties that have to act within a limit: those of the role it waits for or is owned by, else that of
    its track."""
    rule = case.procedure.limit(limit.limit)
    role = rule.waits_for or rule.owner
    track = case.tracks.get(limit.track or "")
    if rule.waits_for and track and track.party in case.parties.get(rule.waits_for, ()):
        return (track.party,)
    if role:
        return tuple(case.parties.get(role, ()))
    return (track.party,) if track and track.party else ()


def move_case(connection: Connection, row: Any, after: Case, at: datetime, title: str) -> bool:
    """Store where the case is now, if nobody was faster; False when somebody was."""
    running = [limit.expires_at for limit in after.limits.values() if limit.is_open and limit.expires_at]
    values = {
        "state": after.state,
        "kind": after.procedure.state(after.state).kind,
        "activity": after.activity,
        "summary": dump(after),
        "n": after.n,
        "changed_at": at,
        "next_at": min(running) if running else None,
        "title": title,
        "version": row.version + 1,
        "level": row.level,
        "existence": row.existence,
    }
    named = {f"b_{name}": value for name, value in values.items()}
    return _CASE_MOVED.run(connection, {**named, "b_id": row.id, "b_seen": row.version}) == 1


def write_links(connection: Connection, links: Iterable[Mapping[str, Any]]) -> None:
    """Link cases."""
    rows: Sequence[Mapping[str, Any]] = list(links)
    if rows:
        connection.execute(_LINK, rows)
