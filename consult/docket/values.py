"""What the docket is asked, and what it shows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workflows.kernel.case import Case
from workflows.kernel.folding import no_edition
from workflows.kernel.frozen import dataclass
from workflows.kernel.moving import BEFORE, edition_of
from workflows.kernel.procedure import Procedure

if TYPE_CHECKING:
    from consult.docket.by_paper import ByPaper


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it stands at a moment, with what the clock has not yet recorded taken into account."""

    row: Any
    case: Case
    edition: str
    editions: Callable[[str], Any] = no_edition

    @property
    def procedure(self) -> Procedure:
        """The procedure of the case's own edition."""
        return self.case.procedure

    def procedure_of(self, n: int) -> Procedure:
        """The procedure of the edition under which an act of the case was taken."""
        digest = edition_of(self.case, n) if BEFORE in self.case.facts else ""
        return self.editions(digest) if digest and digest != self.procedure.digest else self.procedure


@dataclass(frozen=True, slots=True)
class Filed:
    """What somebody files: the step, its track, the words, and how the asker can ask again safely."""

    step: str
    track: str | None = None
    body: Mapping[str, Any] | None = None
    on: datetime | None = None
    seen_n: int | None = None
    key: str | None = None
    language: str = "en"
    withdraw: bool = False
    cleared_digest: str | None = None
    cleared_office: str | None = None
    note: str | None = None
    paper: "ByPaper | None" = None
    level: str = ""
    """That to which its author raises it before it is served; empty where the procedure's stands."""
    draft: tuple[str, int] | None = None
    """The paper in preparation that is sent with this, by its reference, and the version of it that was read."""
    edition: str | None = None
    """The edition by whose schema the words were written, where the asker says so."""

    @classmethod
    def of_draft(cls, row: Any) -> "Filed":
        """Give what a draft, a row of its columns, would file as it stands: its words at its level."""
        return cls(row.step, row.track, row.body, level=row.level or "")
