"""Formal papers of acts and of drafts: looked at in a page, and taken away as PDF, Word or HTML."""

from dataclasses import replace

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock, i18n
from consult.delivery.here import counts_as_reader
from consult.delivery.mail import address_of
from consult.docket import Seen
from consult.documents import disposition
from consult.documents.formal.files import DRAWINGS
from consult.documents.official.pdf import NotSet
from consult.i18n import _
from consult.pages import drafts as drafts_pages
from consult.pages import formal as pages
from consult.pages.formal import Asked, Taken, copies_of, paper_of_act, paper_of_draft, reader_of
from consult.refusals import Closed, Malformed
from consult.visibility import Viewer
from consult.web import identity
from consult.web.parts import forget_reads, parts, reader
from consult.web.rendering import render
from consult.web.uploads import store

bp = Blueprint("formal", __name__)
Page = AnyResponse | tuple[str, int]
"""A page with its status, a file, or the way to another page."""
ENDING = "<any(pdf, docx, html):ending>"


@bp.get("/cases/<ref>/acts/<int:n>/paper")
def show(ref: str, n: int) -> Page:
    """Show the paper of an act. 404 where there is none to be read, 409 its words were erased, 422 no such language;
    303 to the act itself while nobody of the addressee has opened it: that is proof of receipt."""
    seen, taken = taken_of_act(ref, n, *_asked())
    back = url_for("cases.act", ref=ref, n=n)
    copies = copies_of(reader(), Viewer.of(identity.acting_for()), seen, n)
    return _to_be_opened(taken, back) or _page(seen, taken, (back, _("Act %(n)s", n=n)), copies)


@bp.get(f"/cases/<ref>/acts/<int:n>/paper.{ENDING}")
def give(ref: str, n: int, ending: str) -> Page:
    """Give the paper of an act as a file, on the same terms as its page."""
    _seen, taken = taken_of_act(ref, n, *_asked())
    return _to_be_opened(taken, url_for("cases.act", ref=ref, n=n)) or file_of(taken, ending)


@bp.get("/drafts/<ref>/paper")
def show_draft(ref: str) -> Page:
    """Show a draft as the paper it would be. 404 where there is no such draft."""
    seen, taken = taken_of_draft(ref, _asked()[0])
    return _page(seen, taken, (url_for("drafts.show", ref=ref), _("Draft")))


@bp.get(f"/drafts/<ref>/paper.{ENDING}")
def give_draft(ref: str, ending: str) -> Page:
    """Give a draft as the paper it would be, marked on every page as not filed."""
    return file_of(taken_of_draft(ref, _asked()[0])[1], ending)


def _asked() -> tuple[str, str]:
    """Read in which language a paper is wanted, the reader's unless another one is asked for, and whose copy."""
    return request.args.get("language") or i18n.language(), request.args.get("copy", "")[:40]


def taken_of_act(ref: str, n: int, language: str, copy: str) -> tuple[Seen, Taken]:
    """Write the paper of an act for its reader, or the copy of an addressee for whoever sent it."""
    by = identity.acting_for()
    asked = _wanted(language)
    seen = parts().docket.see(reader(), by, ref, clock.now())
    eyes = reader_of(reader(), Viewer.of(by), seen, n, copy)
    taken = paper_of_act(reader(), eyes, seen, n, asked)
    return seen, replace(taken, name=f"{taken.name} {copy}", is_unopened=False) if copy else taken


def taken_of_draft(ref: str, language: str) -> tuple[Seen, Taken]:
    """Write a draft as the paper it would be."""
    by, now = identity.acting_for(), clock.now()
    asked = _wanted(language)
    found = drafts_pages.find(reader(), parts().docket, by, ref, now)
    taken = paper_of_draft(reader(), parts().docket, by, found, now, asked, i18n.language())
    return found.seen, taken


def _wanted(language: str) -> Asked:
    """Say how a paper is wanted. 422 a language that is not spoken here."""
    if language not in i18n.spoken_languages():
        raise Malformed({_("Language"): _("Papers are not written in this language here.")})
    return Asked(language, address_of(parts().settings, ""), store().open, parts().docket.exercise)


def _to_be_opened(taken: Taken, act: str) -> AnyResponse | None:
    """Lead to an act that was served on the reader's party and that nobody of it has opened yet."""
    if not (taken.is_unopened and counts_as_reader(identity.acting_for())):
        return None
    forget_reads()
    return redirect(act, code=303)


def _page(seen: Seen, taken: Taken, back: tuple[str, str], copies: tuple[tuple[str, str], ...] | None = None) -> Page:
    """Show a paper; a draft has no copies yet."""
    page = pages.paper_page(
        reader(),
        Viewer.of(identity.acting_for()),
        seen,
        taken,
        back=back,
        language=taken.document.language,
        is_draft=copies is None,
        copy=request.args.get("copy", "")[:40] if copies else "",
        copies=copies or (),
    )
    return render("formal/paper.html", page)


def file_of(taken: Taken, ending: str) -> AnyResponse:
    """Give a paper as a file; 409 with the reason where it cannot be set."""
    drawing = DRAWINGS[ending]
    try:
        answer = Response(drawing.write(taken.document), mimetype=drawing.media)
    except NotSet as fault:
        raise Closed(str(fault)) from None
    answer.headers["Content-Disposition"] = disposition(f"{taken.name}.{ending}")
    return answer
