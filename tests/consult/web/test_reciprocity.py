"""The sheet of two States: counts with their acts, the same for both, and for nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import build_cases
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, take
from tests.consult.web.world import AT, SECRETARIAT, World

DAY = "2026-11-20"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the world of cases at its hour."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        yield built
        built.engine.dispose()


def asked(world: World, *, exercise: bool = False) -> str:
    """Let Japan ask France and Korea for a berth, and France give one; give the reference."""
    by = acting(world, JAPAN, AT)
    ref = str(docket(world).open(by, "berth", at=AT, title="Cargo 7", exercise=exercise).ref)
    take(world, JAPAN, DAY, ref, "ask", asked=["FRA", "KOR"])
    take(world, FRANCE, DAY, ref, "give", "berth:FRA")
    return ref


def sheet(world: World, mail: str, other: str) -> dict[str, tuple[int, int]]:
    """Read a sheet: by kind, how many acts of one's own and of the other."""
    page = world.signed_in(mail).get(f"/parties/{other}/between")
    assert 200 == page.status_code
    rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page.text, re.S)
    return {title: (_count(cells, 0), _count(cells, 1)) for title, cells in rows}


def _count(cells: str, side: int) -> int:
    cell = cells.split("<td>")[side + 1]
    found = re.search(r"<summary>(\d+)</summary>", cell)
    return int(found[1]) if found else 0


def test_a_request_and_its_answer_stand_on_the_sheet_of_either_state_with_the_acts(world: World) -> None:
    """Japan asked and France gave: what is ours for one is theirs for the other, and each act is linked."""
    ref = asked(world)

    assert {"Consultations asked for": (1, 0), "Requests accepted": (0, 1)} == sheet(world, JAPAN, "FRA")
    assert {"Consultations asked for": (0, 1), "Requests accepted": (1, 0)} == sheet(world, FRANCE, "JPN")
    page = world.signed_in(FRANCE).get("/parties/JPN/between").text
    assert f'href="/cases/{ref}/acts/1"' in page
    assert f'href="/cases/{ref}/acts/2"' in page


def test_an_answer_to_one_state_does_not_count_toward_another_that_was_asked_too(world: World) -> None:
    """Korea was asked and has not answered; between France and Korea nothing passed."""
    asked(world)

    assert {"Consultations asked for": (1, 0)} == sheet(world, JAPAN, "KOR")
    assert {} == sheet(world, FRANCE, "KOR")


def test_between_two_states_of_which_nothing_is_recorded_the_sheet_says_so_and_what_would_count(world: World) -> None:
    """No row, a sentence, and the list of what is counted."""
    page = world.signed_in(BRAZIL).get("/parties/JPN/between").text
    assert "Nothing that is counted has passed between these two." in page
    assert "Ask (Berth)" in page
    assert "<table" not in page


def test_an_exercise_is_not_counted(world: World) -> None:
    """Nothing of it is between States."""
    asked(world, exercise=True)
    assert {} == sheet(world, JAPAN, "FRA")


def test_nobody_but_the_two_has_the_sheet_and_no_button_leads_there(world: World) -> None:
    """The secretariat is no State: it finds neither button nor page; nobody has a sheet with itself or with a body."""
    asked(world)
    secretariat, japan = world.signed_in(SECRETARIAT), world.signed_in(JAPAN)

    for visitor, key in ((secretariat, "JPN"), (japan, "OOSA"), (japan, "JPN"), (japan, "NOSUCH")):
        assert 404 == visitor.get(f"/parties/{key}/between").status_code
        assert f"/parties/{key}/between" not in visitor.get(f"/parties/{key}").text
    assert 'href="/parties/FRA/between"' in japan.get("/parties/FRA").text


def test_a_third_state_reads_on_no_sheet_what_passed_between_two_others(world: World) -> None:
    """There is no address for it: a sheet is always one's own; Korea reads its own with Japan alone."""
    ref = asked(world)
    page = world.signed_in(KOREA).get("/parties/JPN/between").text
    assert f"/cases/{ref}/acts/1" in page
    assert f"/cases/{ref}/acts/2" not in page
