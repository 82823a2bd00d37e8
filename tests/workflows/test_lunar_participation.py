"""How one comes to take part in the lunar mechanism, changes class, and leaves: dated stories."""

from datetime import date

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.view import Facts
from workflows.lunar_participation import ON_ROLL, ParticipationTerms, participation

DRAFT = participation(ParticipationTerms())
OPEN = participation(ParticipationTerms(charter="open-copuos"))
ROLL = Facts({"roll:lunar_participation:copuos-draft:member": ["IND", "LUX"]})
PLAN = {"activity": "A lander."}


def applied(who: str = "JPN", sought: str = "member", world: Facts = ROLL) -> Play:
    """Play until somebody has applied, on 11 January 2027."""
    play = Play(DRAFT, "2027-01-11", {"applicant": [who]}, world)
    play.take("apply", who, "2027-01-11", filing={"class_sought": sought, **PLAN})
    return play


def admitted(sought: str = "observer") -> Play:
    """Play until a plenary has admitted Japan, on 1 February 2027."""
    play = applied(sought=sought)
    play.take("circulate_for_plenary", "OOSA", "2027-01-12", filing={"plenary_on": "2027-02-01"})
    play.take("admit", "ROU", "2027-02-01", filing={"held_on": "2027-02-01"})
    return play


def held(play: Play) -> object:
    """Give the class in which the filer stands on the roll, none where it does not."""
    return play.case.facts.get("class_held") if play.state() in ON_ROLL else None


def test_a_founding_member_takes_its_place_by_accepting() -> None:
    """It is on the roll from that act on, and the chairs and the secretariat are in the case."""
    play = Play(DRAFT, "2027-01-11", {"applicant": ["LUX"]}, ROLL)
    assert held(play) is None
    play.take("accept_charter", "LUX", "2027-01-11", filing={"class_sought": "member"})
    assert ("admitted", "member") == (play.state(), held(play))
    assert (("ROU", "PAK"), ("OOSA",)) == (play.case.parties["chair"], play.case.parties["secretariat"])


def test_a_state_that_is_no_founder_applies() -> None:
    """Japan is not listed among those taken as founders; under the open charter it is."""
    play = Play(DRAFT, "2027-01-11", {"applicant": ["JPN"]}, ROLL)
    why = play.refused("accept_charter", "JPN", "2027-01-11", filing={"class_sought": "member"})
    assert "JPN is not among the founding members; it may apply." == str(why)
    play = Play(OPEN, "2027-01-11", {"applicant": ["JPN"]}, ROLL)
    play.take("accept_charter", "JPN", "2027-01-11", filing={"class_sought": "member"})
    assert "admitted" == play.state()


@pytest.mark.parametrize(("kind", "sought"), [("igo", "member"), ("body", "member"), ("state", "associate")])
def test_a_class_is_for_those_of_its_kind(kind: str, sought: str) -> None:
    """Members are States, associates are organisations and bodies."""
    play = Play(DRAFT, "2027-01-11", {"applicant": ["ESA"]}, Facts({"kind": kind}))
    why = play.refused("apply", "ESA", "2027-01-11", filing={"class_sought": sought, **PLAN})
    assert ("content", "class_sought", True) == (why.kind, why.refusals[0].field, "You are not." in str(why))


def test_a_state_outside_the_committee_is_no_member_under_the_open_charter() -> None:
    """As far as the list of the Committee is known, which its grade says is from memory."""
    play = Play(OPEN, "2027-01-11", {"applicant": ["PRK"]}, ROLL)
    why = play.refused("apply", "PRK", "2027-01-11", filing={"class_sought": "member", **PLAN})
    assert ("COPUOS_P consensus", "M") == (str(why.under[0]), why.under[0].grade)
    play.take("apply", "PRK", "2027-01-11", filing={"class_sought": "observer", **PLAN})


def test_whoever_has_a_case_on_it_already_goes_on_there() -> None:
    """A second case would be a way round the twelve months; one that left begins anew."""
    for state, free in (("refused", False), ("admitted", False), ("under_review", False), ("left", True)):
        play = Play(DRAFT, "2027-01-11", {"applicant": ["JPN"]}, Facts({"entered": [["LMP-2026-A", state]]}))
        assert free == ("apply" in play.offered("JPN", "2027-01-11"))


def test_the_secretariat_has_fourteen_days_and_asks_for_what_is_missing() -> None:
    """The check begins anew when the application is complete."""
    play = applied()
    assert "2027-01-25" == play.ends("completeness")
    assert "complete_application" not in play.offered("JPN", "2027-01-12")
    play.take("ask_to_complete", "OOSA", "2027-01-20", filing={"text": "The plan."})
    play.take("complete_application", "JPN", "2027-01-22", filing={"text": "Here."})
    assert "2027-02-05" == play.ends("completeness")


@pytest.mark.parametrize(
    ("at", "state"), [("2027-01-27T23:59:59", "under_review"), ("2027-01-28T00:00:00", "admitted")]
)
def test_an_unbroken_silence_admits_at_its_instant_and_not_a_second_before(at: str, state: str) -> None:
    """Ten working days from Wednesday 13 January."""
    play = applied()
    play.take("circulate", "OOSA", "2027-01-13", filing={})
    assert held(play) is None
    play.pass_time(at)
    assert (state, "member" if state == "admitted" else None) == (play.state(), held(play))


def test_one_objection_in_the_last_second_defers_and_an_applicant_cannot_object() -> None:
    """Those entitled are the members on the roll when it was circulated."""
    play = applied()
    play.take("circulate", "OOSA", "2027-01-13", filing={})
    assert "break_silence" not in play.offered("JPN", "2027-01-14")
    play.take("break_silence", "IND", "2027-01-27T23:59:59", filing={})
    assert ("deferred", None) == (play.state(), held(play))


def test_no_consensus_in_two_plenaries_refuses_and_the_way_back_is_open_after_twelve_months() -> None:
    """The day before and the last day are refused with a date; the day after is open."""
    play = applied()
    play.take("circulate_for_plenary", "OOSA", "2027-01-12", filing={"plenary_on": "2027-02-01"})
    play.take("find_no_consensus", "ROU", "2027-02-01", filing={"held_on": "2027-02-01"})
    assert "find_no_consensus" not in play.offered("ROU", "2027-06-14")
    play.take("refuse", "PAK", "2027-06-14", filing={"held_on": "2027-06-14"})
    assert "refused" == play.state()
    for day in ("2028-06-13", "2028-06-14"):
        why = play.refused("apply_again", "JPN", day, filing={"class_sought": "member", **PLAN})
        assert date(2028, 6, 15) == why.opens_on
    play.take("apply_again", "JPN", "2028-06-15", filing={"class_sought": "member", **PLAN})
    play.take("circulate_for_plenary", "OOSA", "2028-06-16", filing={"plenary_on": "2028-07-03"})
    play.take("find_no_consensus", "ROU", "2028-07-03", filing={"held_on": "2028-07-03"})
    assert "deferred" == play.state()


def test_the_roll_is_right_while_a_change_of_class_is_under_review_and_when_it_is_granted() -> None:
    """An observer that asks to be member stays observer until it is member."""
    play = admitted()
    play.take("change_class", "JPN", "2027-03-01", filing={"class_sought": "member", **PLAN})
    assert ("under_review", "observer") == (play.state(), held(play))
    play.take("circulate", "OOSA", "2027-03-02", filing={})
    play.pass_time("2027-03-16T23:59:59")
    assert "observer" == held(play)
    play.pass_time("2027-03-17T00:00:00")
    assert ("admitted", "member") == (play.state(), held(play))


def test_a_change_of_class_that_is_withdrawn_or_refused_leaves_the_class_as_it_is() -> None:
    """Nobody is put out for asking."""
    play = admitted()
    play.take("change_class", "JPN", "2027-03-01", filing={"class_sought": "member", **PLAN})
    play.take("withdraw_application", "JPN", "2027-03-02", filing={})
    assert ("admitted", "observer") == (play.state(), held(play))
    play.take("change_class", "JPN", "2027-03-03", filing={"class_sought": "member", **PLAN})
    play.take("find_no_consensus", "ROU", "2027-04-01", filing={"held_on": "2027-04-01"})
    play.take("refuse", "ROU", "2027-06-01", filing={"held_on": "2027-06-01"})
    assert ("admitted", "observer") == (play.state(), held(play))


def test_an_application_that_is_withdrawn_ends_the_case() -> None:
    """Whoever takes part in no class yet has nothing to go back to."""
    play = applied()
    play.take("circulate", "OOSA", "2027-01-13", filing={})
    play.take("withdraw_application", "JPN", "2027-01-14", filing={})
    assert ("withdrawn", None) == (play.state(), held(play))


def test_leaving_takes_effect_after_thirty_days_and_may_be_taken_back_until_then() -> None:
    """On the last day it takes part still; the day after it does not."""
    play = admitted()
    play.take("leave", "JPN", "2027-03-01", filing={})
    assert ("leaving", "observer", "2027-03-31") == (play.state(), held(play), play.ends("leaving"))
    play.take("withdraw_notice", "JPN", "2027-03-05", filing={})
    play.take("leave", "JPN", "2027-04-01", filing={})
    play.pass_time("2027-05-01T23:59:59")
    assert "observer" == held(play)
    play.pass_time("2027-05-02T00:00:00")
    assert ("left", None) == (play.state(), held(play))


def test_nothing_of_it_is_law() -> None:
    """Every period and every step is SOFT or a default, and the title says that it is a proposal."""
    for form in (DRAFT, OPEN):
        assert form.title.endswith("(proposal, not law)")
        cited = [str(c.binding) for step in form.steps for c in step.under]
        assert {"SOFT", "DEFAULT"} == {*cited, *(str(limit.binding) for limit in form.limits)}
