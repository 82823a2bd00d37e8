"""Instruments of law and policy: their provisions in words of this project, and who is bound by them on what date.

One TOML file an instrument, `status.csv` for the parties. Keys are those of citations: OST, ARRA, LC, REG, MOON, UNC
and the rest. Where a file and an instrument differ, the instrument wins. Not modelled: reservations, objections,
succession of States.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from workflows.instruments.facts import Binds, Descent, Hardened, Instrument, Provision, StatusRow
from workflows.instruments.library import Library, load
from workflows.parties.reading import Dated, InstrumentError

__all__ = [
    "Binds",
    "Dated",
    "Descent",
    "Hardened",
    "Instrument",
    "InstrumentError",
    "Library",
    "Provision",
    "StatusRow",
    "binding",
    "instrument",
    "instruments",
    "library",
    "load",
    "provision",
    "status",
]


@cache
def library() -> Library:
    """Give the instruments shipped with the package."""
    return load(Path(__file__).parent)


def instruments() -> Mapping[str, Instrument]:
    """Give all instruments by key, in order of key."""
    return library().instruments


def instrument(key: str) -> Instrument:
    """Give one instrument; raise KeyError with a sentence where there is none."""
    return library().instrument(key)


def provision(key: str, id: str) -> Provision:  # noqa: A002  (the word of the citation)
    """Give one provision; raise KeyError with a sentence that lists what the instrument has."""
    return library().provision(key, id)


def status(key: str, party: str) -> tuple[StatusRow, ...]:
    """Give a party's rows under an instrument, several where it deposited with several depositaries."""
    return library().status(key, party)


@lru_cache(maxsize=4096)
def binding(key: str, party: str, on: date, law_of: date | None = None) -> Binds:
    """Say whether an instrument binds a party on a date, and why, under the law of that day or of another one."""
    return library().binding(key, party, on, law_of)
