"""Small procedures for tests: two parties, a few states, and whatever steps a test needs."""

from collections.abc import Iterable
from typing import Any

from tests.workflows.kernel.play import Play
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    STAY,
    Filing,
    Procedure,
    Role,
    State,
    Step,
    TrackSet,
    date_field,
    instant_field,
    parties_field,
    party_field,
    period_field,
    text,
)  # fmt: skip
from workflows.kernel.view import Facts

ASKER, ASKED = Role("asker", "Asker"), Role("asked", "Asked")
OFFICE = Role("office", "Office", stake=False, office=True)
STATES = (State("open", "Open"), State("other", "Other"), State("paused", "Paused"), State("done", "Done", FINAL))
TALK = (State("sent", "Sent"), State("heard", "Heard"), State("agreed", "Agreed"), State("gone", "Gone"))


class Paper(Filing):
    """Paper."""

    title_ = text("Title", PRODUCT, need="optional")
    on_day = date_field("Day", PRODUCT, need="optional")
    until = instant_field("Until", PRODUCT, need="optional")
    length = period_field("Length", PRODUCT, need="optional")
    who = parties_field("Who", PRODUCT, need="optional")
    one = party_field("One", PRODUCT, need="optional")
    received_at = instant_field("Received at", PRODUCT, need="optional")


def step(key: str, frm: str | tuple[str, ...] = "open", to: Any = STAY, by: Any = ASKER, **rest: Any) -> Step:
    """Write a step of the asker that stays, unless told otherwise."""
    return Step(key, frm, to, by, **{"under": PRODUCT, **rest})


def leaves(*states: str) -> list[Step]:
    """Write the steps that let everybody out of some states, so that nobody is stranded."""
    ways = [step(f"leave_{s}_{role.key}", s, "done", role) for s in states for role in (ASKER, ASKED)]
    return [*ways, *([step("go_there", "open", "other"), step("go_by", "open", "paused")] if "other" in states else [])]


def toy(steps: Iterable[Step], **rest: Any) -> Procedure:
    """Make a procedure of these steps; all states are reached and left."""
    talks = TrackSet("talk", "sent", TALK, "talk", gone=("gone",), ends=("sent", "heard", "agreed"))
    made = {
        "key": "toy", "edition": 1, "title": "Toy", "under": PRODUCT, "opens": "open", "filer": "asker",
        "prefix": "TOY",
        "roles": (ASKER, ASKED, OFFICE), "states": STATES, "tracks": (talks,),
        "steps": (*steps, *leaves("open", "other", "paused")), **rest,
    }  # fmt: skip
    return Procedure(**made)


def play(steps: Iterable[Step], world: Facts | None = None, on: str = "2026-01-01", **rest: Any) -> Play:
    """Open a case of a toy on 1 January 2026: Japan asks, Korea is asked, and there is an office."""
    parties = {"asker": ["JPN"], "asked": ["KOR"], "office": ["OFF"]}
    return Play(toy(steps, **rest), on, parties, world or Facts())
