"""Sheets of meetings: the agenda with what became of each item, and the delegations with their credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .sheets import Findings, Sheet, unknown_fields, unknown_states, unknown_steps

if TYPE_CHECKING:
    from .procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Sheet):
    """The items of a meeting: tracks of a set, the steps that put items forward (``listed`` names the list of those
    that put several), and the steps that reserve, put a conclusion, speak, object, and circulate documents, which name
    their item in ``number``."""

    set: str
    proposed: tuple[str, ...]
    listed: str
    reserved: str
    put: str
    said: tuple[str, ...]
    objected: str
    papers: str
    number: str

    def findings(self, procedure: Procedure) -> Findings:
        """Set and steps are there, and documents name their item."""
        yield from unknown_states(procedure, self.set, ())
        steps = (*self.proposed, self.reserved, self.put, *self.said, self.objected, self.papers)
        yield from unknown_steps(procedure, steps)
        yield from unknown_fields(procedure, self.papers, (self.number,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Sheet):
    """The times proposed for a meeting: tracks of a set and the state in which one stands, the step that proposes one
    with the questions for its beginning and end, the steps that say whether it suits, and the step that dates the
    meeting."""

    set: str
    stands: str
    proposed: str
    starts: str
    ends: str
    suits: str
    not_suits: str
    dates: str

    def findings(self, procedure: Procedure) -> Findings:
        """Set, state, steps and questions are there."""
        yield from unknown_states(procedure, self.set, (self.stands,))
        yield from unknown_steps(procedure, (self.proposed, self.suits, self.not_suits, self.dates))
        yield from unknown_fields(procedure, self.proposed, (self.starts, self.ends))
        yield from unknown_fields(procedure, self.dates, (self.starts, self.ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants(Sheet):
    """The delegations at a meeting: tracks of a set, the steps that name a delegation, with the questions for its head
    and the others, those that show and find on credentials, and the states of a delegation that is present."""

    set: str
    named: tuple[str, ...]
    head: str
    others: str
    shown: str
    found: str
    present: tuple[str, ...]

    def findings(self, procedure: Procedure) -> Findings:
        """Set, states, steps and questions are there."""
        yield from unknown_states(procedure, self.set, self.present)
        yield from unknown_steps(procedure, (*self.named, self.shown, self.found))
        for step in self.named:
            yield from unknown_fields(procedure, step, (self.head, self.others))
