"""Parts that procedures share: the common steps, joining, leaving, and extension by agreement."""

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.kernel.toys import ASKER, STATES, TALK, Paper, step, toy
from workflows.kernel.actors import ANY_PARTY
from workflows.kernel.fragments import (
    COMMON_STATES,
    common_steps,
    entrants,
    extending,
    joining,
    leaving,
    suspension_limit,
)
from workflows.kernel.language import PRODUCT, Extension, Opens, Period, Source, State, TimeLimit, TrackSet

TALKS = TrackSet(
    "talk",
    "sent",
    (*TALK, State("left", "Left")),
    "talk",
    role="asked",
    gone=("gone", "left"),
    ends=("sent", "heard", "agreed"),
)
LIVE = ("draft", "open", "other", "paused")
REPLY = TimeLimit("reply", Period(days=10), PRODUCT, per="talk", extend=Extension(times=1), zone="UTC")
WINDOW = TimeLimit("window", Period(days=60), Source("LC")("X"), extend=Extension(), zone="UTC")
FIXED = TimeLimit("fixed", Period(days=60), PRODUCT, zone="UTC")


def shared(right: bool = False) -> Play:
    """Play a toy with everything shared; Korea and France are asked on 1 January 2026."""
    limits = (REPLY, WINDOW, FIXED)
    steps = [
        step("begin", "draft", "open", asks=Paper, opens=Opens("talk", "who"), starts=("reply", "window", "fixed")),
        *common_steps(ASKER, LIVE),
        *joining(("open",), "talk", ("reply",), Source("MOON")("15(2)") if right else None),
        *leaving("talk", ("open",), ("sent", "heard"), ("reply",)),
        *extending(limits, ("open",)),
        step("note", ("open", "other"), by=ANY_PARTY),
    ]
    procedure = toy(
        steps, opens="draft", states=(State("draft", "Draft"), *STATES, *COMMON_STATES), tracks=(TALKS, entrants()),
        limits=(*limits, suspension_limit()),
    )  # fmt: skip
    found = Play(procedure, "2026-01-01", {"asker": ["JPN"]})
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    return found


def everybody(found: Play, key: str, at: str, *parties: str, **rest: object) -> None:
    """Lay one hand of each."""
    for party in parties:
        found.take(key, party, at, **rest)


def suspended() -> Play:
    """Play until all have suspended the case on 3 January, to the end of 20 January."""
    found = shared()
    everybody(
        found, "suspend", "2026-01-03", "JPN", "KOR", "FRA", filing={"reason": "Elections", "until": "2026-01-20"}
    )
    return found


def test_a_draft_is_withdrawn_by_its_drafter_and_nobody_learns_of_it() -> None:
    """Later the ministry withdraws, and all are told."""
    found = shared()
    draft = Play(found.procedure, "2026-01-01", {"asker": ["JPN"]})

    assert ("withdrawn", ()) == ((act := draft.take("withdraw", hand("JPN", "draft"), "2026-01-01")).went, act.told)
    assert "standing" == found.refused("withdraw", hand("JPN", "draft"), "2026-01-02").kind
    assert ("FRA", "KOR") == found.take("withdraw", "JPN", "2026-01-02").told
    assert {"stopped"} == {limit.status for limit in found.case.limits.values()}


def test_a_suspension_needs_all_and_ends_by_itself_after_its_last_day() -> None:
    """Defaults are moved by the stopped days; the treaty's window is not."""
    found = suspended()
    assert ("suspended", "2026-01-20", "paused 2026-01-11", "2026-03-02") == (
        found.state(), found.ends("suspension"), found.ends("reply:KOR"), found.ends("window"),
    )  # fmt: skip

    assert [] == found.pass_time("2026-01-20T23:59:59")
    assert ["resume"] == found.pass_time("2026-01-21T00:00:00")

    assert ("open", "2026-01-29", "2026-03-02", "2026-03-20") == (
        found.state(), found.ends("reply:KOR"), found.ends("window"), found.ends("fixed"),
    )  # fmt: skip
    assert found.case == found.replayed()


def test_all_may_resume_before_the_day() -> None:
    """And the end of the suspension is stopped."""
    found = suspended()
    everybody(found, "resume", "2026-01-05", "JPN", "KOR", "FRA", filing={})

    assert ("open", "stopped 2026-01-20", "2026-01-13") == (
        found.state(),
        found.ends("suspension"),
        found.ends("reply:KOR"),
    )


def test_a_suspension_does_not_end_before_it_begins() -> None:
    """The day is refused by its field."""
    refused = shared().refused("suspend", "JPN", "2026-01-03", filing={"reason": "x", "until": "2026-01-02"})

    assert "“Last day” (2 January 2026) lies before the date of this act (3 January 2026)." == str(refused)


@pytest.mark.parametrize(("key", "state"), [("supersede", "superseded"), ("withdraw", "withdrawn")])
def test_a_case_ends_from_suspension_too(key: str, state: str) -> None:
    """Replaced by another, or withdrawn."""
    found = suspended()

    found.take(key, "JPN", "2026-01-05")

    assert state == found.state()


def test_an_error_is_voided_by_two_persons() -> None:
    """One official is not enough; nothing is deleted."""
    found = shared()
    found.take("void_error", hand("JPN", "clear", person="one"), "2026-01-02")
    assert "open" == found.state()

    found.take("void_error", hand("JPN", "clear", person="two"), "2026-01-02")

    assert ("voided_error", 3) == (found.state(), found.case.n)


@pytest.mark.parametrize("key", ["correct", "supplement"])
def test_a_correction_names_the_act_that_it_corrects(key: str) -> None:
    """By a number of the record."""
    found = shared()

    refused = found.refused(key, "KOR", "2026-01-02", filing={"act": 9, "text": "x"})
    assert ("Name an act of this case by its number.", "act") == (str(refused), refused.refusals[0].field)
    assert "open" == found.take(key, "KOR", "2026-01-02", filing={"act": 1, "text": "x"}).went


def test_a_statement_and_a_doubt_are_recorded_and_move_nothing() -> None:
    """The doubt stays as a flag."""
    found = shared()
    found.take("make_statement", "KOR", "2026-01-02")
    found.take("contest_adequacy", "FRA", "2026-01-02")

    assert ("open", ("adequacy_contested",)) == (found.state(), found.case.flags)


def test_a_third_state_asks_and_is_admitted_by_all() -> None:
    """It gets a track of its own, with the full time to reply."""
    found = shared()
    found.take("request_join", "IND", "2026-01-05")
    everybody(found, "admit_entrant", "2026-01-06", "JPN", "KOR", track="IND")
    assert "requested" == found.state("entrant:IND")

    found.take("admit_entrant", "FRA", "2026-01-07", track="IND")

    assert ("admitted", "sent", "2026-01-17") == (
        found.state("entrant:IND"),
        found.state("talk:IND"),
        found.ends("reply:IND"),
    )
    assert ("KOR", "FRA", "IND") == found.case.parties["asked"]


@pytest.mark.parametrize(("key", "state"), [("offer_observer", "observing"), ("refuse_entrant", "refused")])
def test_one_party_keeps_a_third_state_at_the_door(key: str, state: str) -> None:
    """As an observer, or not at all."""
    found = shared()
    found.take("request_join", "IND", "2026-01-05")

    found.take(key, "KOR", "2026-01-06", track="IND")

    assert state == found.state("entrant:IND")


def test_a_third_state_joins_as_of_right_where_the_instrument_gives_it() -> None:
    """Nobody is asked; without the right the step is not there."""
    found = shared(right=True)
    act = found.take("join_as_of_right", "IND", "2026-01-05")

    assert (("MOON", "15(2)", "LAW_T"),) == act.basis
    assert ("sent", "2026-01-15") == (found.state("talk:IND"), found.ends("reply:IND"))
    assert "unknown" == shared().refused("join_as_of_right", "IND", "2026-01-05").kind


def test_a_party_leaves_and_the_case_goes_on_with_the_others() -> None:
    """Its limit stops, and its hand is not waited for."""
    found = shared()
    found.take("leave", "FRA", "2026-01-05")

    assert ("left", "stopped 2026-01-11", "2026-01-11") == (
        found.state("talk:FRA"),
        found.ends("reply:FRA"),
        found.ends("reply:KOR"),
    )
    everybody(found, "suspend", "2026-01-06", "JPN", "KOR", filing={"reason": "x", "until": "2026-01-20"})
    assert "suspended" == found.state()


def test_limits_that_may_be_extended_have_a_step_each() -> None:
    """On its track where the limit runs on tracks; a limit that cannot be extended has none."""
    found = shared()
    assert {"extend_reply", "extend_window"} == {key for key in found.procedure.rows if key.startswith("extend")}

    everybody(found, "extend_reply", "2026-01-05", "JPN", "KOR", "FRA", track="KOR")
    everybody(found, "extend_window", "2026-01-05", "JPN", "KOR", "FRA")

    assert ("2026-01-21", "2026-01-11", "2026-05-01") == (
        found.ends("reply:KOR"),
        found.ends("reply:FRA"),
        found.ends("window"),
    )
