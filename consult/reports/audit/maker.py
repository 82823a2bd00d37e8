"""Makes audit logs that were asked for: one zip of the parts that were chosen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from consult.docket.editions import Editions
from consult.i18n import speaking
from consult.log.trust import trust
from consult.outputs.makers import File, Progress, Question, within
from consult.outputs.packing import pack
from consult.reports.audit.asking import Asked
from consult.reports.audit.files import write_audit
from consult.reports.audit.finding import extent, find_audit
from consult.reports.scope import Reach
from consult.visibility import Viewer

AUDIT = "audit"
ZIP = "application/zip"


class AuditMaker:
    """Makes audit logs of one installation."""

    def __init__(self, instance: Path, editions: Editions) -> None:
        """Keep where the trust policy lies, and how editions are read."""
        self.instance, self.editions = instance, editions

    def total(self, connection: Connection, question: Question) -> int:
        """Count the entries."""
        asked = Asked.from_json(question["asked"])
        found = find_audit(connection, asked, self._quorum(connection))[1]
        if asked.is_narrow or found.first is None or found.last is None:
            return found.readable
        return found.last - found.first + 1

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Write the parts, and pack them."""
        asked, parts = Asked.from_json(question["asked"]), folder / "parts"
        parts.mkdir()
        trusted = trust(connection, self.instance)
        with speaking(question["language"]):
            made = write_audit(
                connection,
                asked,
                self.editions,
                parts,
                formats=question["formats"],
                policy=trusted.text if trusted else "",
                quorum=trusted.quorum if trusted else None,
                progress=progress,
            )
        file = folder / name_of(asked)
        with file.open("wb") as out:
            pack(parts, out)
        told = {"entries": made.entries, "readable": made.readable, "size": made.size, "set": str(asked.reach)}
        return File(file, file.name, ZIP, {**told, "asked": asked.told})

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Say whether a mandate covers procedures and cases, and reads what the party prepares where that is in it."""
        asked = Asked.from_json(question["asked"])
        if asked.reach == Reach.PUBLIC:
            return viewer.sees_cases
        covered = within(viewer.procedures, asked.procedures) and within(viewer.cases, asked.cases)
        if viewer.audits:  # what others of the party asked for may hold what is sealed
            return covered and asked.audits
        return viewer.sees_cases and covered and (viewer.prepares or viewer.manages or not asked.prepares)

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """Say whether as many entries are opened to the same question now."""
        asked = Asked.from_json(question["asked"])
        return extent(connection, asked, int(told["size"])).readable == told["readable"]

    def _quorum(self, connection: Connection) -> Any:
        trusted = trust(connection, self.instance)
        return trusted.quorum if trusted else None


def name_of(asked: Asked) -> str:
    """Give the name of the file: the set and the period."""
    return f"audit-log-{asked.reach}-{asked.since.isoformat()}-{asked.until.isoformat()}.zip".lower().replace("_", "-")
