"""What the drawing of a sheet is given, and the frame that all sheets share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.docket import Docket, Seen
from consult.pages.tabs import Tab
from consult.standing import Standing
from consult.visibility import Membership, Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """One sheet of one case, for one viewer at one moment; `args` is what the address asks for."""

    conn: Connection
    docket: Docket
    standing: Standing
    viewer: Viewer
    membership: Membership
    seen: Seen
    names: Mapping[str, str]
    now: datetime
    args: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet with its frame; `body` is the page that the kind of sheet draws."""

    title: str
    says: str
    key: str
    ref: str
    case_title: str
    procedure_key: str
    procedure_title: str
    level_note: str
    exercise: bool
    tabs: tuple[Tab, ...]
    body: Any


__all__ = ["Asked", "Sheet", "SheetPage"]
