"""Acts that share a commit on SQLite: of a commit that fails nobody gets a receipt, and of one that holds the record
and its log are as if each had had its own.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from consult import sharing
from consult.db import Busy, gate
from consult.docket import Filed, Receipt, Refused
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.test_races import acts, asked, sound

CASES = 4


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Give a docket on SQLite where a slow machine takes others along as a quick one does."""
    monkeypatch.setattr(sharing, "SECONDS", 60.0)
    built = build_office(f"sqlite:///{tmp_path / 'consult.sqlite'}", tmp_path)
    yield built
    built.engine.dispose()


def take_together(office: Office, filings: list[tuple[str, Filed]]) -> list[Any]:
    """Let Japan file in several cases while the gate is held; give what each got or met, in their order."""
    answers: list[Any] = [None] * len(filings)

    def take(number: int) -> None:
        ref, filed = filings[number]
        try:
            answers[number] = office.docket.take(office.standings["JPN"], ref, filed, at=START)
        except Exception as fault:  # noqa: BLE001 - whatever a filer meets is what the test looks at
            answers[number] = fault

    threads = [threading.Thread(target=take, args=(number,)) for number in range(len(filings))]
    with gate(office.engine).held():
        for number, thread in enumerate(threads):
            thread.start()
            while len(gate(office.engine)._queue._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    return answers


def statement(number: int, **more: Any) -> Filed:
    """Give what is filed, under a key of its own."""
    return Filed("make_statement", body={"text": f"Statement {number}"}, seen_n=1, key=f"statement-{number}", **more)


def test_of_a_commit_that_fails_nobody_gets_a_receipt_and_the_same_requests_are_recorded_once_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November 2026: the disk takes nothing when four statements are to be kept; sent again they are taken, once."""
    filings = [(asked(office), statement(number)) for number in range(CASES)]

    def full(_dialect: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(office.engine.dialect, "do_commit", full)
        refused = take_together(office, filings)

    assert all(isinstance(one, Busy | SQLAlchemyError) for one in refused)
    assert [] == acts(office, "make_statement")
    receipts = take_together(office, filings)
    assert [False] * CASES == [one.repeated for one in receipts]
    assert CASES == len(acts(office, "make_statement"))
    assert sound(office)


def test_acts_that_share_a_commit_are_recorded_as_if_each_had_its_own(office: Office) -> None:
    """Three statements and one that is refused, since the case knows no such relation: one commit, a sound log, and
    the twin of the first gets its answer."""
    filings = [(asked(office), statement(number)) for number in range(CASES)]
    filings[2] = (filings[2][0], Filed("acknowledge", body={}, seen_n=1))
    filings.append(filings[0])
    commits: list[int] = []
    event.listen(office.engine, "commit", lambda _connection: commits.append(1))

    answers = take_together(office, filings)

    assert [Receipt, Receipt, Refused, Receipt, Receipt] == [type(one) for one in answers]
    assert (answers[0].n, answers[0].seq, True) == (answers[4].n, answers[4].seq, answers[4].repeated)
    assert 3 == len(acts(office, "make_statement"))
    assert 1 + 1 == len(commits), "one for all, and one for the refusal that is kept as an attempt"
    assert sound(office)
