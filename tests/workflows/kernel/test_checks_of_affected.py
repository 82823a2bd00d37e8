"""Whom a filing addresses: every State that a comparison finds affected, or the reason why not."""

import json
from typing import Any

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, leaves, play, step
from workflows.kernel.language import PRODUCT, CoversAffected, keyed, listing, long_text, party_field
from workflows.kernel.view import Facts, View

WHY = "It lands within 4 km of Rim on 12 days"
PARTY, REASON = keyed("party", party_field("State", PRODUCT)), keyed("reason", long_text("Why", PRODUCT))


class Told(Paper):
    """Paper that leaves out."""

    left_out = listing("States left out", PRODUCT, PARTY, REASON, need="optional")


CHECK = CoversAffected("who", "left_out")
ROW = step("go", asks=Told, checks=(CHECK,))
WORLD = Facts(
    {"affected": [{"party": "KOR", "why": WHY + ".", "entry": "LUN-0004"}]}, names={"KOR": "the Republic of Korea"}
)


class Recording(Facts):
    """A world that keeps what it was asked."""

    def ask(self, kind: str, *args: str) -> Any:
        """Keep the last question."""
        ASKED.append((kind, *args))
        return super().ask(kind, *args)


ASKED: list[tuple[str, ...]] = []


def view(body: dict[str, Any], world: Facts = WORLD) -> View:
    """Look at a filing."""
    played = play([ROW, *leaves("open")])
    return View(played.case.procedure, played.case, hand("JPN"), utc("2026-01-01T12:00"), world, step=ROW, filing=body)


def test_a_state_that_is_found_and_not_named_is_refused_with_the_reason() -> None:
    """The sentence names State, reason and the question where a reason for leaving it out goes."""
    refused = CHECK.check(view({"who": ["FRA"]}))

    assert refused is not None
    assert "who" == refused.field
    named = "Name it here, or give under “States left out” the reason why not."
    assert f"The Republic of Korea may be affected: {WHY}. {named}" == refused.sentence


def test_all_who_are_found_and_not_named_are_told_at_once() -> None:
    """The first with its reason, the others by name, each once."""
    found = [{"party": "KOR", "why": WHY}, {"party": "DEU", "why": "x"}, {"party": "KOR", "why": "y"}]
    refused = CHECK.check(view({"who": ["FRA"]}, Facts({"affected": found}, names={"DEU": "Germany"})))

    assert refused is not None
    named = "Name each here, or give under “States left out” the reason why not."
    assert f"KOR may be affected: {WHY}. So may Germany. {named}" == refused.sentence


@pytest.mark.parametrize(
    "body",
    [{"who": ["FRA", "KOR"]}, {"who": ["FRA"], "left_out": [{"party": "KOR", "reason": "It was agreed with it."}]}],
)
def test_it_is_addressed_or_left_out_with_a_reason(body: dict[str, Any]) -> None:
    """Both will do."""
    assert CHECK.check(view(body)) is None


def test_leaving_out_without_a_reason_will_not_do() -> None:
    """A name alone is no reason."""
    assert CHECK.check(view({"who": ["FRA"], "left_out": [{"party": "KOR", "reason": "  "}]})) is not None


def test_nobody_is_affected_by_itself_and_nobody_found_means_nothing_to_say() -> None:
    """The acting party needs no mention, and a world that compares nothing asks for nobody."""
    assert CHECK.check(view({"who": ["FRA"]}, Facts({"affected": [{"party": "JPN", "why": ""}]}))) is None
    assert CHECK.check(view({"who": ["FRA"]}, Facts())) is None


def test_what_is_compared_goes_by_the_names_of_the_description_and_is_not_kept_with_the_act() -> None:
    """A single place stands for the areas; words of the filing are not sent, and the act stores no answer."""
    check = CoversAffected("who", "left_out", told=(("areas", "place"),), of="plan")
    seen = view(
        {"who": ["FRA"], "plan": {"place": {"body": "moon"}, "nature": "x", "earliest_start": "2028-01-01"}},
        Recording(),
    )

    assert check.check(seen) is None
    kind, party, text = ASKED.pop()
    assert ("affected", "JPN") == (kind, party)
    assert {"areas": {"body": "moon"}, "earliest_start": "2028-01-01"} == json.loads(text)
    assert {} == seen.reads


def test_a_draft_is_mended_by_leaving_out_whoever_is_not_named() -> None:
    """With a marked reason, each once, and not where all are named."""
    body = {"who": ["FRA"]}
    mended = CHECK.mend(body, view(body))

    assert {"who": ["FRA"], "left_out": [{"party": "KOR", "reason": "[exercise]"}]} == mended
    assert CHECK.check(view(dict(mended))) is None
    assert {"who": ["KOR"]} == CHECK.mend({"who": ["KOR"]}, view({"who": ["KOR"]}))


def test_the_condition_is_said_in_the_words_of_the_filing() -> None:
    """For the offer."""
    said = "every State that the comparison finds affected stands under “Who” or, with the reason, “States left out”"
    assert said == CHECK.words(Told.spec)
    assert ("who", "left_out") == (CHECK.field, CHECK.fields()[1])
