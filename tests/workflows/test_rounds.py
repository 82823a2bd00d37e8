"""Rounds: the instant of closing, who learns of whom, completeness, review, results, and two who convene together."""

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.rounds import (
    AFTER,
    AT,
    INSTANT,
    LAST,
    NOON,
    REQUEST,
    SAMPLES,
    applied,
    called,
    jointly,
    reviewed,
    shape,
    together,
    under_review,
)
from workflows.kernel.language import Role
from workflows.kernel.view import Facts
from workflows.rounds.building import build
from workflows.rounds.shape import FILE

FIRST, SECOND = "application:1", "application:2"


def test_a_call_is_public_and_its_instant_binds_whoever_applies() -> None:
    """Not a target of the product: an instant, in UTC to the second, by the rule of the call."""
    play = called()
    limit = play.case.limits["closing"]
    assert ("call_open", "C0") == (play.state(), play.acts[-1].level)
    assert ("LAW_A", "2023-12-22T16:00:00") == (limit.binding, play.ends("closing"))
    assert {"DEFAULT"} == {str(one.binding) for one in SAMPLES.limits if one.key != "closing"}


@pytest.mark.parametrize(("at", "taken"), [(LAST, True), (AT, False), (AFTER, False)], ids=str)
def test_an_application_counts_before_the_instant_and_not_at_it(at: str, taken: bool) -> None:
    """The second before, the instant, the second after."""
    play = called()
    if taken:
        act = play.take("apply", "FRA", at, filing=REQUEST)
        assert ("submitted", False) == (play.state(FIRST), act.late)
    else:
        why = play.refused("apply", "FRA", at, filing=REQUEST)
        assert "“Closing of the call” was at 22 December 2023, 16:00:00 UTC" in str(why)
        assert "It may be lodged in another round." in str(why)
        assert ("closed", "CNSA2023 call") == (why.kind, str(why.under[0]))


def test_an_application_that_bears_an_earlier_date_is_too_late_all_the_same() -> None:
    """A closing is the same for all: what counts is the moment of recording."""
    play = called()
    why = play.refused("apply", "FRA", "2023-12-27", filing=REQUEST, on="2023-12-20")
    assert ("closed", "under_review") == (why.kind, play.state())


def test_the_clock_closes_the_call_at_the_instant_and_the_check_of_thirty_days_begins() -> None:
    """The closing is dated on the instant, however late somebody looks."""
    play = applied("FRA", "ITA")
    assert ["close_call"] == play.pass_time("2023-12-25")
    assert "2023-12-22T16:00:00+00:00" == play.acts[-1].on.isoformat()
    assert ("2024-01-21", "2024-01-21") == (play.ends("formal_check:1"), play.ends("formal_check:2"))
    assert ("2024-06-19", "armed unknown") == (play.ends("review"), play.ends("decision"))
    play.pass_time("2024-06-20")
    assert "2024-07-19" == play.ends("decision")


def test_a_call_is_prolonged_for_all_and_never_shortened() -> None:
    """The later instant is public too."""
    play = called()
    early = {"at": "2023-12-22T15:59:59+00:00", "zone": "UTC"}
    why = play.refused("prolong_call", "CHN", "2023-12-01", filing={"closes_at": early})
    assert ("content", "closes_at") == (why.kind, why.refusals[0].field)
    act = play.take("prolong_call", "CHN", "2023-12-01", filing={"closes_at": {"at": "2024-01-05T16:00:00+00:00",
                                                                               "zone": "UTC"}})  # fmt: skip
    assert ("C0", "2024-01-05T16:00:00") == (act.level, play.ends("closing"))
    play.take("apply", "FRA", "2024-01-05T15:59:59", filing=REQUEST)
    assert ["close_call"] == play.pass_time("2024-01-05T16:00:00")
    assert "prolong_call" not in play.offered("CHN", "2024-01-06")


def test_a_call_closes_a_day_ahead_at_the_soonest() -> None:
    """What closes at once, nobody could read."""
    play = Play(SAMPLES, "2023-11-01", {"curator": ["CHN"]}, Facts())
    why = play.refused("publish_call", "CHN", "2023-12-22", filing={"closes_at": INSTANT})
    assert ("content", "closes_at") == (why.kind, why.refusals[0].field)


def test_an_applicant_replaces_and_withdraws_before_the_closing_and_may_apply_twice() -> None:
    """Its own application alone; each has a number."""
    play = applied("FRA", "ITA", "FRA")
    play.take("replace_application", "FRA", "2023-12-02", track=FIRST, filing=REQUEST)
    why = play.refused("replace_application", "FRA", "2023-12-02", track=SECOND, filing=REQUEST)
    assert "standing" == why.kind
    play.take("withdraw_application", "FRA", "2023-12-03", track="application:3")
    assert ("submitted", "withdrawn") == (play.state(FIRST), play.state("application:3"))
    play.pass_time(AT)
    assert not {f"replace_application@{FIRST}"} & play.offered("FRA", "2023-12-23")
    assert f"withdraw_application@{FIRST}" in play.offered("FRA", "2023-12-23")


def test_no_applicant_is_told_of_another_or_has_a_stake_by_which_it_could_read() -> None:
    """An application goes to the curator; what passes on it to its applicant and the curator."""
    play = applied("FRA")
    act = play.take("apply", "ITA", "2023-12-02", filing=REQUEST)
    assert ("C2", ("CHN",)) == (act.level, act.told)
    play.pass_time(AT)
    act = play.take("pass_application", "CHN", "2024-01-10", track=SECOND)
    assert ("C3", ("ITA",)) == (act.level, act.told)
    assert not next(role for role in SAMPLES.roles if role.key == "applicant").stake


def test_samples_are_asked_for_by_number_and_mass_and_data_are_not() -> None:
    """The condition stands on the question."""
    play = called()
    body = play.filled("apply", hand("FRA"), "2023-12-01", REQUEST)
    without = {key: value for key, value in body.items() if key != "samples"}
    why = play.refused("apply", "FRA", "2023-12-01", filing=without, exact=True)
    assert ("content", "samples") == (why.kind, why.refusals[0].field)
    play.take("apply", "FRA", "2023-12-01", filing={"wanted": "data"})
    assert "submitted" == play.state(FIRST)


@pytest.mark.parametrize(
    ("at", "state"),
    [("2024-01-24", "submitted"), ("2024-01-25", "submitted"), ("2024-01-26", "lapsed")],
    ids=str,
)
def test_an_incomplete_application_is_completed_within_the_period_or_lapses(at: str, state: str) -> None:
    """Fifteen days from 10 January; only the applicant's own silence lets it lapse."""
    play = under_review("FRA")
    missing = {"missing": [{"item": "Safety data"}]}
    play.take("return_application", "CHN", "2024-01-10", track=FIRST, filing=missing)
    assert ("returned_incomplete", "2024-01-25") == (play.state(FIRST), play.ends("correction:1"))
    if state == "lapsed":
        play.refused("correct_application", "FRA", at, track=FIRST)
    else:
        play.take("correct_application", "FRA", at, track=FIRST)
    assert state == play.state(FIRST)


def test_the_curators_silence_lets_nothing_lapse() -> None:
    """All its targets pass; the application stays where it is, and a late check is taken and marked."""
    play = under_review("FRA")
    play.pass_time("2024-12-01")
    assert ("under_review", "submitted") == (play.state(), play.state(FIRST))
    assert play.take("pass_application", "CHN", "2024-12-02", track=FIRST).late


def test_nothing_is_decided_without_a_review_which_no_applicant_reads() -> None:
    """Reviews stay with the curator; an interest of a reviewer is told with it."""
    play = under_review("FRA")
    play.take("pass_application", "CHN", "2024-01-10", track=FIRST)
    why = play.refused("select", "CHN", "2024-02-01", track=FIRST)
    assert "No review of this application is on record." == str(why)
    why = play.refused("record_review", "CHN", "2024-02-01", track=FIRST, exact=True,
                       filing={"kind": "science", "assessment": "Good", "recommended": "yes",
                               "conflict": "yes"})  # fmt: skip
    assert "conflict_told" == why.refusals[0].field
    act = play.take("record_review", "CHN", "2024-02-01", track=FIRST, filing={"conflict": "no"})
    assert ("C4", ()) == (act.level, act.told)
    play.take("select", "CHN", "2024-02-02", track=FIRST)
    assert "selected" == play.state(FIRST)


def test_results_are_announced_when_every_application_has_one() -> None:
    """The list is public; a refusal is told to its applicant with reasons, and no appeal is known."""
    play = reviewed("FRA", "ITA")
    play.take("select", "CHN", "2025-04-20", track=FIRST)
    why = play.refused("announce_results", "CHN", "2025-04-21")
    assert "Some application has no result yet." == str(why)
    act = play.take("reject", "CHN", "2025-04-22", track=SECOND)
    assert ("C3", ("ITA",)) == (act.level, act.told)
    act = play.take("announce_results", "CHN", "2025-04-24")
    assert ("C0", "results_announced") == (act.level, play.state())
    play.take("state_position", "ITA", "2025-04-30", track=SECOND)
    assert "rejected" == play.state(SECOND)


def test_a_selected_applicant_takes_it_up_once_and_a_case_of_its_own_is_opened() -> None:
    """Selected is not signed: the agreement belongs to that case."""
    play = reviewed("FRA")
    play.take("select", "CHN", "2025-04-20", track=FIRST)
    assert "take_up" not in {key.partition("@")[0] for key in play.offered("CHN", "2025-04-21")}
    act = play.take("take_up", "FRA", "2025-04-25", track=FIRST)
    assert [("begin", "request", "samples", (("signing", "none"),))] == act.effects_of("begin")
    assert "taken_up" == play.state(FIRST)
    assert f"take_up@{FIRST}" not in play.offered("FRA", "2025-04-26")


def test_a_call_that_is_cancelled_takes_nothing_any_more() -> None:
    """In public, with reasons; no period runs on."""
    play = applied("FRA")
    act = play.take("cancel_call", "CHN", "2023-12-05")
    assert ("C0", "cancelled") == (act.level, play.state())
    assert [] == play.pass_time("2024-06-01")
    play.refused("apply", "ITA", "2023-12-06", filing=REQUEST)


def test_two_who_convene_together_publish_with_the_hands_of_both() -> None:
    """The office acts in office, the agency as whoever files for it; one hand alone does nothing."""
    play = Play(build(shape()), "2027-04-01", {"organiser": ["OOSA"]}, Facts())
    office, agency = hand("OOSA", "office"), hand("CHN", "dispatch")
    why = play.refused("publish_call", office, "2027-04-01", filing={"closes_at": NOON})
    assert "needs" in str(why)
    play.take("invite_convener", office, "2027-04-02", filing={"convener": "CHN"})
    body = play.filled("publish_call", office, "2027-05-01", {"closes_at": NOON})
    play.take("publish_call", office, "2027-05-01", filing=body, exact=True)
    assert "draft" == play.state()
    play.take("publish_call", agency, "2027-05-02", filing=body, exact=True)
    assert ("call_open", "2027-08-01T12:00:00") == (play.state(), play.ends("closing"))
    assert ["office", "dispatch"] == [act.capacity for act in play.acts[-2:]]


def test_only_who_holds_the_office_joins_in_office() -> None:
    """A hand in office is no hand of the agency, whose liaison files for it."""
    play = Play(build(shape()), "2027-04-01", {"organiser": ["OOSA"]}, Facts())
    play.take("invite_convener", "OOSA", "2027-04-02", filing={"convener": "CHN"})
    why = play.refused("publish_call", hand("CHN", "office"), "2027-05-01", filing={"closes_at": NOON})
    assert "standing" == why.kind


def test_either_convener_checks_and_reviews_and_both_decide() -> None:
    """A short list first; what is on it may be selected on conditions, which end by being met or by their day."""
    play = together()
    for party in ("FRA", "ITA", "KEN"):
        play.take("apply", party, "2027-06-01")
    play.pass_time("2027-08-02")
    for n, reader in ("1", "OOSA"), ("2", "CHN"), ("3", "CHN"):
        play.take("pass_application", reader, "2027-08-10", track=f"application:{n}")
        play.take("record_review", reader, "2027-09-01", track=f"application:{n}", filing={"conflict": "no"})
    play.take("shortlist", "OOSA", "2027-09-10", track=FIRST)
    jointly(play, "select_on_conditions", "2027-10-01", FIRST, conditions_until="2027-12-31")
    jointly(play, "select_on_conditions", "2027-10-01", SECOND, conditions_until="2027-12-31")
    jointly(play, "reject", "2027-10-01", "application:3")
    jointly(play, "announce_results", "2027-10-05")
    assert ("selected_conditional", "2027-12-31") == (play.state(FIRST), play.ends("conditions:1"))
    office = hand("OOSA", "office")
    play.refused("confirm_conditions", office, "2027-11-01", track=FIRST)
    play.take("meet_conditions", "FRA", "2027-11-02", track=FIRST)
    jointly(play, "confirm_conditions", "2027-11-10", FIRST)
    why = play.refused("find_conditions_unmet", office, "2027-12-31", track=SECOND)
    assert "The conditions may still be met." == str(why)
    play.refused("close_round", office, "2027-12-31")
    jointly(play, "find_conditions_unmet", "2028-01-01", SECOND)
    jointly(play, "close_round", "2028-01-02")
    assert ("selected", "rejected", "closed") == (play.state(FIRST), play.state(SECOND), play.state())


def test_a_convener_that_could_not_read_applications_is_a_slip_of_the_author() -> None:
    """It is said when the round is made."""
    with pytest.raises(ValueError, match=f"has to read the file “{FILE}”"):
        shape(joint=Role("other", "another"))
    with pytest.raises(ValueError, match="has to be apart"):
        shape(applicant=Role("applicant", "an applicant", stake=False))
    with pytest.raises(ValueError, match="has no stake and reads no file"):
        Role("applicant", "an applicant", apart=True)


def test_a_round_reads_back_as_it_was_played() -> None:
    """The edition from its text, each act from its JSON."""
    play = reviewed("FRA", "ITA")
    assert play.case == play.replayed()
