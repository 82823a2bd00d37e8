"""Accesses in an emergency compared with what the log sealed of them.

The parties read who of the staff had access, why and until when: what they read must be what was sealed when it was
opened, ended where an entry says so and nowhere else. A reason that was written anew afterwards is a finding.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.logbook import AUDIT_ENTRY
from consult.people.emergency import KIND, every_access, sealed_body


def access_findings(connection: Connection) -> Iterator[Finding]:
    """Report every access that is not what the log recorded, and every entry whose access is not there."""
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == KIND).order_by(AUDIT_ENTRY.c.seq)
    told: dict[int, list[tuple[Any, dict[str, Any]]]] = {}
    for entry in connection.execute(query):
        body = json.loads(entry.body)
        told.setdefault(body["access"], []).append((entry, body))
    for row in every_access(connection):
        entries = told.pop(row.id, [])
        if not _agrees(row, entries):
            seq = entries[0][0].seq if entries else None
            yield Finding(
                "access", seq, _("Access %(number)s in an emergency is not as the log tells it.", number=row.id)
            )
    for number, entries in told.items():
        seq = entries[0][0].seq
        yield Finding("access", seq, _("Access %(number)s is in the log and nowhere else.", number=number))


def _agrees(row: Any, entries: list[tuple[Any, dict[str, Any]]]) -> bool:
    """Say whether all that was told of an access is so: opened, and ended before its time where that was done."""
    at = {"opened": row.opened_at, "ended": row.ended_at}
    events = {body["event"] for _entry, body in entries}
    if events != {"opened"} | ({"ended"} if row.ended_at else set()):
        return False
    return all(
        body == sealed_body(row, body["event"]) and at[body["event"]] == one.recorded_at for one, body in entries
    )
