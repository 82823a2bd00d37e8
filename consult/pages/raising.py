"""The level to which the author of a paper in preparation raises it before it is served."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult.citations import law
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.standing import Standing
from workflows.kernel.frozen import dataclass
from workflows.kernel.levelling import DOWN, UP
from workflows.kernel.machine import Offer

READ_BY = {**DOWN, **UP}
ASKED = "raise_to"
"""The name of the question on the form."""


@dataclass(frozen=True, slots=True)
class RaisingView:
    """The levels to choose from, each with who reads it, the procedure's first under an empty key; and the chosen
    one. There is nothing to choose where there is one."""

    levels: tuple[tuple[str, str], ...]
    chosen: str


def level_chosen(form: Mapping[str, str]) -> str | None:
    """Read the level that was chosen; None where nothing was asked, and anything but a level is the procedure's."""
    asked = form.get(ASKED)
    return asked if asked is None or asked in ("C1", "C2", "C3") else ""


def raising_view(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, offer: Offer, now: datetime, chosen: str | None
) -> RaisingView:
    """Offer the level of the procedure and those above it to which the paper may be raised."""
    own, above = docket.levels_above(conn, standing, seen, offer, now)
    usual = _("%(level)s: as the procedure has it", level=law(READ_BY.get(own, own)))
    kept = (chosen,) if chosen and chosen not in above else ()
    choices = (("", usual), *((one, law(READ_BY[one])) for one in (*above, *kept)))
    return RaisingView(choices, chosen or "")
