"""How a paper on record is named where a step is taken on it, as a relation is by the key of its track."""

from __future__ import annotations

PAPER = "paper:"
"""Before the number of a paper where a step is taken on it, as a track stands for a relation."""


def handle(step: str, n: int) -> str:
    """The key under which hands on a step about a paper wait."""
    return f"{step}@{PAPER}{n}"


def number_in(track: str | None) -> int | None:
    """Read the number of a paper that stands in the place of a track."""
    number = (track or "").removeprefix(PAPER)
    return int(number) if (track or "").startswith(PAPER) and number.isdecimal() and len(number) < 10 else None
