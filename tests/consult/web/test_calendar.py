"""The calendar: what lies on which day, in whose zone, and for whom it is there at all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.dispute_world import FRANCE, JAPAN, KOREA, dispute
from tests.consult.web.world import World

PLANNED, DATED, DRAFTED = (datetime(2027, month, 12, 12, tzinfo=UTC) for month in (4, 6, 7))


def told(folder: Path, at: datetime) -> Iterator[tuple[World, str]]:
    """Tell the story of a consultation meeting between Japan and France up to a moment."""
    with clock.frozen(at):
        world, ref = dispute(folder, at, "consultation-meeting")
        yield world, ref
        world.engine.dispose()


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[tuple[World, str]]:
    """Give the meeting of 1 July 2027 as it stands on 12 June."""
    yield from told(tmp_path, DATED)


def test_a_meeting_stands_in_the_zone_of_the_reader_in_utc_and_in_that_of_its_place(dated: tuple[World, str]) -> None:
    """Nine in the morning in Paris is seven UTC and four in the afternoon in Tokyo."""
    page = dated[0].signed_in(JAPAN).get("/calendar?month=2027-07").text
    for text in ("1 July 2027, 07:00 UTC", "1 July 2027, 16:00 Asia/Tokyo", "1 July 2027, 09:00 Europe/Paris"):
        assert text in page
    assert "Paris, and by link" in page
    assert "Nothing lies in this month." in dated[0].signed_in(JAPAN).get("/calendar?month=2027-08").text


def test_a_meeting_that_has_no_dates_yet_stands_on_its_planned_day(tmp_path: Path) -> None:
    """And periods that count back from it on theirs: items until 17 May, confirmation until 1 June."""
    for world, _ref in told(tmp_path, PLANNED):
        visitor = world.signed_in(JAPAN)
        assert "Meeting, as planned" in visitor.get("/calendar?month=2027-07").text
        assert "Items for the agenda" in visitor.get("/calendar?month=2027-05").text
        assert "Dates and delegations confirmed" in visitor.get("/calendar?month=2027-06").text


def test_only_one_kind_is_shown_where_one_is_chosen(tmp_path: Path) -> None:
    """Periods of the record without the meeting, and the meeting without them."""
    for world, _ref in told(tmp_path, DRAFTED):
        visitor = world.signed_in(JAPAN)
        only, others = (visitor.get(f"/calendar?month=2027-07&kind={k}").text for k in ("meeting", "deadline"))
        assert ("Paris, and by link" in only, "Agreement on the record" in only) == (True, False)
        assert ("Paris, and by link" in others, "Agreement on the record" in others) == (False, True)


def test_nothing_of_a_case_is_in_the_calendar_of_somebody_who_may_not_know_it(dated: tuple[World, str]) -> None:
    """France takes part, Korea does not: no month, no list, no title."""
    world, ref = dated
    assert ref in world.signed_in(FRANCE).get("/calendar?month=2027-07").text
    page = world.signed_in(KOREA).get("/calendar?month=2027-07").text
    assert ("Nothing lies in this month." in page, ref in page, "Meeting on the relay" in page) == (True, False, False)
    assert "Nothing lies ahead." in page


def test_what_is_no_month_is_the_present_one(dated: tuple[World, str]) -> None:
    """An address typed by hand is answered with June 2027."""
    answer = dated[0].signed_in(JAPAN).get("/calendar?month=never&kind=nonsense")
    assert (200, True) == (answer.status_code, "<h2>June 2027</h2>" in answer.text)


def test_the_calendar_is_for_those_who_act_for_a_party(dated: tuple[World, str]) -> None:
    """Whoever is not signed in is asked to."""
    answer = dated[0].app.test_client().get("/calendar")
    assert 303 == answer.status_code
    assert "/sign-in" in answer.location
