"""All or nothing: a crash at any point of an act leaves nothing of it, and the database itself keeps the record."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from consult import migrate
from consult.db import reading, writing
from consult.docket import Receipt
from consult.docket.replaying import Openings, replay_cases
from consult.documents.rows import Upload, add_document, mark_filed
from consult.log.verify import verify
from consult.models.cases import CASES
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_taking import BODY
from tests.faults.crashing import Crash, Points, points

LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)
Act = Callable[[Office, str], Any]


def rows(office: Office) -> dict[str, list[Any]]:
    """Read every row of every table."""
    with reading(office.engine) as connection:
        tables = migrate.tables().sorted_tables
        return {table.name: sorted(map(repr, connection.execute(table.select()).all())) for table in tables}


def opened(office: Office) -> str:
    """Open a case."""
    return str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)


def served(office: Office) -> str:
    """Open a case, serve its request, and prove receipt on one side."""
    ref = opened(office)
    office.take("JPN", ref, "ask", body=BODY)
    office.take("FRA", ref, "record_receipt")
    return ref


def _serve(office: Office, ref: str) -> Receipt:
    answer: Receipt = office.take("JPN", ref, "ask", body=BODY, key="once", seen_n=0)
    return answer


def _answer_late(office: Office, ref: str) -> Receipt:
    answer: Receipt = office.take("KOR", ref, "give", at=LATER, body={"text": "Late for another"}, key="once")
    return answer


def _supersede(office: Office, ref: str) -> Receipt:
    answer: Receipt = office.take("JPN", ref, "supersede", body={"newer_case": "BERTH-2026-ABCDEF"}, key="once")
    return answer


@pytest.mark.parametrize(
    ("prepare", "act"),
    [(opened, _serve), (served, _answer_late), (served, _supersede)],
    ids=["serving", "answering with a lapse before it", "linking"],
)
def test_a_crash_at_any_point_of_an_act_leaves_nothing_of_it(office: Office, prepare: Any, act: Act) -> None:
    """Before and after every statement, and before the commit; then the same request is recorded as if nothing was."""
    ref = prepare(office)
    before, at = rows(office), 0
    while True:
        at += 1
        try:
            with points(office.engine, at):
                receipt = act(office, ref)
            break
        except Crash:
            assert before == rows(office), f"crashed at point {at}"

    assert 30 < at, "the crash was meant to pass through the whole act"
    assert not receipt.repeated
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def test_a_crash_at_any_point_of_an_opening_leaves_no_case(office: Office) -> None:
    """Either the case stands with its opening in the log, or there is none."""
    before, at = rows(office), 0
    while True:
        at += 1
        try:
            with points(office.engine, at):
                office.docket.open(office.standings["JPN"], "berth", at=START, title="Crashing")
            break
        except Crash:
            assert before == rows(office), f"crashed at point {at}"
    with reading(office.engine) as connection:
        assert 1 == len(connection.execute(CASES.select()).all())
        assert verify(connection, replay=Openings(connection)).sound


def test_a_batch_whose_commit_fails_leaves_nothing_and_its_cases_are_swept_one_by_one(office: Office) -> None:
    """Three cases with two limits each: nobody has to be told, since each is recorded after all, once."""
    for _case in range(3):
        office.take("KOR", served(office), "record_receipt")
    commits = Points(at=1)
    event.listen(office.engine, "commit", commits.step)
    taken = office.docket.sweep(LATER)
    event.remove(office.engine, "commit", commits.step)
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        stored = connection.execute(text("SELECT count(*) FROM act WHERE step = 'no_answer'")).scalar_one()

    assert (6, 6, 4) == (taken, stored, commits.passed)
    assert 0 == office.docket.sweep(LATER)


RECORD = {
    "edition": "number",
    "act": "office",
    "act_leaf": "seq",
    "filing": "kind",
    "case_link": "kind",
    "act_person": "name",
    "filing_body": "body",
    "audit_leaf": "leaf",
    "audit_node": "hash",
    "audit_opening": "value",
    "audit_chain": "key",
}
ERASABLE = ("act_person", "filing_body", "audit_opening")
PARENTS = ("cases", "case_party", "party", "organ", "person", "mandate", "audit_head")


def _refuses(office: Office, statement: str) -> bool:
    try:
        with writing(office.engine) as connection:
            connection.execute(text(statement))
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses_to_change_the_record(office: Office) -> None:
    """Acts, filings, leaves, editions, links, names and words are never updated, not even to what they are."""
    _supersede(office, served(office))
    before = rows(office)

    assert [] == [t for t, column in RECORD.items() if not _refuses(office, f"UPDATE {t} SET {column} = {column}")]
    assert before == rows(office)


def test_the_database_itself_refuses_to_delete_the_record_and_its_parents(office: Office) -> None:
    """Nothing that the record points to is deleted; names, words and openings alone can be erased."""
    _supersede(office, served(office))
    before = rows(office)
    kept = [t for t in (*RECORD, *PARENTS) if t not in ERASABLE]

    assert [] == [table for table in kept if not _refuses(office, f"DELETE FROM {table}")]
    assert before == rows(office)
    assert [] == [table for table in ERASABLE if _refuses(office, f"DELETE FROM {table}")]


def test_the_database_itself_keeps_a_document_from_the_act_that_files_it(office: Office) -> None:
    """While it waits on a draft it is work, which is changed and removed; once filed it is neither."""
    ref = served(office)
    case = office.see("JPN", ref).row.id
    with writing(office.engine) as connection:
        for digest in ("a" * 64, "b" * 64):
            upload = Upload(digest, "plan.pdf", "application/pdf", 12)
            add_document(connection, case, "JPN", None, upload, 5, START)
        assert 1 == mark_filed(connection, case, {"a" * 64}, 1)
    filed, waits = ("digest = '" + letter * 64 + "'" for letter in "ab")
    before = rows(office)

    for verb in ("UPDATE document SET level = level", "UPDATE document SET act_n = NULL", "DELETE FROM document"):
        assert _refuses(office, f"{verb} WHERE {filed}")
    assert before == rows(office)
    assert not _refuses(office, f"UPDATE document SET level = level WHERE {waits}")
    assert not _refuses(office, f"DELETE FROM document WHERE {waits}")
