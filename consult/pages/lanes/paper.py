"""A paper in the clearance of its party: its text, stages and moves, what it commits to, and what was said on it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Docket
from consult.forms import ReadField
from consult.i18n import _
from consult.pages.cases.lines import OfferLine, level_note, title_of_case
from consult.pages.clearance import Clearance, clearance_of
from consult.pages.drafts import find, text_of
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.lanes.outlook import Outlook, outlook_of
from consult.pages.lanes.view import LaneView, fields_to_comment, lane_of_paper, place_in
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

NO_FAULTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper in clearance."""

    title: str
    ref: str
    case_ref: str
    case_title: str
    level_note: str
    exercise: bool
    offer: OfferLine
    author: str
    changed_at: datetime
    version: int
    text: tuple[ReadField, ...]
    clearance: Clearance
    lane: LaneView
    outlook: Outlook
    to_say: tuple[FormField, ...]
    to_move: tuple[FormField, ...]
    faults: tuple[FormField, ...]
    refused: str


def paper_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    ref: str,
    now: datetime,
    given: Given | None = None,
    faults: Mapping[str, str] = NO_FAULTS,
    refused: str = "",
) -> PaperPage:
    """Draw up a paper in clearance, with what was `given` and was wrong with it, or why it was not taken. Unknown for
    another party's, Closed for one that was sent or discarded.

    Long because: one line a field of the page, in the order in which it is read.
    """
    found = find(conn, docket, standing, ref, now)
    row, names, step = found.row, casebook.party_names(conn), found.offer.step
    place, lane = place_in(conn, row, found.seen), lane_of_paper(conn, standing, found, now)
    outlook = outlook_of(conn, docket, standing, found, place, names, now)
    to_say = fill(_to_say(fields_to_comment(found.spec)), given or {}, faults)
    to_move = fill(_to_move(lane), given or {}, faults)
    return PaperPage(
        title=_("Clearance: %(paper)s", paper=outlook.offer.title),
        ref=ref,
        case_ref=row.case_ref,
        case_title=title_of_case(found.seen.row),
        level_note=level_note(found.seen),
        exercise=found.seen.row.exercise,
        offer=outlook.offer,
        author=row.author,
        changed_at=row.changed_at,
        version=row.version,
        text=text_of(conn, found, standing, names, row.body),
        clearance=clearance_of(row, step, standing),
        lane=lane,
        outlook=outlook,
        to_say=to_say,
        to_move=to_move,
        faults=tuple(one for one in (*to_say, *to_move) if one.error),
        refused=refused,
    )


def _to_say(labels: Mapping[str, str]) -> tuple[FormField, ...]:
    """Ask for a comment, and on what it is said."""
    whole = Option("", _("The paper as a whole"))
    about = (whole, *(Option(key, label) for key, label in labels.items()))
    return (
        FormField("field", _("On"), "choice", ("",), about, required=False),
        FormField("words", _("Comment"), "long_text", help=_("Only your own party ever reads it.")),
    )


def _to_move(lane: LaneView) -> tuple[FormField, ...]:
    """Ask where to a paper goes back, and why."""
    back = tuple(Option(key, name) for key, name in lane.back_to)
    last = (back[-1].value,) if back else ()
    why = _("Kept with the move, for your own party alone. Needed to send back, and to take over what nobody holds.")
    return (
        FormField("to", _("Send back to"), "choice", last, back, required=False),
        FormField("reason", _("Reason"), "long_text", required=False, help=why),
    )
