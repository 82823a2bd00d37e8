"""What an office may register from a paper in the name of a party, and how the record shows it."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand
from tests.workflows.kernel.toys import ASKED, ASKER, OFFICE, Paper, play, step, toy
from workflows.kernel.acts import Hand
from workflows.kernel.language import CLEAR, DISPATCH, DRAFT, OWN

LENT = hand("OOSA", "office", on_behalf_of="JPN")
"""The hand of an office that acts from a paper of Japan."""


def test_a_step_is_registered_in_the_name_of_its_party_and_bears_both_names() -> None:
    """The principal's part counts; the record keeps the office, its capacity and the principal, who is told."""
    found = play([step("act", asks=Paper)])

    act = found.take("act", LENT, "2026-01-03", on="2026-01-02")

    assert ("OOSA", "JPN", "JPN", "office") == (act.party, act.on_behalf_of, act.principal, act.capacity)
    assert "2026-01-02" == act.on.date().isoformat()
    assert "JPN" in act.told
    assert "OOSA" not in act.told
    assert "JPN" == found.case.done["act"].last_by
    assert found.case == found.replayed()


def test_a_liaisons_step_that_leaves_the_party_can_be_registered_too() -> None:
    """A note verbale says no less than what a liaison files."""
    found = play([step("act", asks=Paper, capacity=DRAFT)])

    assert "office" == found.take("act", LENT, "2026-01-03").capacity


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"asks": None}, "asks for nothing in writing that leaves a party"),
        ({"capacity": CLEAR}, "asks for nothing in writing that leaves a party"),
        ({"here_only": True}, "lets no office register a paper in its place"),
        ({"by": ASKER & ASKED}, "needs hands of more than one person or party"),
        ({"hands": 2}, "needs hands of more than one person or party"),
        ({"tell": OWN}, "is for the acting party's own delegation"),
        ({"level": "C4"}, "is for the acting party's own delegation"),
        ({"level": "C3"}, "is for the acting party's own delegation"),
        ({"without_prejudice": True}, "without prejudice"),
        ({"by": ASKED}, "This step belongs to Asked."),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value,
)
def test_what_no_paper_can_stand_for_is_refused_with_its_reason(changes: dict[str, Any], says: str) -> None:
    """Each reason has its sentence; the party itself may take the step all the same, where it is its own."""
    found = play([step("act", **{"asks": Paper, **changes})])

    assert says in str(found.refused("act", LENT, "2026-01-03"))


def test_an_office_does_not_act_for_a_party_without_naming_it() -> None:
    """Its own hand has no part in a step of a party, and no capacity for it."""
    found = Play(
        toy([step("act", by=ASKER | OFFICE, asks=Paper, capacity=DISPATCH)]),
        "2026-01-01",
        {"asker": ["JPN"], "asked": ["KOR"], "office": ["OOSA"]},
    )
    own = Hand("OOSA", frozenset({"office"}), "person:1")

    assert "Only the foreign ministry" in str(found.refused("act", own, "2026-01-03"))


def test_a_protecting_power_with_the_capacity_of_the_step_is_no_office_with_a_paper() -> None:
    """It acts as before: with its own capacity, on any step that the principal may take."""
    found = play([step("act")])

    act = found.take("act", hand("CHE", "dispatch", on_behalf_of="JPN"), "2026-01-03")

    assert ("dispatch", "JPN") == (act.capacity, act.on_behalf_of)
