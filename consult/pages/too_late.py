"""What somebody typed into a paper that was closed meanwhile, to be read and copied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, drafts
from consult.docket import Docket
from consult.forms import ReadField
from consult.forms.views import ProvisionView
from consult.i18n import _
from consult.pages.cases.lines import offer_line, title_of_case
from consult.pages.cases.rooms import RoomNote, room_note
from consult.pages.drafts import around, text_of
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TooLatePage:
    """What somebody typed into a paper that others of the party sent or discarded meanwhile."""

    title: str
    case_ref: str
    case_title: str
    closed_at: datetime
    text: tuple[ReadField, ...]
    room: RoomNote | None


def too_late_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, typed: Mapping[str, Any], now: datetime
) -> TooLatePage:
    """Draw up what somebody typed into a paper that was closed meanwhile, to be read and copied."""
    found = around(conn, docket, standing, drafts.find_kept(conn, standing, ref), now)
    names = casebook.party_names(conn)
    return TooLatePage(
        title=offer_line(found.offer, names).title,
        case_ref=found.row.case_ref,
        case_title=title_of_case(found.seen.row),
        closed_at=found.row.closed_at,
        text=text_of(conn, found, standing, names, typed),
        room=room_note(found.seen, names, Viewer.of(standing)),
    )


def said_too_late(words: str, reason: str) -> tuple[ReadField, ...]:
    """Draw up a comment, or the reason of a move, that came when the paper had left."""
    typed = ((_("Comment"), words), (_("Reason"), reason))
    nothing = ProvisionView("", "", "", "", "", is_product=True)
    return tuple(
        ReadField("", label, "long_text", "given", nothing, lines=tuple(said.splitlines()))
        for label, said in typed
        if said.strip()
    )
