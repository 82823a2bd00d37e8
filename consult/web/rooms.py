"""Rooms beside a case: opening one. What is said in it goes the way of every other step."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, i18n
from consult.digests import digest_secret
from consult.docket import Filed, Receipt
from consult.pages.cases.rooms import body_of_opening, find_opening, title_of_room
from consult.web import identity
from consult.web.parts import parts, reader

bp = Blueprint("rooms", __name__, url_prefix="/cases/<ref>/rooms")


@bp.post("")
def open_room(ref: str) -> Response:
    """Open a room beside a case and go into it. 303; 404 where there is no such case for one's party, or no such room
    for it to open. Pressed twice on one page it opens one room."""
    form = request.form
    key = form.get("room", "")
    made = begin_room(ref, key, "room:" + digest_secret("\n".join((ref, key, form.get("before", "")))))
    return redirect(url_for("cases.show", ref=made.ref), code=303)


def begin_room(ref: str, key: str, once: str | None) -> Receipt:
    """Open a room beside a case by its key, and file its opening; the same `once` opens one. Unknown where there is no
    such case for one's party, or no such room for it to open."""
    by, docket, now = identity.acting_for(), parts().docket, clock.now()
    line = find_opening(reader(), docket, by, ref, key, now)
    step, body = body_of_opening(docket, line, ref)
    kind = {docket.form(line.procedure).rooms_by: line.kind}
    exercise = docket.see(reader(), by, ref, now).row.exercise
    title = title_of_room(line)
    made = docket.open(by, line.procedure, at=now, title=title, proposed=kind, exercise=exercise, once=once)
    filed = Filed(step, None, body, key=f"{once}:{step}" if once else None, language=i18n.language())
    docket.take(by, made.ref, filed, at=now)
    return made
