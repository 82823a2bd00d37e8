"""Moving a case to another edition: proposed by one, accepted by each, refused by any; replay gives the same case."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import ASKED, STATES, TALK, Paper, leaves, step, toy
from workflows.kernel.acts import Act
from workflows.kernel.case import Case
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.guards import Refused
from workflows.kernel.language import PRODUCT, On, Opens, Period, Procedure, Step, TimeLimit, TrackSet
from workflows.kernel.machine import offers
from workflows.kernel.moving import ACCEPT, MOVING, PROPOSE, REFUSE, edition_of
from workflows.kernel.summaries import dump, load
from workflows.kernel.view import Facts

WANT = {"edition": "usual", "reason": "The rule was mended."}
PARTIES = {"asker": ["JPN"], "asked": ["KOR", "FRA"]}


def steps(**changed: dict[str, Any]) -> list[Step]:
    """Write the steps of the toy, some with other words."""
    rows = [
        step("ask", starts=("answer",), asks=Paper, opens=Opens("talk", role="asked")),
        step("hear", by=ASKED, track=On("talk", ("sent",), "heard")),
        step("go_there", "open", "other"),
        *leaves("open", "other", "paused"),
    ]
    return [replace(row, **changed.get(row.key, {})) for row in rows]


def edition(days: int = 10, rows: Iterable[Step] | None = None, **rest: Any) -> Procedure:
    """Make an edition of the toy; the steps of `toy` itself come last."""
    limit = TimeLimit("answer", Period(days=days), PRODUCT, title="Answer")
    return toy(rows if rows is not None else steps(), **{"limits": (limit,), **rest})


def begun(new: Procedure, old: Procedure | None = None) -> Play:
    """Open a case of the old edition on 1 January 2026 in a world that offers the new one, and ask on 2 January."""
    played = Play(old or edition(), "2026-01-01", PARTIES, Facts(others={"usual": new}))
    played.take("ask", "JPN", "2026-01-02")
    return played


def replayed(played: Play) -> Case:
    """Fold the acts as they come back from their JSON, from the case as it was opened."""
    known = {one.digest: one for one in (played.procedure, *played.world.others.values())}  # type: ignore[attr-defined] # the world of these tests is made of facts
    acts = [Act.from_json(act.to_json()) for act in played.acts]
    return played.first.replay(acts, known.__getitem__)


def listed(played: Play, party: str) -> set[str]:
    """Name the steps of a move that a party is offered, open ones alone."""
    found = offers(played.case, hand(party), utc("2026-01-05"), played.world)
    return {one.step.key for one in found if one.is_open} & MOVING


def test_a_case_moves_when_each_of_the_others_has_accepted_and_not_before() -> None:
    """Japan proposes on 3 January, Korea accepts on 4, France on 5: with the last hand the case is moved."""
    new = edition(21)
    played = begun(new)
    old = played.case.procedure
    played.take(PROPOSE, "JPN", "2026-01-03", filing=WANT)
    played.take(ACCEPT, "KOR", "2026-01-04")
    assert old is played.case.procedure
    moved = played.take(ACCEPT, "FRA", "2026-01-05")
    assert new is played.case.procedure
    assert ("edition", new.digest, old.digest) in moved.effects
    assert [old.digest] * 4 + [new.digest] == [edition_of(played.case, n) for n in (1, 2, 3, moved.n, moved.n + 1)]
    assert replayed(played) == played.case


def test_a_limit_that_runs_keeps_its_dates_and_one_that_starts_later_has_the_new_length() -> None:
    """Ten days from 2 January stay; asked again on 6 January it is 21 days."""
    played = begun(edition(21))
    played.take(PROPOSE, "KOR", "2026-01-03", filing=WANT)
    played.take(ACCEPT, "FRA", "2026-01-04")
    played.take(ACCEPT, "JPN", "2026-01-05")
    assert "2026-01-12" == str(played.case.limits["answer"].expires_on)
    played.take("go_there", "JPN", "2026-01-06")
    assert "P10D" == played.case.limits["answer"].length


@pytest.mark.parametrize("who", ["JPN", "KOR", "FRA"])
def test_any_party_may_refuse_and_the_hands_that_were_laid_are_void(who: str) -> None:
    """Its own proposer takes it back so; afterwards it can be proposed anew and needs every hand again."""
    played = begun(edition(21))
    played.take(PROPOSE, "JPN", "2026-01-03", filing=WANT)
    played.take(ACCEPT, "KOR", "2026-01-04")
    played.take(REFUSE, who, "2026-01-05", filing={"reason": "No."})
    assert {} == dict(played.case.pending)
    assert listed(played, "FRA") == {PROPOSE}
    played.take(PROPOSE, "JPN", "2026-01-06", filing=WANT)
    played.take(ACCEPT, "FRA", "2026-01-07")
    assert 10 == played.case.procedure.rule("answer").length.days  # type: ignore[union-attr] # the toy's length is a period
    assert replayed(played) == played.case


def test_these_steps_are_listed_only_where_there_is_something_to_move_to_or_to_answer() -> None:
    """Nothing without another edition; the proposal alone before, the answers alone after it, acceptance not to its
    proposer."""
    assert set() == listed(Play(edition(), "2026-01-01", PARTIES, Facts()), "JPN")
    played = begun(edition(21))
    assert [{PROPOSE}] * 3 == [listed(played, who) for who in ("JPN", "KOR", "FRA")]
    played.take(PROPOSE, "JPN", "2026-01-03", filing=WANT)
    assert [{REFUSE}, {ACCEPT, REFUSE}] == [listed(played, who) for who in ("JPN", "KOR")]
    with pytest.raises(Refused, match="waits for an answer already"):
        played.take(PROPOSE, "KOR", "2026-01-04", filing=WANT)


def test_the_same_edition_is_none_to_move_to() -> None:
    """Nor one that is not offered."""
    played = begun(edition(10))
    with pytest.raises(Refused, match="no such other edition"):
        played.take(PROPOSE, "JPN", "2026-01-03", filing=WANT)


def _without_talk() -> Procedure:
    rows = [row for row in steps(ask={"opens": ()}) if row.key != "hear"]
    return edition(21, rows, tracks=())


def _without_heard() -> Procedure:
    states = tuple(state for state in TALK if state.key != "heard")
    talk = TrackSet("talk", "sent", states, "talk", gone=("gone",), ends=("sent", "agreed"))
    return edition(21, [row for row in steps() if row.key != "hear"], tracks=(talk,))


OBSTACLES = {
    "tracks": (_without_talk, "has no talk"),
    "track-state": (_without_heard, "does not know KOR as “Heard”"),
    "limit": (lambda: edition(21, steps(ask={"starts": ()}), limits=()), "does not have the period “Answer”"),
    "exact": (
        lambda: edition(21, limits=(TimeLimit("answer", Period(days=21), PRODUCT, title="Answer", exact=True),)),
        "counts the period “Answer” otherwise",
    ),
    "step": (
        lambda: edition(21, [replace(r, key="call") if r.key == "ask" else r for r in steps()]),
        "does not know “Ask”, which is on record",
    ),
    "prejudice": (
        lambda: edition(21, steps(ask={"without_prejudice": True})),
        "What was filed with “Ask” would be read otherwise",
    ),
    "questions": (lambda: edition(21, steps(ask={"asks": _opened()})), "What was filed with “Ask” would be read"),
}


def _opened() -> Any:
    fields = tuple(replace(one, level="C0") if one.key == "title_" else one for one in Paper.spec.fields)
    return replace(Paper.spec, fields=fields)


def test_a_state_that_the_other_edition_does_not_know_as_it_is_keeps_the_case_where_it_is() -> None:
    """There the case would rest where here something is due."""
    states = tuple(replace(one, kind="resting") if one.key == "other" else one for one in STATES)
    played = begun(edition(21, states=states))
    played.take("go_there", "JPN", "2026-01-03")
    with pytest.raises(Refused, match="does not know the state “Other” as it is here"):
        played.take(PROPOSE, "JPN", "2026-01-04", filing=WANT)


@pytest.mark.parametrize("obstacle", sorted(OBSTACLES))
def test_an_edition_that_does_not_carry_what_the_case_holds_is_refused_with_the_reason(obstacle: str) -> None:
    """At the proposal already, and at the acceptance where the case came there in between."""
    make, why = OBSTACLES[obstacle]
    played = begun(make())
    if obstacle == "track-state":
        played.take("hear", "KOR", "2026-01-03", track="KOR")
    with pytest.raises(Refused, match=why):
        played.take(PROPOSE, "JPN", "2026-01-04", filing=WANT)


def test_what_happens_between_proposal_and_acceptance_may_make_the_move_impossible() -> None:
    """Korea hears on 4 January; the edition that does not know it is not accepted on 5 January any more."""
    played = begun(_without_heard())
    played.take(PROPOSE, "JPN", "2026-01-03", filing=WANT)
    played.take("hear", "KOR", "2026-01-04", track="KOR")
    with pytest.raises(Refused, match="does not know KOR as “Heard”"):
        played.take(ACCEPT, "KOR", "2026-01-05")
    assert listed(played, "KOR") == {REFUSE}


def test_an_edition_has_no_word_of_these_steps_and_every_procedure_takes_them() -> None:
    """They come with the kernel: a text that was stored before they were there takes them too."""
    old = edition()
    assert not any(key.encode() in freeze(old) for key in MOVING)
    assert set(thaw(freeze(old)).rows) >= MOVING


MOVES = st.lists(
    st.tuples(
        st.sampled_from((PROPOSE, ACCEPT, REFUSE, "ask", "hear", "go_there")), st.sampled_from(("JPN", "KOR", "FRA"))
    ),
    max_size=14,
)


@given(MOVES)
def test_whatever_is_tried_in_whatever_order_replay_gives_the_same_case_and_nothing_is_lost(
    tried: list[tuple[str, str]],
) -> None:
    """A case moves by consent of all or not at all; folded from its acts, and read back from its summary, it is one."""
    played = Play(edition(), "2026-01-01", PARTIES, Facts(others={"usual": edition(21), "own": edition(5)}))
    for day, (what, who) in enumerate(tried, 2):
        given_words = WANT if what == PROPOSE else {"reason": "No."} if what == REFUSE else None
        before = played.case
        try:
            played.take(what, who, f"2026-01-{day:02}", filing=given_words)
        except Refused:
            continue
        if played.case.procedure is not before.procedure:
            assert what == ACCEPT
            assert before.state == played.case.state
            assert dict(before.limits) == dict(played.case.limits)
            assert dict(before.tracks) == dict(played.case.tracks)
    assert replayed(played) == played.case
    assert dump(load(played.case.procedure, dump(played.case))) == dump(played.case)
