"""What is filed is gathered for search by the background work, and nothing of it happens in the act's transaction."""

import logging

import pytest
from sqlalchemy import select

from consult import jobs as background
from consult.db import Busy, reading, writing
from consult.jobs import Jobs
from consult.models.cases import CASES
from consult.models.search import SEARCH_TEXT
from consult.search.rows import Words, add
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.jobs.conftest import jobs as jobs
from tests.consult.search.test_searching import found, open_berth


def texts(office: Office) -> int:
    """Count the texts that are gathered."""
    with reading(office.engine) as connection:
        return len(connection.execute(select(SEARCH_TEXT.c.id)).all())


def test_a_tick_gathers_what_was_filed_since_and_a_second_one_nothing(office: Office, jobs: Jobs) -> None:
    """The act itself gathers nothing."""
    ref = open_berth(office)
    assert 0 == texts(office)

    jobs.tick(START)
    assert [ref] == found(office, "FRA", "eclaireur")["cases"]
    gathered = texts(office)
    jobs.tick(START)
    assert gathered == texts(office) > 0


def test_a_fault_in_gathering_holds_nothing_else_up(
    office: Office, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is to be served goes on, and is found when the fault is mended."""
    ref = open_berth(office)
    with monkeypatch.context() as broken, caplog.at_level(logging.INFO, "consult.jobs"):
        for fault in (RuntimeError("no room"), Busy("others")):
            broken.setattr(background, "fill", lambda *_given, fault=fault: (_ for _ in ()).throw(fault))
            jobs.tick(START)
    assert "Failed and is tried again with the next tick: search." in caplog.text
    assert "The database is busy; search: tried again with the next tick." in caplog.text
    assert [] == found(office, "FRA", "eclaireur")["cases"]

    jobs.tick(START)
    assert [ref] == found(office, "FRA", "eclaireur")["cases"]


@pytest.mark.parametrize("letter", ["a", "ж", "ა"], ids=["one byte", "two bytes", "three bytes"])
def test_a_text_of_many_long_words_holds_nothing_up(office: Office, letter: str) -> None:
    """Sixteen thousand different words of eighty letters are more than a vector of PostgreSQL holds: the first of them
    are found, and the text is gathered."""
    text = " ".join(letter * 72 + f"{number:08}" for number in range(16_000))
    ref = open_berth(office)
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        add(connection, [Words("case", case, text)])

    assert [ref] == found(office, "FRA", letter * 72 + "00000000")["cases"]
    assert [] == found(office, "FRA", letter * 72 + "00015999")["cases"]
