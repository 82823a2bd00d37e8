"""What differs between the two kinds of information, for the rows that both share."""

from __future__ import annotations

from dataclasses import field

from workflows.informing.terms import ActivityTerms, DangerTerms
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Guard
from workflows.kernel.language import Elapsed, Filing


@dataclass(frozen=True, slots=True)
class Interval:
    """When the next update is due: which limits begin with a document that was issued, and where that holds; one of a
    treaty goes on while a document is corrected."""

    starts: tuple[str, ...]
    when: Guard
    of_treaty: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the two machines: its note, its terms, what the note keeps, and the intervals of its series.

    ``points`` is the list of what it tells, on each of which others may take a position; ``elapsed`` says since when
    time is counted.
    """

    terms: DangerTerms | ActivityTerms
    note: type[Filing]
    keeps: tuple[str, ...]
    points: str
    elapsed: Elapsed
    intervals: tuple[Interval, ...] = field(default=())

    @property
    def of_danger(self) -> bool:
        """Say whether it is about a dangerous phenomenon, which may go to States alone."""
        return isinstance(self.terms, DangerTerms)

    @property
    def series(self) -> tuple[str, ...]:
        """All limits of the series of updates."""
        return tuple(dict.fromkeys(name for one in self.intervals for name in one.starts))

    @property
    def of_product(self) -> tuple[str, ...]:
        """The limits of the series that stand still while a document is corrected."""
        kept = {name for one in self.intervals if one.of_treaty for name in one.starts}
        return tuple(name for name in self.series if name not in kept)

    @property
    def sent(self) -> tuple[str, ...]:
        """The states in which the note has left the State."""
        direct = ("disseminated_direct",) if self.of_danger else ()
        return ("transmitted", "received", "queried", "issued", *direct, "update_due", "corrected")

    @property
    def told(self) -> tuple[str, ...]:
        """The states in which what was told stands."""
        return ("issued", "disseminated_direct") if self.of_danger else ("issued",)
