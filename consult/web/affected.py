"""Whom an activity may affect: begun from the register, and the States to consult beside a notice in preparation."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.pages.cases.from_register import entry_to_begin, start_first
from consult.web import identity
from consult.web.parts import parts, reader, writing

bp = Blueprint("affected", __name__, url_prefix="/drafts")
register = Blueprint("register", __name__, url_prefix="/lunar")


@register.post("/<key>/begin")
def begin(key: str) -> Response:
    """Open a case on a registered activity, and begin its first paper with what the register says. 303 to the paper;
    404 where there is no such entry, or the procedure is not offered on it to this party."""
    by, now, docket = identity.acting_for(), clock.now(), parts().docket
    procedure = request.form.get("procedure", "")
    entry = entry_to_begin(reader(), docket, by, key, procedure)
    exercise = parts().settings.exercise or entry.listed.exercise
    receipt = docket.open(by, procedure, at=now, title=entry.listed.title, exercise=exercise)
    with writing() as connection:
        draft = start_first(connection, docket, by, receipt.case_id, procedure, entry, now)
    return redirect(url_for("drafts.show", ref=draft), code=303)
