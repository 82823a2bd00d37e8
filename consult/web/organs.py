"""The own party's organs and contact points: recorded, proved and withdrawn by its manager."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock, people
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages import organs as pages
from consult.pages.fields import Given
from consult.pages.people import FormPage
from consult.people import CHANNELS, ORGAN_KINDS, Hours, NewContact, NewOrgan
from consult.people.contacts import faults_of_contact
from consult.people.organs import faults_of_organ
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.parts import reader, writing
from consult.web.reading import Reading
from consult.web.rendering import render
from workflows.parties import said

bp = Blueprint("organs", __name__, url_prefix="/my-party")

Page = tuple[str, int] | Response


@bp.get("/organs/new")
def ask_organ() -> Page:
    """Ask for an organ."""
    return _organ_form(_manager(), {}, {})


@bp.post("/organs")
def add_organ() -> Page:
    """Record an organ. 422 with the fields named."""
    by = _manager()
    try:
        reading = Reading(request.form)
        new = NewOrgan(reading.text("key", most=40), reading.text("name"), reading.one_of("kind", ORGAN_KINDS))
        reading.require_readable(faults_of_organ(reader(), by.party_key, new, by))
        with writing() as conn:
            people.add_organ(conn, by, by.party_key, new)
    except Malformed as error:
        return _organ_form(by, request.form.to_dict(flat=False), error.fields)
    flash(_("The organ is recorded."))
    return redirect(url_for("people.index"), code=303)


@bp.get("/organs/<key>/contacts/new")
def ask_contact(key: str) -> Page:
    """Ask for a contact point of an organ."""
    return _contact_form(_manager(), key, {}, {})


@bp.post("/organs/<key>/contacts")
def add_contact(key: str) -> Page:
    """Record a contact point of an organ. 422 with the fields named."""
    by = _manager()
    organ = people.find_organ(reader(), by.party_key, key)
    try:
        new = _read_contact(Reading(request.form), clock.today(by.party_zone))
        with writing() as conn:
            people.add_contact(conn, by, organ.id, new)
    except Malformed as error:
        return _contact_form(by, key, request.form.to_dict(flat=False), error.fields)
    flash(_("The contact point is recorded."))
    return redirect(url_for("people.index"), code=303)


@bp.post("/contacts/<int:contact_id>/prove")
def prove_contact(contact_id: int) -> Page:
    """Record that a contact point was proved to work today. 422 a later proof stands."""
    by = _manager()
    today = clock.today(by.party_zone)
    with writing() as conn:
        people.prove_contact(conn, by, contact_id, today, today)
    flash(_("The proof of today is recorded."))
    return redirect(url_for("people.index"), code=303)


@bp.post("/contacts/<int:contact_id>/withdraw")
def withdraw_contact(contact_id: int) -> Page:
    """Withdraw a contact point: yesterday was its last day."""
    by = _manager()
    with writing() as conn:
        people.withdraw_contact(conn, by, contact_id, clock.today(by.party_zone) - timedelta(days=1))
    flash(_("The contact point is withdrawn; it stays on record."))
    return redirect(url_for("people.index"), code=303)


@bp.post("/contacts/<int:contact_id>/move")
def move_contact(contact_id: int) -> Page:
    """Let a contact point be tried one place earlier or later. 409 one that is over."""
    by = _manager()
    with writing() as conn:
        people.move_contact(conn, by, contact_id, request.form.get("way", ""), clock.today(by.party_zone))
    flash(_("The order is recorded."))
    return redirect(url_for("people.index"), code=303)


@bp.post("/contacts/<int:contact_id>/urgent")
def set_urgent(contact_id: int) -> Page:
    """Say whether a contact point is for what is urgent. 409 one that is over."""
    by = _manager()
    urgent = request.form.get("urgent") == "yes"
    with writing() as conn:
        people.set_urgent(conn, by, contact_id, urgent, clock.today(by.party_zone))
    flash(_("Recorded: to be used when it is urgent.") if urgent else _("Recorded: not for what is urgent."))
    return redirect(url_for("people.index"), code=303)


def _manager() -> Standing:
    """Answer the standing of a manager; anybody else learns nothing of these pages."""
    by = identity.acting_for()
    if not by.manages:
        raise Unknown
    return by


def _read_contact(reading: Reading, today: date) -> NewContact:
    """Read the questions about a contact point that is recorded today."""
    new = NewContact(
        channel=reading.one_of("channel", CHANNELS),
        address=reading.text("address", most=500),
        urgent=reading.yes("urgent"),
        languages=reading.some_of("languages", LANGUAGE_NAMES),
        valid_from=reading.day("valid_from"),
        valid_until=reading.day("valid_until"),
        hours=_read_hours(reading),
    )
    reading.require_readable(faults_of_contact(new, today))
    return new


def _read_hours(reading: Reading) -> Hours | None:
    """Read when somebody is there; nothing where neither a day nor a time is given."""
    days = tuple(int(day) for day in reading.some_of("days", [str(n) for n in range(7)]) if day in "0123456")
    begins, ends = reading.text("opens", most=5), reading.text("closes", most=5)
    if not (days or begins or ends):
        return None
    return Hours(tuple(sorted(days)), begins, ends, reading.text("zone", most=60))


def _organ_form(by: Standing, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of an organ, with what was given and what was wrong."""
    page = FormPage(
        _("Record an organ"),
        _(
            "A ministry, mission, agency, operator, secretariat or registry of %(party)s.",
            party=said(by.party_key, by.party_name),
        ),
        pages.organ_fields(given, errors),
        url_for(".add_organ"),
        _("Record the organ"),
        url_for("people.index"),
    )
    return render("people/form.html", page, 422 if errors else 200)


def _contact_form(by: Standing, key: str, given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of a contact point, with what was given and what was wrong."""
    organ = people.find_organ(reader(), by.party_key, key)
    page = FormPage(
        _("Record a contact point of %(organ)s", organ=organ.name),
        _("Other parties see it, and notices are served through it. Prove it from time to time."),
        pages.contact_fields(given, errors, by.party_zone),
        url_for(".add_contact", key=key),
        _("Record the contact point"),
        url_for("people.index"),
    )
    return render("people/form.html", page, 422 if errors else 200)
