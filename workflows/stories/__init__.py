"""Shipped stories, and the tables with which stories meet the real world: parties by name, instruments by date.

No law of its own. A label that names no real party is a party of an exercise: it counts as bound by an instrument from
the day on which that entered into force. Not modelled: zones and holidays of places, which a story states itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from workflows.agreements import agreements
from workflows.instruments import library
from workflows.kernel.story_world import Tables
from workflows.parties import find, parties, said

FOLDER = Path(__file__).parent


def shipped() -> tuple[Path, ...]:
    """List the stories of this package, in order of name."""
    return tuple(sorted(FOLDER.glob("*.toml")))


def tables(folder: Path | None = None) -> Tables:
    """Give the tables of this package, with the agreements of a folder where one is named."""

    def agreement(key: str) -> tuple[str, Mapping[str, Any], str] | None:
        found = agreements(folder).get(key)
        return (found.procedure, found.terms, str(found.cited)) if found else None

    return Tables(_key, binds, since, agreement, said, kind_of)


def _key(label: str) -> str | None:
    found = find(label)
    return found.key if found else None


def kind_of(key: str) -> str:
    """Say what a party is; one of an exercise is a State."""
    return parties()[key].kind if key in parties() else "state"


def binds(instrument: str, party: str, on: date) -> tuple[bool, str]:
    """Say whether an instrument binds a party, real or of an exercise, on a date; and in a sentence why not."""
    if instrument not in library().instruments:
        return False, f"There is no instrument {instrument} in the library."
    answer = library().binding(instrument, party, on)
    if answer.bound:
        return True, ""
    start = library().instrument(instrument).in_force_on
    if party not in parties() and answer.code == "not_recorded" and start and start <= on:
        return True, ""
    return False, f"{answer.reason}."


def since(instrument: str, party: str, on: date) -> date | None:
    """Give the first day after a date on which an instrument binds a party; None where none is known."""
    known = library().instruments.get(instrument)
    start = known.in_force_on if known else None
    if start is None:
        return None
    bound = start if on < start else on
    answer = library().binding(instrument, party, bound)
    found = answer.since if party in parties() else start
    return found if found and found > on else None
