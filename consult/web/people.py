"""The own party's people: who acts for it, invitations and one-time links, mandates recorded and revoked."""

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from consult import clock, people
from consult.i18n import _
from consult.pages import people as pages
from consult.pages.fields import FormField, Given
from consult.pages.organs import organ_views
from consult.people import CAPACITIES, LEVELS, NewMandate, NewPerson
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.addresses import start
from consult.web.instruments import held_document, sent_document
from consult.web.parts import parts, reader, writing
from consult.web.reading import Reading
from consult.web.rendering import render
from workflows.kernel.powers import DELEGATION, POWERS

bp = Blueprint("people", __name__, url_prefix="/my-party")

Page = tuple[str, int] | Response


@bp.get("")
def index() -> Page:
    """Show who acts for the own party now and how it is reached."""
    by = identity.acting_for()
    return render("people/index.html", pages.my_party_page(reader(), by, clock.today(by.party_zone), clock.now()))


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> Page:
    """Show one person of the own party. 404 anybody else's."""
    by = identity.acting_for()
    return render("people/person.html", pages.person_page(reader(), by, person_id, clock.today(by.party_zone)))


@bp.get("/people/new")
def ask_person() -> Page:
    """Ask for a person and a first mandate."""
    return _invitation_form(manager(), {}, {})


@bp.post("/people")
def invite() -> Page:
    """Record a person with a mandate and show the link once. 422 with the fields named."""
    by = manager()
    try:
        reading = Reading(request.form)
        person, mandate = _read_person(reading), _read_mandate(reading)
        reading.require_readable({**people.faults_of_person(person), **_faults_of(by, mandate)})
        with held_document(mandate.document), writing() as conn:
            person_id, link = people.invite(conn, by, person, mandate, clock.now())
    except Malformed as error:
        return _invitation_form(by, request.form.to_dict(flat=False), error.fields)
    return show_link(person_id, person.name, link)


@bp.post("/people/<int:person_id>/link")
def issue_link(person_id: int) -> Page:
    """Issue a fresh one-time link and show it once; earlier ones are void."""
    by = manager()
    with writing() as conn:
        link = people.issue_link(conn, by, person_id, clock.now())
    return show_link(person_id, link.name, link)


@bp.post("/people/<int:person_id>/close")
def close_account(person_id: int) -> Page:
    """Close an account and end its sessions."""
    by = manager()
    with writing() as conn:
        people.close_account(conn, by, person_id, clock.now())
    flash(_("The account is closed and every session of it has ended."))
    return redirect(url_for(".show", person_id=person_id), code=303)


@bp.post("/people/<int:person_id>/open")
def open_account(person_id: int) -> Page:
    """Open a closed account again."""
    by = manager()
    with writing() as conn:
        people.open_account(conn, by, person_id, clock.now())
    flash(_("The account is open again."))
    return redirect(url_for(".show", person_id=person_id), code=303)


@bp.get("/people/<int:person_id>/mandates/new")
def ask_mandate(person_id: int) -> Page:
    """Ask for a further mandate of a person."""
    return _mandate_form(manager(), person_id, {}, {})


@bp.post("/people/<int:person_id>/mandates")
def record_mandate(person_id: int) -> Page:
    """Record a further mandate of a person. 422 with the fields named."""
    by = manager()
    try:
        reading = Reading(request.form)
        mandate = _read_mandate(reading)
        reading.require_readable(_faults_of(by, mandate))
        with held_document(mandate.document), writing() as conn:
            people.record_mandate(conn, by, person_id, mandate, clock.now())
    except Malformed as error:
        return _mandate_form(by, person_id, request.form.to_dict(flat=False), error.fields)
    flash(_("The mandate is recorded."))
    return redirect(url_for(".show", person_id=person_id), code=303)


@bp.get("/mandates/<int:mandate_id>/revoke")
def ask_revocation(mandate_id: int) -> Page:
    """Show what revoking a mandate does."""
    by = identity.acting_for()
    return render("people/revoke.html", pages.mandate_page(reader(), by, mandate_id, clock.today(by.party_zone)))


@bp.post("/mandates/<int:mandate_id>/revoke")
def revoke_mandate(mandate_id: int) -> Page:
    """Revoke a mandate. 409 the party's last one to manage, or revoked already."""
    by = identity.acting_for()
    with writing() as conn:
        people.revoke_mandate(conn, by, mandate_id, clock.now())
    flash(_("The mandate is revoked."))
    return redirect(url_for(".index"), code=303)


def manager() -> Standing:
    """Answer the standing of a manager; anybody else learns nothing of these pages."""
    by = identity.acting_for()
    if not by.manages:
        raise Unknown
    return by


def _read_person(reading: Reading) -> NewPerson:
    """Read the questions about a person."""
    return NewPerson(reading.text("name"), reading.text("email", most=254), reading.text("language", most=10))


def _read_mandate(reading: Reading) -> NewMandate:
    """Read the questions about a mandate."""
    organ = reading.text("organ", most=18)
    known = organ.isdecimal() and "organ" not in reading.faults
    if not organ.isdecimal():
        reading.faults["organ"] = _("Choose one from the list.")
    return NewMandate(
        organ_id=int(organ) if known else 0,
        office=reading.text("office"),
        capacities=reading.some_of("capacities", CAPACITIES),
        instrument=reading.text("instrument", most=500),
        valid_from=reading.required_day("valid_from"),
        valid_until=reading.day("valid_until"),
        level=reading.one_of("level", LEVELS),
        procedures=read_procedures(reading),
        document=sent_document() if not reading.faults else None,
        through_systems=reading.yes("through_systems"),
        kind=reading.one_of("kind", POWERS.keys() - {DELEGATION}),
        cases=read_cases(reading),
    )


def read_procedures(reading: Reading) -> tuple[str, ...] | None:
    """Read the procedures that a mandate is for; none stand for all."""
    return reading.some_of("procedures", parts().docket.forms) or None


def read_cases(reading: Reading) -> tuple[str, ...] | None:
    """Read the references of the cases that something is for; none stand for all."""
    return tuple(reading.text("cases", most=2000).upper().split()) or None


def _faults_of(by: Standing, mandate: NewMandate) -> dict[str, str]:
    """Name what is wrong with a mandate now."""
    return people.faults_of_mandate(reader(), by, mandate, clock.now())


def _invitation_form(by: Standing, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of an invitation, with what was given and what was wrong."""
    fields = pages.person_fields(given, errors) + _mandate_fields(reader(), by, given, errors)
    sentence = _("The person gets a one-time link from you, by a channel you trust, and sets a password with it.")
    page = pages.FormPage(
        _("Invite a person"), sentence, fields, url_for(".invite"), _("Record and show the link"), url_for(".index")
    )
    return render("people/form.html", page, 422 if errors else 200)


def _mandate_form(by: Standing, person_id: int, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of a mandate, with what was given and what was wrong."""
    person = pages.person_page(reader(), by, person_id, clock.today(by.party_zone)).person
    page = pages.FormPage(
        _("Record a mandate of %(name)s", name=person.name),
        _("A mandate is never edited. To change one, record the new one and revoke the old one."),
        _mandate_fields(reader(), by, given, errors),
        url_for(".record_mandate", person_id=person_id),
        _("Record the mandate"),
        url_for(".show", person_id=person_id),
    )
    return render("people/form.html", page, 422 if errors else 200)


def _mandate_fields(conn: Connection, by: Standing, given: Given, errors: dict[str, str]) -> tuple[FormField, ...]:
    """Ask for a mandate of an organ of the own party."""
    today = clock.today(by.party_zone)
    return pages.mandate_fields(organ_views(conn, by.party_key, today), parts().docket.forms, today, given, errors)


def show_link(person_id: int, name: str, link: people.Link | None) -> Page:
    """Show a one-time link in the answer itself, so that it is kept nowhere."""
    address = start() + url_for("signin.read_link", token=link.token) if link else ""
    return render("people/link.html", pages.LinkShownPage(_("One-time link"), name, person_id, link, address))
