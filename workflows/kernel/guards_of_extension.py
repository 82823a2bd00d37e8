"""Conditions on more time: that it was asked for and not answered yet, and that the rule still allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import Guard, Refusal
from .naming import limit_called, step_called
from .running import may_extend
from .words import PRODUCT

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class Extendable(Guard):
    """The rule allows that a limit which runs be extended once more (on the track at hand where it runs on tracks)."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Count how often it was."""
        limit, running = view.procedure.limit(self.limit), view.limit(self.limit)
        title = view.limit_title(self.limit)
        if running is None or not running.is_open or running.passed(view.at):
            return Refusal(f"“{title}” is not running.", view.limit_cited(self.limit) or (PRODUCT,))
        if may_extend(limit, running):
            return None
        return Refusal(
            f"“{title}” was extended as often as the rule allows.", view.limit_cited(self.limit) or (PRODUCT,)
        )

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"“{limit_called(of, self.limit)}” may still be extended"


@dataclass(frozen=True, slots=True)
class AskedSince(Guard):
    """A step was taken on the track at hand, and none of these answers after it: on the track, or for all tracks."""

    step: str
    answers: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Compare when each was taken last."""
        asked = view.done(self.step)
        answered = [done.last_on for done in map(view.done, self.answers) if done]
        if asked and all(asked.last_on > on for on in answered):
            return None
        return Refusal(f"“{step_called(view.procedure, self.step)}” has not been taken, or is answered.")

    def words(self, of: Procedure | None = None) -> str:
        """Name the step."""
        return f"“{step_called(of, self.step)}” waits for an answer"
