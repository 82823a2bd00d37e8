"""A nomination: who the form offers, and whom it refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult import casebook, clock
from consult.visibility import Viewer
from tests.consult.web.cases_world import begin, fill_in, version_of
from tests.consult.web.neutrals_world import MEDIATOR, RETIRED, build_roster
from tests.consult.web.world import AT, Visitor
from tests.house.rooms_world import MAIL, Disputed


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Disputed]:
    """Give a dispute in mediation with nobody in the middle."""
    with clock.frozen(AT):
        world = build_roster(tmp_path)
        yield world
    world.world.engine.dispose()


def japan(told: Disputed) -> Visitor:
    """Sign in as the ministry."""
    return told.world.signed_in(MAIL["JPN"])


def last_seen(told: Disputed) -> int:
    """Give the number of the last act of the dispute that Japan sees, as a page would send it back."""
    by = told.by("JPN")
    with told.world.reading() as conn:
        row = told.docket.see(conn, by, told.refs["dispute"], AT).row
        return casebook.last_seen(conn, Viewer.of(by), row)


def groups(page: str, name: str) -> dict[str, list[str]]:
    """Give the options of a drop-down by their group, in order."""
    found = re.search(rf'<select[^>]*name="f/{name}".*?</select>', page, re.S)
    assert found is not None
    parts = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', found[0], re.S)
    return {label: re.findall(r'value="([^"]+)"', inner) for label, inner in parts}


def test_the_form_offers_neutrals_of_the_roster_first_then_bodies_and_no_state(told: Disputed) -> None:
    """With what each serves as; who is retired is not offered."""
    visitor = japan(told)
    page = visitor.get(begin(visitor, told.refs["dispute"], "nominate_mediator", "stage:mediation")).text
    offered = groups(page, "neutral")

    assert ["Neutrals of the roster", "Bodies"] == list(offered)[:2]
    assert [MEDIATOR, "NEU-TWO"] == offered["Neutrals of the roster"]
    assert "A mediator of the roster: mediator, conciliator" in page
    assert "States" not in offered
    assert RETIRED not in page


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("KOR", "The Republic of Korea is a State, and cannot stand between the parties."),
        (RETIRED, "A former neutral is not on the roster of neutrals on this day."),
        ("ZZZ", "no party or body that this installation knows"),
    ],
)
def test_a_state_and_a_retired_neutral_are_refused_by_name(told: Disputed, named: str, sentence: str) -> None:
    """The page before sending has no button, and its post is answered 422."""
    visitor = japan(told)
    paper = begin(visitor, told.refs["dispute"], "nominate_mediator", "stage:mediation")
    fill_in(visitor, paper, neutral=named)
    page = visitor.get(f"{paper}/send").text
    sent = {"seen": str(last_seen(told)), "version": version_of(visitor, paper)}
    answer = visitor.post(f"{paper}/send", form_at=f"{paper}/send", **sent)

    assert sentence in page
    assert f'action="{paper}/send"' not in page
    assert (422, True) == (answer.status_code, sentence in answer.text)
