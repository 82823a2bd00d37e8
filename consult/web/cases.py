"""Cases: the list, opening one, the page of one, its steps and acts. One route takes every step of every procedure."""

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, drafts, forms, i18n
from consult.digests import digest_secret
from consult.docket import Filed
from consult.i18n import _
from consult.pages import cases as pages
from consult.pages.as_of import read_day
from consult.pages.cases.as_of import case_as_of
from consult.pages.cases.filters import CaseFilters
from consult.pages.cases.listing import EXERCISE, proposed_terms, subjects_given
from consult.pages.cases.step import find_offer, step_page
from consult.pages.sheets import sheet_page
from consult.pages.signing import SIGNING_FAULTS, GivenNote, note_of
from consult.refusals import Unknown
from consult.web import identity
from consult.web.bounds import page_seen
from consult.web.opening import is_by_nobody, keep_opening
from consult.web.parts import close_reader, forget_reads, parts, reader, recording, writing
from consult.web.rendering import render
from workflows.kernel.terms import TermsError

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("")
def index() -> tuple[str, int]:
    """Show the cases that one's party may know of."""
    before, view = request.args.get("before", "")[:40], request.args.get("view", "")[:40]
    asked, by = CaseFilters.of(request.args), identity.acting_for()
    page = pages.cases_page(reader(), parts().docket, by, asked, clock.now(), before=before, view=view)
    return render("cases/index.html", page)


@bp.get("/<ref>")
def show(ref: str) -> tuple[str, int]:
    """Show one case, or what it is on another day. 404 where there is none or it is none of one's party's, 422 for a
    day that cannot be told."""
    by, now = identity.acting_for(), clock.now()
    if as_of := read_day(request.args.get("as_of", ""), by, now):
        then = case_as_of(reader(), parts().docket, by, ref, as_of, now, i18n.direction())
        return render("cases/as_of.html", then)
    page = pages.case_page(reader(), parts().docket, by, ref, now, i18n.direction())
    return render("cases/matter.html", page)


@bp.get("/<ref>/sheets/<key>")
def sheet(ref: str, key: str) -> tuple[str, int]:
    """Show one sheet of a case. 404 where there is none or it is none of one's party's."""
    asked = {name: value[:80] for name, value in request.args.items()}
    now = clock.now()
    template, page = sheet_page(reader(), parts().docket, identity.acting_for(), ref, key, now, asked)
    return render(template, page)


@bp.get("/<ref>/acts/<int:n>")
def act(ref: str, n: int) -> tuple[str, int]:
    """Show one act with its paper, its service and its receipt; one that nobody of the addressee has opened only by
    its reader's own press. 404 where it may not be seen."""
    page = _act_page(ref, n)
    if page.service.is_unopened and is_by_nobody():
        forget_reads()
        return render("cases/unopened.html", {"title": _("An act that was served on your party"), "ref": ref, "n": n})
    if page.service.is_unopened and keep_opening(page.act_id):
        page = _act_page(ref, n)
    return render("cases/act.html", page)


def _act_page(ref: str, n: int) -> pages.ActPage:
    fresh, by = "fresh" in request.args, identity.acting_for()
    return pages.act_page(reader(), parts().docket, by, ref, n, clock.now(), fresh=fresh)


@bp.get("/<ref>/acts/<int:n>/statement.txt")
def statement(ref: str, n: int) -> Response:
    """Give the signed note under an act, as its organ signed it. 404 where there is none to be read."""
    return signed_note(pages.act_page(reader(), parts().docket, identity.acting_for(), ref, n, clock.now()))


def signed_note(page: pages.ActPage) -> Response:
    """Give the signed note that an act shows as a file; Unknown where it shows none."""
    if page.signature is None or not page.signature.note:
        raise Unknown
    name = f"{page.ref}-{page.line.n}-statement.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(page.signature.note, mimetype="text/plain", headers=headers)


@bp.get("/<ref>/steps/<step>")
def ask_step(ref: str, step: str) -> tuple[str, int]:
    """Show what a step would do before it is taken, or why it is closed."""
    track = request.args.get("track", "")
    return render(
        "cases/step.html", step_page(reader(), parts().docket, identity.acting_for(), ref, step, track, clock.now())
    )


@bp.post("/<ref>/steps/<step>")
def take(ref: str, step: str) -> Response | tuple[str, int]:
    """Take a step that asks for nothing in writing, lay a hand on a joint one, or take that hand back.

    303 to the act. 404 no such case or none of yours, 403 without standing, 409 closed, not signed or the case has
    moved, 422 a signature that does not hold.
    """
    by, form, now = identity.acting_for(), request.form, clock.now()
    track, digest = form.get("track", ""), form.get("digest", "")
    seen_n = page_seen()
    body = parts().docket.filed_text(reader(), by, ref, digest, now) if digest else None
    filed = Filed(
        step,
        track or None,
        body,
        seen_n=seen_n,
        key=f"{ref}/{step}/{track}/{seen_n}/{form.get('do', '')}",
        language=i18n.language(),
        withdraw=form.get("do") == "withdraw",
        note=note_of(form),
    )
    try:
        receipt = recording().take(by, ref, filed, at=now)
    except SIGNING_FAULTS as fault:
        return _sign_again(ref, step, track, GivenNote.refused(filed.note or "", fault))
    return redirect(url_for(".act", ref=ref, n=receipt.n, fresh=""), code=303)


def _sign_again(ref: str, step: str, track: str, given: GivenNote) -> tuple[str, int]:
    """Show the step again, with why the signature was not taken and the text to sign as it is now."""
    close_reader()
    page = step_page(reader(), parts().docket, identity.acting_for(), ref, step, track, clock.now(), given)
    return render("cases/step.html", page, given.status)


@bp.post("/<ref>/drafts")
def start_draft(ref: str) -> Response:
    """Begin the paper that a step asks for, with answers that a page gives along where it gives any, or go on with the
    one that lies there. 409 where that one has other words than those given along."""
    by, now = identity.acting_for(), clock.now()
    step, track = request.form.get("step", ""), request.form.get("track", "")
    seen = parts().docket.see(reader(), by, ref, now)
    offer = find_offer(reader(), parts().docket, by, seen, step, track, now, for_party=True)
    if offer.step.filing is None:
        raise Unknown
    digest = request.form.get("digest", "")
    given = forms.read(offer.step.filing, request.form)
    body = (
        parts().docket.filed_text(reader(), by, ref, digest, now)
        if digest
        else given or pages.first_answers(reader(), parts().docket, by, seen, offer, now)
    )
    exactly = bool(digest or given)
    with writing() as connection:
        draft = drafts.start(connection, by, seen.row.id, step, track or None, body, now, exactly=exactly)
    return redirect(url_for("drafts.show", ref=draft), code=303)


notices = Blueprint("notices", __name__, url_prefix="/notices")


@notices.get("/new")
def new() -> tuple[str, int]:
    """Choose a procedure, or give the terms of the chosen one; an address may choose some of them beforehand."""
    given = {name: request.args.getlist(name) for name in request.args}
    page = pages.new_case_page(reader(), parts().docket, identity.acting_for(), request.args.get("procedure"), given)
    return render("cases/new.html", page)


def _of_this_form(form: Mapping[str, str]) -> str | None:
    """Name the sending of one form by the number drawn on its page, so that pressing twice opens one case; two forms
    that were opened in the same second are two."""
    number = form.get("once", "")
    return (
        "open:" + digest_secret("\n".join((number, form.get("procedure", ""), form.get("title", ""))))
        if number
        else None
    )


@notices.post("/new")
def open_case() -> Response | tuple[str, int]:
    """Open a case under a procedure. 303 to it; 422 where a term does not fit."""
    by, form = identity.acting_for(), request.form
    key = form.get("procedure", "")
    given = {name: form.getlist(name) for name in form}
    docket = parts().docket
    try:
        proposed = proposed_terms(docket, key, given)
        receipt = recording().open(
            by,
            key,
            at=clock.now(),
            title=form.get("title", "").strip()[:400],
            proposed=proposed,
            exercise=form.get(EXERCISE) == "yes",
            once=_of_this_form(form),
            subjects=subjects_given(given),
        )
    except TermsError as fault:
        return render("cases/new.html", pages.new_case_page(reader(), docket, by, key, given, fault), 422)
    return redirect(url_for("cases.show", ref=receipt.ref), code=303)
