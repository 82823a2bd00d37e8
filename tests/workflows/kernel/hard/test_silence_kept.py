"""What nobody can do to a silence by a term or a date: shorten it under 72 hours, or move its instant from behind."""

from dataclasses import replace

import pytest

from tests.workflows.kernel.hard import silence
from tests.workflows.kernel.play import Play
from workflows.kernel.fragments import COMMON_STATES, SUSPENDED, common_steps, suspension_limit
from workflows.kernel.language import Period, Procedure
from workflows.kernel.terms import TermsError
from workflows.kernel.view import Facts
from workflows.lunar_charter import DraftingTerms

PARTIES = {"member": ["CHN", "FRA"], "chair": ["CHAIR"], "secretariat": ["OOSA"]}
TEXT = {"heading": "Rules", "text": "Words.", "posted_in": ["en", "fr"]}


def opened(procedure: Procedure | None = None) -> Play:
    """Play until a text lies under silence, from Monday 1 June 2026, 10:00 UTC, to the end of 15 June."""
    play = Play(procedure or silence.procedure(), "2026-05-20", PARTIES, Facts())
    play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=TEXT, exact=True)
    return play


def with_a_shorter_period() -> Procedure:
    """Write a silence whose own period is an hour."""
    whole = silence.procedure()
    limits = tuple(replace(one, length=replace(one.length, otherwise=Period(hours=1))) if one.exact else one
                   for one in whole.limits)  # fmt: skip
    return replace(whole, limits=limits)


def that_may_be_suspended() -> Procedure:
    """Write a silence in a procedure that all parties may suspend."""
    whole = silence.procedure()
    rows = common_steps(silence.MEMBER, ("proposed", "under_silence"), ("adopted",))
    return replace(
        whole,
        states=(*whole.states, *(s for s in COMMON_STATES if s.key == SUSPENDED)),
        steps=(*whole.steps, *(row for row in rows if row.key in ("suspend", "resume"))),
        limits=(*whole.limits, suspension_limit()),
    )


def test_a_counted_silence_lasts_seventy_two_hours_whatever_its_period_says() -> None:
    """The least of the rule stands over a period that an installation or an opening made shorter."""
    assert "2026-06-04T10:00:00" == opened(with_a_shorter_period()).ends("silence")


@pytest.mark.parametrize(("length", "fits"), [("PT71H", False), ("P2D", False), ("PT72H", True), ("P3WD", True)])
def test_the_terms_of_a_drafting_name_no_silence_under_seventy_two_hours(length: str, fits: bool) -> None:
    """Said when the case is opened, before anybody relies on it."""
    if fits:
        assert Period.parse(length) == DraftingTerms(silence=Period.parse(length)).silence
        return
    with pytest.raises(TermsError, match="under the minimum of 72 hours"):
        DraftingTerms(silence=Period.parse(length))


def test_a_language_version_that_is_withdrawn_stops_the_clock_when_that_is_recorded_and_not_before() -> None:
    """The chair writes on 15 June 2026 that the French text was gone since the first: the day is kept, the clock not
    turned back, and what is left is what was left."""
    play = opened()
    filing = {"reason": "A fault in it."}
    play.take("withdraw_language", "CHAIR", "2026-06-15T20:00", track="fr", filing=filing, on="2026-06-01T10:00")

    assert "paused 2026-06-16T00:00:00" == play.ends("silence")
    stopped = play.case.limits["silence"].paused_at
    assert stopped is not None
    assert "2026-06-15T20:00" == f"{stopped:%Y-%m-%dT%H:%M}"


def test_a_suspension_bears_no_earlier_date_while_a_silence_runs() -> None:
    """By the last hand alone a party could otherwise add as many days as it wished."""
    play = opened(that_may_be_suspended())
    filing = {"reason": "Holidays.", "until": "2026-06-12"}
    play.take("suspend", "CHN", "2026-06-08", filing=filing, exact=True)

    refused = play.refused("suspend", "FRA", "2026-06-08", filing=filing, exact=True, on="2026-05-21")

    assert ("content", "on") == (refused.kind, refused.refusals[0].field)
    play.take("suspend", "FRA", "2026-06-08", filing=filing, exact=True)
    assert ("suspended", "paused 2026-06-16T00:00:00") == (play.state(), play.ends("silence"))


def test_a_suspension_without_a_running_silence_may_bear_an_earlier_date() -> None:
    """Nothing is turned back by it."""
    play = Play(that_may_be_suspended(), "2026-05-20", PARTIES, Facts())
    filing = {"reason": "Holidays.", "until": "2026-06-12"}
    play.take("suspend", "CHN", "2026-06-08", filing=filing, exact=True)
    play.take("suspend", "FRA", "2026-06-08", filing=filing, exact=True, on="2026-06-07")
    assert "suspended" == play.state()
