"""Files that were asked for: the list with how far each is, taking one, trying again, removing."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.db import Busy
from consult.documents import Away
from consult.i18n import _
from consult.log.receipts import Unprovable
from consult.outputs import rows
from consult.outputs.keeping import OutputStore
from consult.outputs.makers import Maker
from consult.outputs.making import Making
from consult.outputs.taking import require_covered
from consult.outputs.taking import take as take_file
from consult.pages.makers import makers as all_makers
from consult.pages.outputs import output_line, outputs_page
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web import identity
from consult.web.lending import Lent
from consult.web.log import send
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("outputs", __name__, url_prefix="/reports")

SMALL = 2_000
"""So many pieces of work are done before the answer leaves; more is done beside it."""
LATER = timedelta(minutes=2)
"""When the background work takes over what was to be done at once, and was not."""


def makers() -> Mapping[str, Maker]:
    """Answer who makes what in this installation."""
    return all_makers(parts().settings, parts().docket)


def asking() -> Standing:
    """Answer the standing of somebody who may ask for files; operators have no business here."""
    by = identity.acting_for()
    if not Viewer.of(by).sees_cases:
        raise Unknown
    return by


@bp.get("")
def index() -> tuple[str, int]:
    """List what people of one's party asked for, as far as one's own mandate covers it, a page at a time; after a file
    that is not there any more the list begins anew."""
    by, after = asking(), request.args.get("after", "")
    try:
        page = outputs_page(reader(), by, makers(), clock.now(), after=after)
    except Unknown:
        page = outputs_page(reader(), by, makers(), clock.now())
    return render("reports/index.html", page)


@bp.get("/files/<key>")
def show(key: str) -> tuple[str, int] | AnyResponse:
    """Show how far one file is: its line alone for a page that asks again and again. 404 another party's."""
    by, row = found(key)
    if "HX-Request" not in request.headers:
        return redirect(url_for("outputs.index"), code=303)
    return render("reports/_line.html", output_line(row, by, clock.now()))


@bp.post("/files/<key>/take")
def take(key: str) -> Response:
    """Give a file, once it is entered in the log that it was taken. 404 another party's, 409 where it is not ready or
    may not be read as it is any more."""
    by, row = found(key)
    file = take_file(reader(), writing, by, row, makers()[row.what], OutputStore.of(parts().settings), clock.now())
    return send(Lent(file), row.media, row.name)


@bp.post("/files/<key>/retry")
def retry(key: str) -> AnyResponse:
    """Have a file made again. 409 where it is under way or ready."""
    make_again(key)
    return redirect(url_for("outputs.index"), code=303)


@bp.post("/files/<key>/remove")
def remove(key: str) -> AnyResponse:
    """Forget a file, and take it away. What was taken of it stays in the log."""
    forget(key)
    flash(_("The file is removed."))
    return redirect(url_for("outputs.index"), code=303)


def make_again(key: str) -> None:
    """Have a file made again; Closed where it is under way or ready."""
    _by, row = found(key)
    with writing() as connection:
        rows.retry(connection, row, clock.now())


def forget(key: str) -> None:
    """Forget a file, and take it away; one that is being made is dropped."""
    _by, row = found(key)
    with writing() as connection:
        unnamed = rows.remove(connection, row)
    with suppress(Away, Busy):  # what stays goes with the next sweep
        OutputStore.of(parts().settings).free(parts().engine, [unnamed] if unnamed else [])


def have_made(by: Standing, what: str, title: str, question: Mapping[str, Any]) -> str:
    """Ask for a file, make it at once where it is small, and give its key. Raises what its maker refuses."""
    at, maker = clock.now(), makers()[what]
    try:
        total = maker.total(reader(), question)
    except Unprovable as fault:
        raise Closed(str(fault)) from None
    small = total <= SMALL
    with writing() as connection:
        new = rows.New(what, title, question, total)
        number, key = rows.ask(connection, by, new, at, run_at=at + LATER if small else at)
    if small:
        close_reader()
        with suppress(Away):  # then the background work takes it over
            Making(parts().engine, OutputStore.of(parts().settings), makers()).make(number, at)
    return key


def found(key: str) -> tuple[Standing, Any]:
    """Find a file of the own party that the mandate covers; Unknown any other."""
    by = asking()
    row = rows.find_output(reader(), by.party_key, key)
    require_covered(by, row, makers()[row.what])
    return by, row
