"""“Which procedure?” on a page: the question, its faults, and the same answer as the command gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.world import AT, LIAISON, SECRETARIAT, Visitor, World, copy

VISIT = "/which-procedure?matter=visit&stage=planned&whose=theirs&own=JPN&other=FRA&on=2026-11-20&where="


@pytest.fixture(scope="module")
def reader(template: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Give a liaison's browser; nobody writes in this world."""
    built = copy(template, tmp_path_factory.mktemp("advice"), procedures=(Path("tests/procedures").absolute(),))
    with clock.frozen(AT):
        signed_in = built.signed_in(LIAISON)
        yield signed_in
    built.engine.dispose()


def test_the_page_asks_and_one_s_own_party_and_the_day_stand_there_already(reader: Visitor) -> None:
    """No answer before a question."""
    answer = reader.get("/which-procedure")
    assert 200 == answer.status_code
    assert '<option value="JPN" selected>' in answer.text
    assert 'value="2026-11-20"' in answer.text
    assert "What applies" not in answer.text


def test_a_visit_on_the_moon_can_be_begun_from_the_answer(reader: Visitor) -> None:
    """The procedure with its reason, who is bound on the day, and a button that begins it."""
    page = reader.get(VISIT + "celestial_body").text
    assert '<h3><a href="/procedures/ost12">' in page
    assert "France is bound by the Outer Space Treaty since 1 January 1971" in page
    assert '<input type="hidden" name="procedure" value="ost12">' in page


def test_what_is_barred_says_why_and_has_no_button(reader: Visitor) -> None:
    """A station in orbit."""
    page = reader.get(VISIT + "earth_orbit").text
    assert "No procedure here applies to these facts." in page
    assert "is visited by invitation or under its own agreement" in page
    assert 'name="procedure"' not in page


def test_a_matter_for_another_forum_is_said_not_to_be_here(reader: Visitor) -> None:
    """Weapons are for the Conference on Disarmament."""
    page = reader.get("/which-procedure?matter=weapons&stage=planned&whose=theirs&own=JPN&where=earth_orbit").text
    assert "Conference on Disarmament" in page
    assert "not here" in page


def test_a_question_that_cannot_be_read_is_given_back_with_its_faults(reader: Visitor) -> None:
    """422, each fault at its question, and what was chosen stays."""
    answer = reader.get("/which-procedure?matter=visit&stage=planned&whose=theirs&own=JPN&other=JPN&on=soon")
    assert 422 == answer.status_code
    for sentence in ("Choose one of the list.", "Name others than your own party.", "Give the day as year, month"):
        assert sentence in answer.text
    assert '<option value="visit" selected>' in answer.text


def test_a_procedure_of_the_installation_is_advised_like_any_other(reader: Visitor) -> None:
    """Nothing in the product names a procedure."""
    page = reader.get("/which-procedure?matter=agreement&stage=planned&whose=theirs&own=JPN&where=earth_orbit").text
    assert '<a href="/procedures/berth">' in page


def test_a_secretariat_asks_for_whom_it_chooses(template: World, tmp_path: Path) -> None:
    """A body is party to no treaty, and so chooses the State for which it asks."""
    built = copy(template, tmp_path)
    with clock.frozen(AT):
        answer = built.signed_in(SECRETARIAT).get("/which-procedure")
    built.engine.dispose()
    assert (200, False) == (answer.status_code, '<option value="OOSA"' in answer.text)
