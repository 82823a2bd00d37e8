"""Acts: what the record keeps, as JSON and back."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel import guards as g
from workflows.kernel.acts import Act, plain_json
from workflows.kernel.language import Opens, Source
from workflows.kernel.opening import OpeningError, open_case
from workflows.kernel.view import Facts

FULL = Act(
    3, "step", "answer", "CHE", utc("2026-02-01"), utc("2026-01-05"), "open", "other", track="talk:KOR",
    day=date(2026, 1, 5),
    capacity="dispatch", office="Ministry", organ="mfa", person="ref-1", mandate="m-1", on_behalf_of="JPN",
    digest="d" * 64,
    basis=(("OST", "IX s3", "LAW_T"),), level="C3", late=True,
    effects=(("state", "other", True), ("limit", "reply:KOR", (("n", 3), ("track", None)))),
    reads=(("bound:OST:JPN", {"bound": True}),), corrects=(1, 2), tells=(("series", "wake"),), told=("KOR",),
)  # fmt: skip


def test_an_act_is_the_same_after_a_journey_through_json() -> None:
    """Every field filled, and every field empty."""
    empty = Act(1, "lapse", "reply", "clock", utc("2026-01-01"), utc("2026-01-01"), "open", "open")

    for act in (FULL, empty):
        assert act == Act.from_json(json.loads(json.dumps(act.to_json())))


def test_what_is_empty_is_left_out() -> None:
    """The text of an act is short."""
    empty = Act(1, "lapse", "reply", "clock", utc("2026-01-01"), utc("2026-01-01"), "open", "open")

    assert {"n", "kind", "step", "party", "at", "on", "came", "went", "level"} == set(empty.to_json())


def test_plain_json_has_no_dates_and_no_tuples() -> None:
    """Deeply."""
    value = {"a": (date(2026, 1, 1), [datetime(2026, 1, 1, tzinfo=UTC)]), "b": None}

    assert {"a": ["2026-01-01", ["2026-01-01T00:00:00+00:00"]], "b": None} == plain_json(value)


def test_effects_are_found_by_their_word() -> None:
    """For the log and the timeline."""
    assert [("state", "other", True)] == FULL.effects_of("state")
    assert ("JPN", "CHE") == (FULL.principal, FULL.party)


def test_an_act_keeps_offices_and_references_and_what_its_guards_read() -> None:
    """And on which provision it rests."""
    law = Source("OST")("IX", 3)
    found = play([step("act", asks=Paper, opens=Opens("talk", "who"), when=g.Bound("OST", law), under=law)], Facts())

    act = found.take("act", hand("JPN", "dispatch", person="ref-7"), "2026-01-01", filing={"who": ["KOR"]})

    assert ("dispatch", "ref-7", (("OST", "IX s3", "LAW_T"),)) == (act.capacity, act.person, act.basis)
    assert (("bound:OST:JPN:2026-01-01", {"bound": True, "reason": ""}),) == act.reads


@pytest.mark.parametrize(
    ("parties", "part"),
    [
        ({"asked": ["KOR"]}, "nobody is “asker”, who files “toy”"),
        ({"asker": ["JPN"], "judge": ["ICJ"]}, "“toy” has no role “judge”; it has asker, asked, office"),
    ],
)
def test_a_case_is_opened_with_its_parties_or_says_why_not(parties: dict[str, list[str]], part: str) -> None:
    """The filer has to be there, and roles have to be roles."""
    with pytest.raises(OpeningError, match=part):
        open_case(play([]).procedure, parties, utc("2026-01-01"))
