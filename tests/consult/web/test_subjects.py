"""Legal subjects on pages: asked when a case is opened, shown with it, stated by an act, and found by them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import build_cases
from tests.consult.web.dispute_world import FRANCE, JAPAN, KOREA
from tests.consult.web.test_dispute_sheets import TALKING, Told
from tests.consult.web.world import AT, Visitor, World

OWN = "all@jpn.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the world of cases at its hour."""
    with clock.frozen(AT):
        built = build_cases(tmp_path)
        yield built
        built.engine.dispose()


def open_visit(visitor: Visitor, *subjects: str) -> str:
    """Open a visit with the subjects that are ticked; give its reference."""
    answer = visitor.post(
        "/notices/new",
        form_at="/notices/new?procedure=ost12",
        procedure="ost12",
        title="A look at the relay",
        subjects_asked="yes",
        subjects=list(subjects),
    )
    assert 303 == answer.status_code, answer.text
    return answer.location.rpartition("/")[2]


def test_what_is_usual_is_ticked_when_a_case_is_opened(world: World) -> None:
    """A visit is about safety and crew unless somebody says something else."""
    page = world.signed_in(OWN).get("/notices/new?procedure=ost12").text
    ticked = [line for line in page.splitlines() if 'name="subjects"' in line and " checked" in line]
    assert 2 == len(ticked)
    assert {True} == {'value="safety"' in "".join(ticked), 'value="crew"' in "".join(ticked)}


def test_the_case_shows_what_was_ticked_and_is_listed_by_it(world: World) -> None:
    """A tag leads to the list of all cases of the subject."""
    visitor = world.signed_in(OWN)
    ref = open_visit(visitor, "safety", "data")
    page = visitor.get(f"/cases/{ref}").text

    assert 'href="/cases?subject=data">Data</a>' in page
    assert 'href="/cases?subject=crew"' not in page
    assert ref in visitor.get("/cases?subject=data").text
    assert ref not in visitor.get("/cases?subject=crew").text


def test_a_case_opened_without_a_word_has_what_is_usual_in_its_procedure(world: World) -> None:
    """It is listed under both subjects of a visit."""
    visitor = world.signed_in(OWN)
    ref = open_visit(visitor, "safety", "crew")
    for subject in ("safety", "crew"):
        assert ref in visitor.get(f"/cases?subject={subject}").text


def test_a_subject_that_is_none_narrows_nothing_and_opens_nothing(world: World) -> None:
    """The list says so; the form is refused with 422."""
    visitor = world.signed_in(OWN)
    assert "“weather” is no legal subject of the list" in visitor.get("/cases?subject=weather").text
    answer = visitor.post(
        "/notices/new",
        form_at="/notices/new?procedure=ost12",
        procedure="ost12",
        subjects_asked="yes",
        subjects="weather",
    )
    assert 422 == answer.status_code
    assert "Nothing that your party may see matches" in visitor.get("/cases").text


def test_search_offers_the_subjects_and_keeps_the_chosen_one(world: World) -> None:
    """The words and the subject stand in the form again."""
    page = world.signed_in(OWN).get("/search?q=relay&subject=debris").text
    assert '<option value="debris" selected>Debris</option>' in page


def test_a_procedure_that_does_not_ask_for_subjects_lets_nobody_state_them(world: World) -> None:
    """No button on a visit, and the paper cannot be begun."""
    visitor = world.signed_in(OWN)
    ref = open_visit(visitor, "safety")
    assert "State the legal subjects" not in visitor.get(f"/cases/{ref}").text
    answer = visitor.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step="state_subjects", track="")
    assert 404 == answer.status_code


def test_a_party_to_a_dispute_states_its_subjects_and_nobody_else_can(tmp_path: Path) -> None:
    """Japan states two, and both sides see them; for France there is neither button nor case."""
    told = Told(tmp_path, TALKING)
    with clock.frozen(told.at):
        japan, korea, france = (told.world.signed_in(mail) for mail in (JAPAN, KOREA, FRANCE))
        assert "State the legal subjects" in japan.get(f"/cases/{told.ref}").text
        assert 404 == france.get(f"/cases/{told.ref}").status_code
        refused = france.post(f"/cases/{told.ref}/drafts", form_at="/cases", step="state_subjects", track="")
        assert 404 == refused.status_code
    told.file("JPN", "state_subjects", subjects=["intellectual_property", "data"])
    with clock.frozen(told.at):
        for visitor in (japan, korea):
            page = visitor.get(f"/cases/{told.ref}").text
            assert 'href="/cases?subject=intellectual_property">Intellectual property</a>' in page
            assert told.ref in visitor.get("/cases?subject=data").text
        assert told.ref not in france.get("/cases?subject=data").text
    told.world.engine.dispose()
