"""Sheets: pages beside a case's timeline, which a procedure declares and the product draws.

A sheet says what it is drawn from in the procedure's own keys and holds what must not change while a case runs, so
that it is frozen with the edition. Every case has the sheets in ``COMMON``; they are of the product and in no edition.
A new kind is a class here and its drawing in the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .frozen import dataclass
from .words import LEVELS, PRODUCT, Citation

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Sheet):
    """Every limit, and every date that a filing or an order states, in order of time."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a rung begins as it does, or is closed between those whom it names; and what says so."""

    says: str
    under: Citation = PRODUCT
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung as it was when the case was opened: the agreement's own title, who gave it, how it begins."""

    key: str
    title: str
    kind: str
    between: str
    given_by: str
    under: Citation
    entry: str
    after: tuple[str, ...] = ()
    mandatory: bool = False
    reasons: tuple[Why, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Sheet):
    """The rungs of a track set in order, with what enters each; ``begun`` are the states of a rung that was entered."""

    set: str
    begun: tuple[str, ...]
    rungs: tuple[Rung, ...]

    def texts(self) -> Iterator[str]:
        """Give the words of the rungs too."""
        yield from (self.title, self.says)
        for rung in self.rungs:
            yield from (rung.title, rung.kind, rung.between, rung.given_by, rung.entry)
            yield from (why.says for why in rung.reasons)

    def findings(self, procedure: Procedure) -> Findings:
        """Every rung is a track that some step opens, and comes after rungs that there are."""
        known = {rung.key for rung in self.rungs}
        opened = {key for row in procedure.steps for o in row.opens if o.set == self.set for key, _ in o.keys}
        yield from unknown_states(procedure, self.set, self.begun)
        yield from (f"no step opens the rung “{key}”" for key in sorted(known - opened))
        waits = {key for rung in self.rungs for key in rung.after}
        yield from (f"a rung comes after “{key}”, which there is not" for key in sorted(waits - known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions(Sheet):
    """What each party says on each track of a set: the step by which it says so, the choice, and its reasons.

    ``agreed`` are the choices by which all others agree with whoever put the item forward.
    """

    set: str
    step: str
    choice: str
    reasons: str
    agreed: tuple[str, ...]

    def findings(self, procedure: Procedure) -> Findings:
        """The step is taken on the tracks and asks both questions."""
        yield from unknown_states(procedure, self.set, ())
        yield from unknown_steps(procedure, (self.step,))
        yield from unknown_fields(procedure, self.step, (self.choice, self.reasons))
        rows = procedure.rows.get(self.step, ())
        if any(row.track is None or row.track.set != self.set for row in rows):
            yield f"“{self.step}” is not taken on a {self.set}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments(Sheet):
    """What is to be done, by whom and by when: tracks of a set whose opening filing names the day, the step that
    reports performance and the one that disputes it."""

    set: str
    due: str
    words: str
    reported: str
    disputed: str

    def findings(self, procedure: Procedure) -> Findings:
        """Set, steps and the day of the opening filing are there."""
        yield from unknown_states(procedure, self.set, ())
        yield from unknown_steps(procedure, (self.reported, self.disputed))
        for row in procedure.steps:
            if any(opens.set == self.set and opens.field for opens in row.opens):
                yield from unknown_fields(procedure, row.key, (self.due,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats(Sheet):
    """Who sits: tracks of a set, the steps that fill one, the one that challenges, the limits for both, and who
    appoints where nobody does. A text that knows no disclosure and no challenge leaves these out."""

    set: str
    filled: tuple[str, ...]
    name: str
    filling: str
    disclosure: str = ""
    challenged: str = ""
    challenging: str = ""
    otherwise: str = ""
    otherwise_under: Citation = PRODUCT

    def findings(self, procedure: Procedure) -> Findings:
        """Set, steps, limits and answers are there."""
        yield from unknown_states(procedure, self.set, ())
        yield from unknown_steps(procedure, (*self.filled, *filter(None, (self.challenged,))))
        for step in self.filled:
            yield from unknown_fields(procedure, step, tuple(filter(None, (self.name, self.disclosure))))
        stray = set(filter(None, (self.filling, self.challenging))) - {limit.key for limit in procedure.limits}
        yield from (f"there is no limit “{key}”" for key in sorted(stray))


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceSheet(Sheet):
    """A text under silence: its instant, its preconditions, who spoke and what came of it.

    ``state`` is that of silence, ``adopted`` and ``broken`` are those to which it leads; ``set`` are the tracks of the
    language versions, where some are needed.
    """

    state: str
    adopted: str
    broken: str
    set: str = ""

    def findings(self, procedure: Procedure) -> Findings:
        """States and tracks are there."""
        if self.set:
            yield from unknown_states(procedure, self.set, ())
        stray = {self.state, self.adopted, self.broken} - {state.key for state in procedure.states}
        yield from (f"there is no state “{key}”" for key in sorted(stray))


def unknown_states(procedure: Procedure, of: str, states: tuple[str, ...]) -> Findings:
    """Say which track set, or state of it, there is not."""
    found = next((one for one in procedure.tracks if one.key == of), None)
    if found is None:
        yield f"there is no track set “{of}”"
        return
    stray = set(states) - {state.key for state in found.states}
    yield from (f"a {of} has no state “{state}”" for state in sorted(stray))


def unknown_steps(procedure: Procedure, steps: tuple[str, ...]) -> Findings:
    """Say which steps there are not."""
    yield from (f"there is no step “{step}”" for step in steps if step not in procedure.rows)


def unknown_fields(procedure: Procedure, step: str, names: tuple[str, ...]) -> Findings:
    """Say which answers a step does not ask for."""
    specs = [row.filing for row in procedure.rows.get(step, ())]
    missing = [name for name in names if any(spec is None or spec.field(name) is None for spec in specs)]
    yield from (f"“{step}” does not ask “{name}”" for name in missing)


COMMON: tuple[Sheet, ...] = (
    Calendar(
        key="calendar",
        title="Calendar",
        says="Every time limit, past and running, and every date that a filing or an order states, in order of time.",
    ),
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
