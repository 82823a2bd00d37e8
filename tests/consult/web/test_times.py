"""Times proposed for a meeting: in every zone, with the night marked, and each side's answer as an act."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from tests.consult.web.dispute_world import FRANCE, JAPAN, KOREA, dispute
from tests.consult.web.test_absences import words
from tests.consult.web.world import Visitor, World

NOW = datetime(2027, 3, 3, 13, 0, tzinfo=UTC)


def press(visitor: Visitor, ref: str, step: str, track: str) -> Any:
    """Take a step from the page as it is now; by hand where there is no button."""
    acts = re.findall(rf"/cases/{ref}/acts/(\d+)", visitor.get(f"/cases/{ref}").text)
    number = str(max(int(n) for n in acts))
    return visitor.post(f"/cases/{ref}/steps/{step}", form_at=f"/cases/{ref}", track=track, seen=number)


@pytest.fixture
def proposing(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Give the meeting on 3 March 2027: two times are proposed, and France declined the first."""
    with clock.frozen(NOW):
        world, ref = dispute(tmp_path, NOW, "meeting-times")
        yield world, ref
        world.engine.dispose()


def test_each_time_stands_in_utc_and_in_every_zone_with_the_night_marked(proposing: tuple[World, str]) -> None:
    """Nine in Tokyo is two in the morning in Paris; nine in Paris is four in the afternoon in Tokyo."""
    world, ref = proposing
    for who in (JAPAN, FRANCE):
        page = words(world.signed_in(who).get(f"/cases/{ref}/sheets/times").text)
        assert "1 July 2027, 00:00 UTC" in page
        assert "1 July 2027, 02:00 Europe/Paris night there" in page
        assert "1 July 2027, 09:00 Asia/Tokyo night there" not in page
        assert "1 July 2027, 16:00 Asia/Tokyo" in page
        assert "does not suit" in page
        assert "no answer yet" in page


def test_an_answer_is_an_act_of_the_other_side_alone(proposing: tuple[World, str]) -> None:
    """Japan finds the button at France's time and not at its own; by hand it is refused there; a stranger sees none."""
    world, ref = proposing
    japan = world.signed_in(JAPAN)
    page = japan.get(f"/cases/{ref}/sheets/times").text
    assert f"/cases/{ref}/steps/accept_time?track=time:2" in page or 'value="accept_time"' in page
    refused = press(japan, ref, "accept_time", "time:1")
    assert 403 == refused.status_code
    taken = press(japan, ref, "accept_time", "time:2")
    assert 303 == taken.status_code
    assert "suits all" in words(japan.get(f"/cases/{ref}/sheets/times").text)
    assert 404 == world.signed_in(KOREA).get(f"/cases/{ref}/sheets/times").status_code


def test_a_time_that_was_taken_back_is_answered_no_more(proposing: tuple[World, str]) -> None:
    """Its way is gone and the act is refused with the state of the time."""
    world, ref = proposing
    france = world.signed_in(FRANCE)
    assert 303 == press(france, ref, "take_back_time", "time:2").status_code
    refused = press(world.signed_in(JAPAN), ref, "accept_time", "time:2")
    assert 409 == refused.status_code
    assert "Taken back" in words(france.get(f"/cases/{ref}/sheets/times").text)


def test_the_date_is_prepared_at_the_time_that_was_chosen(tmp_path: Path) -> None:
    """Once both delegations are named the paper that dates the meeting begins with the chosen time; before, not."""
    at = datetime(2027, 5, 23, 9, 0, tzinfo=UTC)
    with clock.frozen(at):
        world, ref = dispute(tmp_path, at, "meeting-times")
        france = world.signed_in(FRANCE)
        page = france.get(f"/cases/{ref}/sheets/times").text
        assert 1 == page.count("Prepare the date at this time")  # the other time was taken back
        form = page.partition('value="confirm"')[2].partition("</form>")[0]
        given = dict(re.findall(r'name="(f/[^"]+)" value="([^"]*)"', form))
        begun = france.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step="confirm", **given)
        assert 303 == begun.status_code
        paper = france.get(begun.location).text
        assert all(f'value="{text}"' in paper for text in ("2027-07-01", "09:00", "12:00"))
        world.engine.dispose()


def test_before_delegations_are_named_no_date_is_prepared(proposing: tuple[World, str]) -> None:
    """The button is not there."""
    world, ref = proposing
    assert "Prepare the date" not in world.signed_in(FRANCE).get(f"/cases/{ref}/sheets/times").text
