"""Organs of two States that sign: their managers, their keys, the texts that they have to sign, and what was sealed."""

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select

from consult import casebook
from consult.db import reading, writing
from consult.docket import Filed
from consult.docket.replaying import Openings, replay_cases
from consult.docket.signing import to_sign
from consult.log.append import split_peaks
from consult.log.notes import SigningKey, sign_note
from consult.log.statements import key_name, registration_text
from consult.log.tree import root
from consult.log.verify import verify
from consult.models.audit import audit_checkpoint, audit_head, audit_opening
from consult.people import NewMandate, keys, record_mandate
from consult.standing import of_mandate
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY

HOST = "localhost"
THE_DAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAME = key_name(HOST, "JPN", "MFA")


def register(
    office: Office,
    key: SigningKey,
    *also: SigningKey,
    replaces: str | None = None,
    at: datetime = THE_DAY,
    by: str = "JPN manager",
    party: str = "JPN",
) -> int:
    """Register a key of a ministry, proved by itself and by others."""
    note = sign_note(registration_text(HOST, party, "MFA", key.vkey, replaces), key, *also)
    with writing(office.engine) as connection:
        return keys.register_key(connection, office.standings[by], "MFA", key.vkey, note, HOST, at)


def register_with(office: Office, vkey: str, note: str) -> int:
    """Register a key of Japan's ministry with a note."""
    with writing(office.engine) as connection:
        return keys.register_key(connection, office.standings["JPN manager"], "MFA", vkey, note, HOST, AFTER)


def prepared(office: Office) -> str:
    """Open a case."""
    return str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)


def text_of(
    office: Office, ref: str, step: str = "ask", at: datetime = THE_DAY, body: Any = None, who: str = "JPN"
) -> str:
    """Give the text that a ministry has to sign for a step."""
    standing = office.standings[who]
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, standing, ref, at)
        _case, act = office.docket.rehearse(connection, standing, seen, Filed(step, body=body or BODY), at)
        found = to_sign(connection, standing, HOST, seen.row, act)
    assert found is not None
    return found.text


def opened(office: Office, seq: int) -> dict[str, Any]:
    """Give what was sealed as `filing` and `seen` in an entry."""
    fields = audit_opening.c.field.in_(("filing", "seen"))
    with reading(office.engine) as connection:
        query = select(audit_opening.c.field, audit_opening.c.value).where(audit_opening.c.seq == seq, fields)
        return {row.field: json.loads(row.value) for row in connection.execute(query)}


def checkpoint(office: Office) -> None:
    """Keep a checkpoint of the log as it stands, as its signer would."""
    with writing(office.engine) as connection:
        size, peaks = connection.execute(select(audit_head.c.size, audit_head.c.peaks)).one()
        row = {"size": size, "root": root(split_peaks(peaks)), "note": "a note", "signed_at": THE_DAY}
        connection.execute(insert(audit_checkpoint), row)


def statement_findings(office: Office) -> list[str]:
    """Replay the log, and give what is found."""
    with reading(office.engine) as connection:
        assert [] == list(replay_cases(connection))
        found = verify(connection, replay=Openings(connection)).findings
    return [f"{one.code}: {one.sentence}" for one in found]


def appoint_managers(office: Office) -> Office:
    """Let the first office of Japan and of France manage its party as well, under a mandate of its own."""
    for party in ("JPN", "FRA"):
        standing = office.standings[party]
        new = NewMandate(standing.organ_id, "Manager", ("manage",), "Letter", date(2026, 1, 1))
        with writing(office.engine) as connection:
            number = record_mandate(connection, None, standing.person_id, new, START)
            found = of_mandate(connection, number, START)
        assert found is not None
        office.standings[f"{party} manager"] = found
    return office


def text_of_note(note: str) -> str:
    """Give what stands above the signatures of a note."""
    return note[: note.rindex("\n\n") + 1]


def act_of(office: Office, ref: str) -> Any:
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, office.standings["JPN"], ref, AFTER)
        return casebook.entry_of(connection, Viewer.of(office.standings["JPN"]), seen.row, 1).act
