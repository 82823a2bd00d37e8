"""A paper by another channel that two officers of a secretariat register in the same moment."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from consult.db import reading, writing
from consult.documents import papers
from consult.documents.papers import NewPaper, Registered
from consult.documents.rows import Upload
from consult.models.channels import PAPER
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn

NOTE = NewPaper(
    "in", "note_verbale", "NV 17/2026", date(2026, 11, 19), START - timedelta(hours=2), "FRA", "Ministry", "fr",
    "France gives the berth.",
)  # fmt: skip


def test_one_note_that_two_scanned_at_once_is_registered_once(office: Office) -> None:
    """20 November 2026: a note verbale of France lies on two scanners. Two scans have two digests, and the note one
    number: the second officer is told under which reference it stands, and it cannot become two acts."""
    korea = office.standings["KOR"]
    desk = replace(korea, organ_kind="secretariat", party_kind="body", capacities=frozenset({"office"}))
    first, second = (replace(NOTE, scan=Upload(letter * 64, "note.pdf", "application/pdf", 9)) for letter in "ab")

    def again() -> Any:
        with writing(office.engine) as connection:
            return papers.register(connection, desk, second, START)

    ref, answer = in_turn(office.engine, lambda connection: papers.register(connection, desk, first, START), again)

    assert isinstance(answer, Registered), answer
    assert ref == answer.ref
    with reading(office.engine) as connection:
        assert [ref] == connection.execute(select(PAPER.c.ref)).scalars().all()
