"""Silence: the instant decides, the clock stops to the second, and a new text is a new silence."""

import pytest

from tests.workflows.kernel.hard import silence
from tests.workflows.kernel.play import Play

PROCEDURE = silence.procedure()
PARTIES = {"member": ["CHN", "FRA", "ZAF"], "chair": ["CHAIR"], "observer": ["ESA"]}


def text(until: str, version: int = 1) -> dict[str, object]:
    """Fill the filing that opens a silence, until an instant written in Beijing's time."""
    return {"version": version, "until": {"at": until, "zone": "Asia/Shanghai"}}


def opened() -> Play:
    """Play until silence is open: from 1 June 2026, 10:00 UTC to 10 June, 10:00 UTC."""
    play = Play(PROCEDURE, "2026-05-20", PARTIES)
    play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=text("2026-06-10T18:00:00+08:00"))
    return play


def test_silence_ends_at_the_instant_that_was_filed() -> None:
    """Written in one zone, kept as one instant, without a date that a zone could move."""
    play = opened()

    assert "2026-06-10T10:00:00" == play.ends("silence")
    assert (None, "", "LAW_A") == (
        play.case.limits["silence"].expires_on,
        play.case.limits["silence"].length,
        play.case.limits["silence"].binding,
    )


@pytest.mark.parametrize(("until", "taken"), [("18:00:00", True), ("17:59:59", False)])
def test_silence_runs_seventy_two_hours_at_least(until: str, taken: bool) -> None:
    """Exactly three days are enough; a second less names field and least instant."""
    play = Play(PROCEDURE, "2026-05-20", PARTIES)
    filing = text(f"2026-06-04T{until}+08:00")

    if taken:
        play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=filing)
    else:
        refused = play.refused("open_silence", "CHAIR", "2026-06-01T10:00", filing=filing)
        assert "“Silence ends at” must lie at 4 June 2026, 10:00:00 UTC or later: 72 hours are the least." == str(
            refused
        )
        assert ("content", "until") == (refused.kind, refused.refusals[0].field)

    assert ("under_silence" if taken else "proposed") == play.state()


def test_a_break_one_second_before_the_instant_wins() -> None:
    """The text is not adopted, whatever time passes."""
    play = opened()

    play.take("break_silence", "ZAF", "2026-06-10T09:59:59")

    assert ("silence_broken", []) == (play.state(), play.pass_time("2026-07-01"))


@pytest.mark.parametrize("at", ["2026-06-10T10:00:00", "2026-06-10T10:00:01"])
def test_at_the_instant_the_clock_adopts_and_a_later_objection_is_a_statement(at: str) -> None:
    """The break is closed; what its author has to say still goes on record and moves nothing."""
    play = opened()

    refused = play.refused("break_silence", "ZAF", at)
    assert ("closed", "adopted") == (refused.kind, play.state())
    play.take("explain_position", "ZAF", at)

    assert ("adopted", "2026-06-10T10:00:00+00:00") == (play.state(), play.acts[1].on.isoformat())


def test_only_members_break_silence() -> None:
    """An observer and the chair have no such right."""
    play = opened()

    assert ["standing", "standing"] == [
        play.refused("break_silence", who, "2026-06-05").kind for who in ("ESA", "CHAIR")
    ]


def test_an_explanation_does_not_break_silence() -> None:
    """The clock adopts all the same."""
    play = opened()
    play.take("explain_position", "FRA", "2026-06-05")

    assert ["expire"] == play.pass_time("2026-06-10T10:00:00")


def test_a_stopped_clock_keeps_the_rest_to_the_second() -> None:
    """Stopped with 4 days and 37 seconds left, resumed later: as much is left again."""
    play = opened()
    play.take("stop_clock", "CHAIR", "2026-06-06T09:59:23", filing={"precondition": "languages"})

    assert [] == play.pass_time("2026-06-20")
    play.take("resume_clock", "CHAIR", "2026-06-20T08:00:00")

    assert "2026-06-24T08:00:37" == play.ends("silence")


def test_a_resumed_silence_has_seventy_two_hours_at_least() -> None:
    """Stopped with ten minutes left, it goes on with three days."""
    play = opened()
    play.take("stop_clock", "CHAIR", "2026-06-10T09:50:00", filing={"precondition": "text"})

    play.take("resume_clock", "CHAIR", "2026-06-11T12:00:00")

    assert "2026-06-14T12:00:00" == play.ends("silence")


def test_while_stopped_nothing_expires_and_a_break_is_possible() -> None:
    """A month after the instant the objection still counts."""
    play = opened()
    play.take("stop_clock", "CHAIR", "2026-06-06", filing={"precondition": "delivery"})

    play.take("break_silence", "CHN", "2026-07-10")

    assert ("silence_broken", []) == (play.state(), play.pass_time("2026-12-01"))


def test_a_clock_that_does_not_run_cannot_be_stopped_nor_one_that_runs_resumed() -> None:
    """Each is refused with its reason."""
    play = opened()
    assert "“Silence” is not stopped." == str(play.refused("resume_clock", "CHAIR", "2026-06-05"))

    play.take("stop_clock", "CHAIR", "2026-06-06", filing={"precondition": "text"})

    assert "“Silence” is not running." == str(
        play.refused("stop_clock", "CHAIR", "2026-06-07", filing={"precondition": "text"})
    )
    assert "“Silence” cannot be extended now." == str(play.refused("extend_silence", "FRA", "2026-06-07"))


def test_one_member_extends_once_before_the_instant() -> None:
    """Seventy-two hours more, and no second time, whoever asks."""
    play = opened()
    play.take("extend_silence", "FRA", "2026-06-10T09:59:59")
    assert "2026-06-13T10:00:00" == play.ends("silence")

    refused = play.refused("extend_silence", "CHN", "2026-06-11")

    assert "“Silence” cannot be extended now." == str(refused)
    assert ["expire"] == play.pass_time("2026-06-13T10:00:00")


def test_an_extension_after_the_instant_comes_too_late() -> None:
    """The text is adopted."""
    play = opened()

    assert "closed" == play.refused("extend_silence", "FRA", "2026-06-10T10:00:00").kind
    assert "adopted" == play.state()


def test_the_letter_of_the_chair_has_a_target_of_two_working_days() -> None:
    """Adopted on Wednesday 10 June: Friday is in time, Monday is late, and neither undoes the adoption."""
    for at, late in (("2026-06-11", False), ("2026-06-12", False), ("2026-06-15", True)):
        play = opened()
        play.pass_time("2026-06-10T10:00:00")
        assert "2026-06-12" == play.ends("letter")

        assert (late, "adopted") == (play.take("issue_letter", "CHAIR", at).late, play.state())


def test_a_new_silence_needs_a_new_text_and_a_full_new_period() -> None:
    """The same version is refused by its field; the next one runs from anew and may be extended again."""
    play = opened()
    play.take("extend_silence", "FRA", "2026-06-05")
    play.take("break_silence", "ZAF", "2026-06-09")

    refused = play.refused("amend_and_retry", "CHAIR", "2026-06-10T10:00", filing=text("2026-06-20T18:00:00+08:00"))
    assert "“Number of the version”: 1 was circulated before; a new text has a new number." == str(refused)
    play.take("amend_and_retry", "CHAIR", "2026-06-10T10:00", filing=text("2026-06-20T18:00:00+08:00", version=2))

    assert ("under_silence", "2026-06-20T10:00:00") == (play.state(), play.ends("silence"))
    assert "extend_silence" in play.offered("FRA", "2026-06-11")
    assert play.case == play.replayed()
