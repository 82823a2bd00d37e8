"""Papers in preparation: the form that saves itself, clearance, the page before sending, and sending."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, drafts, forms, i18n
from consult.docket import Filed, Stale
from consult.docket.answers import act_of_answer, act_of_own_answer
from consult.i18n import _
from consult.pages import drafts as pages
from consult.pages.overtaken import Typed
from consult.pages.previews import saved_page
from consult.pages.raising import level_chosen
from consult.pages.signing import SIGNING_FAULTS, GivenNote, note_of
from consult.pages.too_late import too_late_page
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.bounds import page_seen, version_read, version_replaced
from consult.web.parts import close_reader, parts, reader, recording, writing
from consult.web.rendering import render
from consult.web.uploads import free_content, keep_upload
from workflows.kernel.fields import FilingSpec

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.get("/<ref>")
def show(ref: str) -> Response | tuple[str, int]:
    """Show the form. With `check` every missing answer is named. 303 to the receipt of what was sent."""
    return _receipt_of_sent(ref) or _form(ref, checked="check" in request.args)


def _receipt_of_sent(ref: str) -> Response | None:
    """Lead to the receipt of a draft that anybody of one's party has sent; unknown where it was discarded."""
    by = identity.acting_for()
    row = drafts.find_kept(reader(), by, ref)
    if row.closed_at is None:
        return None
    n = act_of_answer(reader(), by.party_key, row.case_id, _key_of(row))
    return redirect(url_for("cases.act", ref=row.case_ref, n=n), code=303)


def _key_of(row: Any) -> str:
    """Name the sending of a draft as it stands, so that sending it twice files it once."""
    return f"draft:{row.ref}:{row.version}"


def _form(
    ref: str, *, typed: Typed | None = None, checked: bool = False, refused: str = "", status: int = 200
) -> tuple[str, int]:
    page = pages.draft_page(
        reader(),
        parts().docket,
        identity.acting_for(),
        ref,
        clock.now(),
        typed=typed,
        checked=checked,
        refused=refused,
        language=i18n.language(),
    )
    return render("drafts/form.html", page, status)


@bp.post("/<ref>")
def save(ref: str) -> Response | tuple[str, int]:
    """Store what was written, then do what was pressed: save, check, add or remove a row, fill in from a table, attach
    or remove a document, go on to sending, discard. 409 with what was typed where another text was stored meanwhile, or
    the paper was closed; 422 for a table that cannot be read.

    Long because: each button of the form has its line.
    """
    by, now, do = identity.acting_for(), clock.now(), request.form.get("do", "save")
    row, spec = pages.spec_of(reader(), parts().docket, by, ref, now)
    (pressed, fault), version = _read(spec), version_replaced()
    if row.closed_at is not None:
        return _too_late(by, ref, pressed.body, do, now)
    try:
        if do == "discard":
            return _discard(by, ref, row.case_ref, version, now)
        with writing() as connection:
            stored = drafts.save(connection, by, ref, pressed.body, version, now, level=level_chosen(request.form))
    except drafts.Gone:  # at this very moment: what was read before does not know of it
        close_reader()
        return _too_late(by, ref, pressed.body, do, now)
    except drafts.Overtaken:
        return _overtaken(ref, Typed(pressed.body, version, has_file=do == "attach"), do)
    if do == "autosave":
        return _saved(by, row, spec, pressed, stored, now)
    if fault:
        return _form(ref, refused=fault, status=422)
    if do.startswith("detach:"):
        return _detach(by, ref, do.removeprefix("detach:"), now)
    if do == "attach":  # after the words are stored: a file that is refused takes none of them with it
        keep_upload(by, row.case_id, now)
    if do == "send":
        return redirect(url_for(".before_sending", ref=ref), code=303)
    checked = "" if do == "check" else None
    return redirect(url_for(".show", ref=ref, check=checked, _anchor=pressed.anchor or None), code=303)


def _saved(
    by: Standing, row: Any, spec: FilingSpec, pressed: forms.Pressed, version: int, now: datetime
) -> tuple[str, int]:
    """Answer a form that saved itself, with the preview of what it says now."""
    page = saved_page(reader(), parts().docket, by, row, spec, pressed.body, version, now)
    return render("drafts/saved.html", page)


def _read(spec: FilingSpec) -> tuple[forms.Pressed, str]:
    """Read what was written, with the entry that was added or removed, or with those of a table; and say what is wrong
    with the table."""
    if forms.is_pressed(request.form):
        return forms.press(spec, request.form), ""
    do = request.form.get("do", "")
    asked = forms.list_at(spec, do.removeprefix("table:")) if do.startswith("table:") else None
    try:
        if asked is not None:
            return forms.read_more(spec, request.form, asked.key, forms.entries_of(asked, _table(do))), ""
    except forms.Unreadable as fault:
        return forms.Pressed(forms.read(spec, request.form), ""), str(fault)
    return forms.Pressed(forms.read(spec, request.form), ""), ""


def _table(name: str) -> bytes:
    """Read the file that was sent beside a list, as far as a table may go; Unreadable where none was chosen."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        raise forms.Unreadable(_("Choose a file with the table first."))
    return sent.stream.read(forms.LONGEST + 1)


def _overtaken(ref: str, typed: Typed, do: str) -> tuple[str, int]:
    """Give back what was typed, with the text that was stored meanwhile; saving by itself only gives notice."""
    if do == "autosave":
        return render("drafts/not_saved.html", {"is_closed": False}, 409)
    return _form(ref, typed=typed, status=409)


def _too_late(by: Standing, ref: str, typed: Mapping[str, Any], do: str, now: datetime) -> tuple[str, int]:
    """Give back what was typed into a paper that was sent or discarded meanwhile."""
    if do == "autosave":
        return render("drafts/not_saved.html", {"is_closed": True}, 409)
    return render("drafts/too_late.html", too_late_page(reader(), parts().docket, by, ref, typed, now), 409)


def _discard(by: Standing, ref: str, case_ref: str, version: int, now: datetime) -> Response:
    """Discard the paper, and with it the documents that nothing needs any more."""
    with writing() as connection:
        unwanted = drafts.close(connection, by, ref, version, now)
    free_content(unwanted)
    return redirect(url_for("cases.show", ref=case_ref), code=303)


def _detach(by: Standing, ref: str, digest: str, now: datetime) -> Response | tuple[str, int]:
    """Remove an attached document, and draw the form again: 409 with the reason where it stays."""
    try:
        with writing() as connection:
            removed = drafts.detach(connection, by, ref, digest, now)
    except Closed as fault:
        return _form(ref, refused=fault.sentence, status=409)
    free_content(removed)
    return redirect(url_for(".show", ref=ref, _anchor="attached"), code=303)


@bp.get("/<ref>/send")
def before_sending(ref: str) -> Response | tuple[str, int]:
    """Show the text as it would leave, who will see it and what it starts. Sends back to the form while answers are
    missing. 303 to the receipt of what was sent."""
    return _receipt_of_sent(ref) or render(
        "drafts/send.html", pages.send_page(reader(), parts().docket, identity.acting_for(), ref, clock.now())
    )


@bp.post("/<ref>/clear")
def clear(ref: str) -> Response:
    """Clear the text that was read. 409 without the capacity, where it has changed or its step is closed; 422 while
    answers are missing."""
    by, now = identity.acting_for(), clock.now()
    spec = pages.spec_to_clear(reader(), parts().docket, by, ref, now)
    with writing() as connection:
        drafts.clear(connection, by, ref, spec, version_read(), now)
    return redirect(url_for(".before_sending", ref=ref), code=303)


@bp.post("/<ref>/send")
def send(ref: str) -> Response | tuple[str, int]:
    """File the draft as it stands. 303 to the receipt, the first one where it was filed before; 409 closed, not
    cleared, not signed or moved on; 422 with every missing answer, or with a signature that does not hold."""
    by, now = identity.acting_for(), clock.now()
    row = drafts.find_kept(reader(), by, ref)
    key = _key_of(row)
    if row.closed_at is not None:
        return _receipt(row.case_ref, _first_answer(by, row.case_ref, key, now))
    drafts.require_version(row, version_read())
    filed = _filed(row, key)
    try:
        receipt = recording().take(by, row.case_ref, filed, at=now)
    except SIGNING_FAULTS as fault:
        return _sign_again(ref, GivenNote.refused(filed.note or "", fault))
    with writing() as connection:
        drafts.close_filed(connection, ref, now)
    return _receipt(row.case_ref, receipt.n)


def _filed(row: Any, key: str) -> Filed:
    """Put together what is filed by a draft as it stands, with the signed note of the page."""
    return Filed(
        row.step,
        row.track,
        row.body,
        seen_n=page_seen(),
        key=key,
        language=i18n.language(),
        cleared_digest=row.cleared_digest,
        cleared_office=row.cleared_office,
        draft=(row.ref, row.version),
        note=note_of(request.form),
        level=row.level or "",
    )


def _sign_again(ref: str, given: GivenNote) -> tuple[str, int]:
    """Show the page before sending again, with why the signature was not taken and the text to sign as it is now."""
    close_reader()
    page = pages.send_page(reader(), parts().docket, identity.acting_for(), ref, clock.now(), given)
    return render("drafts/send.html", page, given.status)


def _first_answer(by: Standing, ref: str, key: str, now: datetime) -> int:
    """Give the act with which this person sent the paper; Stale where a colleague was first or it was discarded."""
    try:
        return act_of_own_answer(reader(), by, key)
    except Unknown:
        seen = parts().docket.see(reader(), by, ref, now)
        raise Stale(seen.case.state, seen.case.n) from None


def _receipt(ref: str, n: int) -> Response:
    return redirect(url_for("cases.act", ref=ref, n=n, fresh=""), code=303)
