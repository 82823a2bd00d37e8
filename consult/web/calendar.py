"""The calendar."""

from flask import Blueprint, request

from consult import clock
from consult.pages.calendar import calendar_page
from consult.web import identity
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("calendar", __name__, url_prefix="/calendar")


@bp.get("")
def show() -> tuple[str, int]:
    """Show one month of all cases that one's party may know of; an unreadable month is the present one."""
    month, kind = request.args.get("month", "")[:7], request.args.get("kind", "")[:20]
    page = calendar_page(reader(), parts().docket, identity.acting_for(), clock.now(), month, kind)
    return render("calendar/calendar.html", page)
