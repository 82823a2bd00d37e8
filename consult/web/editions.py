"""Editions of procedures: those that one's own cases run under, and two of them told apart in words."""

from flask import Blueprint

from consult.pages import editions as pages
from consult.web import identity
from consult.web.library import shelf
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("editions", __name__)


@bp.get("/procedures/<key>/editions")
def list_editions(key: str) -> tuple[str, int]:
    """Show the editions of a procedure. 404 where there is none."""
    page = pages.editions_page(reader(), parts().docket, shelf(), identity.acting_for(), key)
    return render("library/editions.html", page)


@bp.get("/procedures/<one>/against/<other>")
def compare(one: str, other: str) -> tuple[str, int]:
    """Tell two editions apart: each a key (`ost9`), or a key with a day or the beginning of a digest (`ost9@4b1f09c2`)
    of one under which a case of one's own party runs. 404 where one of them is not there.
    """
    page = pages.compared_page(reader(), parts().docket, shelf(), identity.acting_for(), one, other)
    return render("library/editions_compared.html", page)
