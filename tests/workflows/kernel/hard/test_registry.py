"""Registration: a batch of objects, a period that is law for one State only, a dispute, and requests beside it."""

import pytest

from tests.workflows.kernel.hard import registry
from tests.workflows.kernel.play import Play

PROCEDURE = registry.procedure()
OBJECTS = [{"key": "core"}, {"key": "lab-1"}, {"key": "lab-2"}]


def launched(state: str = "CHN") -> Play:
    """Play until three objects, launched on 1 March 2026, are recorded."""
    play = Play(PROCEDURE, "2026-03-05", {"launching": [state], "register": ["OOSA"]})
    play.take("record_launch", state, "2026-03-05", filing={"launched_on": "2026-03-01", "objects": OBJECTS})
    return play


def published() -> Play:
    """Play until all three are published on 1 May 2026."""
    play = launched()
    play.take("enter_all", "CHN", "2026-04-01", filing={"entered_on": "2026-04-01"})
    for step, who in (("clear", "CHN"), ("furnish", "CHN"), ("record", "OOSA")):
        play.take(step, who, "2026-05-01")
    return play


@pytest.mark.parametrize(
    ("state", "ends", "binding", "basis"),
    [("CHN", "2026-04-30", "LAW_N", "CHN_REG2001"), ("JPN", "2026-05-30", "DEFAULT", "PRODUCT")],
)
def test_the_period_is_law_for_the_state_that_has_one_and_a_target_for_others(
    state: str, ends: str, binding: str, basis: str
) -> None:
    """Length, binding and provision are the party's own."""
    play = launched(state)

    limit = play.case.limits["national_registration"]
    assert (ends, binding, basis) == (play.ends("national_registration"), limit.binding, limit.basis[0][0])


def test_each_object_is_entered_by_itself_and_the_last_one_moves_the_case() -> None:
    """Two are in; the third brings the whole launch into the register and stops the period."""
    play = launched()
    for key in ("core", "lab-1"):
        play.take("enter_object", "CHN", "2026-03-20", track=key)
    assert "draft" == play.state()

    play.take("enter_object", "CHN", "2026-03-21", track="lab-2")

    assert ("nationally_registered", "stopped 2026-04-30") == (play.state(), play.ends("national_registration"))


def test_a_batch_is_entered_at_once_with_what_was_entered_before() -> None:
    """One alone, then the rest together."""
    play = launched()
    play.take("enter_object", "CHN", "2026-03-20", track="core")

    play.take("enter_all", "CHN", "2026-03-21")

    assert {"entered"} == {track.state for track in play.case.tracks.values()}
    assert "nationally_registered" == play.state()


def test_an_object_of_the_batch_must_be_named() -> None:
    """With three objects the step asks which one."""
    assert "Name the object that this concerns." == str(launched().refused("enter_object", "CHN", "2026-03-20"))


def test_the_national_period_passes_the_day_after_its_last() -> None:
    """Day 60 after 1 March is 30 April."""
    play = launched()

    assert [] == play.pass_time("2026-04-30T23:59:59")
    assert ["national_registration"] == play.pass_time("2026-05-01T00:00:00")


def test_co_launchers_who_do_not_agree_in_time_have_a_dispute() -> None:
    """Thirty days, by the clock; from the dispute they may still agree."""
    play = launched()
    play.take("name_launchers", "CHN", "2026-03-10", filing={"others": ["FRA"]})
    assert [] == play.pass_time("2026-04-09T23:59:59")
    assert ["dispute_by_time"] == play.pass_time("2026-04-10T00:00:00")

    for party in ("FRA", "CHN"):
        play.take("agree_registrant", party, "2026-04-12")

    assert "draft" == play.state()


def test_a_dispute_over_an_entry_leads_back_to_where_the_case_was() -> None:
    """Published, contested, settled: published again."""
    play = launched()
    play.take("name_launchers", "CHN", "2026-03-10", filing={"others": ["FRA"]})
    for party in ("FRA", "CHN"):
        play.take("agree_registrant", party, "2026-03-12")
    play.take("enter_all", "CHN", "2026-04-01", filing={"entered_on": "2026-04-01"})
    for step, who in (("clear", "CHN"), ("furnish", "CHN"), ("record", "OOSA")):
        play.take(step, who, "2026-05-01")

    play.take("object_to_entry", "FRA", "2026-05-20")
    for party in ("FRA", "CHN"):
        play.take("settle_registrant", party, "2026-06-01")

    assert "recorded" == play.state()
    assert play.case == play.replayed()


def test_a_dispute_over_the_choice_is_not_settled_by_going_back() -> None:
    """Nothing was entered yet: the way on is to agree."""
    play = launched()
    play.take("name_launchers", "CHN", "2026-03-10", filing={"others": ["FRA"]})
    play.take("fail_to_agree", "FRA", "2026-03-15")

    refused = play.refused("settle_registrant", "FRA", "2026-03-16")

    assert "The case did not come here from “Nationally registered”, “Furnished” or “Recorded”." == str(refused)


def test_any_state_asks_for_help_to_identify_beside_the_registration() -> None:
    """An outsider opens a track; the case stays, and two enquiries run each on its own clock."""
    play = published()
    play.take("ask_to_identify", "AUS", "2026-06-01")
    play.take("ask_to_identify", "CHL", "2026-06-05")

    ends = (play.ends("identify:AUS"), play.ends("identify:CHL"))
    assert ("recorded", ("2026-06-16", "2026-06-20")) == (play.state(), ends)


@pytest.mark.parametrize(("at", "late"), [("2026-06-15", False), ("2026-06-16", False), ("2026-06-17", True)])
def test_an_answer_to_an_enquiry_is_taken_early_or_late(at: str, late: bool) -> None:
    """After fifteen days the track says that no reply is recorded; the answer still comes in."""
    play = published()
    play.take("ask_to_identify", "AUS", "2026-06-01")

    act = play.take("answer_enquiry", "CHN", at, track="AUS")

    assert (late, "answered") == (act.late, play.state("enquiry:AUS"))
    assert late == ("record_no_answer" in [done.step for done in play.acts])


def test_a_party_of_the_case_is_no_outsider() -> None:
    """The registering State does not ask itself."""
    assert "standing" == published().refused("ask_to_identify", "CHN", "2026-06-01").kind


def test_the_record_is_complete_when_every_object_is_lost_and_its_loss_notified() -> None:
    """Object by object, each with its own thirty days; the last one closes the case."""
    play = published()
    for day, key in (("2030-01-01", "core"), ("2030-02-01", "lab-1"), ("2030-03-01", "lab-2")):
        assert "recorded" == play.state()
        play.take("note_loss", "CHN", day, track=key)
        play.take("notify_loss", "CHN", day, track=key)

    assert ("closed", "2030-03-31") == (play.state(), str(play.case.limits["lost:lab-2"].expires_on))
    assert play.case == play.replayed()
