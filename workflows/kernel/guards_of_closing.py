"""Conditions on an instant at which something closes: what is received from then on does not count, whatever date it
bears.

They stand beside the other guards; the list of all these files together is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import Guard, Refusal
from .naming import limit_called
from .words import say_exactly

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class BeforeClosing(Guard):
    """A limit that ends at an instant still runs when the act is recorded; ``advice`` says what is open instead.

    Once its passing is on record no earlier date helps: a closing is the same for all.
    """

    limit: str
    advice: str = ""

    def check(self, view: View) -> Refusal | None:
        """Refuse with the instant, to the second."""
        running = view.limit(self.limit)
        title, under = view.limit_title(self.limit), view.limit_cited(self.limit)
        if running is None or running.expires_at is None:
            return Refusal(f"“{title}” is not set yet.", under)
        if running.is_open and not running.passed(view.at):
            return None
        more = f" {self.advice}" if self.advice else ""
        ended = say_exactly(running.expires_at)
        sentence = f"“{title}” was at {ended}; what is received at that instant or after it is too late.{more}"
        return Refusal(sentence, under)

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"received before the instant at which “{limit_called(of, self.limit)}” ends"
