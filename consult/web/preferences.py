"""One's own settings: language, courtesy messages and the daily digest."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.i18n import _
from consult.pages.preferences import settings_page
from consult.people.preferences import Wishes, quiet_of, set_wishes
from consult.refusals import Malformed
from consult.web import identity
from consult.web.parts import reader, writing
from consult.web.rendering import render

bp = Blueprint("preferences", __name__, url_prefix="/my-settings")


@bp.get("")
def show() -> tuple[str, int]:
    """Show the settings of the person who is signed in."""
    return _page(200)


@bp.post("")
def change() -> Response | tuple[str, int]:
    """Keep what was chosen. 303 to the page; 422 with the fields named."""
    by, language, wishes = identity.acting_for(), request.form.get("language", "")[:10], _read()
    try:
        with writing() as conn:
            set_wishes(conn, by.person_id, language, wishes, clock.now())
    except Malformed as fault:
        return _page(422, language=language, given=wishes, faults=fault.fields)
    g.language = language
    flash(_("Your settings are kept."))
    return redirect(url_for(".show"), code=303)


def _read() -> Wishes:
    """Read what was chosen; a number that is none is one that no day has."""
    form = request.form
    hour = form.get("digest_hour", "")
    number = int(hour) if hour.isascii() and hour.isdigit() and len(hour) < 3 else -1
    return Wishes(quiet_of(form.getlist("courtesy")), form.get("digest") == "yes", number, form.get("zone", "")[:60])


def _page(status: int, **told: object) -> tuple[str, int]:
    signed_in = identity.signed_in()
    if signed_in is None:
        raise RuntimeError("the page of settings was reached without sign-in")
    page = settings_page(reader(), signed_in, identity.acting_for(), clock.now(), **told)  # type: ignore[arg-type] # the names are those of the page
    return render("settings/index.html", page, status)
