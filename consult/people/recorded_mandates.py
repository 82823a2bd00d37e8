"""Mandates compared with what the log sealed of them, and acts with the kind of instrument that they name.

A mandate decides who may bind a party: each must be the one that its entry recorded, no wider, revoked where an entry
says so and nowhere else. Mandates from before there were entries have the lowest numbers; from the first one entered
on, each needs its entry. An act that names the kind of its instrument names it, and where a delegation comes from, as
the mandate says.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, ORGAN
from consult.people.entries import mandate_body
from workflows.kernel.case import Act

KINDS = ("mandate_recorded", "mandate_revoked")
_ROWS = select(MANDATE, ORGAN.c.key.label("organ_key"), ORGAN.c.party_key).select_from(MANDATE.join(ORGAN))


def mandate_findings(connection: Connection) -> Iterator[Finding]:
    """Report every mandate that is not what the log recorded, and every act that names another kind of instrument."""
    rows = {row.id: row for row in connection.execute(_ROWS.order_by(MANDATE.c.id))}
    yield from _entries(connection, rows)
    yield from _acts(connection, rows)


def _entries(connection: Connection, rows: Mapping[int, Any]) -> Iterator[Finding]:
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(KINDS)).order_by(AUDIT_ENTRY.c.seq)
    entries: dict[tuple[str, int | None], list[Any]] = {}
    for entry in connection.execute(query):
        entries.setdefault((entry.kind, json.loads(entry.body).get("mandate")), []).append(entry)
    first = min((number for kind, number in entries if kind == KINDS[0] and number is not None), default=None)
    for number, row in rows.items():
        recorded, revoked = (entries.pop((kind, number), []) for kind in KINDS)
        from_before = number > 0 and (first is None or number < first) and not recorded
        if not from_before and not _agrees(row, recorded, row.recorded_at):
            sentence = _("Mandate %(id)s is not what the log recorded of it.", id=number)
            yield Finding("mandate", recorded[0].seq if recorded else None, sentence)
        is_over = bool(revoked) or (row.revoked_at is not None and not from_before)
        if is_over and not _agrees(row, revoked, row.revoked_at):
            sentence = _("Mandate %(id)s was not revoked as the log says.", id=number)
            yield Finding("mandate", revoked[0].seq if revoked else None, sentence)
    for left in entries.values():
        for entry in left:
            sentence = _("Entry %(seq)s is of a mandate that is not there.", seq=entry.seq)
            yield Finding("mandate", entry.seq, sentence)


def _agrees(row: Any, entries: list[Any], at: Any) -> bool:
    """Say whether exactly one entry is there, which says of a row what it holds now."""
    if len(entries) != 1 or (entries[0].party, entries[0].recorded_at) != (row.party_key, at):
        return False
    return bool(json.loads(entries[0].body) == mandate_body(row.id, row._mapping, row.organ_key))


def _acts(connection: Connection, rows: Mapping[int, Any]) -> Iterator[Finding]:
    """Compare the acts that name the kind of their instrument."""
    query = (
        select(ACT.c.body, CASES.c.ref, ACT_LEAF.c.seq)
        .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id).outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
        .where(ACT.c.body.like('%"power":%'))
        .order_by(ACT.c.id)
    )
    for stored in connection.execute(query.execution_options(yield_per=500)):
        act = Act.from_json(json.loads(stored.body))
        if act.power != _power(rows, act):
            sentence = _(
                "Act %(n)s of case %(ref)s names another instrument than its mandate.", n=act.n, ref=stored.ref
            )
            yield Finding("mandate", stored.seq, sentence)


def _power(rows: Mapping[int, Any], act: Act) -> tuple[str, ...]:
    """Give the kind of instrument of an act's mandate, and the path from which a delegation comes."""
    number = act.mandate.partition(" ")[0].partition(":")[2]
    row = rows.get(int(number)) if number.isdecimal() else None
    if row is None or not row.kind:
        return ()
    path, source = [row.kind], row.derived_from
    while source in rows and len(path) <= len(rows):
        path.append(f"mandate:{source}")
        source = rows[source].derived_from
    return tuple(path)
