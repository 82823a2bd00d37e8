"""What has lapsed is recorded many cases at a time: none keeps back another, and nobody waits long behind them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from consult import db
from consult.db import reading, writing
from consult.docket import case_rows, sweeping, taking
from consult.docket.case_rows import Locked
from consult.log import append
from consult.models.cases import ACT, ACT_LEAF, CASES
from tests.consult.docket.conftest import Office, build_office
from tests.consult.docket.test_races import sound
from tests.consult.docket.test_taking import asked
from tests.faults.crashing import Points

MORNING_AFTER = datetime(2026, 12, 1, 12, tzinfo=UTC)
"""Ten days and a night after France received what it was asked on 20 November."""


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no batch end early, however slow this machine is now."""
    monkeypatch.setattr(sweeping, "LONGEST", 60)


def due(office: Office, n: int = 3) -> list[str]:
    """Give so many cases in which France let ten days pass."""
    refs = [asked(office) for _case in range(n)]
    for ref in refs:
        office.take("FRA", ref, "record_receipt")
    return refs


def lapsed(office: Office) -> list[str]:
    """Name the cases in which a lapse is recorded, in the order of the log."""
    acts = select(CASES.c.ref).select_from(ACT.join(CASES).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
    with reading(office.engine) as connection:
        return list(connection.execute(acts.where(ACT.c.step == "no_answer").order_by(ACT_LEAF.c.seq)).scalars())


@contextmanager
def commits(office: Office) -> Iterator[Points]:
    """Count what is committed."""
    seen = Points()
    event.listen(office.engine, "commit", seen.step)
    yield seen
    event.remove(office.engine, "commit", seen.step)


def refusing(original: Callable[..., Any], ref_of: Callable[..., str], ref: str) -> Callable[..., Any]:
    """Do what is asked, and then fail if it was for one case."""

    def does(*given: Any, **named: Any) -> Any:
        answer = original(*given, **named)
        if ref_of(*given) == ref:
            raise RuntimeError("cannot be read")
        return answer

    return does


def test_a_hundred_cases_are_one_transaction_and_each_has_its_own_leaf(office: Office) -> None:
    """Twelve here: one commit, twelve acts of the clock, in the order in which the limits passed."""
    refs = due(office, 12)
    with commits(office) as seen:
        assert 12 == office.docket.sweep(MORNING_AFTER)

    assert 1 == seen.passed
    assert refs == lapsed(office)
    assert sound(office)


def test_a_case_that_cannot_be_settled_does_not_hold_up_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out of the batch of the others; the fault names it, and it is taken when it can be."""
    refs = due(office)
    with monkeypatch.context() as patch, commits(office) as seen:
        patch.setattr(taking, "settle_case", refusing(taking.settle_case, lambda work, *_: work.row.ref, refs[0]))
        with pytest.raises(ExceptionGroup) as told:
            office.docket.sweep(MORNING_AFTER)

    assert [[f"case {refs[0]}"]] == [fault.__notes__ for fault in told.value.exceptions]
    assert (1, refs[1:]) == (seen.passed, lapsed(office))
    assert 1 == office.docket.sweep(MORNING_AFTER)
    assert sound(office)


@pytest.mark.parametrize(
    ("owner", "name", "ref_of"),
    [
        (taking, "write_rows", lambda work, *_rest: work.row.ref),
        (append, "seal", lambda fields, *_rest: fields["case"]),
    ],
    ids=["its rows", "its leaf"],
)
def test_a_case_that_cannot_be_written_is_undone_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, ref_of: Callable[..., str]
) -> None:
    """The batch is undone with it, and then each case has a transaction of its own: nothing of the second stands."""
    refs = due(office)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, refusing(getattr(owner, name), ref_of, refs[1]))
        with pytest.raises(ExceptionGroup) as told:
            office.docket.sweep(MORNING_AFTER)

    assert [[f"case {refs[1]}"]] == [fault.__notes__ for fault in told.value.exceptions]
    assert [refs[0], refs[2]] == lapsed(office)
    assert sound(office)
    assert 1 == office.docket.sweep(MORNING_AFTER)
    assert sound(office)


@pytest.mark.parametrize(("times", "commits_then"), [(1, 1), (3, 3)], ids=["once", "as often as it is tried"])
def test_a_batch_that_the_database_undid_is_done_again_and_at_last_one_by_one(
    office: Office, monkeypatch: pytest.MonkeyPatch, times: int, commits_then: int
) -> None:
    """Two transactions wait for each other: nobody is told, and each lapse is recorded once."""
    refs, crossed, seal = due(office), iter(range(times)), taking.seal

    def seals(*given: Any) -> Any:
        if next(crossed, None) is not None:
            raise db.Undone("another one was first")
        return seal(*given)

    monkeypatch.setattr(taking, "seal", seals)
    with commits(office) as seen:
        assert 3 == office.docket.sweep(MORNING_AFTER)

    assert (commits_then, refs) == (seen.passed, lapsed(office))
    assert sound(office)


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Office]:
    """Give an office over SQLite, where all writers pass one gate."""
    built = build_office(f"sqlite:///{tmp_path / 'consult.sqlite'}", tmp_path)
    yield built
    built.engine.dispose()


def test_a_filing_that_waits_has_its_turn_between_two_batches(on_file: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that takes long ends with the case at hand: Korea, which came meanwhile, is next, and then the rest."""
    refs, gate, write_rows = due(on_file), db.gate(on_file.engine), taking.write_rows
    given = {"step": "make_statement", "body": {"text": "We are reading it."}}
    korea = threading.Thread(target=on_file.take, args=("KOR", refs[2]), kwargs=given)

    def writes(work: Any, request: Any, *rest: Any, **named: Any) -> Any:
        if request is None and korea.ident is None:
            korea.start()
            while not gate._queue._waiting:
                threading.Event().wait(0.001)
        return write_rows(work, request, *rest, **named)

    monkeypatch.setattr(taking, "write_rows", writes)
    monkeypatch.setattr(sweeping, "LONGEST", 0)
    assert 3 == on_file.docket.sweep(MORNING_AFTER)
    korea.join()
    with reading(on_file.engine) as connection:
        acts = connection.execute(select(ACT.c.step).order_by(ACT.c.id)).scalars().all()

    assert ["no_answer", "make_statement", "no_answer", "no_answer"] == list(acts[-4:])
    assert sound(on_file)


def test_a_sweep_that_gets_no_turn_ends_at_once_and_says_so(on_file: Office) -> None:
    """Whoever keeps the gate for longer than anybody waits keeps out every case alike."""
    due(on_file)
    gate = db.gate(on_file.engine)
    gate.seconds = 0.05
    with gate.held(), pytest.raises(db.Busy, match="nothing was written"):
        on_file.docket.sweep(MORNING_AFTER)

    assert 3 == on_file.docket.sweep(MORNING_AFTER)


@pytest.mark.postgres
def test_a_case_that_somebody_holds_is_waited_for_after_the_others_are_recorded(
    postgres_url: str, tmp_path: Path
) -> None:
    """The first of three is under the hand of a person: the others are on record while it still is, and then it is."""
    office = build_office(postgres_url, tmp_path)
    refs, found = due(office), list[int]()
    sweeper = threading.Thread(target=lambda: found.append(office.docket.sweep(MORNING_AFTER)))
    with writing(office.engine) as connection:
        assert isinstance(case_rows.lock_case(connection, refs[0]), Locked)
        sweeper.start()
        while len(before := lapsed(office)) < 2:
            threading.Event().wait(0.005)
        assert sweeper.is_alive()
    sweeper.join(30)

    assert ([3], refs[1:], sorted(refs)) == (found, before, sorted(lapsed(office)))
    assert sound(office)
    office.engine.dispose()
