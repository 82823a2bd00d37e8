"""An act is written whole or not at all: whatever goes wrong once its first row is there undoes all of it, and whoever
filed it may file it again.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlmodel import SQLModel

from consult import docket as docket_module
from consult.db import Busy, reading
from consult.docket import NotCleared, Refused, Reused, Stale, case_rows, taking
from consult.docket.answers import earlier
from consult.docket.errors import Receipt
from consult.log.halves import half_acts
from consult.models.cases import ACT, CASES
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.test_races import asked, sound
from tests.consult.docket.test_taking import BODY
from workflows.kernel.guards import CONTENT, Refusal

LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)
FAULTS: dict[str, Exception] = {
    "refused": Refused((Refusal("The register takes nothing of this.", kind=CONTENT, field="text"),)),
    "stale": Stale("asked", 1),
    "not cleared": NotCleared(),
    "of another kind": ValueError("nobody foresaw this"),
}
PLACES: dict[str, tuple[Any, str]] = {
    "the case is moved": (case_rows, "write_deadlines"),
    "its acts are there": (taking, "register_acts"),
    "it is to be sealed": (taking, "append_many"),
    "it is sealed": (docket_module, "remember"),
}


def stored(office: Office) -> dict[str, int]:
    """Count the rows of every table."""
    tables = (one for one in SQLModel.metadata.sorted_tables if one.name != "attempt")
    with reading(office.engine) as connection:
        counts = {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}
        cases = connection.execute(select(CASES.c.ref, CASES.c.state, CASES.c.n, CASES.c.version)).all()
    return counts | {f"{row.ref} {row.state}, version {row.version}": row.n for row in cases}


def failing(fault: Exception) -> Callable[..., Any]:
    """Give what raises a fault, whatever it is asked."""

    def fail(*_given: Any, **_named: Any) -> None:
        raise fault

    return fail


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_whatever_goes_wrong_once_a_row_is_written_leaves_nothing_of_the_act(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: tuple[Any, str], fault: Exception
) -> None:
    """On 20 November France states something; the rows go with the fault, which is told. It files the same again, under
    the same key, and the log is sound under replay."""
    ref = asked(office)
    before = stored(office)
    statement: dict[str, Any] = {"body": {"text": "Our position"}, "key": "once"}

    with monkeypatch.context() as patch:
        patch.setattr(*place, failing(fault))
        with pytest.raises(type(fault), match=str(fault)):
            office.take("FRA", ref, "make_statement", **statement)

    assert before == stored(office)
    assert not office.take("FRA", ref, "make_statement", **statement).repeated
    assert sound(office)


def test_what_had_lapsed_before_an_act_that_was_undone_is_recorded_by_the_sweep(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two periods ran out before 1 December; what France files then is undone, and the clock's acts come with the
    sweep."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt")
    office.take("KOR", ref, "record_receipt")
    with monkeypatch.context() as patch:
        patch.setattr(taking, "register_acts", failing(FAULTS["refused"]))
        with pytest.raises(Refused):
            office.take("FRA", ref, "make_statement", body={"text": "Late"}, at=LATER)

    assert 4 == office.see("FRA", ref).row.n + 1
    assert 2 == office.docket.sweep(LATER)
    assert sound(office)


def test_while_a_step_is_asked_for_nothing_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What may refuse a step comes before its first row: no statement until then writes."""
    ref, seen = asked(office), list[str]()
    ask, asking = office.docket._ask, threading.Event()

    def watched(*given: Any) -> Any:
        asking.set()
        try:
            return ask(*given)
        finally:
            asking.clear()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if asking.is_set() and statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    monkeypatch.setattr(office.docket, "_ask", watched)
    event.listen(office.engine, "before_cursor_execute", note)
    office.take("FRA", ref, "record_receipt")
    office.take("FRA", ref, "make_statement", body={"text": "Our position"})

    assert [] == seen
    assert sound(office)


def test_an_act_without_an_entry_is_found_though_every_entry_is_as_it_should_be(office: Office) -> None:
    """As a version before this one could leave it: named by its case and number."""
    ref = asked(office)
    with reading(office.engine) as connection:
        assert [] == list(half_acts(connection))
        last = connection.execute(select(ACT).order_by(ACT.c.id.desc()).limit(1)).one()
    half = {name: value for name, value in last._mapping.items() if name != "id"} | {"n": last.n + 1}
    with office.engine.begin() as connection:
        connection.execute(ACT.insert(), half)
    with reading(office.engine) as connection:
        assert [f"Act 2 of case {ref} stands in no entry of the log."] == [f.sentence for f in half_acts(connection)]


class Meeting:
    """Two who look for an earlier answer at the same moment, before either has recorded anything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the first two looks wait for each other, for so long as a database lets them."""
        self.met = threading.Barrier(2, timeout=2)
        monkeypatch.setattr(docket_module, "earlier", self._look)

    def _look(self, *given: Any) -> Receipt | None:
        found = earlier(*given)
        with suppress(threading.BrokenBarrierError):  # where one writes at a time the other has not begun
            self.met.wait()
        return found

    @staticmethod
    def both(*calls: Callable[[], Receipt]) -> list[Any]:
        """Give what each got."""
        got: list[Any] = [None] * len(calls)

        def one(number: int) -> None:
            try:
                got[number] = calls[number]()
            except (Reused, Busy) as fault:
                got[number] = fault

        threads = [threading.Thread(target=one, args=(number,)) for number in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return got


def test_two_who_open_a_case_with_one_key_at_once_get_the_one_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 20 November Japan's system sends its opening twice: one case, and both learn its reference."""
    meeting = Meeting(monkeypatch)

    def opening() -> Receipt:
        return office.docket.open(office.standings["JPN"], "berth", at=START, title="Cargo", once="k-1")

    got = meeting.both(opening, opening)

    assert 1 == len({one.ref for one in got})
    assert [False, True] == sorted(one.repeated for one in got)
    with reading(office.engine) as connection:
        assert 1 == connection.execute(select(func.count()).select_from(CASES)).scalar_one()
    assert sound(office)


def test_one_key_for_two_openings_at_once_serves_one_and_the_other_is_told_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The titles differ: whoever comes second learns that the key was used for another request, and leaves nothing."""
    meeting = Meeting(monkeypatch)

    def opening(title: str) -> Callable[[], Receipt]:
        return lambda: office.docket.open(office.standings["JPN"], "berth", at=START, title=title, once="k-1")

    got = meeting.both(opening("Cargo 7"), opening("Cargo 8"))

    assert ["Receipt", "Reused"] == sorted(type(one).__name__ for one in got)
    assert ["This key was used for another request; nothing was recorded."] == [
        str(one) for one in got if isinstance(one, Reused)
    ]
    office.take("JPN", next(one.ref for one in got if isinstance(one, Receipt)), "ask", body=BODY)
    assert sound(office)
