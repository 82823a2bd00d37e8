"""A list of a paper is filled in from a table, on the form and without script."""

import io
from typing import Any

import pytest

from tests.consult.web.cases_world import begin, fill_in, version_of
from tests.consult.web.consulted import JAPAN
from tests.consult.web.test_visits_and_notes import opened
from tests.consult.web.world import Visitor, World

TABLE = "table:candidates"


@pytest.fixture
def paper(berths: World) -> tuple[Visitor, str]:
    """Let Japan assess an activity, with one candidate typed."""
    japan = berths.signed_in(JAPAN)
    draft = begin(japan, opened(berths, "ost9", "2026-11-20"), "start_assessment")
    fill_in(japan, draft, "save", activity_title="A landing", **{"candidates/0/activity": "Typed"})
    return japan, draft


def filled(visitor: Visitor, draft: str, content: bytes | None, **more: Any) -> Any:
    """Press the button beside the list, with what was typed meanwhile."""
    typed = {"f/activity_title": "A second landing", "f/candidates/0/activity": "Typed", **more}
    file = {TABLE: (io.BytesIO(content), "candidates.csv")} if content is not None else {}
    return visitor.post(draft, form_at=draft, do=TABLE, version=version_of(visitor, draft), **typed, **file)


def test_the_lines_of_a_table_become_entries_and_nothing_typed_is_lost(paper: tuple[Visitor, str]) -> None:
    """After the one that was typed; the reader is put at the list."""
    japan, draft = paper
    answer = filled(japan, draft, b"activity,party\nA relay,FRA\nA telescope,\n")
    assert (303, True) == (answer.status_code, str(answer.location).endswith("#f-candidates"))
    page = japan.get(draft).text
    places = [page.find(f'value="{one}"') for one in ("A second landing", "Typed", "A relay", "A telescope")]
    assert -1 not in places
    assert places == sorted(places)
    assert "Fill in from a table" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Choose a file with the table first."),
        (b"colour\nred\n", "No such column: “colour”. The columns are: activity"),
    ],
    ids=["no file", "another table"],
)
def test_a_table_that_cannot_be_read_is_refused_and_what_was_typed_is_kept(
    paper: tuple[Visitor, str], content: bytes | None, said: str
) -> None:
    """422 with the reason above the form; the words typed in the same sending are stored."""
    japan, draft = paper
    answer = filled(japan, draft, content)
    assert (422, True) == (answer.status_code, said in answer.text)
    assert all(words in japan.get(draft).text for words in ("A second landing", "Typed"))


def test_a_table_for_a_question_that_is_no_list_changes_nothing(paper: tuple[Visitor, str]) -> None:
    """A button that no page has; what was typed is stored as with any other."""
    japan, draft = paper
    answer = japan.post(
        draft, form_at=draft, do="table:activity_title", version=version_of(japan, draft),
        **{"f/activity_title": "Stays", "table:activity_title": (io.BytesIO(b"a\nb"), "a.csv")},
    )  # fmt: skip
    assert 303 == answer.status_code
    assert "Stays" in japan.get(draft).text
