"""The sheet of a text that the parties draft together, and the steps that concern it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .sheets import Findings, Sheet

if TYPE_CHECKING:
    from .procedure import Procedure

TABLE, ASSENT, WITHHOLD = "table_text", "assent_to_clauses", "withhold_assent"
DRAFTING = (TABLE, ASSENT, WITHHOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet(Sheet):
    """The text that the parties draft together, as a sheet of the case: of the whole case, or one on each track of a
    set; ``signs`` are the joint acts that sign it.
    """

    level: str = "C2"
    set: str = ""
    signs: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps that concern the text."""
        return (*DRAFTING, *self.signs)

    def findings(self, procedure: Procedure) -> Findings:
        """Name the steps and the set that the procedure does not have."""
        yield from (f"the step “{key}” is unknown" for key in self.steps if key not in procedure.rows)
        if self.set and self.set not in {one.key for one in procedure.tracks}:
            yield f"the track set “{self.set}” is unknown"


def sheet_of_text(procedure: Procedure, step: str) -> TextSheet | None:
    """Find the text that a step concerns."""
    return next((one for one in procedure.sheets if isinstance(one, TextSheet) and step in one.steps), None)
