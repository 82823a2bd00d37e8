"""Makes the file of what is kept of one person: a page for reading and a file for programs, in one archive."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from consult.digests import digest_secret
from consult.i18n import speaking
from consult.log.own import Own, record_many
from consult.models.parties import PERSON
from consult.outputs.makers import File, Progress, Question
from consult.outputs.packing import pack
from consult.people.authority import parties_of
from consult.personal.gathering import counts, gather, write_json, write_page
from consult.personal.rules import days_of
from consult.refusals import Unknown
from consult.settings import Retention
from consult.visibility import Viewer

PERSONAL = "person"
ZIP = "application/zip"
NAME = "my-data.zip"


def question_of(person_id: int, party: str, at: datetime, language: str) -> Question:
    """Freeze what is asked for: what is kept of one person, for that person alone."""
    return {"personal": person_id, "party": party, "at": at.isoformat(), "language": language}


class PersonMaker:
    """Makes the files of one installation."""

    def __init__(self, retention: Retention) -> None:
        """Keep for how long what is kept."""
        self.days = days_of(retention)

    def total(self, connection: Connection, question: Question) -> int:
        """Count the rows."""
        return sum(counts(connection, question["personal"]).values())

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Write the archive."""
        at = datetime.fromisoformat(question["at"])
        with speaking(question["language"]):
            file = export_person(connection, question["personal"], folder, at, self.days)
        progress(file.told["rows"])
        return file

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Say that the party is the one for which it was asked; that the person is the same is asked beside it."""
        return bool(question["party"] == viewer.party)

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """Say that it is still what it was on the day on which it was asked for."""
        return True


def export_person(conn: Connection, person_id: int, folder: Path, at: datetime, days: Mapping[str, int]) -> File:
    """Write what is kept of a person to an archive in an empty folder. Unknown where there is no such person."""
    name = conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar()
    if name is None:
        raise Unknown
    found = list(gather(conn, person_id))
    parts, file = folder / "parts", folder / NAME
    parts.mkdir()
    (parts / "data.json").write_bytes(write_json(found, person_id, at))
    (parts / "index.html").write_bytes(write_page(found, name, at, days))
    with file.open("xb") as out:
        pack(parts, out)
    return File(file, NAME, ZIP, {"person": person_id, "rows": sum(len(one.rows) for one in found)})


def enter_export(conn: Connection, person_id: int, reason: str, told: Mapping[str, Any], at: datetime) -> None:
    """Enter in the log of each party of a person that the host took the file, with the digest of its reason."""
    body = {"what": PERSONAL, **told, "reason": digest_secret(reason.strip())}
    parties: list[str | None] = [*sorted(parties_of(conn, person_id, live_only=False))]
    record_many(conn, [Own("export", one, body, at, by={"office": "operator"}) for one in parties or [None]])
