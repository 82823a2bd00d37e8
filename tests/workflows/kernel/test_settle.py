"""Time passes by acts: their order, what follows from them, and what was owed while a case was away."""

import pytest

from tests.workflows.kernel.play import utc
from tests.workflows.kernel.toys import ASKED, ASKER, Paper, play, step
from workflows.kernel import guards as g
from workflows.kernel import machine
from workflows.kernel.actors import CLOCK
from workflows.kernel.language import BACK, PRODUCT, On, Opens, Period, TimeLimit


def limits(**days: int) -> tuple[TimeLimit, ...]:
    """Write limits by their days; each takes the step of its own name where it starts with t."""
    return tuple(
        TimeLimit(key, Period(days=n), PRODUCT, takes=key if key[0] == "t" else None, zone="UTC")
        for key, n in days.items()
    )


def test_the_clock_acts_in_order_of_expiry_and_then_of_key() -> None:
    """Two on the same day go by their names."""
    found = play([step("begin", starts=("b", "a", "c"))], limits=limits(b=5, a=5, c=2))
    found.take("begin", "JPN", "2026-01-01")

    assert ["c", "a", "b"] == found.pass_time("2026-02-01")


def test_nothing_is_due_twice() -> None:
    """Settled is settled."""
    found = play([step("begin", starts=("a",))], limits=limits(a=5))
    found.take("begin", "JPN", "2026-01-01")
    found.pass_time("2026-02-01")

    assert machine.settle(found.case, utc("2026-03-01"), found.world) is None


def test_what_follows_comes_before_the_next_expiry() -> None:
    """The first lapse moves the case, a step follows, and it stops the second limit."""
    steps = [
        step("begin", starts=("t_move", "later")),
        step("t_move", to="other", by=CLOCK),
        step("clean", "other", "paused", CLOCK, follows=g.InState(("other",)), stops=("later",)),
    ]
    found = play(steps, limits=limits(t_move=2, later=5))
    found.take("begin", "JPN", "2026-01-01")

    assert ["t_move", "clean"] == found.pass_time("2026-02-01")
    assert ("2026-01-03", "2026-01-03") == (str(found.acts[-2].day), str(found.acts[-1].day))
    assert "stopped 2026-01-06" == found.ends("later")


def test_a_limit_started_by_a_lapse_runs_from_that_day_and_may_pass_in_the_same_sweep() -> None:
    """Two months later both are recorded, each on its own day."""
    steps = [step("begin", starts=("t_move",)), step("t_move", to="other", by=CLOCK, starts=("next",))]
    found = play(steps, limits=limits(t_move=2, next=5))
    found.take("begin", "JPN", "2026-01-01")

    assert ["t_move", "next"] == found.pass_time("2026-03-01")
    assert "lapsed 2026-01-08" == found.ends("next")


def test_steps_follow_one_after_the_other_on_every_track() -> None:
    """Each track that fulfils the condition, then the case."""
    steps = [
        step("begin", asks=Paper, opens=Opens("talk", "who")),
        step("hear", by=CLOCK, track=On("talk", ("sent",), "heard"), follows=g.TrackIn(("sent",))),
        step("close_up", to="other", by=CLOCK, follows=g.AllTracks("talk", ("heard",))),
    ]
    found = play(steps)

    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})

    assert ["begin", "hear", "hear", "close_up"] == [act.step for act in found.acts]
    assert {"clock"} == {act.party for act in found.acts[1:]}


def test_steps_that_follow_each_other_for_ever_are_a_fault_of_the_procedure() -> None:
    """It is named, not run to the end of days."""
    steps = [
        step("begin", to="other"),
        step("ping", "other", "paused", CLOCK, follows=g.InState(("other",))),
        step("pong", "paused", "other", CLOCK, follows=g.InState(("paused",))),
    ]

    with pytest.raises(RuntimeError, match="procedure “toy”: steps follow each other without end"):
        play(steps).take("begin", "JPN", "2026-01-01")


def test_only_the_clock_takes_a_step_that_follows() -> None:
    """The author learns it at once."""
    with pytest.raises(ValueError, match="only the clock takes a step that follows"):
        step("hear", follows=g.Done("begin"))


def test_nothing_passes_in_a_case_that_has_ended() -> None:
    """A limit left running in a final state is not recorded any more."""
    found = play([step("begin", starts=("a",))], limits=limits(a=5))
    found.take("begin", "JPN", "2026-01-01")
    found.take("leave_open_asker", "JPN", "2026-01-02")

    assert [] == found.pass_time("2026-02-01")


def test_the_step_of_a_limit_that_passed_while_the_case_was_away_is_taken_on_return() -> None:
    """Away in paused; the lapse is recorded on its day, the step when the case is back."""
    steps = [
        step("begin", starts=("t_move",)),
        step("t_move", to="other", by=CLOCK),
        step("pause", to="paused"),
        step("back", "paused", BACK),
    ]
    found = play(steps, limits=limits(t_move=5))
    found.take("begin", "JPN", "2026-01-01")
    found.take("pause", "JPN", "2026-01-02")

    assert ["t_move"] == found.pass_time("2026-01-10")
    assert ("lapse", "paused", "open") == (found.acts[-1].kind, found.state(), found.case.limits["t_move"].owed)
    found.take("back", "JPN", "2026-01-12")

    assert ("t_move", "other", "") == (found.acts[-1].step, found.state(), found.case.limits["t_move"].owed)
    assert found.case == found.replayed()


def test_a_case_that_does_not_go_back_owes_nothing() -> None:
    """The limit passed while the case was elsewhere for good."""
    steps = [step("begin", starts=("t_move",)), step("t_move", to="other", by=CLOCK), step("away", to="paused")]
    found = play(steps, limits=limits(t_move=5))
    found.take("begin", "JPN", "2026-01-01")
    found.take("away", "JPN", "2026-01-02")
    found.pass_time("2026-01-10")

    assert ("", "paused") == (found.case.limits["t_move"].owed, found.state())


def test_settling_before_an_act_keeps_the_order_of_time() -> None:
    """An act of the day after finds what the clock did the night before."""
    steps = [
        step("begin", starts=("t_move",)),
        step("t_move", to="other", by=CLOCK),
        step("answer", ("open", "other"), by=ASKER | ASKED),
    ]
    found = play(steps, limits=limits(t_move=5))
    found.take("begin", "JPN", "2026-01-01")

    act = found.take("answer", "KOR", "2026-01-07T00:00:00")

    assert ["begin", "t_move", "answer"] == [a.step for a in found.acts]
    assert "other" == act.came
