"""The silence board: every text under silence that a reader may see, and what came of those before."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.i18n import _
from consult.pages.sheets.asked import Asked
from consult.pages.silence import silences_of
from consult.pages.silence_values import SilenceView
from consult.standing import Standing
from consult.visibility import Viewer, may_see_sheet, membership_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import SilenceSheet

MOST = 100
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Texts under silence, the next instant first, and the results, the last one first; at which moment."""

    title: str
    now: datetime
    zone: str
    live: tuple[SilenceView, ...]
    over: tuple[SilenceView, ...]


def board_page(conn: Connection, docket: Docket, standing: Standing, now: datetime) -> BoardPage:
    """Draw up the board for a standing."""
    found = tuple(_silences(conn, docket, standing, now))
    live = sorted((one for one in found if one.is_live), key=lambda one: (one.ends_at or FAR, one.ref))
    over = sorted((one for one in found if not one.is_live), key=lambda one: (one.opened_at, one.ref), reverse=True)
    return BoardPage(_("Silence board"), now, standing.party_zone, tuple(live), tuple(over[:MOST]))


def _silences(conn: Connection, docket: Docket, standing: Standing, now: datetime) -> Iterator[SilenceView]:
    """Go through the cases in which a text was frozen, in whatever procedure."""
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    for row in casebook.cases_with_frozen_text(conn, viewer, most=MOST):
        sheets = docket.editions.of(conn, row.edition).sheets
        membership = membership_of(conn, viewer, row)
        for sheet in sheets:
            if isinstance(sheet, SilenceSheet) and may_see_sheet(membership, sheet.level):
                seen = docket.seen(conn, row, now)
                yield from silences_of(Asked(conn, docket, standing, viewer, membership, seen, names, now, {}), sheet)
