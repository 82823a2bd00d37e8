"""Self-checks: for each a procedure that fails it, and exceptions that the law itself makes."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflows.kernel.toys import ASKED, ASKER, STATES, TALK, Paper, leaves, step, toy
from workflows.kernel import checks, checks_of_shape
from workflows.kernel import guards as g
from workflows.kernel.actors import CLOCK, TRACK_PARTY
from workflows.kernel.language import (
    PRODUCT,
    Exempt,
    FromFact,
    FromFiling,
    Happening,
    Levels,
    Moves,
    Names,
    NotBefore,
    On,
    Opens,
    Period,
    Procedure,
    ProcedureError,
    Role,
    Sheet,
    Standard,
    State,
    TimeLimit,
    TrackSet,
    Until,
    by_case,
    outcome,
)  # fmt: skip
from workflows.kernel.steps import LookUp

WAIT = TimeLimit("wait", Period(days=3), PRODUCT)
HASTE = by_case("haste", "a", {"a": Period(days=3)})
KEYED = step("act", opens=Opens("talk", keys=(("a", None),)))
LONELY = TrackSet("lonely", "alone", (State("alone", "Alone"), State("met", "Met")), "talk", ends=("met",))


def bare(*steps: Any, **rest: Any) -> Procedure:
    """Make a procedure of exactly these steps."""
    made = {"states": STATES[:1], **rest}
    return Procedure(
        key="bare", edition=1, title="Bare", under=PRODUCT, opens="open", filer="asker", prefix="B",
        roles=(ASKER, ASKED), steps=steps, **made
    )  # fmt: skip


def with_limit(one: TimeLimit, **rest: Any) -> Procedure:
    """Make a toy that starts a limit."""
    return toy([step("begin", starts=(one.key,), **rest)], limits=(one,))


# check, what fails it, what it says
TABLE: list[tuple[Callable[..., Any], Callable[[], Any], str]] = [
    (checks.states_exist, lambda: toy([step("act", to="nowhere")]), "step “act” names the unknown state “nowhere”"),
    (checks.states_exist, lambda: toy([], states=(*STATES, STATES[0])), "state “open” is declared twice"),
    (checks.sheets_fit, lambda: toy([], sheets=(Sheet(key="", title="", says=""),)), "has a key that cannot stand"),
    (checks.states_exist, lambda: toy([], opens="nowhere"), "the opening state “nowhere” is unknown"),
    (checks.outcomes_are_total, lambda: toy([step("act", to=outcome((g.Done("act"), "other")))]),
     "step “act”: its outcome is not total"),
    (checks.outcomes_are_total, lambda: toy([step("act", to=outcome((None, "other"), (None, "done")))]),
     "is not total"),
    (checks.outcomes_are_total, lambda: toy([step("act", track=On("talk", (), outcome((g.Done("act"), "heard"))))]),
     "is not total"),
    (checks.citations_are_there, lambda: toy([step("act", under=())]), "step “act” has no citation"),
    (checks.citations_are_there, lambda: toy([], under=()), "the procedure has no citation"),
    (checks.citations_are_there, lambda: with_limit(TimeLimit("wait", Period(days=3))), "limit “wait” has no citation"),
    (checks.citations_are_there, lambda: toy([], standards=(Standard("soon"),)), "standard “soon” has no citation"),
    (checks.limits_fit, lambda: toy([], limits=(WAIT,)), "limit “wait” is started by nobody"),
    (checks.limits_fit, lambda: toy([step("act", stops=("wait",))]), "step “act” names the unknown limit “wait”"),
    (checks.limits_fit, lambda: with_limit(TimeLimit("wait", Period(days=3), PRODUCT, per="walk")),
     "runs on the unknown track set “walk”"),
    (checks.limits_fit, lambda: with_limit(TimeLimit("wait", Period(days=3), PRODUCT, takes="fly")),
     "takes the unknown step “fly”"),
    (checks.limits_fit, lambda: with_limit(TimeLimit("wait", Period(days=3), PRODUCT, takes="begin")),
     "which is not the clock's to take"),
    (checks.roles_exist, lambda: toy([step("act", by=ASKER | Role("judge"))]),
     "step “act” names the unknown role “judge”"),
    (checks.roles_exist, lambda: toy([step("act", names=Names("judge", acting=True))]),
     "names the unknown role “judge”"),
    (checks.roles_exist, lambda: toy([], tracks=(TrackSet("talk", "sent", TALK, "talk", role="judge"),)),
     "gives the unknown role “judge”"),
    (checks.roles_exist, lambda: toy([], filer="judge"), "the filer “judge” is no role"),
    (checks.files_are_read, lambda: toy([step("act", file="mediation")]), "nobody reads the file “mediation”"),
    (checks.files_are_read, lambda: toy([], roles=(ASKER, Role("judge", office=True, reads=("record",)))),
     "nothing lies in the file “record”"),
    (checks.tracks_fit, lambda: toy([step("act", track=On("walk", ("sent",)))]), "names the unknown track set “walk”"),
    (checks.tracks_fit, lambda: toy([step("act", track=On("talk", ("lost",)))]), "names the unknown talk state “lost”"),
    (checks.tracks_fit, lambda: toy([step("act", moves=Moves("talk", "lost"))]), "names the unknown talk state “lost”"),
    (checks.tracks_fit, lambda: toy([], tracks=(TrackSet("talk", "lost", TALK, "talk"),)),
     "track set “talk” names the unknown state “lost”"),
    (checks.tracks_fit, lambda: toy([KEYED, step("b", track=On("talk", key="c"))]),
     "a step names the talk “c”, which nobody opens"),
    (checks.guards_fit, lambda: toy([step("act", when=g.Lapsed("wait"))]), "a guard names the unknown limit “wait”"),
    (checks.guards_fit, lambda: toy([step("act", when=~g.Done("fly"))]), "a guard names the unknown step “fly”"),
    (checks.guards_fit, lambda: toy([step("act", when=g.AllTracks("talk", ("lost",)))]),
     "unknown track set or state of “talk”"),
    (checks.guards_fit, lambda: toy([step("act", when=g.AnyTrack("walk", ("sent",)))]),
     "unknown track set or state of “walk”"),
    (checks.guards_fit, lambda: toy([step("act", when=g.TrackIn(("lost",), "talk:a"))]),
     "unknown track set or state of “talk”"),
    (checks.guards_fit, lambda: toy([step("act", when=g.TrackIn(("lost",)), track=On("talk"))]),
     "unknown track set or state of “talk”"),
    (checks.filings_fit, lambda: toy([step("act", publishes=True)]), "by an act that is not public (C0)"),
    (checks.filings_fit, lambda: toy([step("act", publishes=True, level="C0")], levels=Levels(existence="C5")),
     "step “act” publishes a case that is public or sealed"),
    (checks.filings_fit, lambda: toy([step("act", stands=True)]), "says that what it files stands, and files nothing"),
    (checks.filings_fit, lambda: toy([step("act", keeps=("colour",))]),
     "names the field “colour”, which its filing does not have"),
    (checks.filings_fit, lambda: toy([step("act", asks=Paper, opens=Opens("talk", "whom"))]), "names the field “whom”"),
    (checks.filings_fit, lambda: toy([step("act", asks=Paper, checks=(NotBefore("start"),))]),
     "names the field “start”"),
    (checks.filings_fit, lambda: toy([step("act", asks=Paper, keeps=("title_",))]),
     "step “act” keeps “title_”, which is free text"),
    (checks.filings_fit, lambda: toy([step("act", level="C9")]), "step “act” has the unknown level “C9”"),
    (checks.limits_are_fed, lambda: with_limit(TimeLimit("wait", Until("end"), PRODUCT)),
     "limit “wait” reads “end”, which “begin” does not ask"),
    (checks.limits_are_fed, lambda: with_limit(TimeLimit("wait", Period(days=3), PRODUCT, FromFiling("start")),
                                               asks=Paper), "reads “start”"),
    (checks.limits_are_fed, lambda: with_limit(TimeLimit("wait", Period(days=3), PRODUCT, FromFact("start"))),
     "reads “start”"),
    (checks.limits_are_fed, lambda: with_limit(TimeLimit("wait", HASTE, PRODUCT)), "reads “haste”"),
    (checks.looked_up_is_asked, lambda: toy([step("act", looks_up=(LookUp("begins", "day"),))]),
     "looks up “begins” by “day”, which it does not ask"),
    (checks.taken_over_facts_are_kept, lambda: toy([step("act", takes_over=(("held", "sought"),))]),
     "step “act” takes over “sought”, which no step keeps"),
    (checks.happenings_fit, lambda: toy([step("act", asks=Paper)], happenings=(Happening("day", "Day", "start"),)),
     "the happening “day” reads “start”, which no paper asks as a date"),
    (checks.happenings_fit, lambda: toy([step("act", asks=Paper)], happenings=(
        Happening("day", "Day", "start", states=("nowhere",)),)), "names the unknown state “nowhere”"),
    (checks_of_shape.final_states_end, lambda: toy([step("act", "done", "other")]),
     "step “act” leaves the final state “done”"),
    (checks_of_shape.states_are_reached, lambda: toy([], states=(*STATES, State("island", "Island", "final"))),
     "state “island” is never entered"),
    (checks_of_shape.no_traps, lambda: bare(step("note"), step("note_too", by=ASKED)), "state “open” is a trap"),
    (checks_of_shape.nobody_is_stranded, lambda: bare(step("act", to="done"), states=(STATES[0], STATES[3])),
     "in state “open” the asked is stranded"),
    (checks_of_shape.nobody_is_stranded, lambda: bare(step("act", to="done", by=ASKER & ASKED),
                                                      states=(STATES[0], STATES[3])),
     "in state “open” the asker is stranded"),
    (checks_of_shape.no_track_is_stranded, lambda: toy([step("act", opens=Opens("lonely", acting=True))],
                                                       tracks=(LONELY,)), "a lonely in state “alone” is stranded"),
]  # fmt: skip


def test_every_self_check_has_a_procedure_that_fails_it() -> None:
    """A check that is added brings its row."""
    assert {*checks.NAMES, *checks.SHAPE} == {row[0] for row in TABLE}


@pytest.mark.parametrize(("check", "make", "said"), TABLE, ids=lambda value: getattr(value, "__name__", ""))
def test_a_procedure_that_fails_a_check_is_not_made(check: Any, make: Callable[[], Any], said: str) -> None:
    """Its author reads what is wrong and where."""
    with pytest.raises(ProcedureError) as caught:
        make()

    assert any(said in finding for finding in caught.value.findings), caught.value.findings
    assert str(caught.value).startswith("procedure “")


def test_every_finding_is_listed_at_once() -> None:
    """Not only the first."""
    with pytest.raises(ProcedureError) as caught:
        toy([step("act", to="nowhere", stops=("wait",), under=())])

    assert 3 == len(caught.value.findings)


def test_the_deeper_checks_wait_until_all_names_are_right() -> None:
    """A wrong name would make them say what is not so."""
    with pytest.raises(ProcedureError) as caught:
        bare(step("act", to="nowhere"))

    assert ("step “act” names the unknown state “nowhere”",) == caught.value.findings


@pytest.mark.parametrize(
    ("check", "subject", "make"),
    [
        (
            "states_are_reached",
            "island",
            lambda e: toy([], states=(*STATES, State("island", "Island", "final")), exempt=e),
        ),
        ("no_traps", "open", lambda e: bare(step("note"), step("note_too", by=ASKED), exempt=e)),
        (
            "nobody_is_stranded",
            "open/asked",
            lambda e: bare(step("act", to="done"), states=(STATES[0], STATES[3]), exempt=e),
        ),
        (
            "no_track_is_stranded",
            "lonely/alone",
            lambda e: toy([step("act", opens=Opens("lonely", acting=True))], tracks=(LONELY,), exempt=e),
        ),
    ],
)
def test_an_exception_that_the_law_makes_is_listed_with_its_provision(check: str, subject: str, make: Any) -> None:
    """Then the procedure is made."""
    assert make((Exempt(check, subject, PRODUCT, "The text leaves it so."),)).exempt


def test_time_and_the_common_steps_do_not_count_as_ones_own_way_out() -> None:
    """A party that waits for the clock is not stranded; one that has only the other's step is."""
    clock = bare(
        step("act", to="done"),
        step("pass_by", to="done", by=CLOCK),
        step("speak", "done", by=ASKED),
        states=(STATES[0], STATES[3]),
    )

    assert "bare" == clock.key


def test_a_track_party_is_not_stranded_where_it_may_act_on_its_track() -> None:
    """The role comes with the track."""
    talks = TrackSet("talk", "sent", TALK, "talk", role="asked", gone=("gone",), ends=("heard", "agreed"))
    way = step("answer", by=TRACK_PARTY, track=On("talk", ("sent",), "heard"))
    made = Procedure(
        key="bare", edition=1, title="Bare", under=PRODUCT, opens="open", filer="asker", prefix="B",
        roles=(ASKER, ASKED), tracks=(talks,),
        states=(STATES[0], STATES[3]), steps=(step("begin", asks=Paper, opens=Opens("talk", "who")), way,
                                              *leaves("open")[:1]),
    )  # fmt: skip

    assert "<Procedure bare, edition 1>" == repr(made)
