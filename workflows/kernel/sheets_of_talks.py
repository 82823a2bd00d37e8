"""Sheets of talks that end in an arrangement: the arrangement itself, and with what an activity overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .sheets import Findings, Sheet, unknown_fields, unknown_states, unknown_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementSheet(Sheet):
    """The text that lies before the parties to talks, or holds between them: who accepted it and how, slots, review.

    ``laid`` are the steps that lay a text before them, ``entered`` those by which it comes to hold, ``ended`` those by
    which it holds no more. ``sets`` are the track sets of those in the talks, ``bound`` the states in which it holds
    for a party. ``means`` says in words how a party accepted, by the step that did. ``slots`` is the list of who is
    where from when to when, by the keys of its parts; ``review`` and ``term`` are limits, ``due`` the flag of a review
    that is due.
    """

    laid: tuple[str, ...]
    entered: tuple[str, ...]
    ended: tuple[str, ...]
    sets: tuple[str, ...]
    bound: tuple[str, ...]
    means: tuple[tuple[str, str], ...]
    slots: str
    parts: tuple[str, str, str, str]
    review: str
    term: str
    due: str

    def texts(self) -> Iterator[str]:
        """Give the words of acceptance too."""
        yield from (self.title, self.says)
        yield from (words for _, words in self.means)

    def findings(self, procedure: Procedure) -> Findings:
        """Steps, sets, states, limits and the list are there."""
        yield from unknown_steps(procedure, (*self.laid, *self.entered, *self.ended, *(step for step, _ in self.means)))
        for of in self.sets:
            yield from unknown_states(procedure, of, self.bound)
        for step in self.laid:
            yield from unknown_fields(procedure, step, (self.slots,))
        stray = {self.review, self.term} - {limit.key for limit in procedure.limits}
        yield from (f"there is no limit “{key}”" for key in sorted(stray))


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapSheet(Sheet):
    """With which activities of the register the one of this case overlaps, as the reader may know and as of today."""

    def findings(self, procedure: Procedure) -> Findings:
        """Some step of the procedure registers an activity."""
        if not any(row.registers for row in procedure.steps):
            yield "no step registers an activity"
