"""What makes a file of one kind: it says how much there is to do, does it, and says who may have it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

Progress = Callable[[int], None]
Question = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: where it lies for now, its name and type, and what the log says of it when it is taken:
    keys, numbers and digests, no names."""

    path: Path
    name: str
    media: str
    told: Mapping[str, Any] = field(default_factory=dict)


class Maker(Protocol):
    """Makes files of one kind. A question is what was asked for, as plain JSON."""

    def total(self, connection: Connection, question: Question) -> int:
        """Say how many pieces of work there are; raise Closed, Malformed or Unprovable for what cannot be made."""

    def make(self, connection: Connection, question: Question, folder: Path, progress: Progress) -> File:
        """Make the file in a folder that is empty, telling how many pieces are done; raise as `total` does."""

    def covers(self, question: Question, viewer: Viewer) -> bool:
        """Say whether a viewer of the same party may have all that the question may be answered with."""

    def holds(self, connection: Connection, question: Question, told: Mapping[str, Any]) -> bool:
        """Say whether the answer would still be the same to the same question, for whoever may see it now."""


def within(held: frozenset[str] | None, needed: Collection[str] | None) -> bool:
    """Say whether what a mandate covers holds all that is needed; None stands for everything."""
    return held is None or (needed is not None and held.issuperset(needed))
