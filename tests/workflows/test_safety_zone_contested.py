"""Zones that are contested: objections, replies, what becomes of the zone, and talks beside it."""

import pytest

from tests.workflows.zones import (
    ALTERED,
    BRAZIL,
    CHINA,
    INDIA,
    JAPAN,
    active,
    begun,
    contested,
    notified,
)

OBJECTION = f"objection:{CHINA}"


@pytest.mark.parametrize("by", [CHINA, JAPAN], ids=["no signatory", "signatory"])
def test_an_objection_is_handled_alike_whoever_makes_it(by: str) -> None:
    """On the treaty, and without effect on the operation."""
    play = contested(by)
    act = play.acts[-1]
    assert ("contested", "2030-07-01", "proceeding") == (
        play.state(), play.ends(f"objection:{by}"), play.case.activity,
    )  # fmt: skip
    assert [("OST", "I(2)"), ("OST", "II"), ("OST", "IX s1")] == [one[:2] for one in act.basis]


def test_an_unreasonable_size_is_a_ground_like_others() -> None:
    """The product does not say what is reasonable."""
    play = active()
    play.take("object", BRAZIL, "2030-06-10", filing={"ground": ["size", "duration"]})
    assert "contested" == play.state()


@pytest.mark.parametrize(
    ("at", "state"), [("2030-07-01", "objected"), ("2030-07-02", "no_reply")], ids=["the day", "the day after"]
)
def test_an_objection_without_reply_stands(at: str, state: str) -> None:
    """Twenty-one days by a target; the zone stays contested."""
    play = contested()
    play.pass_time(at)
    assert ("contested", state) == (play.state(), play.state(OBJECTION))


@pytest.mark.parametrize(
    ("settled", "state"), [("kept", "active"), ("altered", "altered"), ("ended", "ended")], ids=str
)
def test_an_objection_is_settled_after_a_reply_and_not_before(settled: str, state: str) -> None:
    """Kept, altered or ended; an altered zone is told first."""
    play = contested()
    if settled == "altered":
        play.take("alter", INDIA, "2030-06-12", filing=ALTERED)
    why = play.refused("settle_objection", INDIA, "2030-06-15", filing={"settled_as": settled})
    assert ("closed", True) == (why.kind, "replied to first" in str(why))
    play.take("answer_objection", INDIA, "2030-06-20", track=OBJECTION)
    play.take("settle_objection", INDIA, "2030-06-22", filing={"settled_as": settled})
    assert state == play.state()
    if settled == "altered":
        assert "2030-06-29" == play.ends("alteration")


def test_a_zone_that_was_never_altered_is_not_settled_as_altered() -> None:
    """What others read is what was told."""
    play = contested()
    play.take("answer_objection", INDIA, "2030-06-20", track=OBJECTION)
    why = play.refused("settle_objection", INDIA, "2030-06-22", filing={"settled_as": "altered"})
    assert ("content", True) == (why.kind, "no altered zone is on record" in str(why))


def test_an_objection_before_the_zone_begins_leads_back_to_the_notice() -> None:
    """It has not begun yet."""
    play = notified()
    play.take("object", CHINA, "2030-02-10")
    play.take("drop_objection", CHINA, "2030-02-20", track=OBJECTION)
    play.take("settle_objection", INDIA, "2030-02-21", filing={"settled_as": "kept"})
    assert ("notified", "dropped") == (play.state(), play.state(OBJECTION))


@pytest.mark.parametrize(
    ("step", "by", "procedure"),
    [("open_consultation", INDIA, "ost9"), ("request_consultation", CHINA, "ost9_request")],
    ids=["operating", "objecting"],
)
def test_a_contested_zone_may_be_talked_over_under_article_ix(step: str, by: str, procedure: str) -> None:
    """In a case of its own, by either side."""
    play = contested()
    act = play.take(step, by, "2030-06-12")
    assert ("contested", [("consultation", procedure)]) == (play.state(), begun(act))


def test_a_dispute_is_opened_beside_a_zone_which_goes_on() -> None:
    """By whoever objects."""
    play = contested()
    act = play.take("refer", CHINA, "2030-06-12", filing={"agreement": "un-charter-33"})
    assert ("contested", [("dispute", "settlement")]) == (play.state(), begun(act))
