"""A series and its meetings: two cases that look at each other, sleep by the clock, and a record of two hands."""

import pytest

from tests.workflows.kernel.hard import dialogue
from tests.workflows.kernel.play import Play
from workflows.kernel.acts import Act
from workflows.kernel.view import Facts

SERIES, MEETING = dialogue.series(), dialogue.meeting()
PARTIES = {"host": ["CHN"], "guest": ["USA"]}


class Linked:
    """A series and one meeting: each sees the other's state, and a step that tells is taken in both or in none."""

    def __init__(self, opened_on: str = "2024-01-10") -> None:
        self.series = Play(SERIES, opened_on, PARTIES)
        for party in ("CHN", "USA"):
            self.series.take("establish", party, opened_on, filing={})
        self.meeting = Play(MEETING, opened_on, PARTIES)
        self.look()

    def look(self) -> None:
        """Let each case see the other."""
        self.series.world = Facts({"linked:meeting": [self.meeting.state()]})
        self.meeting.world = Facts({"linked:dialogue": [self.series.state()]})

    def pass_time(self, at: str) -> list[str]:
        """Let time pass in both."""
        done = self.series.pass_time(at) + self.meeting.pass_time(at)
        self.look()
        return done

    def take(self, step: str, by: str, at: str, **rest: object) -> Act:
        """Take a step in the meeting, and what it tells in the series, in the same moment."""
        self.pass_time(at)
        act = self.meeting.take(step, by, at, **rest)
        for _, told in act.tells:
            self.series.take(told, by, at)
        self.look()
        return act


def test_a_series_without_a_meeting_falls_asleep_after_eighteen_months() -> None:
    """Counted in months from 10 January 2024: awake on 10 July 2025, dormant when that day is over."""
    both = Linked()

    assert "2025-07-10" == both.series.ends("sleep")
    assert [] == both.pass_time("2025-07-10T23:59:59")
    assert ["fall_asleep"] == both.pass_time("2025-07-11T00:00:00")
    assert "dormant" == both.series.state()


def test_eighteen_months_from_the_last_of_august_end_with_february() -> None:
    """A month that is too short ends the period on its last day, in a leap year on the 29th."""
    assert "2024-02-29" == Linked("2022-08-31").series.ends("sleep")
    assert "2025-02-28" == Linked("2023-08-31").series.ends("sleep")


def test_a_call_wakes_a_dormant_series_in_the_same_moment() -> None:
    """The meeting tells; the series runs again and its eighteen months begin anew."""
    both = Linked()
    both.pass_time("2025-08-01")

    act = both.take("call_meeting", "USA", "2025-08-02")

    assert (("dialogue", "wake"),) == act.tells
    assert ("running", "2027-02-02") == (both.series.state(), both.series.ends("sleep"))


def test_a_call_in_a_running_series_puts_off_its_sleep() -> None:
    """The same step told, taken as the row of the state."""
    both = Linked()

    both.take("call_meeting", "CHN", "2025-07-10")

    assert ("running", "2027-01-10") == (both.series.state(), both.series.ends("sleep"))


@pytest.mark.parametrize("step", ["suspend", "end"])
def test_no_meeting_is_called_in_a_series_that_is_suspended_or_ended(step: str) -> None:
    """The guard looks at the linked case and names what it needs."""
    both = Linked()
    both.series.take(step, "USA", "2024-02-01")
    both.look()

    refused = both.meeting.refused("call_meeting", "CHN", "2024-02-02")

    assert "There is no linked dialogue that is running or dormant." == str(refused)


def test_what_a_guard_read_of_the_linked_case_stays_in_the_act() -> None:
    """The answer is kept with the act, so that a replay needs no other case."""
    act = Linked().take("call_meeting", "CHN", "2024-02-01")

    assert (("linked:dialogue", ["running"]),) == act.reads


def test_a_meeting_is_postponed_and_reset_as_often_as_needed() -> None:
    """Scheduled, postponed, scheduled, postponed; every ninety days a reminder, until the new date."""
    both = Linked()
    both.take("call_meeting", "CHN", "2024-02-01")
    for party in ("CHN", "USA"):
        both.take("confirm", party, "2024-03-01", filing={"begins_on": "2024-06-01"})
    both.take("postpone", "USA", "2024-05-01")

    assert [] == both.pass_time("2024-07-30T23:59:59")
    assert ["reminder"] == both.pass_time("2024-07-31T00:00:00")
    assert ["reminder", "reminder"] == both.pass_time("2025-02-01")
    both.take("reset", "USA", "2025-02-02", filing={"begins_on": "2025-05-01"})
    assert ("scheduled", "2025-05-01") == (both.meeting.state(), both.meeting.case.facts["begins_on"])
    both.take("postpone", "CHN", "2025-03-01")

    assert ("postponed", "2025-05-30") == (both.meeting.state(), both.meeting.ends("reminder"))


def held() -> Linked:
    """Play until a meeting was held on 1 June 2024."""
    both = Linked()
    both.take("call_meeting", "CHN", "2024-02-01")
    for step, at in (("confirm", "2024-03-01"), ("hold", "2024-06-01")):
        for party in ("CHN", "USA"):
            both.take(step, party, at, filing={"begins_on": "2024-06-01"} if step == "confirm" else None)
    return both


def test_a_record_is_agreed_by_both_hands_on_the_same_text() -> None:
    """A changed draft voids the first hand; the same draft by both is the record."""
    both = held()
    drafts = [{"record": {"digest": letter * 64, "kind": "record"}} for letter in "ab"]

    both.take("agree_record", "CHN", "2024-06-10", filing=drafts[0])
    both.take("agree_record", "USA", "2024-06-12", filing=drafts[1])
    assert "record_drafting" == both.meeting.state()
    assert ("USA",) == tuple(hand[0] for hand in both.meeting.case.pending["agree_record"].laid)
    both.take("agree_record", "CHN", "2024-06-13", filing=drafts[1])

    assert "record_agreed" == both.meeting.state()
    assert both.meeting.case == both.meeting.replayed()


def test_after_sixty_days_each_may_keep_a_record_of_its_own() -> None:
    """Sixty days from 1 June end on 31 July."""
    both = held()

    assert "2024-08-01" == str(both.meeting.refused("record_apart", "USA", "2024-07-31").opens_on)
    both.take("record_apart", "USA", "2024-08-01")

    assert "record_unagreed" == both.meeting.state()


def test_a_meeting_needs_a_procedure_for_meetings_in_the_catalogue() -> None:
    """Where the installation has none, the step is closed and says so."""
    both = Linked()
    both.series.world = Facts({"available": False})

    refused = both.series.refused("open_meeting", "CHN", "2024-02-01")

    assert "The procedure “Meeting” is not installed here." == str(refused)
