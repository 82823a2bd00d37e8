"""A paper in preparation gives back what was typed, tells everything that is wrong, and keeps no file that nobody
needs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, serve_berth, version_of
from tests.consult.web.world import AT, World


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        yield world
    world.engine.dispose()


def faults_on(page: str) -> list[str]:
    """Read the list of faults above a form, each with the question that it leads to."""
    box = re.search(r'<div class="faults f-faults".*?</div>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", box[0], re.DOTALL) if box else []
    return [re.sub(r'<a href="#([^"]+)">.*?</a>', r"\1", line).strip() for line in lines]


def test_the_check_names_what_the_rules_say_between_answers_at_their_question(berths: World) -> None:
    """A last day before today is as wrong on the form as before sending, where it cannot be sent."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, serve_berth(japan), "suspend")
    fill_in(japan, draft, do="check", reason="The pad is flooded", until="2026-11-19")
    page = japan.get(f"{draft}?check").text

    said = "“Last day” (2026-11-19) lies before the date of this act (2026-11-20)."
    assert [f"f-until: {said}"] == faults_on(page)
    assert f'id="f-until-error"><span class="visually-hidden">Error: </span>{said}' in page
    assert "Everything that is asked has been answered." not in page
    assert said in japan.get(f"{draft}/send").text
    sent = japan.post(f"{draft}/send", form_at=draft, seen="1", version=version_of(japan, draft))
    assert (422, True) == (sent.status_code, said in sent.text)


def test_the_check_names_single_answers_and_rules_at_once(berths: World) -> None:
    """Who addresses his own party and leaves the day out learns both in one look; without the check nothing is said."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, do="save", **{**BODY, "asked": ["JPN"], "from_day": ""})

    assert ["f-from_day: This must be answered.", "f-asked: A party does not address itself."] == faults_on(
        japan.get(f"{draft}?check").text
    )
    assert [] == faults_on(japan.get(draft).text)
