"""The calendar as a file: read back by a reader of such files, it says what the page says and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from consult import clock
from consult.docket import worlds
from tests.consult.web.dispute_world import FRANCE, JAPAN, KOREA, dispute
from tests.consult.web.world import World

PLANNED, DATED = (datetime(2027, month, 12, 12, tzinfo=UTC) for month in (4, 6))
SILENT = datetime(2027, 3, 5, 12, tzinfo=UTC)
ROLL = {"member": ["IND", "ROU", "PAK", "KOR"]}
INDIA = "counsellor@ind.example"


def read(world: World, mail: str, asked: str = "") -> list[Event]:
    """Take the file away and read it back."""
    answer = world.signed_in(mail).get(f"/calendar.ics{asked}")
    assert (200, "text/calendar; charset=utf-8") == (answer.status_code, answer.content_type)
    calendar = Calendar.from_ical(answer.data)
    assert set() == calendar.get_missing_tzids()
    return list(calendar.events)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Tell a story up to a moment; India, Romania, Pakistan and Korea are members of the mechanism."""
    monkeypatch.setattr(worlds.LiveWorld, "_roll", lambda _self, _procedure, _under, of: ROLL.get(of, []))
    made: list[World] = []

    def tell(at: datetime, story: str = "consultation-meeting", name: str = "told") -> tuple[World, str]:
        (tmp_path / name).mkdir()
        world, ref = dispute(tmp_path / name, at, story)
        made.append(world)
        return world, ref

    yield tell
    for world in made:
        world.engine.dispose()


def test_a_meeting_is_read_back_in_the_zone_of_its_place(told: Any) -> None:
    """Nine in the morning in Paris on 1 July 2027, with its place, its end and the address of its case."""
    with clock.frozen(DATED):
        world, ref = told(DATED)
        answer = world.signed_in(JAPAN).get("/calendar.ics?month=2027-07&kind=meeting")
        (meeting,) = Calendar.from_ical(answer.data).events

    assert "attachment; filename=consult-calendar-2027-07.ics" == answer.headers["Content-Disposition"]
    assert datetime(2027, 7, 1, 7, tzinfo=UTC) == meeting.start.astimezone(UTC)
    assert b"DTSTART;TZID=Europe/Paris:20270701T090000" in answer.data
    assert ("Paris, and by link", True) == (meeting.location, meeting.end > meeting.start)
    assert str(meeting.url).endswith(f"/cases/{ref}")
    assert "CONFIDENTIAL" == meeting.classification


def test_days_are_whole_days_and_say_where_they_end(told: Any) -> None:
    """Items for the agenda are due on 17 May, the planned day is 1 July: neither has an hour."""
    with clock.frozen(PLANNED):
        world, _ref = told(PLANNED)
        found = {one.summary.partition(" – ")[0].rpartition(": ")[2]: one for one in read(world, JAPAN)}

    assert (date(2027, 5, 17), date(2027, 5, 18)) == (
        found["Items for the agenda"].start, found["Items for the agenda"].end,
    )  # fmt: skip
    assert "Ends at 24:00, " in found["Items for the agenda"].description
    assert date(2027, 7, 1) == found["Meeting, as planned"].start


def test_an_entry_keeps_its_name_which_tells_nothing(told: Any) -> None:
    """Taken away twice, by two parties and two months apart, a period has one name, in which nothing is read."""
    with clock.frozen(PLANNED):
        world, ref = told(PLANNED)
        first = {one.summary: one.uid for one in read(world, JAPAN)}
        others = {one.summary: one.uid for one in read(world, FRANCE, "?month=2027-05")}
    with clock.frozen(datetime(2027, 5, 2, tzinfo=UTC)):
        later = {one.summary: one.uid for one in read(world, JAPAN)}

    assert first
    assert first.items() <= later.items()
    assert {one: others[one] for one in first if one in others} == {k: v for k, v in first.items() if k in others}
    assert len(first) == len(set(first.values()))
    assert all(re.fullmatch(r"[0-9a-f-]{36}", uid) and ref.lower() not in uid for uid in first.values())


def test_the_file_holds_what_the_page_shows_and_nothing_of_a_case_that_one_may_not_know(told: Any) -> None:
    """Whoever does not take part has an empty calendar; whoever does reads every title of the file on the page."""
    with clock.frozen(DATED):
        world, ref = told(DATED)
        assert [] == read(world, KOREA)
        page = world.signed_in(JAPAN).get("/calendar?month=2027-07").text
        file = read(world, JAPAN, "?month=2027-07")
        stranger = world.signed_in(KOREA).get("/calendar.ics?month=2027-07").text

    assert file
    for one in file:
        title, _dash, case = one.summary.partition(" – ")
        assert title.rpartition(": ")[2] in page
        assert case in page
    assert (False, False) == (ref in stranger, "Meeting on the relay" in stranger)


def test_a_silence_is_in_calendar_and_file_with_its_exact_instant(told: Any) -> None:
    """A decision of the mechanism lies under silence until 14 March 2027, 10:00:00 UTC; the kind finds it alone."""
    with clock.frozen(SILENT):
        world, ref = told(SILENT, "lunar-decision-language")
        page = world.signed_in(INDIA).get("/calendar?month=2027-03&kind=silence").text
        other = world.signed_in(INDIA).get("/calendar?month=2027-03&kind=instant").text
        answer = world.signed_in(INDIA).get("/calendar.ics?kind=silence")
        (silence,) = Calendar.from_ical(answer.data).events

    assert "14 March 2027, 10:00:00 UTC" in page
    assert "14 March 2027, 15:30:00 Asia/Kolkata" in page
    assert "10:00:00 UTC" not in other
    assert b"DTSTART:20270314T100000Z" in answer.data
    assert datetime(2027, 3, 14, 10, tzinfo=UTC) == silence.start
    assert ref in silence.description


def test_a_silence_whose_clock_stands_is_in_no_calendar(told: Any) -> None:
    """On 11 March a language version is withdrawn: until it is there again nobody can say when the silence ends."""
    stopped = datetime(2027, 3, 12, tzinfo=UTC)
    with clock.frozen(stopped):
        world, _ref = told(stopped, "lunar-decision-language")
        assert [] == read(world, INDIA, "?kind=silence")
        assert "10:00:00 UTC" not in world.signed_in(INDIA).get("/calendar?month=2027-03&kind=silence").text


def test_the_file_is_for_those_who_act_for_a_party(told: Any) -> None:
    """The page leads to it with the same month and kind; whoever is not signed in is asked to."""
    with clock.frozen(DATED):
        world, _ref = told(DATED)
        assert 303 == world.app.test_client().get("/calendar.ics").status_code
        page = world.signed_in(JAPAN).get("/calendar?month=2027-07&kind=meeting").text
    assert 'href="/calendar.ics?month=2027-07&amp;kind=meeting"' in page
