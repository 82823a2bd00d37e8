"""The rows of the record, written with statements that are built once at import."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert

from consult.fixed import Fixed
from consult.lines import REQUEST
from consult.models.absence import ACT_SUBSTITUTION
from consult.models.cases import (
    ACT,
    ACT_LEAF,
    ACT_PERSON,
    CASE_LINK,
    FILING,
    FILING_BODY,
    OUTBOX,
    SERVICE,
)
from consult.models.tokens import ACT_SYSTEM
from workflows.kernel.case import Act
from workflows.kernel.editions import canonical


def adding(table: Table, *columns: str, gives_id: bool = False) -> Fixed:
    """Make the statement that inserts the columns named, and gives the new number where it is asked for."""
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Fixed(statement.returning(table.c.id) if gives_id else statement)


_ACT = adding(
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
    "file",
    "basic",
    "late",
    "body",
    gives_id=True,
)
_PERSON = adding(ACT_PERSON, "act_id", "person_id", "name", "for_name")
_SUBSTITUTION = adding(ACT_SUBSTITUTION, "act_id", "substitution_id")
_SYSTEM = adding(ACT_SYSTEM, "act_id", "token_id")
_LEAF = adding(ACT_LEAF, "act_id", "seq")
_FILING = adding(FILING, "case_id", "act_id", "digest", "kind", "party", "language", "level", gives_id=True)
_BODY = adding(FILING_BODY, "filing_id", "body")
_SERVICE = adding(SERVICE, "act_id", "case_id", "party", "channel", "state", "changed_at")
_OUTBOX = adding(OUTBOX, "key", "topic", "payload", "run_at", "attempts", "request")
_LINK = insert(CASE_LINK)
DELIVERED_HERE = "in_app"


def write_act(
    connection: Connection, case_id: int, act: Act, body: str, *, basic: bool, cleared: str | None, file: str = ""
) -> int:
    """Insert one act and return its number in the table; `file` is the file of the case in which it lies.

    Long because: one line a column.
    """
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
        "file": file,
        "basic": basic,
        "late": act.late,
        "body": body,
    }
    act_id = _ACT.number(connection, row)
    if act.substitute:
        number = int(act.substitute[0].partition(":")[2])
        _SUBSTITUTION.run(connection, {"act_id": act_id, "substitution_id": number})
    if act.through:
        _SYSTEM.run(connection, {"act_id": act_id, "token_id": int(act.through[0].partition(":")[2])})
    return act_id


def write_leaves(connection: Connection, act_ids: Sequence[int], seqs: Sequence[int]) -> None:
    """Keep where each act stands in the log."""
    _LEAF.run_many(connection, [{"act_id": a, "seq": seq} for a, seq in zip(act_ids, seqs, strict=True)])


def write_person(
    connection: Connection, act_id: int, person_id: int | None, name: str, for_name: str | None = None
) -> None:
    """Keep the name of whoever acted, and in whose place, apart from the act."""
    _PERSON.run(connection, {"act_id": act_id, "person_id": person_id, "name": name, "for_name": for_name})


def both_names(name: str, for_name: str | None) -> str:
    """Give the names that are sealed with an act, apart from its other fields."""
    return f"{name}, for {for_name}" if for_name else name


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
    _BODY.run(connection, {"filing_id": _FILING.number(connection, row), "body": canonical(body).decode()})


def write_services(connection: Connection, case_id: int, act_id: int, act: Act) -> None:
    """Serve an act on everybody it is told to, here at once, and ask for its delivery by other channels."""
    if not act.told:
        return
    state = {"act_id": act_id, "case_id": case_id, "channel": DELIVERED_HERE, "state": "sent", "changed_at": act.at}
    _SERVICE.run_many(connection, [{**state, "party": party} for party in act.told])
    payload = json.dumps({"act": act_id, "parties": list(act.told)})
    work = {"key": f"serve:{act_id}", "topic": "serve", "payload": payload, "run_at": act.at, "attempts": 0}
    _OUTBOX.run(connection, {**work, "request": REQUEST.get() or None})


def write_links(connection: Connection, links: Iterable[Mapping[str, Any]]) -> None:
    """Link cases."""
    rows: Sequence[Mapping[str, Any]] = list(links)
    if rows:
        connection.execute(_LINK, rows)
