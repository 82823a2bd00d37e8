"""Late facts: an act that was done before a lapse and is recorded after it."""

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.actors import CLOCK, TRACK_PARTY
from workflows.kernel.language import PRODUCT, EndOf, On, Opens, Period, State, TimeLimit, TrackSet

TALK = TrackSet(
    "talk", "sent", tuple(State(key, key.capitalize()) for key in ("sent", "silent", "closed", "answered")), "talk",
    role="asked", ends=("closed", "answered"),
)  # fmt: skip


def silent(until: str) -> Play:
    """Play until the clock has recorded silence: reply by 11 January 2026, grace by the 14th."""
    steps = [
        step("begin", asks=Paper, opens=Opens("talk", "who"), starts=("reply", "grace")),
        step("answer", ("open", "other"), by=TRACK_PARTY, track=On("talk", ("sent", "silent", "closed"), "answered"),
             stops=("reply", "grace"), within="reply"),
        step("record_silence", by=CLOCK, track=On("talk", ("sent",), "silent")),
        step("close_silent", by=CLOCK, track=On("talk", ("silent",), "closed")),
        step("write_off", track=On("talk", ("silent", "closed"), "answered")),
        step("note", track=On("talk", ("silent", "closed"))),
    ]  # fmt: skip
    limits = (
        TimeLimit("reply", Period(days=10), PRODUCT, per="talk", takes="record_silence", zone="UTC"),
        TimeLimit("grace", Period(days=3), PRODUCT, EndOf("reply"), per="talk", takes="close_silent", zone="UTC"),
    )
    found = play(steps, limits=limits, tracks=(TALK,))
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["FRA"]})
    found.pass_time(until)
    return found


def test_silence_is_recorded_in_two_lapses() -> None:
    """The reply, then the grace."""
    found = silent("2026-02-01")

    assert ["begin", "record_silence", "close_silent"] == [act.step for act in found.acts]
    assert "closed" == found.state("talk:FRA")


def test_an_answer_given_in_time_and_recorded_late_undoes_the_whole_chain() -> None:
    """Both lapses are named as disproved; the track is answered, and not late."""
    found = silent("2026-02-01")

    act = found.take("answer", "FRA", "2026-02-02", on="2026-01-10")

    assert ((2, 3), False, "answered") == (act.corrects, act.late, found.state("talk:FRA"))
    assert {"stopped"} == {limit.status for limit in found.case.limits.values()}
    assert found.case == found.replayed()


@pytest.mark.parametrize(
    ("on", "corrects", "late"), [("2026-01-11T23:59:59", (2, 3), False), ("2026-01-12T00:00:00", (3,), True)]
)
def test_the_last_second_disproves_the_reply_and_the_next_only_the_grace(
    on: str, corrects: tuple[int, ...], late: bool
) -> None:
    """After the reply and inside the grace: the silence was there, its closing was not."""
    found = silent("2026-02-01")

    act = found.take("answer", "FRA", "2026-02-02", on=on)

    assert (corrects, late) == (act.corrects, act.late)


def test_an_answer_after_all_lapses_disproves_none() -> None:
    """It is late and stands beside them."""
    found = silent("2026-02-01")

    act = found.take("answer", "FRA", "2026-02-02")

    assert ((), True, "answered") == (act.corrects, act.late, found.state("talk:FRA"))


def test_what_a_hand_did_since_stands() -> None:
    """Japan wrote the talk off; the late answer names the lapses and moves nothing back, so it finds no track to answer
    on."""
    found = silent("2026-02-01")
    found.take("write_off", "JPN", "2026-02-01", track="FRA")

    refused = found.refused("answer", "FRA", "2026-02-02", on="2026-01-10")

    assert "FRA is “Answered”; this step does not apply." == str(refused)
    assert "answered" == found.state("talk:FRA")


def test_a_note_of_a_hand_does_not_keep_the_chain_from_being_undone() -> None:
    """It moved nothing."""
    found = silent("2026-02-01")
    found.take("note", "JPN", "2026-02-01", track="FRA")

    assert (2, 3) == found.take("answer", "FRA", "2026-02-02", on="2026-01-10").corrects


@pytest.mark.parametrize("on", ["2025-12-31", "2026-02-03"])
def test_a_date_in_law_lies_between_the_opening_and_now(on: str) -> None:
    """Neither before the case nor in the future."""
    refused = silent("2026-02-01").refused("answer", "FRA", "2026-02-02", on=on)

    assert "The date in law lies between the opening of the case and now." == str(refused)
    assert ("content", "on") == (refused.kind, refused.refusals[0].field)


def test_a_lapse_that_moved_the_case_is_taken_back_too() -> None:
    """The case returns to where it was, and the act is taken from there."""
    steps = [
        step("begin", starts=("reply",)),
        step("give_up", to="other", by=CLOCK),
        step("answer", "open", "paused", stops=("reply",)),
    ]
    found = play(steps, limits=(TimeLimit("reply", Period(days=10), PRODUCT, takes="give_up", zone="UTC"),))
    found.take("begin", "JPN", "2026-01-01")
    found.pass_time("2026-02-01")
    assert "other" == found.state()

    act = found.take("answer", "JPN", "2026-02-02", on="2026-01-05")

    assert ((2,), "paused", "other") == (act.corrects, found.state(), act.came)
    assert found.case == found.replayed()
