"""Cases that cannot be settled, however many they are and however much has lapsed in each, keep back no other: a sweep
goes on past them to its end and tells their faults there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from consult import db
from consult.db import reading, writing
from consult.docket import case_rows, sweeping, taking
from consult.docket.due import Walk
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.test_races import sound
from tests.consult.docket.test_sweeping import MORNING_AFTER, commits, due, lapsed
from tests.consult.docket.test_taking import BODY

ASKED = ("FRA", "KOR", "BRA")


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no batch end early, however slow this machine is now."""
    monkeypatch.setattr(sweeping, "LONGEST", 60)


def thrice_due(office: Office) -> str:
    """Give a case in which three parties let ten days pass, each by a limit of its own."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body={**BODY, "asked": list(ASKED)})
    for party in ASKED:
        office.take(party, ref, "record_receipt")
    return ref


@contextmanager
def broken(*refs: str) -> Iterator[None]:
    """Let nobody settle some cases for the length of the block."""
    settle_case: Callable[..., Any] = taking.settle_case

    def settles(work: Any, *rest: Any) -> Any:
        if work.row.ref in refs:
            raise RuntimeError("cannot be read")
        return settle_case(work, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking, "settle_case", settles)
        yield


def notes(told: pytest.ExceptionInfo[ExceptionGroup[Exception]]) -> list[str]:
    """Name what the faults are said to be about."""
    return [note for fault in told.value.exceptions for note in getattr(fault, "__notes__", [type(fault).__name__])]


def test_a_batch_is_counted_in_cases_and_not_in_limits(office: Office) -> None:
    """Four cases with three limits each are four; and each is given once, the longest passed first."""
    refs = [thrice_due(office) for _n in range(5)]
    walk = Walk(MORNING_AFTER)
    with reading(office.engine) as connection:
        assert [refs[:4], refs[4:], []] == [[one.ref for one in walk.ahead(connection, 4)] for _round in range(3)]


def test_cases_that_fail_keep_no_other_waiting_though_they_fill_every_batch(office: Office) -> None:
    """On 1 December three cases of nine limits cannot be settled, a batch is two, and ten days passed in five others
    after them: these stand on record with the same sweep, which tells each fault once, and at its end."""
    bad = [thrice_due(office) for _n in range(3)]
    good = due(office, 5)
    with broken(*bad), commits(office) as seen, pytest.raises(ExceptionGroup) as told:
        office.docket.sweep_all(MORNING_AFTER, batch=2)

    assert ([f"case {ref}" for ref in bad], good) == (notes(told), lapsed(office))
    assert 4 == seen.passed, "batches of bad and bad, bad and good, good and good, good and good"
    assert 9 == office.docket.sweep_all(MORNING_AFTER, batch=2)
    assert sound(office)


def test_a_sweep_with_nothing_wrong_goes_to_the_end_and_gives_the_number_of_acts(office: Office) -> None:
    """Five cases in batches of two; a second sweep finds nothing."""
    refs = due(office, 5)
    assert (5, 0) == (office.docket.sweep_all(MORNING_AFTER, 2), office.docket.sweep_all(MORNING_AFTER, 2))
    assert refs == lapsed(office)


def test_where_all_fail_alike_so_many_faults_are_told_as_are_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault holds its case: of four, the first two are told here, and a hundred in service."""
    bad = [thrice_due(office) for _n in range(4)]
    monkeypatch.setattr(sweeping, "FAULTS_TOLD", 2)
    with broken(*bad), pytest.raises(ExceptionGroup) as told:
        office.docket.sweep_all(MORNING_AFTER, batch=3)

    assert [f"case {ref}" for ref in bad[:2]] == notes(told)


def test_what_failed_is_told_though_the_turn_does_not_come_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first batch met a case that cannot be settled, and then somebody keeps the database."""
    bad, good = thrice_due(office), due(office, 2)
    batch, batches = sweeping.Sweep._batch, list[int]()

    def batched(*given: Any) -> Any:
        batches.append(1)
        if len(batches) > 1:
            raise db.Busy("nothing was written")
        return batch(*given)

    monkeypatch.setattr(sweeping.Sweep, "_batch", batched)
    with broken(bad), pytest.raises(ExceptionGroup) as told:
        office.docket.sweep_all(MORNING_AFTER, batch=2)

    assert [f"case {bad}", "Busy"] == notes(told)
    assert good[:1] == lapsed(office)


@pytest.mark.postgres
def test_a_case_that_somebody_holds_for_too_long_is_no_fault_and_the_others_are_recorded(
    postgres_url: str, tmp_path: Path
) -> None:
    """Whoever keeps the first of five cases keeps it for longer than anybody waits: the sweep records the others, those
    of later batches too, and says that it was busy."""
    office = build_office(postgres_url, tmp_path)
    refs = due(office, 5)
    held = db.make_engine(postgres_url)
    impatient = db.make_engine(postgres_url, gate_seconds=0.2)
    office.docket.engine = impatient
    with writing(held) as connection:
        assert case_rows.lock_case(connection, refs[0])
        with pytest.raises(db.Busy):
            office.docket.sweep_all(MORNING_AFTER, batch=2)
        assert refs[1:] == lapsed(office)

    assert 1 == office.docket.sweep_all(MORNING_AFTER, batch=2)
    assert sound(office)
    for engine in (held, impatient, office.engine):
        engine.dispose()
