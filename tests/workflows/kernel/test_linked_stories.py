"""Stories of several cases: steps told to linked cases, and the facts that guards ask of the world."""

from dataclasses import replace
from datetime import datetime

import pytest

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.language import (
    DRAFT,
    FINAL,
    OFFICE,
    PRODUCT,
    STAY,
    Filing,
    Link,
    Procedure,
    Role,
    State,
    Step,
    Tell,
    choice,
    text,
    yes_no,
)  # fmt: skip
from workflows.kernel.stories import Result, StoryError, read, run
from workflows.kernel.terms import Terms


class Report(Filing):
    """Report."""

    words = text("Words", PRODUCT)
    certain = yes_no("Certain", PRODUCT)


HOST, DESK = Role("host"), Role("desk", stake=False, office=True)
TALK = Procedure(
    key="talk", edition=1, title="Talk", under=PRODUCT, opens="calm", filer="host", prefix="T", roles=(HOST, DESK),
    states=(State("calm", "At rest"), State("met", "Met"), State("over", "Over", FINAL)), activity="planned",
    steps=(
        Step("meet", "calm", "met", HOST, DRAFT, PRODUCT, asks=Report, tells=Tell("minutes", "note"),
             when=g.Bound("OST", PRODUCT)),
        Step("end", "met", "over", DESK, OFFICE, PRODUCT, when=g.Linked("minutes", ("noted",))),
        Step("ask_for_file", "met", STAY, HOST, DRAFT, PRODUCT, when=g.Available("file")),
        Step("reach", "met", STAY, HOST, DRAFT, PRODUCT, when=g.Reachable()),
        Step("start", "met", STAY, HOST, DRAFT, PRODUCT, when=g.ActivityIs(("planned",)), activity="started"),
    ),
)  # fmt: skip
MINUTES = Procedure(
    key="minutes", edition=1, title="Minutes", under=PRODUCT, opens="blank", filer="host", prefix="M",
    roles=(HOST, DESK),
    states=(State("blank", "Nothing yet"), State("noted", "Noted", FINAL)),
    steps=(Step("note", "blank", "noted", HOST, DRAFT, PRODUCT, asks=Report),),
)  # fmt: skip


class Size(Filing):
    """Size."""

    size = choice("Size", {"small": "Small", "large": "Large"}, PRODUCT)


ERRAND = Procedure(
    key="errand", edition=1, title="Errand", under=PRODUCT, opens="calm", filer="host", prefix="E", roles=(HOST, DESK),
    states=(State("calm", "At rest"), State("over", "Over", FINAL)),
    steps=(Step("ask", "calm", STAY, HOST, DRAFT, PRODUCT, asks=Size,
                link=Link("minutes", "minutes", terms=(("size", "size"),))),
           Step("end", "calm", "over", HOST, DRAFT, PRODUCT)),
)  # fmt: skip
SIZED = replace(MINUTES, terms={"size": "small"})
ERRANDS = {p.key: Form(p.key, p.title, Terms, lambda _, p=p: p) for p in (ERRAND, SIZED)}
PAIR = {p.key: Form(p.key, p.title, Terms, lambda _, p=p: p) for p in (TALK, MINUTES)}
TWO = """
title = "Two cases"
loose = true
[parties]
Host = "host"
Desk = "desk"
[[case]]
case = "a"
procedure = "talk"
links = { minutes = "b" }
[[case]]
case = "b"
procedure = "minutes"
"""
MEET = '[[event]]\nat = 2026-01-01\ncase = "a"\nby = "Host"\nstep = "meet"\n'


def pair(events: str, facts: str = "") -> list[Result]:
    """Run a story of two linked cases."""
    return run(read(TWO.replace("[parties]", f"[facts]\n{facts}\n[parties]") + events), PAIR)


def test_a_step_told_to_a_linked_case_is_taken_there_in_the_same_moment() -> None:
    """The same hand takes it, and the linked case may be looked at in the next event."""
    events = MEET + '[[event]]\nat = 2026-01-01\ncase = "b"\nexpect.state = "noted"\n'
    met, noted = pair(events)
    assert ((), ()) == (met.differences, noted.differences)
    assert datetime.fromisoformat("2026-01-01T12:00:00+00:00") == met.acts[-1].at


def test_a_guard_on_a_linked_case_sees_its_state() -> None:
    """An office acts in its own capacity once the minutes are there."""
    end = '[[event]]\nat = 2026-01-02\ncase = "a"\nby = "Desk"\nstep = "end"\nexpect.state = "over"\n'
    assert () == pair(MEET + end)[-1].differences


@pytest.mark.parametrize(
    "bound", ["bound = []", "bound = { Host = [] }", "bound = { OST = ['Desk'] }", "bound = { Host = ['ARRA'] }"]
)
def test_a_story_can_state_who_is_not_bound(bound: str) -> None:
    """One list for all, lists by party, or lists by instrument."""
    assert () == pair(MEET + 'expect.refused = "Host is not bound by OST"', bound)[-1].differences


@pytest.mark.parametrize("bound", ["", "bound = ['OST']", "bound = { Host = ['OST'] }", "bound = { OST = ['Host'] }"])
def test_a_story_can_state_who_is_bound(bound: str) -> None:
    """Where it says nothing, the tables answer."""
    assert () == pair(MEET + 'expect.state = "met"', bound)[-1].differences


def test_facts_change_with_an_event() -> None:
    """What is available, reachable and known of the activity is as the last event says."""
    later = (
        '[[event]]\nat = 2026-01-02\ncase = "a"\nby = "Host"\n'
        'expect = { offered = ["start", "reach"], not_offered = ["ask_for_file"] }\n'
        '[[event]]\nat = 2026-01-03\ncase = "a"\nby = "Host"\n'
        'facts = { available = ["file"], reachable = { Host = false }, activity = "completed" }\n'
        'expect = { offered = ["ask_for_file"], not_offered = ["start", "reach"] }\n'
    )
    assert [(), (), ()] == [result.differences for result in pair(MEET + later)]


def test_an_act_that_sets_the_activity_ends_what_the_facts_said_of_it() -> None:
    """The case knows better from then on."""
    start = '[[event]]\nat = 2026-01-02\ncase = "a"\nby = "Host"\nstep = "start"\n'
    again = start.replace("2026-01-02", "2026-01-03") + 'expect.refused = "The activity is started"\n'
    assert () == pair(MEET + start + again, 'activity = "planned"')[-1].differences


OPENED = """
title = "One opens the other"
loose = true
[parties]
Host = "host"
Desk = "desk"
[[case]]
case = "a"
procedure = "errand"
links = { minutes = "b" }
[[case]]
case = "b"
procedure = "minutes"
[[event]]
at = 2026-01-01
case = "a"
by = "Host"
step = "ask"
filing = { size = "small" }
"""
NOTED = '[[event]]\nat = 2026-01-02\ncase = "b"\nby = "Host"\nstep = "note"\nexpect.state = "noted"\n'


def test_a_step_opens_the_linked_case_in_the_same_moment() -> None:
    """It is filed by whoever took the step, and its own steps are taken from then on."""
    first, noted = run(read(OPENED + NOTED), ERRANDS)
    assert (("begin", "minutes", "minutes", (("size", "small"),)),) == first.acts[0].effects
    assert datetime.fromisoformat("2026-01-01T12:00:00+00:00") == first.cases["b"].opened_on
    assert ("blank", {"host": ("Host",)}) == (first.cases["b"].state, {"host": first.cases["b"].parties["host"]})
    assert () == noted.differences


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (OPENED.replace('procedure = "minutes"', 'procedure = "errand"'), "opens “minutes”, not “errand”"),
        (OPENED.replace('size = "small"', 'size = "large"'), "with size = “large”, the case of the story has “small”"),
        (OPENED + OPENED.partition("[[event]]")[2].join(["[[event]]", ""]), "the story has opened it before"),
    ],
)
def test_a_story_whose_cases_do_not_fit_what_a_step_opens_cannot_be_run(wrong: str, why: str) -> None:
    """Another procedure, other terms, or a case that is there already."""
    with pytest.raises(StoryError, match=why):
        run(read(wrong), ERRANDS)


def test_an_act_that_is_taken_twice_opens_two_cases_of_the_story_in_their_order() -> None:
    """A series of meetings: a list of cases under one kind of link; a third time has no case left to open."""
    several = OPENED.replace('links = { minutes = "b" }', 'links = { minutes = ["b", "c"] }').replace(
        "[[event]]", '[[case]]\ncase = "c"\nprocedure = "minutes"\n[[event]]', 1
    )
    again = several + several.partition("[[event]]")[2].join(["[[event]]", ""])
    first, second = run(read(again), ERRANDS)
    assert (["a", "b"], ["a", "b", "c"]) == (list(first.cases), list(second.cases))
    with pytest.raises(StoryError, match="the story has opened it before"):
        run(read(again + several.partition("[[event]]")[2].join(["[[event]]", ""])), ERRANDS)


def test_a_story_may_leave_the_opened_case_untold() -> None:
    """The act stands as it is; what is opened is not told."""
    alone = OPENED.replace('links = { minutes = "b" }\n', "")
    assert ["a"] == list(run(read(alone), ERRANDS)[0].cases)
