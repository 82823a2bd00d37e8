"""Whom an activity may affect: begun from the register, and the States to consult beside a notice in preparation."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, drafts, i18n
from consult.drawing.canvas import Direction
from consult.pages.affected import affected_page, change
from consult.refusals import Malformed
from consult.web import identity
from consult.web.beginning import begin_on
from consult.web.bounds import version_read
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("affected", __name__, url_prefix="/drafts")
register = Blueprint("register", __name__, url_prefix="/lunar")


@register.post("/<key>/begin")
def begin(key: str) -> Response:
    """Open a case on a registered activity, and begin its first paper with what the register says. 303 to the paper;
    404 where there is no such entry, or the procedure is not offered on it to this party."""
    _receipt, draft = begin_on(identity.acting_for(), key, request.form.get("procedure", ""), clock.now())
    return redirect(url_for("drafts.show", ref=draft), code=303)


@bp.get("/<ref>/affected")
def show(ref: str) -> tuple[str, int]:
    """Show whom an activity may affect. 404 where the paper is none of one's party's, or asks for nothing of the
    kind."""
    return _page(ref)


@bp.post("/<ref>/affected")
def decide(ref: str) -> Response | tuple[str, int]:
    """Address a State, or leave one out with a reason. 303 back to the page; 422 at the question where a reason is
    missing; 409 where another text was stored meanwhile."""
    by, now = identity.acting_for(), clock.now()
    pressed = {name: value.strip() for name, value in request.form.items()}
    version = version_read()
    try:
        body = change(reader(), parts().docket, by, ref, now, pressed)
        with writing() as connection:
            drafts.save(connection, by, ref, body, version, now)
    except Malformed as fault:
        return _page(ref, status=422, problems=fault.fields, given=pressed)
    except drafts.Overtaken:
        return _page(ref, status=409, overtaken=True)
    return redirect(url_for(".show", ref=ref, _anchor=f"state-{pressed['party']}"), code=303)


def _page(ref: str, *, status: int = 200, **told: Any) -> tuple[str, int]:
    direction: Direction = "rtl" if i18n.direction() == "rtl" else "ltr"
    page = affected_page(reader(), parts().docket, identity.acting_for(), ref, clock.now(), direction, **told)
    return render("drafts/affected.html", page, status)
