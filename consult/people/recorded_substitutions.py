"""Substitutions compared with what the log sealed of them, and acts of substitutes with the substitution they name.

A substitution decides who may act in whose place: each must be the one that its entry recorded, revoked where an entry
says so and nowhere else; and who acted under one acted for the same party and mandate, within its days.
"""

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.absence import ACT_SUBSTITUTION, SUBSTITUTION
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, ORGAN, PARTY
from consult.people.substitutions import sealed_body
from workflows.kernel.case import Act

KINDS = ("substitution_recorded", "substitution_revoked")
_ROWS = select(
    SUBSTITUTION, ORGAN.c.key.label("organ_key"), ORGAN.c.party_key, MANDATE.c.office, PARTY.c.zone
).select_from(SUBSTITUTION.join(MANDATE, MANDATE.c.id == SUBSTITUTION.c.mandate_id).join(ORGAN).join(PARTY))


def substitution_findings(connection: Connection) -> Iterator[Finding]:
    """Report every substitution that is not what the log recorded, and every act that goes beyond one."""
    rows = connection.execute(_ROWS.order_by(SUBSTITUTION.c.id)).all()
    yield from _entries(connection, rows)
    yield from _acts(connection, {f"substitution:{row.id}": row for row in rows})


def _entries(connection: Connection, rows: Any) -> Iterator[Finding]:
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(KINDS)).order_by(AUDIT_ENTRY.c.seq)
    entries = {row.seq: row for row in connection.execute(query)}
    for row in rows:
        for seq, kind in ((row.seq, KINDS[0]), (row.revoked_seq, KINDS[1])):
            entry = entries.pop(seq, None) if seq is not None else None
            if (seq is None and row.revoked_at is not None) or (seq is not None and not _agrees(row, kind, entry)):
                sentence = _("Substitution %(id)s is not what the log recorded of it.", id=row.id)
                yield Finding("substitution", seq, sentence)
    for seq in entries:
        yield Finding("substitution", seq, _("Entry %(seq)s is of a substitution that is not there.", seq=seq))


def _agrees(row: Any, kind: str, entry: Any) -> bool:
    sealed = sealed_body(row._mapping, row.organ_key, row.office)
    return bool(
        entry is not None and (entry.kind, entry.party) == (kind, row.party_key) and json.loads(entry.body) == sealed
    )


def _acts(connection: Connection, known: dict[str, Any]) -> Iterator[Finding]:
    """Compare the acts of substitutes; their bodies name the substitution."""
    query = (
        select(ACT.c.body, CASES.c.ref, ACT_LEAF.c.seq, ACT_SUBSTITUTION.c.substitution_id)
        .select_from(
            ACT.join(CASES, CASES.c.id == ACT.c.case_id)
            .outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
            .outerjoin(ACT_SUBSTITUTION, ACT_SUBSTITUTION.c.act_id == ACT.c.id)
        )
        .where(or_(ACT_SUBSTITUTION.c.act_id.is_not(None), ACT.c.body.like('%"substitute":%')))
        .order_by(ACT.c.id)
    )
    for stored in connection.execute(query.execution_options(yield_per=500)):
        act = Act.from_json(json.loads(stored.body))
        number = None if stored.substitution_id is None else f"substitution:{stored.substitution_id}"
        named = act.substitute[0] if act.substitute else None
        if named != number or not _covers(known.get(named or ""), act, stored.ref):
            sentence = _("Act %(n)s of case %(ref)s goes beyond the substitution it names.", n=act.n, ref=stored.ref)
            yield Finding("substitution", stored.seq, sentence)


def _covers(row: Any, act: Act, ref: str) -> bool:
    if row is None:
        return False
    on = act.at.astimezone(ZoneInfo(row.zone)).date()
    mandate = act.mandate.partition(" ")[0]  # of a paper that came otherwise, the paper is named behind it
    same = (act.party, mandate) == (row.party_key, f"mandate:{row.mandate_id}")
    given = row.revoked_at is None or act.at <= row.revoked_at
    return same and given and row.valid_from <= on <= row.valid_until and (row.cases is None or ref in row.cases)
