"""Random stories through every procedure: offered is performable, the record gives the case, and nobody is stranded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.kernel.hard import commission, dialogue, ladder, registry, samples, silence
from tests.workflows.kernel.stories_at_random import Walk
from workflows import catalogue
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.guards import Refused
from workflows.kernel.procedure import Procedure
from workflows.kernel.summaries import dump, load
from workflows.kernel.view import Facts
from workflows.settlement import settlement

HARD = {
    "ladder": ladder.procedure(),
    "ladder-in-advance": ladder.procedure(advance=True),
    "commission": commission.procedure(),
    "silence": silence.procedure(),
    "samples": samples.procedure(),
    "registry": registry.procedure(),
    "series": dialogue.series(),
    "meeting-of-a-series": dialogue.meeting(),
}
LADDERS = {f"settlement-{key}": settlement(SettlementTerms(agreement=key)) for key in ("pca-os-2011", "un-charter-33")}
PROCEDURES = {**HARD, **LADDERS, **{form.key: form.with_defaults() for form in catalogue().values()}}
WORLD = Facts({"linked": ["running", "called"], "stands": ["selected"]})
A_FEW = settings(max_examples=max(12, settings().max_examples // 6))

MOVES = st.lists(
    st.tuples(
        st.integers(0, 30),  # who
        st.integers(0, 200),  # which of the offers
        st.sampled_from((0, 0, 0, 1, 24, 24 * 7, 24 * 31, 24 * 200)),  # hours that pass before
        st.sampled_from((1, 1, 1, 2)),  # which person
        st.sampled_from((0, 0, 0, 0, 3, 24 * 20)),  # hours by which the date in law lies back
    ),
    min_size=1,
    max_size=25,
)


@pytest.fixture(params=PROCEDURES, scope="module")
def procedure(request: pytest.FixtureRequest) -> Procedure:
    """Give one procedure after the other."""
    return PROCEDURES[request.param]


def walked(procedure: Procedure, moves: list[tuple[int, int, int, int, int]]) -> Walk:
    """Walk, checking each step: what is offered performs, and what is closed is refused."""
    walk = Walk(procedure, WORLD)
    for who, which, hours, person, back in moves:
        walk.wait(hours)
        people = walk.everybody()
        party = people[who % len(people)]
        shown = walk.offers(party, person)
        if which % 6:
            shown = [offer for offer in shown if not walk.ends(offer)] or shown
        if which % 4:
            shown = [offer for offer in shown if offer.is_open and offer.step.key not in walk.case.done] or shown
        if not shown:
            continue
        offer = shown[which % len(shown)]
        if not offer.is_open:
            assert walk.is_refused(offer, party), f"{offer.step.key} was closed to {party} and performed"
            continue
        if back and len(walk.acts) > 1:
            on = max(walk.case.opened_on, walk.at.replace(microsecond=0) - (walk.at - walk.case.opened_on) / (back + 1))
            try:
                walk.take(offer, party, person, on=on)
            except Refused:
                walk.take(offer, party, person)
        else:
            walk.take(offer, party, person)
    return walk


@A_FEW
@given(moves=MOVES)
def test_what_is_offered_performs_and_what_is_closed_is_refused(procedure: Procedure, moves: list) -> None:
    """At the end of every walk each offer of each party is tried too, each on the case as it stands."""
    walk = walked(procedure, moves)
    before = walk.case, list(walk.acts), walk.at

    for party in walk.everybody():
        for offer in walk.offers(party):
            if offer.is_open:
                walk.take(offer, party)
                walk.case, walk.acts, walk.at = before[0], list(before[1]), before[2]
            else:
                assert walk.is_refused(offer, party)


@A_FEW
@given(moves=MOVES)
def test_the_record_gives_the_case(procedure: Procedure, moves: list) -> None:
    """Acts from their JSON, the edition from its text, and the stored summary give the same value."""
    walk = walked(procedure, moves)

    assert walk.case == walk.replayed()
    assert walk.case == load(procedure, dump(walk.case))


@A_FEW
@given(moves=MOVES)
def test_nobody_is_stranded(procedure: Procedure, moves: list) -> None:
    """From wherever a walk ends, each party can alone, now or later, change something or be heard."""
    walk = walked(procedure, moves)

    assert [] == walk.stranded(), f"in {walk.case.state}, {[(t.key, t.state) for t in walk.case.tracks.values()]}"
