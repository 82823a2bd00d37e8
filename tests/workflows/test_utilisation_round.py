"""Rounds for projects aboard a station: two conveners or one, two reviews, conditions, and the project's own case."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from workflows.kernel.view import Facts
from workflows.utilisation_round import UtilisationRoundTerms, utilisation_round

ROUND = utilisation_round(UtilisationRoundTerms())
ALONE = utilisation_round(UtilisationRoundTerms(agreement="station-framework"))
NOON = {"at": "2018-08-31T12:00:00+00:00", "zone": "UTC"}
LAST, AT, AFTER = "2018-08-31T11:59:59", "2018-08-31T12:00:00", "2018-08-31T12:00:01"
FIRST, SECOND = "application:1", "application:2"
SCIENCE = {"kind": "experiment"}


def jointly(play: Play, step: str, at: str, track: str | None = None, **given: Any) -> None:
    """Lay both hands on one text: the office in office, the agency of the station as whoever files for it."""
    office, agency = hand("OOSA", "office"), hand("CHN", "dispatch")
    body = play.filled(step, office, at, given)
    for who in (office, agency):
        play.take(step, who, at, filing=body, exact=True, track=track)


def called() -> Play:
    """Play until office and State have published the call of 28 May 2018, to close on 31 August at noon in UTC."""
    play = Play(ROUND, "2018-05-02", {"organiser": ["OOSA"]}, Facts())
    play.take("invite_convener", hand("OOSA", "office"), "2018-05-03", filing={"convener": "CHN"})
    jointly(play, "publish_call", "2018-05-28", closes_at=NOON)
    return play


def complete(*parties: str) -> Play:
    """Play until each has applied on 1 August and the application was found complete on 10 September."""
    play = called()
    for party in parties or ("ITA",):
        play.take("apply", party, "2018-08-01", filing=SCIENCE)
    play.pass_time("2018-09-01")
    for n in range(1, len(parties or ("ITA",)) + 1):
        play.take("pass_application", "CHN", "2018-09-10", track=f"application:{n}")
    return play


def reviewed(*parties: str) -> Play:
    """Play until each is reviewed for science by the office's reviewers and for safety by the station's."""
    play = complete(*parties)
    for n in range(1, len(parties or ("ITA",)) + 1):
        on = f"application:{n}"
        office = hand("OOSA", "office")
        play.take("record_science_review", office, "2018-11-01", track=on, filing={"conflict": "no"})
        play.take("record_safety_review", "CHN", "2018-12-01", track=on, filing={"conflict": "no"})
    return play


def test_the_call_needs_the_hand_of_office_and_station() -> None:
    """One hand publishes nothing; the office acts in office."""
    play = Play(ROUND, "2018-05-02", {"organiser": ["OOSA"]}, Facts())
    office = hand("OOSA", "office")
    play.refused("publish_call", office, "2018-05-03", filing={"closes_at": NOON})
    play.take("invite_convener", office, "2018-05-03", filing={"convener": "CHN"})
    body = play.filled("publish_call", office, "2018-05-28", {"closes_at": NOON})
    play.take("publish_call", office, "2018-05-28", filing=body, exact=True)
    assert "draft" == play.state()
    act = play.take("publish_call", "CHN", "2018-05-28", filing=body, exact=True)
    assert ("call_open", "C0", "2018-08-31T12:00:00") == (play.state(), act.level, play.ends("closing"))
    assert (("OOSA_CMSA", "framework", "LAW_A"),) == act.basis


def test_only_whoever_runs_the_station_under_the_agreement_convenes_with_the_office() -> None:
    """The refusal stands at the question; an office that is no party to the agreement convenes nothing."""
    play = Play(ROUND, "2018-05-02", {"organiser": ["OOSA"]}, Facts())
    why = play.refused("invite_convener", hand("OOSA", "office"), "2018-05-03", filing={"convener": "BRA"})
    assert ("content", "convener") == (why.kind, why.refusals[0].field)
    other = Play(ROUND, "2018-05-02", {"organiser": ["LESEC"]}, Facts())
    why = other.refused("invite_convener", hand("LESEC", "office"), "2018-05-03", filing={"convener": "CHN"})
    assert "not among those that run the station" in str(why)


@pytest.mark.parametrize(("at", "taken"), [(LAST, True), (AT, False), (AFTER, False)], ids=str)
def test_an_application_counts_before_the_instant_and_not_at_it(at: str, taken: bool) -> None:
    """The second before, the instant, the second after; late ones are for another round."""
    play = called()
    if taken:
        play.take("apply", "ITA", at, filing=SCIENCE)
        assert "submitted" == play.state(FIRST)
    else:
        why = play.refused("apply", "ITA", at, filing=SCIENCE)
        assert ("closed", True) == (why.kind, "It may be lodged in another round." in str(why))


def test_nothing_but_the_instant_of_the_call_binds() -> None:
    """It is agreed by those who apply under it, under whichever agreement; all else is the product's."""
    for procedure in ROUND, ALONE:
        bindings = {limit.key: str(limit.binding) for limit in procedure.limits}
        assert "LAW_A" == bindings.pop("closing")
        bindings.pop("conditions")
        assert {"DEFAULT"} == set(bindings.values())


def test_what_is_sold_is_told_where_a_project_is_commercial() -> None:
    """The question stands in every application, and has to be answered in a commercial one."""
    play = called()
    body = play.filled("apply", hand("BRA"), "2018-08-01", {"kind": "commercial"})
    without = {key: value for key, value in body.items() if key != "commercial_terms"}
    why = play.refused("apply", "BRA", "2018-08-01", filing=without, exact=True)
    assert ("content", "commercial_terms") == (why.kind, why.refusals[0].field)


def test_no_project_is_selected_without_a_review_of_science_and_one_of_safety() -> None:
    """The refusal names the one that is missing; reviews are for the side that made them."""
    play = complete()
    office = hand("OOSA", "office")
    body = play.filled("select", office, "2018-11-01", {})
    why = play.refused("select", office, "2018-11-01", track=FIRST, filing=body, exact=True)
    assert "“Record a review of science” is not on record" in str(why)
    act = play.take("record_science_review", office, "2018-11-02", track=FIRST, filing={"conflict": "no"})
    assert ("C4", ()) == (act.level, act.told)
    why = play.refused("select", office, "2018-11-03", track=FIRST, filing=body, exact=True)
    assert "“Record a review of safety” is not on record" in str(why)
    play.take("record_safety_review", "CHN", "2018-11-04", track=FIRST, filing={"conflict": "no"})
    jointly(play, "select", "2018-11-05", FIRST)
    assert "selected" == play.state(FIRST)


def test_a_project_may_be_selected_on_conditions_and_is_taken_up_when_they_are_met() -> None:
    """Selected on conditions is not selected, and selected is not signed: the project has a case of its own."""
    play = reviewed("ITA", "IND")
    play.take("shortlist", "CHN", "2018-12-10", track=FIRST)
    jointly(play, "select_on_conditions", "2019-06-01", FIRST, conditions_until="2019-12-31")
    jointly(play, "reject", "2019-06-01", SECOND)
    jointly(play, "announce_results", "2019-06-12", applied=42)
    assert ("results_announced", "selected_conditional") == (play.state(), play.state(FIRST))
    assert f"take_up@{FIRST}" not in play.offered("ITA", "2019-06-13")
    play.take("meet_conditions", "ITA", "2019-09-01", track=FIRST)
    jointly(play, "confirm_conditions", "2019-09-10", FIRST)
    act = play.take("take_up", "ITA", "2019-09-11", track=FIRST)
    assert [("begin", "project", "utilisation", (("agreement", "oosa-cmsa-2016"),))] == act.effects_of("begin")
    assert ("taken_up", play.case) == (play.state(FIRST), play.replayed())


@pytest.mark.parametrize(
    ("at", "open_"), [("2019-12-30", False), ("2019-12-31", False), ("2020-01-01", True)], ids=str
)  # fmt: skip
def test_conditions_that_nobody_meets_end_the_selection_after_their_day(at: str, open_: bool) -> None:
    """Not by itself: both conveners find it."""
    play = reviewed()
    jointly(play, "select_on_conditions", "2019-06-01", FIRST, conditions_until="2019-12-31")
    jointly(play, "announce_results", "2019-06-12")
    play.pass_time(at)
    assert (open_, "selected_conditional") == (
        f"find_conditions_unmet@{FIRST}" in play.offered("CHN", at), play.state(FIRST),
    )  # fmt: skip
    if open_:
        jointly(play, "find_conditions_unmet", at, FIRST)
        assert "rejected" == play.state(FIRST)


def test_an_applicant_reads_its_own_application_and_no_other() -> None:
    """What passes on one reaches its applicant and the conveners."""
    play = complete("ITA", "IND")
    act = play.acts[-1]
    assert ("pass_application", SECOND, "C3", ("IND", "OOSA")) == (act.step, act.track, act.level, act.told)
    assert not next(role for role in ROUND.roles if role.key == "applicant").stake


def test_a_round_under_an_agreement_without_an_office_has_one_convener() -> None:
    """Whoever runs the station publishes and decides alone."""
    play = Play(ALONE, "2027-01-04", {"station": ["IND"]}, Facts())
    play.take("publish_call", "IND", "2027-01-11", filing={"closes_at": {"at": "2027-06-01T00:00:00+05:30",
                                                                         "zone": "Asia/Kolkata"}})  # fmt: skip
    assert ("call_open", "2027-05-31T18:30:00") == (play.state(), play.ends("closing"))
    play.take("apply", "BRA", "2027-03-01", filing={"kind": "commercial"})
    play.pass_time("2027-06-01")
    play.take("pass_application", "IND", "2027-06-10", track=FIRST)
    for review in ("science", "safety"):
        play.take(f"record_{review}_review", "IND", "2027-07-01", track=FIRST, filing={"conflict": "no"})
    play.take("reject", "IND", "2027-08-01", track=FIRST)
    play.take("announce_results", "IND", "2027-08-02")
    assert ("results_announced", "rejected") == (play.state(), play.state(FIRST))


def test_one_review_is_enough_for_the_short_list_and_not_for_a_result() -> None:
    """The short list grants nothing."""
    play = complete()
    assert "No review of this application is on record." == str(
        play.refused("shortlist", "CHN", "2018-11-01", track=FIRST)
    )
    play.take("record_science_review", "CHN", "2018-11-01", track=FIRST, filing={"conflict": "no"})
    play.take("shortlist", "CHN", "2018-11-02", track=FIRST)
    why = play.refused("select", "CHN", "2018-11-03", track=FIRST)
    assert ("shortlisted", True) == (play.state(FIRST), "safety" in str(why))
