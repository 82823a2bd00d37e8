"""Who may act: each kind of actor, alone and combined, and what an outsider is told."""

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.kernel.toys import ASKED, ASKER, OFFICE, TALK, Paper, play, step, toy
from workflows.kernel.actors import (
    ANY_PARTY,
    CLOCK,
    EVERY_PARTY,
    OUTSIDER,
    SIDE,
    TRACK_PARTY,
    Actor,
    Each,
    EachOther,
    Other,
    Taker,
)
from workflows.kernel.language import DRAFT, On, Opens, Role, TrackSet
from workflows.kernel.words import without_article

OPENING = step("begin", asks=Paper, opens=Opens("talk", "who"))


def takers(actor: Actor, *before: tuple[str, str], **rest: object) -> set[str]:
    """Say to whom a step of an actor is open, after some steps were taken."""
    found = play([OPENING, step("first", by=ASKER | ASKED), step("act", by=actor, **rest)])
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    for key, who in before:
        found.take(key, who, "2026-01-01")
    return {
        who
        for who in ("JPN", "KOR", "FRA", "OFF", "BRA")
        if any(o.startswith("act") for o in found.offered(who, "2026-01-02"))
    }


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (ASKER, {"JPN"}),
        (ASKED, {"KOR"}),
        (OFFICE, {"OFF"}),
        (ASKER | OFFICE, {"JPN", "OFF"}),
        (ASKER & ASKED, {"JPN", "KOR"}),
        (ANY_PARTY, {"JPN", "KOR"}),
        (EVERY_PARTY, {"JPN", "KOR"}),
        (Each("asked"), {"KOR"}),
        (OUTSIDER, {"BRA"}),
        (SIDE, {"JPN", "KOR", "OFF"}),
        (CLOCK, set()),
        (Taker("first"), set()),
        (Other("first"), set()),
    ],
)
def test_a_step_is_open_to_those_whom_the_actor_names(actor: Actor, expected: set[str]) -> None:
    """And to nobody else; France has a track and no role, so it is neither party nor outsider."""
    assert expected == takers(actor)


def test_the_taker_and_the_other_are_told_apart_once_the_step_was_taken() -> None:
    """Korea took it: Korea is the taker, Japan the other."""
    assert {"KOR"} == takers(Taker("first"), ("first", "KOR"))
    assert {"JPN"} == takers(Other("first"), ("first", "KOR"))


def test_the_party_of_a_track_acts_on_its_own_track_only() -> None:
    """Two tracks, two parties."""
    found = play([OPENING, step("act", by=TRACK_PARTY, track=On("talk", ("sent",), "heard"))])
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})

    assert {"act@talk:FRA"} == {o for o in found.offered("FRA", "2026-01-01") if o.startswith("act")}
    assert "This step belongs to the party of the track." == str(found.refused("act", "KOR", "2026-01-01", track="FRA"))


def test_a_track_that_is_ones_own_need_not_be_named() -> None:
    """And one that does not exist is an unknown step."""
    found = play([OPENING, step("act", by=TRACK_PARTY, track=On("talk", ("sent",), "heard"))])
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})

    found.take("act", "FRA", "2026-01-01")

    assert "heard" == found.state("talk:FRA")
    assert "unknown" == found.refused("act", "KOR", "2026-01-01", track="BRA").kind


def test_each_leaves_out_those_whose_tracks_are_gone() -> None:
    """A party that left is not waited for."""
    talks = TrackSet(
        "talk", "sent", toy([]).tracks[0].states, "talk", role="asked", gone=("gone",), ends=("sent", "heard", "agreed")
    )
    leave = step("leave", by=TRACK_PARTY, track=On("talk", ("sent",), "gone"))
    found = Play(
        toy([OPENING, leave, step("act", by=EVERY_PARTY)], tracks=(talks,)),
        "2026-01-01",
        {"asker": ["JPN"], "office": ["OFF"]},
    )  # fmt: skip
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR", "FRA"]})
    found.take("leave", "FRA", "2026-01-02")

    found.take("act", "JPN", "2026-01-03")
    assert "step" == found.take("act", "KOR", "2026-01-03").kind


def test_an_acceptance_by_all_others_needs_a_hand_of_each() -> None:
    """Japan invites; Korea and France both have to accept, Japan has no hand in it."""
    joined = TrackSet("talk", "sent", TALK, "talk", "asked", ends=("sent", "heard", "agreed", "gone"))
    found = play([OPENING, step("invite"), step("accept", by=EachOther("invite"))], tracks=(joined,))
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["FRA"]})
    found.take("invite", "JPN", "2026-01-01")

    assert "accept" not in found.offered("JPN", "2026-01-02")
    assert "hand" == found.take("accept", "FRA", "2026-01-02").kind
    assert "step" == found.take("accept", "KOR", "2026-01-03").kind


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (Role("planning_state"), "Planning state"),
        (ASKER | ASKED, "Asker or Asked"),
        (ASKER & ASKED, "Asker and Asked jointly"),
        (TRACK_PARTY, "the party of the track"),
        (SIDE, "all parties of the side together"),
        (ANY_PARTY, "any party"),
        (OUTSIDER, "a State or organisation outside the case"),
        (CLOCK, "the clock"),
        (EVERY_PARTY, "every party still taking part"),
        (Each("asked"), "every asked"),
        (Taker("first_step"), "whoever took “First step”"),
        (EachOther("first_step"), "every party but the one that took “First step”"),
        (Other("first_step"), "another party than the one that took “First step”"),
    ],
)
def test_every_actor_has_words(actor: Actor, words: str) -> None:
    """They stand in refusals and on pages."""
    assert words == actor.words()


def test_a_person_needs_the_capacity_of_the_step() -> None:
    """The refusal says who may, and which provision it is about."""
    found = play([step("act"), step("prepare", capacity=DRAFT)])

    refused = found.refused("act", hand("JPN", "draft", "clear"), "2026-01-01")

    assert ("standing", "Only the foreign ministry or the permanent mission") == (refused.kind, str(refused)[:50])
    assert "step" == found.take("prepare", hand("JPN", "draft"), "2026-01-01").kind


def test_at_agency_level_the_liaison_with_a_mandate_stands_where_the_ministry_does() -> None:
    """The sentence names the mandate, not the ministry."""
    found = play([step("act")], level="agency")

    refused = found.refused("act", hand("JPN", "draft"), "2026-01-01")

    assert "This step is taken by the agency's own liaison with a mandate to file under the agreement." == str(refused)


def test_a_protecting_state_acts_for_another_and_both_are_on_record() -> None:
    """Switzerland lays Japan's hand: the principal's part counts, the record names both."""
    found = play([step("act", by=ASKER & ASKED), step("again", by=Taker("act"))])
    lent = hand("CHE", on_behalf_of="JPN")

    found.take("act", lent, "2026-01-01")
    act = found.take("act", "KOR", "2026-01-02")

    assert ("step", "CHE", "JPN") == (act.kind, found.acts[0].party, found.acts[0].on_behalf_of)
    assert found.case == found.replayed()


def test_a_step_that_nobody_of_a_kind_can_take_says_who_is_missing() -> None:
    """The office is empty, so its hand cannot be given."""
    found = Play(toy([step("act", by=ASKER & OFFICE)]), "2026-01-01", {"asker": ["JPN"], "asked": ["KOR"]})

    refused = found.refused("act", "JPN", "2026-01-01")

    assert "This step needs Asker and Office jointly; not all of them take part." == str(refused)


@pytest.mark.parametrize("title", ["the State asked", "a State asked", "State asked"])
def test_a_title_loses_its_article_after_every(title: str) -> None:
    """Each of several is named without “a” and “the”."""
    assert "State asked" == without_article(title)
    assert "organ of an organisation" == without_article("an organ of an organisation")
