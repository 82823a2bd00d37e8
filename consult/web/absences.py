"""Absences of one's own party: who stands in for whom, recorded by the absent person or by the party's manager."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.delivery.changes import end_absence, record_absence
from consult.i18n import _
from consult.pages import absences as pages
from consult.pages.fields import Given
from consult.pages.people import FormPage
from consult.people import CAPACITIES, NewSubstitution
from consult.refusals import Malformed, Unknown
from consult.standing import NOT_HANDED, Standing
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.people import read_procedures
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("absences", __name__, url_prefix="/my-party/absences")

Page = tuple[str, int] | Response


@bp.get("")
def index() -> Page:
    """Show who stands in for whom in the own party, and what substitutes did lately."""
    by = identity.acting_for()
    page = pages.absences_page(reader(), parts().docket, by, clock.today(by.party_zone))
    return render("absences/index.html", page)


@bp.get("/new")
def ask() -> Page:
    """Ask for an absence. 404 for one who may record none."""
    return _form(_recorder(), {}, {})


@bp.post("")
def record() -> Page:
    """Record an absence with its substitute. 409 for one who is a substitute himself, 422 with the fields named."""
    by = identity.acting_for()
    try:
        reading = Reading(request.form)
        new = _read(reading)
        reading.require_readable()
        with writing() as conn:
            record_absence(conn, by, new, clock.now())
    except Malformed as error:
        return _form(_recorder(), request.form.to_dict(flat=False), error.fields)
    flash(_("The absence is recorded."))
    return redirect(url_for(".index"), code=303)


@bp.get("/<int:number>/end")
def ask_end(number: int) -> Page:
    """Show what ending a substitution does. 404 where it is none of one's business."""
    by = identity.acting_for()
    return render("absences/end.html", pages.end_page(reader(), by, number, clock.today(by.party_zone)))


@bp.post("/<int:number>/end")
def end(number: int) -> Page:
    """End a substitution at once. 404 where it is none of one's business, 409 where it was revoked already."""
    by = identity.acting_for()
    with writing() as conn:
        end_absence(conn, by, number, clock.now())
    flash(_("The substitution has ended."))
    return redirect(url_for(".index"), code=303)


def _recorder() -> Standing:
    """Answer the standing of somebody who may record an absence; anybody else learns nothing of the form."""
    by = identity.acting_for()
    if not pages.absent_mandates(reader(), by, clock.today(by.party_zone)):
        raise Unknown
    return by


def _read(reading: Reading) -> NewSubstitution:
    """Read the questions about an absence."""
    return NewSubstitution(
        mandate_id=_number(reading, "absent"),
        substitute_mandate_id=_number(reading, "substitute"),
        capacities=reading.some_of("capacities", set(CAPACITIES) - NOT_HANDED),
        valid_from=reading.required_day("valid_from"),
        valid_until=reading.required_day("valid_until"),
        procedures=read_procedures(reading),
        cases=tuple(reading.text("cases", most=2000).upper().split()) or None,
    )


def _number(reading: Reading, name: str) -> int:
    text = reading.text(name, most=18)
    if not text.isdecimal():
        reading.faults[name] = _("Choose one from the list.")
        return 0
    return int(text)


def _form(by: Standing, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of an absence, with what was given and what was wrong."""
    page = FormPage(
        _("Record an absence"),
        _("The substitute acts in the office of whoever is away; each act shows both names. It ends by itself."),
        pages.absence_fields(reader(), parts().docket.forms, by, clock.today(by.party_zone), given, errors),
        url_for(".record"),
        _("Record the absence"),
        url_for(".index"),
    )
    return render("people/form.html", page, 422 if errors else 200)
