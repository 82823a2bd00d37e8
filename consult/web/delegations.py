"""Delegations of one's own party, and the documents of its mandates."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, people
from consult.i18n import _
from consult.pages import people as pages
from consult.pages.fields import Given
from consult.pages.organs import organ_views
from consult.people import CAPACITIES, LEVELS, NewMandate
from consult.people.directory import find_mandate
from consult.refusals import Malformed, Unknown
from consult.standing import NOT_HANDED, Standing
from consult.web import identity
from consult.web.instruments import document_of, held_document, sent_document
from consult.web.parts import parts, reader, writing
from consult.web.people import read_cases, read_procedures
from consult.web.reading import Reading
from consult.web.rendering import render
from workflows.kernel.powers import DELEGATION

bp = Blueprint("delegations", __name__, url_prefix="/my-party")

Page = tuple[str, int] | Response


@bp.get("/delegations/new")
def ask() -> Page:
    """Ask for a delegation. 404 for one who has nothing to hand on."""
    return _form(identity.acting_for(), {}, {})


@bp.post("/delegations")
def record() -> Page:
    """Record a delegation out of an own mandate, or as a manager out of any of the party. 422 with the fields named."""
    by = identity.acting_for()
    try:
        reading = Reading(request.form)
        person, new = _number(reading, "person"), _read(reading)
        reading.require_readable()
        with held_document(new.document), writing() as conn:
            people.record_mandate(conn, by, person, new, clock.now())
    except Malformed as error:
        return _form(by, request.form.to_dict(flat=False), error.fields)
    flash(_("The delegation is recorded."))
    return redirect(url_for("people.show", person_id=person), code=303)


@bp.get("/mandates/<int:mandate_id>/document")
def give_document(mandate_id: int) -> Response:
    """Give the document of a mandate to the party's own people. 404 for anybody else, and where there is none."""
    row = find_mandate(reader(), identity.acting_for().party_key, mandate_id)
    return document_of(row.document, row.document_name, row.document_media)


def _read(reading: Reading) -> NewMandate:
    """Read the questions about a delegation."""
    return NewMandate(
        organ_id=_number(reading, "organ"),
        office=reading.text("office"),
        capacities=reading.some_of("capacities", set(CAPACITIES) - NOT_HANDED),
        instrument=reading.text("instrument", most=500),
        valid_from=reading.required_day("valid_from"),
        valid_until=reading.day("valid_until"),
        level=reading.one_of("level", LEVELS),
        procedures=read_procedures(reading),
        document=sent_document() if not reading.faults else None,
        kind=DELEGATION,
        cases=read_cases(reading),
        derived_from=_number(reading, "derived_from"),
    )


def _number(reading: Reading, name: str) -> int:
    text = reading.text(name, most=18)
    if not text.isdecimal():
        reading.faults[name] = _("Choose one from the list.")
        return 0
    return int(text)


def _form(by: Standing, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of a delegation, with what was given and what was wrong."""
    today = clock.today(by.party_zone)
    mandates = pages.mandate_views(reader(), by.party_key, today, by)
    own = pages.handing_mandates(mandates, by)
    if not own:
        raise Unknown
    others = [pages.person_view(row, mandates) for row in people.people_of(reader(), by.party_key) if row.active]
    organs = organ_views(reader(), by.party_key, today)
    fields = pages.delegation_fields(own, others, organs, parts().docket.forms, today, given, errors)
    page = pages.FormPage(
        _("Delegate"),
        _("Whoever gets it acts within the mandate, for what you choose. Each act shows where it comes from."),
        fields,
        url_for(".record"),
        _("Record the delegation"),
        url_for("people.index"),
    )
    return render("people/form.html", page, 422 if errors else 200)
