"""Looks by staff, for the parties; and the one page on which staff reads a case in an emergency."""

from flask import Blueprint, request

from consult import clock
from consult.pages import watched as pages
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("watched", __name__)


@bp.get("/cases/<ref>/looks")
def of_case(ref: str) -> tuple[str, int]:
    """Show which papers of a case staff looked at. 404 where there is none or it is none of one's party's."""
    return _looks(ref)


@bp.get("/my-party/looks")
def index() -> tuple[str, int]:
    """Show which papers of all cases of the own party staff looked at."""
    return _looks("")


@bp.get("/emergency")
def mine() -> tuple[str, int]:
    """Show staff what is open to it in an emergency. 404 to anybody else."""
    return render("watched/mine.html", pages.emergency_page(reader(), identity.acting_for(), clock.now()))


@bp.get("/emergency/<int:number>")
def read(number: int) -> tuple[str, int]:
    """Show a case to staff that has access to it now; each look is entered. 404 to anybody else, and after its end."""
    by, now = identity.acting_for(), clock.now()
    return render("watched/case.html", pages.emergency_case_page(reader(), parts().docket, by, number, now))


def _looks(ref: str) -> tuple[str, int]:
    before = request.args.get("before", type=int)
    return render("watched/looks.html", pages.looks_page(reader(), identity.acting_for(), ref, before, clock.now()))
