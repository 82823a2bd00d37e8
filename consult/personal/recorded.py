"""Retention and erasure compared with what the log sealed of them.

Every run that removed something is what its entry says, and every entry has its run. Refused attempts are gone up to
the number that an entry names and no further, and none went before its time. Each stone beside the record (a name
withheld, a document or an account erased) names an entry that says so.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.keeping import DOCUMENT_ERASED, NAME_WITHHELD, PERSON_ERASED, RETENTION_RUN
from consult.models.logbook import ATTEMPT, ATTEMPT_SEAL, AUDIT_ENTRY
from consult.personal.retention import ENTRY
from consult.personal.rules import REFUSALS

STONES = (
    (NAME_WITHHELD, ("erasure", "account_erased")),
    (DOCUMENT_ERASED, ("erasure",)),
    (PERSON_ERASED, ("account_erased",)),
)


def keeping_findings(connection: Connection) -> Iterator[Finding]:
    """Report every run of retention and every stone that is not what the log recorded."""
    entries = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == ENTRY).order_by(AUDIT_ENTRY.c.seq))
    told = {row.seq: row for row in entries}
    yield from _runs(connection, told)
    yield from _refusals(connection, told)
    yield from _stones(connection)


def _runs(connection: Connection, told: dict[int, Any]) -> Iterator[Finding]:
    left = dict(told)
    for row in connection.execute(select(RETENTION_RUN).order_by(RETENTION_RUN.c.id)):
        entry, gone = left.pop(row.seq, None), json.loads(row.gone)
        if row.done_at is None or (row.seq is None and not gone):
            continue
        body = json.loads(entry.body) if entry is not None else {}
        said = {"on": row.on_day.isoformat(), "rules": json.loads(row.rules), "gone": gone}
        if {name: body.get(name) for name in said} != said:
            sentence = _("The run of retention of %(day)s is not what the log recorded of it.", day=row.on_day)
            yield Finding("retention", row.seq, sentence)
    for seq in left:
        yield Finding("retention", seq, _("Entry %(seq)s is of a run of retention that is not there.", seq=seq))


def _refusals(connection: Connection, told: dict[int, Any]) -> Iterator[Finding]:
    for entry in told.values():
        body = json.loads(entry.body)
        last, days = body.get("refusals_up_to", 0), body["rules"].get(REFUSALS, 0)
        sealed = ATTEMPT_SEAL.c.last_id <= last, AUDIT_ENTRY.c.recorded_at > entry.recorded_at - timedelta(days=days)
        early = select(ATTEMPT_SEAL.c.seq).join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == ATTEMPT_SEAL.c.seq).where(*sealed)
        if last and connection.execute(early.limit(1)).first():
            yield Finding("retention-early", entry.seq, _("Refused attempts went before their time was over."))
        if connection.execute(select(ATTEMPT.c.id).where(ATTEMPT.c.id <= last).limit(1)).first():
            yield Finding("retention-back", entry.seq, _("Refused attempts are there that were removed by rule."))


def _stones(connection: Connection) -> Iterator[Finding]:
    for table, kinds in STONES:
        known = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind.in_(kinds))
        strange = select(table.c.seq).where(table.c.seq.not_in(known)).distinct()
        for seq in connection.execute(strange).scalars():
            sentence = _("Something is marked as erased by entry %(seq)s, which says nothing of it.", seq=seq)
            yield Finding("erased-stray", seq, sentence)
