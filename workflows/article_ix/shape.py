"""What differs between the duty to consult and the request, for the rows that both share."""

from __future__ import annotations

from workflows.article_ix.basis import Basis
from workflows.article_ix.frame import TALKS
from workflows.article_ix.terms import Consultation
from workflows.kernel.frozen import dataclass
from workflows.kernel.language import Actor, Role


@dataclass(frozen=True, slots=True)
class Answering:
    """Who owes an answer, in which states, the limit that runs for it, and where questions may be put first."""

    states: tuple[str, ...]
    who: Actor
    limit: str
    asking: tuple[str, ...]

    @property
    def stops(self) -> tuple[str, ...]:
        """The limits that a substantive answer ends."""
        return "acknowledgement", self.limit, "grace"


@dataclass(frozen=True, slots=True)
class Shape:
    """One of the two machines as the lower half sees it.

    ``planner`` and ``counter`` are the two sides of a track; ``served`` says who answers the opening paper,
    ``changed`` who answers
    a changed version of the activity. ``fresh`` is the state in which the opening paper waits.
    """

    of: str
    filer: Role
    planner: Actor
    counter: Actor
    live: tuple[str, ...]
    fresh: str
    served: Answering
    changed: Answering
    basis: Basis
    terms: Consultation

    @property
    def answering(self) -> tuple[Answering, ...]:
        """Both kinds of answer; one where they are the same."""
        return (self.served,) if self.served == self.changed else (self.served, self.changed)

    @property
    def later(self) -> tuple[str, ...]:
        """The states in which the two sides meet over a version of the activity."""
        return "open", *TALKS
