"""The page on which a formal paper is looked at before it is taken away."""

from markupsafe import Markup
from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Seen
from consult.documents.official.html import write_fragment
from consult.i18n import LANGUAGE_NAMES, _, spoken_languages
from consult.pages.cases.lines import level_note, title_of_case
from consult.pages.cases.rooms import RoomNote, room_note
from consult.pages.formal.values import Taken
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

ENDINGS = ("pdf", "docx", "html")


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A formal paper as it would be taken away; `address` is its own, to which an ending is added for each form."""

    title: str
    ref: str
    case_title: str
    procedure_title: str
    level_note: str
    exercise: bool
    room: RoomNote | None
    address: str
    back: str
    back_title: str
    is_draft: bool
    paper: Markup
    language: str
    languages: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    copy: str = ""
    copies: tuple[tuple[str, str], ...] = ()
    """The addressees whose copies can be had, by key and name; `copy` is the one that is shown, empty one's own."""


def paper_page(
    conn: Connection,
    viewer: Viewer,
    seen: Seen,
    taken: Taken,
    *,
    back: tuple[str, str],
    language: str,
    is_draft: bool,
    copy: str = "",
    copies: tuple[tuple[str, str], ...] = (),
) -> PaperPage:
    """Draw up the page of a paper; `back` is the address and the name of what it is the paper of.

    Long because: one line a field of the page.
    """
    address = f"{back[0]}/paper"
    asked = f"language={language}" + (f"&copy={copy}" if copy else "")
    names = {"pdf": _("PDF"), "docx": _("Word"), "html": _("HTML")}
    return PaperPage(
        title=_("Draft on paper") if is_draft else _("Formal paper"),
        ref=seen.row.ref,
        case_title=title_of_case(seen.row),
        procedure_title=law(seen.procedure.title),
        level_note=level_note(seen),
        exercise=seen.row.exercise,
        room=room_note(seen, casebook.party_names(conn), viewer),
        address=address,
        back=back[0],
        back_title=back[1],
        is_draft=is_draft,
        paper=write_fragment(taken.document),
        language=language,
        languages=tuple((code, LANGUAGE_NAMES[code]) for code in spoken_languages()),
        files=tuple((names[ending], f"{address}.{ending}?{asked}") for ending in ENDINGS),
        copy=copy,
        copies=copies,
    )
