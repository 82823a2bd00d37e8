"""Arrangements compared with what both chains sealed of them, and acts in another's name with the one they name.

An arrangement decides who may bind a party that is not his own: each must be what its entries recorded, accepted and
revoked where entries say so and nowhere else; and an act under one was taken for its represented party by its acting
one, after it was accepted, before it ended, in a case and a procedure that it covers.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import PARTY
from consult.models.representation import REPRESENTATION
from consult.people.representations import ACCEPTED, RECORDED, REVOKED, sealed_body
from workflows.kernel.case import Act

KINDS = (RECORDED, ACCEPTED, REVOKED)
_ROWS = select(REPRESENTATION, PARTY.c.zone).select_from(
    REPRESENTATION.join(PARTY, PARTY.c.key == REPRESENTATION.c.represented)
)


def representation_findings(connection: Connection) -> Iterator[Finding]:
    """Report every arrangement that is not what the log recorded, and every act that goes beyond the one it names."""
    rows = {row.id: row for row in connection.execute(_ROWS.order_by(REPRESENTATION.c.id))}
    yield from _entries(connection, rows)
    yield from _acts(connection, rows)


def _entries(connection: Connection, rows: Mapping[int, Any]) -> Iterator[Finding]:
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(KINDS)).order_by(AUDIT_ENTRY.c.seq)
    entries = {row.seq: row for row in connection.execute(query)}
    for row in rows.values():
        for kind, by, at, seqs in _steps(row):
            both = [entries.pop(seq, None) for seq in seqs]
            said = at is not None or any(seq is not None for seq in seqs)
            if said and not _agree(row, kind, by, at, both):
                sentence = _("Arrangement %(id)s is not what the log recorded of it.", id=row.id)
                yield Finding("representation", seqs[0], sentence)
    for seq in entries:
        yield Finding("representation", seq, _("Entry %(seq)s is of an arrangement that does not stand so.", seq=seq))


def _steps(row: Any) -> Iterator[tuple[str, Any, Any, tuple[int | None, int | None]]]:
    """Give what was done with an arrangement: kind, by which party, when, and where both chains say so."""
    yield RECORDED, row.recorded_party, row.recorded_at, (row.seq, row.acting_seq)
    if row.recorded_party != row.acting or row.accepted_seq != row.seq:
        yield ACCEPTED, row.acting, row.accepted_at, (row.accepted_seq, row.accepted_acting_seq)
    yield REVOKED, row.revoked_party, row.revoked_at, (row.revoked_seq, row.revoked_acting_seq)


def _agree(row: Any, kind: str, by: Any, at: Any, both: list[Any]) -> bool:
    wanted = sealed_body(row._mapping, str(by))
    return all(
        entry is not None
        and (entry.kind, entry.party, entry.recorded_at) == (kind, party, at)
        and json.loads(entry.body) == wanted
        for entry, party in zip(both, (row.represented, row.acting), strict=True)
    )


def _acts(connection: Connection, rows: Mapping[int, Any]) -> Iterator[Finding]:
    """Compare the acts in another's name; their bodies name the arrangement."""
    query = (
        select(ACT.c.body, CASES.c.ref, CASES.c.procedure, ACT_LEAF.c.seq)
        .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id).outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
        .where(ACT.c.body.like('%"represented_by":%'))
        .order_by(ACT.c.id)
    )
    for stored in connection.execute(query.execution_options(yield_per=500)):
        act = Act.from_json(json.loads(stored.body))
        number = act.represented_by[0].partition(":")[2]
        if not _covers(rows.get(int(number) if number.isdecimal() else 0), act, stored):
            sentence = _("Act %(n)s of case %(ref)s goes beyond the arrangement it names.", n=act.n, ref=stored.ref)
            yield Finding("representation", stored.seq, sentence)


def _covers(row: Any, act: Act, stored: Any) -> bool:
    if row is None or row.accepted_at is None or act.at < row.accepted_at:
        return False
    same = (act.party, act.represented_by[1]) == (row.represented, row.acting)
    given = row.revoked_at is None or act.at <= row.revoked_at
    among = stored.procedure in row.procedures and (row.cases is None or stored.ref in row.cases)
    on = act.at.astimezone(ZoneInfo(row.zone)).date()
    return same and given and among and row.valid_from <= on and (row.valid_until is None or on <= row.valid_until)
