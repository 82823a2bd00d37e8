"""Admission in plenary: what a chair records answers what lies before the plenary, and no plenary counts twice."""

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.test_lunar_participation import PLAN, applied, held
from workflows.kernel.view import Facts

ROLL = "roll:lunar_participation:copuos-draft:member"


def deferred() -> Play:
    """Play until India has broken the silence on Japan's application, on 14 January 2027."""
    play = applied()
    play.take("circulate", "OOSA", "2027-01-13", filing={})
    play.take("break_silence", "IND", "2027-01-14", filing={})
    return play


def test_one_plenary_without_consensus_is_not_counted_twice() -> None:
    """That of 1 February 2027 cannot refuse as well; a later one can."""
    play = applied()
    play.take("circulate_for_plenary", "OOSA", "2027-01-12", filing={"plenary_on": "2027-02-01"})
    play.take("find_no_consensus", "ROU", "2027-02-01", filing={"held_on": "2027-02-01"})

    refused = play.refused("refuse", "ROU", "2027-02-02", filing={"held_on": "2027-02-01"}, exact=True)
    assert ("content", "held_on") == (refused.kind, refused.refusals[0].field)
    assert "must lie after 1 February 2027, the one that is on record already." in str(refused)
    play.take("refuse", "ROU", "2027-06-14", filing={"held_on": "2027-06-14"}, exact=True)
    assert "refused" == play.state()


@pytest.mark.parametrize(
    ("held_on", "why"),
    [
        ("2027-01-13", "lies before 14 January 2027: what was held before that does not answer it"),
        ("2027-02-02", "is still to come"),
    ],
)
def test_no_plenary_admits_that_was_held_before_the_objection_or_is_still_to_come(held_on: str, why: str) -> None:
    """India objected on 14 January 2027; the chair writes on 1 February."""
    play = deferred()
    for step in ("admit", "find_no_consensus"):
        refused = play.refused(step, "ROU", "2027-02-01", filing={"held_on": held_on}, exact=True)
        assert ("content", True) == (refused.kind, why in str(refused))
    play.take("admit", "ROU", "2027-02-01", filing={"held_on": "2027-02-01"}, exact=True)
    assert ("admitted", "member") == (play.state(), held(play))


def test_a_member_objects_to_what_was_deferred_and_only_a_later_plenary_answers_that() -> None:
    """Luxembourg objects on 20 January 2027; it leaves it deferred."""
    play = deferred()
    play.take("object", "LUX", "2027-01-20", filing={})
    assert "deferred" == play.state()
    assert "lies before 20 January 2027" in str(
        play.refused("admit", "ROU", "2027-02-01", filing={"held_on": "2027-01-19"}, exact=True)
    )
    assert "object" not in play.offered("JPN", "2027-01-21")


def test_whoever_is_no_member_any_more_objects_to_nothing() -> None:
    """Luxembourg left the mechanism after the circulation."""
    play = applied()
    play.take("circulate_for_plenary", "OOSA", "2027-01-12", filing={"plenary_on": "2027-02-01"})
    play.world = Facts({ROLL: ["IND"]})
    assert "LUX is not a member under this charter." == str(play.refused("object", "LUX", "2027-01-13", filing={}))
    play.take("object", "IND", "2027-01-13", filing={})
    assert "deferred" == play.state()


def test_members_that_came_since_are_named_when_it_is_put_to_a_plenary() -> None:
    """Korea was admitted on 1 February 2027."""
    play = deferred()
    play.world = Facts({ROLL: ["IND", "LUX", "KOR"]})
    assert "object" not in play.offered("KOR", "2027-02-02")
    play.take("put_to_plenary", "OOSA", "2027-02-02", filing={"plenary_on": "2027-06-14"})
    assert "object" in play.offered("KOR", "2027-02-02")


@pytest.mark.parametrize("step", ["circulate", "circulate_for_plenary"])
def test_what_the_applicant_was_asked_for_comes_before_the_circulation(step: str) -> None:
    """An application that lacks something is not before the members."""
    play = applied()
    assert step in play.offered("OOSA", "2027-01-12")
    play.take("ask_to_complete", "OOSA", "2027-01-12", filing={"text": "The plan."})
    assert "it completes the application first" in str(play.refused(step, "OOSA", "2027-01-13"))

    play.take("complete_application", "JPN", "2027-01-14", filing={"text": "Here."})
    assert {step} == play.offered("OOSA", "2027-01-14") & {step}
    assert "complete_application" not in play.offered("JPN", "2027-01-15")
    assert play.case == play.replayed()


def test_a_second_application_is_complete_until_something_is_asked_for_again() -> None:
    """What was missing in the first is not missing in the next."""
    play = deferred()
    play.take("find_no_consensus", "ROU", "2027-02-01", filing={"held_on": "2027-02-01"})
    play.take("refuse", "ROU", "2027-06-14", filing={"held_on": "2027-06-14"})
    play.take("apply_again", "JPN", "2028-06-15", filing={"class_sought": "member", **PLAN})
    assert "circulate" in play.offered("OOSA", "2028-06-16")
