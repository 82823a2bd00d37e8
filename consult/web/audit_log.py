"""Asking for an audit log, from the reports or from the record."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.i18n import _, language
from consult.pages.audit_log import audit_page
from consult.pages.fields import Given
from consult.refusals import Closed, Malformed
from consult.reports.audit.asking import Asked
from consult.reports.audit.files import NAMES
from consult.reports.audit.maker import AUDIT
from consult.reports.scope import Reach
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web.outputs import asking, have_made
from consult.web.parts import parts, reader
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("audit_log", __name__, url_prefix="/reports/audit")


@bp.get("")
def ask() -> tuple[str, int]:
    """Ask for an audit log; the questions that a link speaks of are answered already."""
    asking()
    return _form(request.args.to_dict(flat=False), {})


@bp.post("")
def make() -> AnyResponse | tuple[str, int]:
    """Have one made. 422 with what is wrong named, 409 where there is nothing to make it of."""
    by = asking()
    given = request.form.to_dict(flat=False)
    try:
        audit_log_made(by, Reading(request.form))
    except Malformed as fault:
        return _form(given, fault.fields)
    except Closed as fault:
        return _form(given, {}, fault.sentence)
    return redirect(url_for("outputs.index"), code=303)


def audit_log_made(by: Standing, reading: Reading) -> str:
    """Have an audit log made, and give the key under which it is looked after. Raises Malformed and Closed."""
    asked, formats = _asked(by, reading)
    question = {"asked": asked.to_json(), "formats": list(formats), "language": language()}
    return have_made(by, AUDIT, _title(asked), question)


def _asked(by: Standing, reading: Reading) -> tuple[Asked, tuple[str, ...]]:
    """Read what is asked for."""
    reach = reading.one_of("reach", [str(each) for each in Reach])
    since, until = reading.required_day("since"), reading.required_day("until")
    words = {name: reading.text(name, most=80).lower() for name in ("procedure", "act")}
    words |= {"party": reading.text("party", most=80), "case": reading.text("case", most=80).upper()}
    formats = reading.some_of("formats", NAMES)
    reading.require_readable()
    words["act"] = "_".join(words["act"].split())
    whole = parts().settings.exercise
    asked = Asked.by(Viewer.of(by), Reach(reach), since, until, clock.now(), exercise=whole, **words)
    return asked, tuple(each for each in NAMES if each in formats or each == "jsonl")


def _title(asked: Asked) -> str:
    days = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    return _("Audit log %(set)s, %(since)s to %(until)s", set=str(asked.reach), **days)


def _form(given: Given, errors: dict[str, str], fault: str = "") -> tuple[str, int]:
    page = audit_page(reader(), parts().docket, given, errors, clock.today("UTC"), fault)
    return render("reports/audit.html", page, 409 if fault else 422 if errors else 200)
