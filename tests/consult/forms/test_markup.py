"""The markup of a form sends what the form holds, and every label, link and description points somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock, forms
from tests.consult.forms import pages
from tests.consult.forms.browsing import Markup, sent
from tests.consult.forms.every_kind import BODY, DOCUMENTS, SPEC, ZONE
from tests.consult.web.world import AT, LIAISON, Visitor, World, build


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a seeded world with the pages under test."""
    folder: Path = tmp_path_factory.mktemp("forms")
    with clock.frozen(AT):
        built = build(folder)
    pages.begin(built.app)
    yield built
    built.engine.dispose()


@pytest.fixture
def visitor(world: World) -> Iterator[Visitor]:
    """Give a browser in which somebody signed in."""
    with clock.frozen(AT):
        yield world.signed_in(LIAISON)


def test_the_markup_sends_what_the_form_holds(visitor: Visitor) -> None:
    """Every input of the values is in the page, under the same name and with the same value."""
    page = Markup(visitor.get("/under-test/every").text)

    view = forms.draw(SPEC, BODY, parties=pages.MANY, documents=DOCUMENTS, zones=(ZONE,))
    expected = [(name, value.replace("\r\n", "\n")) for name, value in sent(view).items(multi=True)]
    assert sorted(expected) == sorted(pair for pair in page.pairs if pair[0].startswith("f/"))


@pytest.mark.parametrize("which", sorted(pages.FILINGS))
def test_ids_are_unique_and_whatever_points_points_somewhere(visitor: Visitor, which: str) -> None:
    """Labels, descriptions, faults and the list of what is missing."""
    page = Markup(visitor.get(f"/under-test/{which}").text)

    assert len(page.ids) == len(set(page.ids))
    assert set() == set(page.referred) - set(page.ids)


def test_whoever_presses_enter_saves_and_removes_nothing(visitor: Visitor) -> None:
    """The first button of the form is the one that a browser presses for Enter."""
    buttons = Markup(visitor.get("/under-test/every").text).buttons

    assert "save" == buttons[0]
    assert {"add:stations", "remove:stations/1", "add:stations/0/windows"} <= set(buttons)


def test_a_wrong_form_says_so_above_and_at_each_question(visitor: Visitor) -> None:
    """What was typed is still there."""
    text = visitor.get("/under-test/wrong").text

    assert 'id="faults"' in text
    assert re.search(r'value="many"[^>]*aria-describedby="f-objects-error"[^>]*aria-invalid="true"', text)
    assert "Keep one of the two." in text
    assert 'value="31 June"' in text


def test_whatever_stands_in_an_answer_is_escaped(world: World) -> None:
    """Markup in an answer is text."""
    body = {**BODY, "title_text": '"><script>alert(1)</script>', "purpose": "</textarea><b>"}
    faults = [("title_text", "<i>")]
    with world.app.test_request_context():
        from flask import render_template_string

        view = forms.draw(SPEC, body, faults)
        text = render_template_string(pages.PAGE, page=view)
        text += render_template_string(pages.TEXT, page=SPEC, text=forms.show(SPEC, body))

    assert "<script>alert" not in text
    assert "<b>" not in text
    assert "<i>" not in text
