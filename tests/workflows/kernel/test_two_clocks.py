"""Two clocks: which running periods end on the date of the activity or after it."""

from tests.workflows.article_ix import FRANCE, JAPAN, KOREA, asked, join, received, served
from tests.workflows.kernel.play import Play
from tests.workflows.zones import notified
from workflows.kernel.two_clocks import is_live, last_day, outruns, physical_date


def late(play: Play) -> list[tuple[str, str, int]]:
    """List what runs past the earliest start: limit, last day, days too late."""
    standard = next(one for one in play.procedure.standards if one.key == "earliest_start")
    found = outruns(play.case, standard, play.case.limits.values())
    return [(one.limit.key, one.ends_on.isoformat(), one.days) for one in found]


def test_a_period_that_ends_the_day_before_the_landing_comes_in_time() -> None:
    """Replies are due by 12 February 2027; the landing is on the 13th."""
    assert [] == late(received(KOREA, earliest_start="2027-02-13"))


def test_a_period_that_ends_on_the_day_of_the_landing_comes_too_late() -> None:
    """A day in law ends at midnight, after the landing has begun."""
    assert [("reply:KOR", "2027-02-12", 0)] == late(received(KOREA, earliest_start="2027-02-12"))


def test_a_landing_that_is_moved_nearer_leaves_the_period_too_late_and_one_moved_away_does_not() -> None:
    """On 20 January the landing moves from 1 December to 30 January, on the 25th to 1 June."""
    play = received(KOREA)
    join(play, "enter_consultation", "2027-01-18", KOREA)
    assert [] == late(play)
    play.take("change_activity", JAPAN, "2027-01-20", filing={"earliest_start": "2027-01-30"})
    assert [("reply:KOR", "2027-02-04", 5)] == late(play)
    play.take("change_activity", JAPAN, "2027-01-25", filing={"earliest_start": "2027-06-01"})
    assert [] == late(play)


def test_what_runs_too_late_is_listed_by_its_end() -> None:
    """Both States have a period of their own; receipt was proved on two days."""
    play = served(KOREA, FRANCE, earliest_start="2027-02-01")
    for party, on in ((FRANCE, "2027-01-13"), (KOREA, "2027-01-15")):
        filing = {"channel": "note", "received_at": {"at": f"{on}T12:00:00+00:00", "zone": "UTC"}}
        play.take("record_receipt", JAPAN, on, track=party, filing=filing)
    ends = [("reply:FRA", "2027-02-12", 11), ("reply:KOR", "2027-02-14", 13)]
    assert ends == late(play)


def test_an_activity_that_is_over_and_a_case_that_is_closed_warn_of_nothing() -> None:
    """What is completed or cancelled cannot be influenced; the report after the event may well run on."""
    play = received(KOREA, earliest_start="2027-01-20")
    assert late(play)
    play.take("report_completed", JAPAN, "2027-01-21")
    assert [] == late(play)
    assert not is_live(play.case)

    other = received(KOREA, earliest_start="2027-01-20")
    other.take("cancel_activity", JAPAN, "2027-01-15")
    assert [] == late(other)


def test_a_period_after_which_a_case_is_only_closed_is_no_time_for_talks() -> None:
    """A declined request is closed after half a year; that says nothing of the date of the activity."""
    play = asked(earliest_start="2027-03-01")
    play.take("decline_request", JAPAN, "2027-01-18")
    review = play.case.limits["declined_review"]
    assert "running" == review.status
    last = last_day(review)
    assert last is not None
    assert "2027-07-17" == last.isoformat()
    assert [] == late(play)


def test_a_request_without_a_known_start_has_no_second_clock() -> None:
    """The date is asked for as far as it is known."""
    play = asked(earliest_start={"unknown": True})
    assert physical_date(play.case, play.procedure.standards[0]) is None
    assert [] == late(play)


def test_a_period_that_is_counted_back_from_the_date_does_not_come_too_late_for_it() -> None:
    """The first day of a zone begins when its eve has passed."""
    play = notified()
    standard = next(one for one in play.procedure.standards if one.key == "first_day")
    assert ["start"] == [one.limit for one in play.case.limits.values() if one.status == "running"]
    assert () == outruns(play.case, standard, play.case.limits.values())
