"""Agreements between parties: which procedure they chose, and with which numbers. One TOML file an agreement.

Law: what these parties agreed, binding LAW_A, under the clause named. Numbers and words, no expressions. Not modelled:
who is party to an agreement over time, and stages of ladders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows.parties.reading import read

KEYS = ("key", "title", "instrument", "clause", "procedure", "terms")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: the instrument and clause that give a procedure its numbers."""

    key: str
    title: str
    instrument: str
    clause: str
    procedure: str
    terms: Mapping[str, Any]

    @property
    def cited(self) -> str:
        """Cite instrument and clause in one text, as terms remember it."""
        return f"{self.instrument} {self.clause}".strip()


@cache
def agreements(folder: Path | None = None) -> Mapping[str, Agreement]:
    """Give the agreements of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    paths = sorted((folder or Path(__file__).parent).glob("*.toml"))
    return MappingProxyType({found.key: found for found in map(_read, paths)})


def _read(path: Path) -> Agreement:
    top, _ = read(path, "stage")
    top.refuse_unknown(KEYS)
    terms = top.values.get("terms", {})
    if not isinstance(terms, dict):
        raise top.wrong("terms", "must be a table")
    return Agreement(
        key=top.text("key"),
        title=top.text("title"),
        instrument=top.text("instrument"),
        clause=top.text("clause", ""),
        procedure=top.text("procedure"),
        terms=MappingProxyType(terms),
    )
