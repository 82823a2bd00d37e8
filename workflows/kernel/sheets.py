"""Sheets: pages beside a case's timeline, which a procedure declares and the product draws.

A sheet says what it is drawn from in the procedure's own keys and holds what must not change while a case runs, so
that it is frozen with the edition. Every case has the sheets in ``COMMON``; they are of the product and in no edition.
A new kind is a class here and its drawing in the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .words import LEVELS

if TYPE_CHECKING:
    from .procedure import Procedure

Findings = Iterator[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page beside the timeline: the key of its address, its title, and one sentence that says what it is.

    ``level`` says for whom it is there at all: C0 for whoever may know of the case, C1 for whoever takes part, C2 for
    its parties. What stands on it is seen or not by the level of each act.
    """

    key: str
    title: str
    says: str
    level: str = "C1"

    def texts(self) -> Iterator[str]:
        """Give what a person reads on it that is not of the case, for translation."""
        yield from (self.title, self.says)

    def findings(self, procedure: Procedure) -> Findings:
        """Say what the sheet names that the procedure does not have."""
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket(Sheet):
    """Every entry of the record in order."""


COMMON: tuple[Sheet, ...] = (
    Docket(
        key="docket",
        title="Docket",
        says="Every entry of the record that you may read, in the order in which it was recorded.",
        level="C0",
    ),
)
"""The sheets of every case, whichever procedure it follows."""


def sheets_of(procedure: Procedure) -> tuple[Sheet, ...]:
    """Give the sheets of a case: those that its procedure declares, then those of every case."""
    return (*procedure.sheets, *COMMON)


def sheet_of(procedure: Procedure, key: str) -> Sheet | None:
    """Find a sheet by its key."""
    return next((sheet for sheet in sheets_of(procedure) if sheet.key == key), None)


def sheets_fit(p: Procedure) -> Findings:
    """Every sheet has a key of its own that can stand in an address, says what it is, and names what is there."""
    keys = [sheet.key for sheet in sheets_of(p)]
    yield from (f"the sheet “{key}” is declared twice" for key in sorted({k for k in keys if keys.count(k) > 1}))
    for sheet in p.sheets:
        if not sheet.key.replace("_", "").isalnum() or not sheet.key.isascii() or sheet.key != sheet.key.lower():
            yield f"the sheet “{sheet.key}” has a key that cannot stand in an address"
        if not sheet.title.strip() or not sheet.says.strip().endswith("."):
            yield f"the sheet “{sheet.key}” lacks a title, or a sentence that says what it is"
        if sheet.level not in LEVELS[:3]:
            yield f"the sheet “{sheet.key}” has the level “{sheet.level}”: write C0, C1 or C2"
        yield from (f"the sheet “{sheet.key}”: {finding}" for finding in sheet.findings(p))
