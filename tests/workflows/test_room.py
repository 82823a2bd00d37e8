"""Rooms of a neutral: who may open one and with whom, offers in it, and what is passed on."""

from typing import Any

import pytest

from workflows import catalogue, stories
from workflows.kernel.stories import Result, read, run

HEAD = """
title = "Rooms"
loose = true
[[case]]
case = "dispute"
agreement = "station-framework"
[case.parties]
Italy = "claimant"
China = "respondent"
Hague = "mediator"
Geneva = "tribunal"
[[case]]
case = "room"
procedure = "room"
terms = { kind = "KIND" }
[case.parties]
WHO = "neutral"
Italy = "outsider"
China = "outsider"
Brazil = "outsider"
[[event]]
at = 2026-09-01
case = "dispute"
by = "Italy"
step = "serve_notice_of_dispute"
filing = { respondents = ["China"], agreement = "4", facts = "Crew time" }
"""
OPENED = {"caucus": 'party = "China"', "joint": 'parties = ["Italy", "China"]'}


def told(events: str, kind: str = "caucus", who: str = "Hague") -> list[Result]:
    """Run a story of a dispute with a room beside it."""
    text = (HEAD + events).replace("KIND", kind).replace("WHO", who)
    return run(read(text, "room.toml"), catalogue(), stories.tables())


def event(by: str, step: str, filing: str = "", **more: Any) -> str:
    """Write one event in the room."""
    lines = [f'[[event]]\nat = 2026-09-10\ncase = "room"\nby = "{by}"\nstep = "{step}"']
    lines += [f"filing = {{ {filing} }}"] if filing else []
    lines += [f"{name} = {value}" for name, value in more.items()]
    return "\n".join(lines) + "\n"


def opening(who: str = "Hague", kind: str = "caucus", named: str = "", **more: Any) -> str:
    """Write the opening of the room."""
    return event(who, "open_room", f'dispute = "dispute", {named or OPENED[kind]}', **more)


def refused(sentence: str) -> dict[str, str]:
    """Expect a refusal."""
    return {"expect": f'{{ refused = "{sentence}" }}'}


@pytest.mark.parametrize(
    ("who", "kind", "named", "sentence"),
    [
        ("Geneva", "caucus", "", "You hold no office of a neutral in a case of this reference."),
        ("Nobody", "caucus", "", "You hold no office of a neutral in a case of this reference."),
        ("Hague", "caucus", 'party = "Brazil"', "Brazil: no party to that case."),
        ("Hague", "joint", 'parties = ["Italy"]', "Every party to that case is in this session: China too."),
        ("Hague", "joint", 'parties = ["Italy", "China", "Brazil"]', "Brazil: no party to that case."),
    ],
)
def test_only_a_neutral_of_the_dispute_opens_a_room_and_only_with_its_parties(
    who: str, kind: str, named: str, sentence: str
) -> None:
    """A tribunal is no neutral in this sense, and a joint session leaves nobody out."""
    assert () == told(opening(who, kind, named, **refused(sentence)), kind, who)[-1].differences


def test_a_case_that_there_is_not_is_refused_in_the_same_words_as_one_without_an_office() -> None:
    """So that nobody can ask which disputes there are."""
    sentence = "You hold no office of a neutral in a case of this reference."
    events = event("Hague", "open_room", 'dispute = "DIS-2026-AAAAAA", party = "China"', **refused(sentence))
    assert () == told(events)[-1].differences


def test_beside_a_dispute_that_is_over_no_room_is_opened() -> None:
    """The office has ended with it."""
    end = (
        '[[event]]\nat = 2026-09-05\ncase = "dispute"\nby = "Italy"\nstep = "withdraw_dispute"\n'
        'expect = { state = "closed_withdrawn" }\n'
    )
    assert () == told(end + opening(**refused("That case is over")))[-1].differences


@pytest.mark.parametrize(
    ("kind", "by", "closed"),
    [("caucus", "China", ["record_sharing", "open_room", "lift_prejudice"]), ("joint", "Italy", ["allow_sharing"])],
)
def test_what_a_room_offers_is_what_its_kind_has(kind: str, by: str, closed: list[str]) -> None:
    """Nobody can make citable what the other side may not know of; in a joint session there is nothing to pass on."""
    procedure = catalogue()["room"].build(catalogue()["room"].terms(kind=kind))
    assert ("lift_prejudice" in procedure.rows, "allow_sharing" in procedure.rows) == (kind == "joint", kind != "joint")
    names = [name for name in closed if name in procedure.rows]
    expect = f"{{ offered = ['say', 'make_offer', 'close_room'], not_offered = {names} }}"
    assert (
        () == told(opening(kind=kind) + event(by, "say", 'text = "Good morning"', expect=expect), kind)[-1].differences
    )


def test_whoever_made_an_offer_does_not_answer_it() -> None:
    """In a private room the neutral answers the party, and the party the neutral."""
    made = event("China", "make_offer", 'terms = "Forty hours"', expect="{ tracks = { 'offer:1' = 'made' } }")
    own = event("China", "answer_offer", 'answer = "accept"', track='"offer:1"', **refused("other than the one that"))
    other = event("Hague", "answer_offer", 'answer = "accept"', track='"offer:1"',
                  expect="{ tracks = { 'offer:1' = 'accepted' } }")  # fmt: skip
    late = event("China", "withdraw_offer", track='"offer:1"', **refused("Offer 1 is at"))
    results = told(opening() + made + own + other)
    assert [()] * len(results) == [result.differences for result in results]
    assert "accepted" in str(told(opening() + made + other + late)[-1].refusals[0]).lower()


def test_offers_are_counted_on_whoever_makes_them() -> None:
    """A second one does not take the place of the first."""
    one = event("China", "make_offer", 'terms = "Forty"')
    two = event("Hague", "make_offer", 'terms = "Fifty"')
    again = event("China", "make_offer", 'terms = "Forty-five"',
                  expect="{ tracks = { 'offer:1' = 'made', 'offer:2' = 'made', 'offer:3' = 'made' } }")  # fmt: skip
    assert () == told(opening() + one + two + again)[-1].differences


def test_a_permission_is_taken_back_until_it_was_used_and_not_after() -> None:
    """What the other side has heard cannot be unsaid."""
    allow = event("China", "allow_sharing", 'what = "Forty hours"')
    tell = event("Hague", "record_sharing", 'told = "To Italy"', track='"release:1"')
    back = event("China", "revoke_sharing", track='"release:1"')
    revoked = told(opening() + allow + back)[-1]
    assert "revoked" == revoked.case.tracks["release:1"].state
    late = told(opening() + allow + tell + back)[-1]
    assert ("told", True) == (late.case.tracks["release:1"].state, bool(late.refusals))
    never = told(opening() + allow + back + tell)[-1]
    assert ("revoked", True) == (never.case.tracks["release:1"].state, bool(never.refusals))


def test_every_act_of_a_room_is_sealed_and_what_is_said_there_is_marked() -> None:
    """The level is that of the room; opening and closing it are no offers and no words."""
    events = event("China", "say", 'text = "Good morning"') + event("China", "make_offer", 'terms = "Forty"')
    results = told(opening() + events)
    acts = [act for result in results for act in result.acts if result.event.case == "room"]
    assert {"C5"} == {act.level for act in acts}
    marked = results[-1].case.procedure.without_prejudice
    assert ["open_room", "say", "make_offer"] == [act.step for act in acts]
    assert [False, True, True] == [act.step in marked for act in acts]


def test_an_offer_in_the_dispute_is_told_to_the_parties_alone_and_counts_no_time_anew() -> None:
    """Neither service nor a time limit shows to anybody else that there is one."""
    receipt = (
        '[[event]]\nat = 2026-09-02\ncase = "dispute"\nby = "China"\ncapacity = "draft"\nstep = "acknowledge"\n'
        '[[event]]\nat = 2026-09-03\ncase = "dispute"\nby = "China"\nstep = "make_offer"\n'
        'filing = { terms = "Twenty hours" }\n'
    )
    before, after = told(receipt)[-2:]
    act = after.acts[-1]
    assert ("C2", ("Italy",)) == (act.level, tuple("Italy" if p == "ITA" else p for p in act.told))
    assert before.case.limits == after.case.limits
    assert before.case.state == after.case.state
