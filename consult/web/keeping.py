"""What a party has erased: its wish about names, wishes to erase an account or a paper, confirmed or refused."""

import re

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.i18n import _
from consult.pages.keeping import keeping_page
from consult.personal import wishes
from consult.personal.naming import set_names
from consult.refusals import Malformed, Unknown
from consult.web.parts import close_reader, reader, writing
from consult.web.people import manager
from consult.web.rendering import render

bp = Blueprint("keeping", __name__, url_prefix="/my-party/personal-data")
_DIGEST = re.compile(r"[0-9a-f]{64}")
Page = tuple[str, int] | Response


@bp.get("")
def show() -> Page:
    """Show wishes and forms. 404 to anybody but managers."""
    return _page(200)


@bp.post("/names")
def change_names() -> Response:
    """Keep what the party wishes of names. 303 to the page; 404 whoever does not manage it, 422 no such wish."""
    with writing() as conn:
        set_names(conn, manager(), request.form.get("names", "")[:20], clock.now())
    flash(_("What your party wishes is kept."))
    return redirect(url_for(".show"), code=303)


@bp.post("/people")
def ask_person() -> Page:
    """Ask that an account of the own party be erased. 303 to the page; 404 a stranger, 409 oneself and the last
    manager, 422 with the fields named."""
    by, form = manager(), request.form
    number = form.get("person", "")
    try:
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            raise Malformed({"person": _("Choose one from the list.")})
        with writing() as conn:
            wishes.ask_for_person(conn, by, int(number), form.get("person_reason", "")[:1000], clock.now())
    except Malformed as fault:
        return _page(422, _named(fault, "person_reason"))
    return _asked()


@bp.post("/papers")
def ask_paper() -> Page:
    """Ask that a paper of the own party be erased. 303 to the page; 409 another party's and what has nothing to erase,
    422 with the fields named."""
    by, form = manager(), request.form
    try:
        ref, number, decision = _paper()
        with writing() as conn:
            wishes.ask_for_paper(conn, by, ref, number, form.get("paper_reason", "")[:1000], decision, clock.now())
    except Unknown:
        return _page(422, {"act": _("There is no such act of a case that your party may see.")})
    except Malformed as fault:
        return _page(422, _named(fault, "paper_reason"))
    return _asked()


@bp.post("/wishes/<int:number>/confirm")
def confirm(number: int) -> Response:
    """Confirm a wish for the own party. 303 to the page; 404 another party's or over, 409 about oneself."""
    with writing() as conn:
        done = wishes.decide(conn, manager(), number, True, clock.now())
    flash(_("It is erased.") if done else _("It is confirmed. Others have to confirm it too."))
    return redirect(url_for(".show"), code=303)


@bp.post("/wishes/<int:number>/refuse")
def refuse(number: int) -> Response:
    """Refuse a wish for the own party. 303 to the page; 404 another party's or over, 409 about oneself."""
    with writing() as conn:
        wishes.decide(conn, manager(), number, False, clock.now())
    flash(_("It is refused. Nothing is erased."))
    return redirect(url_for(".show"), code=303)


def _paper() -> tuple[str, int, str]:
    """Read which paper is meant, and the digest of what orders it."""
    form, faults = request.form, {}
    ref, number, decision = form.get("case", "").strip()[:60], form.get("act", ""), form.get("decision", "").strip()
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        faults["act"] = _("Give the number of the act.")
    if not ref:
        faults["case"] = _("Give the reference of the case.")
    if decision and not _DIGEST.fullmatch(decision):
        faults["decision"] = _("A SHA-256 has 64 hexadecimal digits.")
    if faults:
        raise Malformed(faults)
    return ref, int(number), decision


def _named(fault: Malformed, reason: str) -> dict[str, str]:
    """Give what is wrong under the names of the fields of one of the two forms."""
    return {reason if name == "reason" else name: said for name, said in fault.fields.items()}


def _asked() -> Response:
    flash(_("It is asked. It is done once every party concerned has confirmed it; where that is yours alone, at once."))
    return redirect(url_for(".show"), code=303)


def _page(status: int, faults: dict[str, str] | None = None) -> Page:
    by = manager()
    close_reader()
    page = keeping_page(reader(), by, clock.now(), request.form.to_dict(), faults or {})
    return render("people/keeping.html", page, status)
