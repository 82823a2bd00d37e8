"""Silence: the instant decides, the clock stops to the second, and a new text is a new silence."""

import pytest

from tests.workflows.kernel.hard import silence
from tests.workflows.kernel.play import Play
from workflows.kernel.frozen_text import frozen_text
from workflows.kernel.view import Facts

PROCEDURE = silence.procedure()
PARTIES = {"member": ["CHN", "FRA", "ZAF"], "chair": ["CHAIR"], "secretariat": ["OOSA"], "observer": ["ESA"]}
BOTH = ("en", "fr")


def text(until: str = "", words: str = "First words.", posted: tuple[str, ...] = BOTH) -> dict[str, object]:
    """Fill the filing that opens a silence, until an instant written in Beijing's time."""
    filed: dict[str, object] = {"heading": "Rules of traffic", "text": words, "posted_in": list(posted)}
    return {**filed, "until": {"at": until, "zone": "Asia/Shanghai"}} if until else filed


def proposed(world: Facts | None = None) -> Play:
    """Play until a text is proposed, on 20 May 2026."""
    return Play(PROCEDURE, "2026-05-20", PARTIES, world or Facts())


def opened(world: Facts | None = None, posted: tuple[str, ...] = BOTH) -> Play:
    """Play until silence is open: from 1 June 2026, 10:00 UTC to 10 June, 10:00 UTC."""
    play = proposed(world)
    filing = text("2026-06-10T18:00:00+08:00", posted=posted)
    play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=filing, exact=True)
    return play


def test_silence_ends_at_the_instant_that_was_filed() -> None:
    """Written in one zone, kept as one instant, without a date that a zone could move."""
    play = opened()

    assert "2026-06-10T10:00:00" == play.ends("silence")
    held = play.case.limits["silence"]
    assert (None, "", "LAW_A") == (held.expires_on, held.length, held.binding)
    assert ("GA74_544", "silence", "SOFT") in held.basis


def test_without_an_instant_ten_working_days_are_counted_to_an_instant() -> None:
    """From Monday 1 June 2026, over two weekends, to the end of Monday 15 June in UTC."""
    play = proposed()
    play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=text(), exact=True)

    assert ("2026-06-16T00:00:00", None) == (play.ends("silence"), play.case.limits["silence"].expires_on)


@pytest.mark.parametrize(("until", "taken"), [("18:00:00", True), ("17:59:59", False)])
def test_silence_runs_seventy_two_hours_at_least(until: str, taken: bool) -> None:
    """Exactly three days are enough; a second less names field and least instant, under charter and pattern."""
    play = proposed()
    filing = text(f"2026-06-04T{until}+08:00")

    if taken:
        play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=filing, exact=True)
    else:
        refused = play.refused("open_silence", "CHAIR", "2026-06-01T10:00", filing=filing, exact=True)
        assert "“Silence ends at” must lie at 4 June 2026, 10:00:00 UTC or later: 72 hours are the least." == str(
            refused
        )
        assert ("content", "until") == (refused.kind, refused.refusals[0].field)
        assert [("the charter", "LAW_A"), ("GA74_544", "SOFT")] == [(c.instrument, c.binding) for c in refused.under]

    assert ("under_silence" if taken else "proposed") == play.state()


def test_a_break_one_second_before_the_instant_wins() -> None:
    """The text is not adopted, whatever time passes."""
    play = opened()

    act = play.take("break_silence", "ZAF", "2026-06-10T09:59:59")

    assert ("silence_broken", []) == (play.state(), play.pass_time("2026-07-01"))
    assert ("CHAIR", "CHN", "FRA", "OOSA") == act.told


@pytest.mark.parametrize("at", ["2026-06-10T10:00:00", "2026-06-10T10:00:01"])
def test_at_the_instant_the_clock_adopts_and_a_later_objection_is_a_statement(at: str) -> None:
    """The break is closed with the instant in its sentence; the objection goes on record as late and moves nothing."""
    play = opened()

    refused = play.refused("break_silence", "ZAF", at)
    assert ("closed", "adopted") == (refused.kind, play.state())
    assert "ended on 10 June 2026, 10:00:00 UTC: what is received at that instant or after it is too late" in str(
        refused
    )
    late = play.take("object_late", "ZAF", at)

    assert (True, "adopted", "2026-06-10T10:00:00+00:00") == (late.late, play.state(), play.acts[1].on.isoformat())


def test_a_break_bears_no_earlier_date_than_its_recording() -> None:
    """What counts is the moment of receipt: nobody breaks afterwards what time has adopted."""
    play = opened()
    play.pass_time("2026-06-10T10:00:00")

    refused = play.refused("break_silence", "ZAF", "2026-06-11", on="2026-06-09")

    assert "What counts here is the moment of recording: this act bears no earlier date." == str(refused)
    assert "adopted" == play.state()


def test_only_those_entitled_when_silence_was_opened_break_it() -> None:
    """An observer and the chair have no such right, nor has a member that joined since."""
    play = opened()
    play.case = play.case.patched((("party", "member", "JPN"),))

    assert ["standing", "standing", "standing"] == [
        play.refused("break_silence", who, "2026-06-05").kind for who in ("ESA", "CHAIR", "JPN")
    ]
    assert ("CHN", "FRA", "ZAF") == frozen_text(play.case).entitled


def test_an_explanation_does_not_break_silence() -> None:
    """The clock adopts all the same, and an explanation may follow."""
    play = opened()
    play.take("make_explanation", "FRA", "2026-06-05")

    assert ["expire_silence"] == play.pass_time("2026-06-10T10:00:00")
    play.take("make_explanation", "CHN", "2026-06-11")
    assert "adopted" == play.state()


def test_a_stopped_clock_keeps_the_rest_to_the_second() -> None:
    """Stopped with 4 days and 37 seconds left, resumed later: as much is left again."""
    play = opened()
    play.take("stop_silence", "OOSA", "2026-06-06T09:59:23", filing={"precondition": "contact"})

    assert [] == play.pass_time("2026-06-20")
    play.take("resume_silence", "CHAIR", "2026-06-20T08:00:00")

    assert "2026-06-24T08:00:37" == play.ends("silence")


def test_a_counted_silence_keeps_the_rest_to_the_second_too() -> None:
    """Ten working days to 16 June 2026, 00:00 UTC; stopped with 5 days, 14 hours and 23 seconds left."""
    play = proposed()
    play.take("open_silence", "CHAIR", "2026-06-01T10:00", filing=text(), exact=True)
    play.take("stop_silence", "OOSA", "2026-06-10T09:59:37", filing={"precondition": "contact"})

    play.take("resume_silence", "CHAIR", "2026-06-12T09:59:37")

    assert "2026-06-18T00:00:00" == play.ends("silence")


def test_a_resumed_silence_has_seventy_two_hours_at_least() -> None:
    """Stopped with ten minutes left, it goes on with three days."""
    play = opened()
    play.take("stop_silence", "CHAIR", "2026-06-10T09:50:00", filing={"precondition": "contact"})

    play.take("resume_silence", "CHAIR", "2026-06-11T12:00:00")

    assert "2026-06-14T12:00:00" == play.ends("silence")


def test_while_stopped_nothing_expires_and_a_break_is_possible() -> None:
    """A month after the instant the objection still counts."""
    play = opened()
    play.take("stop_silence", "CHAIR", "2026-06-06", filing={"precondition": "contact"})

    play.take("break_silence", "CHN", "2026-07-10")

    assert ("silence_broken", []) == (play.state(), play.pass_time("2026-12-01"))


def test_a_clock_that_does_not_run_cannot_be_stopped_nor_one_that_runs_resumed() -> None:
    """Each is refused with its reason."""
    play = opened()
    assert "“Silence” is not stopped." == str(play.refused("resume_silence", "CHAIR", "2026-06-05"))

    play.take("stop_silence", "CHAIR", "2026-06-06", filing={"precondition": "contact"})

    assert "“Silence” is not running." == str(
        play.refused("stop_silence", "CHAIR", "2026-06-07", filing={"precondition": "contact"})
    )
    assert "“Silence” is not running." in str(play.refused("extend_silence", "FRA", "2026-06-07"))


def test_another_precondition_than_those_named_is_explained() -> None:
    """The field at fault is named."""
    refused = opened().refused("stop_silence", "CHAIR", "2026-06-06", filing={"precondition": "other"}, exact=True)

    assert ("content", "explanation") == (refused.kind, refused.refusals[0].field)


def test_a_missing_language_version_stops_the_clock_at_once() -> None:
    """Opened without the French text: nothing runs until it is posted and the chair lets the clock go on."""
    play = opened(posted=("en",))
    assert ("stop_for_language", "paused 2026-06-10T10:00:00") == (play.acts[-1].step, play.ends("silence"))

    refused = play.refused("resume_silence", "CHAIR", "2026-06-03")
    assert "French is “Missing”; needed is “Posted”." == str(refused)
    play.take("post_language", "OOSA", "2026-06-03", track="language:fr")
    play.take("resume_silence", "CHAIR", "2026-06-03T12:00:30")

    assert "2026-06-12T12:00:30" == play.ends("silence")


def test_a_language_version_that_is_withdrawn_stops_the_clock() -> None:
    """In the same moment, with the rest kept to the second."""
    play = opened()

    play.take("withdraw_language", "OOSA", "2026-06-08T10:00:01", track="language:fr")

    assert ["withdraw_language", "stop_for_language"] == [act.step for act in play.acts[-2:]]
    assert [] == play.pass_time("2026-06-30")


def test_nobody_is_asked_by_silence_who_cannot_be_reached() -> None:
    """The refusal names whom no contact point reaches."""
    play = proposed(Facts({"reachable:ZAF": False}, names={"ZAF": "South Africa"}))

    refused = play.refused("open_silence", "CHAIR", "2026-06-01T10:00", filing=text(), exact=True)

    assert ("closed", "South Africa has no contact point that answered.") == (refused.kind, str(refused))


def test_at_the_instant_a_text_is_not_adopted_over_somebody_who_cannot_be_reached() -> None:
    """The clock stops with nothing left; once France answers again the silence goes on for three days."""
    play = opened()
    play.world = Facts({"reachable:FRA": False})

    assert ["expire_silence"] == play.pass_time("2026-06-10T10:00:00")
    assert ("under_silence", "paused 2026-06-10T10:00:00") == (play.state(), play.ends("silence"))
    assert "FRA has no contact point that answered." in str(play.refused("resume_silence", "CHAIR", "2026-06-11"))

    play.world = Facts()
    play.take("resume_silence", "CHAIR", "2026-06-11T09:00:00")
    assert "2026-06-14T09:00:00" == play.ends("silence")
    assert ["expire_silence"] == play.pass_time("2026-06-14T09:00:00")
    assert ("adopted", play.case) == (play.state(), play.replayed())


def test_one_member_extends_once_before_the_instant() -> None:
    """Seventy-two hours more, and no second time, whoever asks."""
    play = opened()
    play.take("extend_silence", "FRA", "2026-06-10T09:59:59")
    assert "2026-06-13T10:00:00" == play.ends("silence")

    refused = play.refused("extend_silence", "CHN", "2026-06-11")

    assert "“Silence” cannot be extended now." == str(refused)
    assert ["expire_silence"] == play.pass_time("2026-06-13T10:00:00")


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

        letter = play.take("confirm_adoption", "CHAIR", at)
        assert (late, "adopted", ("adoption_confirmed",)) == (letter.late, play.state(), play.case.flags)
        assert "No adoption by silence waits for a letter." == str(play.refused("confirm_adoption", "CHAIR", at))


def test_a_new_silence_needs_a_new_text_and_a_full_new_period() -> None:
    """The same words are refused, spaced and headed as they may be; others run anew and may be extended again."""
    play = opened()
    play.take("extend_silence", "FRA", "2026-06-05")
    play.take("break_silence", "ZAF", "2026-06-09")

    same = text("2026-06-20T18:00:00+08:00", "First \n words.") | {"heading": "Another heading"}
    refused = play.refused("amend_and_retry", "CHAIR", "2026-06-10T10:00", filing=same, exact=True)
    assert ("content", "text") == (refused.kind, refused.refusals[0].field)
    assert "with the same digest; a new silence needs a new text." in str(refused)
    other = text("2026-06-20T18:00:00+08:00", "Second words.", posted=("en",))
    play.take("amend_and_retry", "CHAIR", "2026-06-10T10:00", filing=other, exact=True)

    assert ("under_silence", "paused 2026-06-20T10:00:00") == (play.state(), play.ends("silence"))
    play.take("post_language", "OOSA", "2026-06-10T10:00", track="language:fr")
    play.take("resume_silence", "CHAIR", "2026-06-10T10:00")
    assert "2026-06-20T10:00:00" == play.ends("silence")
    assert "extend_silence" in play.offered("FRA", "2026-06-11")
    assert play.case == play.replayed()


def test_a_text_is_put_before_somebody_or_not_at_all() -> None:
    """Silence of nobody adopts nothing."""
    play = proposed()
    play.case = play.case.patched(())
    object.__setattr__(play.case, "parties", {**play.case.parties, "member": ()})

    refused = play.refused("open_silence", "CHAIR", "2026-06-01T10:00", filing=text(), exact=True)

    assert "Nobody is entitled to object, so that no silence can be kept." == str(refused)
