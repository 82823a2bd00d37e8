"""One's own data: what is kept, a file of it for oneself alone, and asking that the account be erased."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.i18n import _, language
from consult.outputs import rows
from consult.outputs.keeping import OutputStore
from consult.outputs.taking import take as take_file
from consult.pages.my_data import my_data_page
from consult.personal import wishes
from consult.personal.maker import PERSONAL, question_of
from consult.refusals import Malformed, Unknown
from consult.web import identity, outputs
from consult.web.lending import Lent
from consult.web.log import send
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("my_data", __name__, url_prefix="/my-settings/data")


@bp.get("")
def show() -> tuple[str, int]:
    """Show what is kept of whoever is signed in."""
    return _page(200)


@bp.post("/export")
def export() -> AnyResponse:
    """Have a file made of what is kept of whoever is signed in. 303 to the page; 409 too many under way."""
    by, at = identity.acting_for(), clock.now()
    outputs.have_made(by, PERSONAL, _("My data"), question_of(by.person_id, by.party_key, at, language()))
    return redirect(url_for(".show"), code=303)


@bp.post("/files/<key>/take")
def take(key: str) -> Response:
    """Give a file of one's own data, once it is entered in the log that it was taken. 404 any other, 409 not ready."""
    by = identity.acting_for()
    row = rows.find_output(reader(), by.party_key, key)
    if row.what != PERSONAL:
        raise Unknown
    maker, store = outputs.makers()[PERSONAL], OutputStore.of(parts().settings)
    file = take_file(reader(), writing, by, row, maker, store, clock.now())
    return send(Lent(file), row.media, row.name)


@bp.post("/erase")
def ask_erasure() -> AnyResponse | tuple[str, int]:
    """Ask that one's own account be erased. 303 to the page; 409 the last manager, 422 without a reason."""
    by, reason = identity.acting_for(), request.form.get("reason", "")[:1000]
    try:
        with writing() as conn:
            wishes.ask_for_self(conn, by, reason, clock.now())
    except Malformed as fault:
        return _page(422, given=reason, faults=fault.fields)
    flash(_("It is asked. It waits for the managers of your parties, and nothing is erased before."))
    return redirect(url_for(".show"), code=303)


def _page(status: int, **told: object) -> tuple[str, int]:
    close_reader()
    page = my_data_page(reader(), identity.acting_for(), parts().settings.retention, clock.now(), **told)  # type: ignore[arg-type] # the names are those of the page
    return render("settings/data.html", page, status)
