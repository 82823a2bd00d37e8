"""A sheet that shows what the last paper of some steps lists, entry by entry, with what it says beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .sheets import Findings, Sheet, unknown_fields, unknown_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet(Sheet):
    """What papers of some steps list under a question; the last one counts. ``beside`` are further questions of the
    same papers; ``empty`` says when something will stand here; ``caveat`` what the sheet is not."""

    filed: tuple[str, ...]
    listed: str
    beside: tuple[str, ...] = ()
    empty: str
    caveat: str = ""

    def texts(self) -> Iterator[str]:
        """Give its own sentences too."""
        yield from filter(None, (self.title, self.says, self.empty, self.caveat))

    def findings(self, procedure: Procedure) -> Findings:
        """Steps and questions are there, and the first question asks a list."""
        yield from unknown_steps(procedure, self.filed)
        for step in self.filed:
            yield from unknown_fields(procedure, step, (self.listed, *self.beside))
            specs = [row.filing.field(self.listed) for row in procedure.rows.get(step, ()) if row.filing]
            if any(spec is not None and spec.kind != "list" for spec in specs):
                yield f"“{step}” asks no list under “{self.listed}”"
