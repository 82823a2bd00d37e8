"""The calendar, and the file in which it is taken away."""

from flask import Blueprint, Response, request, url_for

from consult import clock
from consult.pages.calendar import calendar_asked, calendar_page
from consult.pages.calendar_file import Making, calendar_file
from consult.web import identity
from consult.web.addresses import start
from consult.web.parts import parts, reader
from consult.web.rendering import render

bp = Blueprint("calendar", __name__)


@bp.get("/calendar")
def show() -> tuple[str, int]:
    """Show one month of all cases that one's party may know of; an unreadable month is the present one."""
    page = calendar_page(reader(), parts().docket, identity.acting_for(), clock.now(), *_asked())
    return render("calendar/calendar.html", page)


@bp.get("/calendar.ics")
def take_away() -> Response:
    """Give the same month, and all that comes after today, as a file for another calendar."""
    by, now = identity.acting_for(), clock.now()
    asked = calendar_asked(reader(), parts().docket, by, now, *_asked())
    at = start()
    making = Making(now, parts().settings.secret_key, lambda ref: at + url_for("cases.show", ref=ref))
    answer = Response(
        calendar_file(reader(), asked, by.party_name, making), content_type="text/calendar; charset=utf-8"
    )
    name = f"consult-calendar-{asked.first:%Y-%m}.ics"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _asked() -> tuple[str, str]:
    return request.args.get("month", "")[:7], request.args.get("kind", "")[:20]
