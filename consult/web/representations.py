"""Acting in another's name: arrangements of one's own party, recorded, accepted and ended by its managers."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.docket.represented import LawOf, instruments, representable
from consult.i18n import _
from consult.pages import representations as pages
from consult.pages.fields import Given
from consult.pages.people import FormPage
from consult.people.representations import (
    NewRepresentation,
    accept_representation,
    find_representation,
    record_representation,
    revoke_representation,
)
from consult.refusals import Malformed
from consult.standing import IN_ANOTHERS_NAME, Standing
from consult.web import identity
from consult.web.instruments import document_of, held_document, sent_document
from consult.web.parts import parts, reader, writing
from consult.web.people import read_cases
from consult.web.reading import Reading
from consult.web.rendering import render
from workflows.kernel.representation import WAYS

bp = Blueprint("representations", __name__, url_prefix="/my-party/representations")

Page = tuple[str, int] | Response


@bp.get("")
def index() -> Page:
    """Show who acts in whose name."""
    by = identity.acting_for()
    today = clock.today(by.party_zone)
    page = pages.representations_page(reader(), parts().docket, by, clock.now(), today)
    return render("people/representations.html", page)


@bp.get("/new")
def ask() -> Page:
    """Ask for an arrangement. 404 for one who may record none."""
    return _form(identity.acting_for(), {}, {})


@bp.post("")
def record() -> Page:
    """Record an arrangement. 404 for one who may not, 422 with the fields named."""
    by = identity.acting_for()
    try:
        reading = Reading(request.form)
        new = _read(reading)
        reading.require_readable()
        with held_document(new.document), writing() as conn:
            record_representation(conn, by, new, LawOf(parts().docket), clock.now())
    except Malformed as error:
        return _form(by, request.form.to_dict(flat=False), error.fields)
    flash(_("The arrangement is recorded."))
    return redirect(url_for(".index"), code=303)


@bp.post("/<int:number>/accept")
def accept(number: int) -> Page:
    """Accept an arrangement as the party that is to act. 404 for anybody else, 409 accepted or revoked already."""
    with writing() as conn:
        accept_representation(conn, identity.acting_for(), number, clock.now())
    flash(_("Your people can now choose to act in its name."))
    return redirect(url_for(".index"), code=303)


@bp.post("/<int:number>/revoke")
def revoke(number: int) -> Page:
    """End an arrangement at once, as either party. 404 for anybody else, 409 revoked already."""
    with writing() as conn:
        revoke_representation(conn, identity.acting_for(), number, clock.now())
    flash(_("The arrangement has ended."))
    return redirect(url_for(".index"), code=303)


@bp.get("/<int:number>/document")
def give_document(number: int) -> Response:
    """Give the document of an arrangement to the people of both parties. 404 for anybody else."""
    row = find_representation(reader(), identity.acting_for(), number)
    return document_of(row.document, row.document_name, row.document_media)


def _read(reading: Reading) -> NewRepresentation:
    """Read the questions about an arrangement."""
    forms = parts().docket.forms
    return NewRepresentation(
        represented=reading.text("represented", most=40),
        acting=reading.text("acting", most=40),
        way=reading.one_of("way", WAYS),
        under=reading.one_of("under", instruments(forms)),
        instrument=reading.text("instrument", most=500),
        capacities=reading.some_of("capacities", IN_ANOTHERS_NAME),
        procedures=reading.some_of("procedures", representable(forms)),
        valid_from=reading.required_day("valid_from"),
        valid_until=reading.day("valid_until"),
        cases=read_cases(reading),
        document=sent_document() if not reading.faults else None,
    )


def _form(by: Standing, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of an arrangement, with what was given and what was wrong."""
    today = clock.today(by.party_zone)
    page = FormPage(
        _("Let a party act in another's name"),
        _("It counts once the acting party has accepted it. Every act names both, and both records tell it."),
        pages.representation_fields(reader(), parts().docket, by, clock.now(), today, given, errors),
        url_for(".record"),
        _("Record the arrangement"),
        url_for(".index"),
    )
    return render("people/form.html", page, 422 if errors else 200)
