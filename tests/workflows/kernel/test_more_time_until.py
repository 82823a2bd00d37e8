"""More time until a day that is named: the last day that the rule allows is accepted, the day after it is refused."""

import pytest

from tests.workflows.article_ix import FRANCE, JAPAN, KOREA, received, served
from tests.workflows.kernel.play import Play
from tests.workflows.kernel.test_more_time import ON_KOREA, asked_by_korea, replies
from workflows.kernel.more_time import ASK, GRANT, GRANT_ALL

BEYOND = "“More time until” (28 February 2027) lies after 27 February 2027, the last that the rule allows."

LATE = "“More time until” (15 January 2027) lies after 15 January 2027, 00:00 UTC, the last that the rule allows."


def until(day: str) -> dict[str, str]:
    """Answer the form of a request or of a grant."""
    return {"reason": "The data arrive then.", "until": day}


@pytest.mark.parametrize("day", ["2027-02-13", "2027-02-26", "2027-02-27"], ids=["next", "before-last", "last"])
@pytest.mark.parametrize("step", [ASK, GRANT, GRANT_ALL])
def test_a_day_within_the_rule_is_taken_and_moves_what_is_granted_to_that_day(step: str, day: str) -> None:
    """Fifteen days from the 12th end with the 27th; asking moves nothing, and a grant to all moves France too."""
    play = received() if step == ASK else asked_by_korea()
    by, track = (KOREA if step == ASK else JAPAN), (None if step == GRANT_ALL else ON_KOREA)
    play.take(step, by, "2027-02-02", track=track, filing=until(day))
    moved = {ASK: ("2027-02-12", "2027-02-12"), GRANT: (day, "2027-02-12"), GRANT_ALL: (day, day)}
    assert moved[step] == replies(play)
    assert play.case == play.replayed()


@pytest.mark.parametrize("step", [ASK, GRANT, GRANT_ALL])
def test_the_day_after_the_last_is_refused_with_the_last(step: str) -> None:
    """28 February is one day too late, whoever names it."""
    play = received() if step == ASK else asked_by_korea()
    by, track = (KOREA if step == ASK else JAPAN), (None if step == GRANT_ALL else ON_KOREA)
    why = play.refused(step, by, "2027-02-02", track=track, filing=until("2027-02-28"))
    assert ([BEYOND], ["until"]) == ([str(why)], [one.field for one in why.refusals])


@pytest.mark.parametrize("step", [ASK, GRANT, GRANT_ALL])
def test_the_present_last_day_is_no_more_time(step: str) -> None:
    """12 February is the day on which the reply is due anyway."""
    play = received() if step == ASK else asked_by_korea()
    by, track = (KOREA if step == ASK else JAPAN), (None if step == GRANT_ALL else ON_KOREA)
    why = play.refused(step, by, "2027-02-02", track=track, filing=until("2027-02-12"))
    assert "“More time until” (12 February 2027) must lie after 12 February 2027, when “Reply” ends now." == str(why)


def later_for_france() -> Play:
    """Play until Korea's reply is due by 12 February and France's, received later, by the 22nd."""
    play = served(addressees=[KOREA, FRANCE])
    for party, day in ((KOREA, "13"), (FRANCE, "23")):
        proof = {"channel": "note", "received_at": {"at": f"2027-01-{day}T12:00:00+00:00", "zone": "UTC"}}
        play.take("record_receipt", JAPAN, f"2027-01-{day}", track=f"addressee:{party}", filing=proof)
    return play


def test_granted_to_all_a_period_that_ends_later_stays_and_none_gets_more_than_its_rule_allows() -> None:
    """To the 20th: France keeps the 22nd and both its extensions. To the 28th: too late for Korea, whose last is the
    27th, though France could go on to 9 March."""
    play = later_for_france()
    assert ("2027-02-12", "2027-02-22") == replies(play)
    play.take(GRANT_ALL, JAPAN, "2027-02-02", filing=until("2027-02-20"))
    assert ("2027-02-20", "2027-02-22") == replies(play)
    assert (1, 0) == tuple(play.case.limits[f"reply:{who}"].extended for who in (KOREA, FRANCE))

    why = later_for_france().refused(GRANT_ALL, JAPAN, "2027-02-02", filing=until("2027-02-28"))
    assert BEYOND == str(why)


def test_granting_less_or_more_than_was_asked_is_for_whoever_grants() -> None:
    """Korea asks until the 20th; Japan grants the 18th, and Korea may ask once more."""
    play = received()
    play.take(ASK, KOREA, "2027-02-01", track=ON_KOREA, filing=until("2027-02-20"))
    play.take(GRANT, JAPAN, "2027-02-02", track=ON_KOREA, filing=until("2027-02-18"))
    play.take(ASK, KOREA, "2027-02-03", track=ON_KOREA, filing=until("2027-03-05"))
    play.take(GRANT, JAPAN, "2027-02-04", track=ON_KOREA, filing=until("2027-03-05"))
    assert "2027-03-05" == play.ends(f"reply:{KOREA}")


def test_in_an_emergency_a_day_must_end_within_the_hours_that_the_rule_allows() -> None:
    """The reply is due at noon of the 14th and may go on for twelve hours: to the end of that day."""
    play = served(urgency="emergency", urgency_reason="A debris cloud", earliest_start="2027-01-20")
    proof = {"channel": "note", "received_at": {"at": "2027-01-13T12:00:00+00:00", "zone": "UTC"}}
    play.take("record_receipt", JAPAN, "2027-01-13", track=KOREA, filing=proof)
    why = play.refused(ASK, KOREA, "2027-01-13T18:00", track=ON_KOREA, filing=until("2027-01-15"))
    assert LATE == str(why)
    play.take(ASK, KOREA, "2027-01-13T18:00", track=ON_KOREA, filing=until("2027-01-14"))
