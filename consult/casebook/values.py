"""What is read of cases: pages of lists, acts with their papers."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from consult.log.reads import Reads
from workflows.kernel.case import Act
from workflows.kernel.frozen import dataclass

PAGE_SIZE = 50
ASKERS = 128
"""For how many viewers a question stays put together, in each process: the text of it, never an answer."""

Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and the reference after which the next one starts (None at the end)."""

    rows: Rows
    following: str | None


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """What was filed with an act, as one viewer may read it; `act` names the act as a paper, `row` is that of the act,
    and `reads` keeps that answers of a level of their own were read."""

    digest: str
    kind: str
    party: str
    language: str
    level: str
    body: Mapping[str, Any] | None
    act: str = ""
    row: Any = field(default=None, compare=False, repr=False)
    reads: Reads = field(default_factory=Reads, compare=False, repr=False)

    @property
    def is_struck(self) -> bool:
        """Say whether it is struck from the record; its words are then here for whoever still reads them."""
        return bool(self.row is not None and self.row.struck)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as one viewer may see it: the row, the act itself, its place in the log, who took it, its paper, and for
    whom a substitute took it."""

    row: Any
    act: Act
    seq: int | None
    person: str | None
    paper: FiledPaper | None
    for_person: str | None = None
