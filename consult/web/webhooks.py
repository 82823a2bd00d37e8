"""Endpoints of webhooks of the own party: registered, tried out, paused and removed by its manager."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.delivery import endpoints, webhook_ends
from consult.delivery.endpoints import EVENTS, NewEndpoint
from consult.i18n import _
from consult.pages import webhooks as pages
from consult.pages.fields import Given
from consult.pages.people import FormPage
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("webhooks", __name__, url_prefix="/my-party/webhooks")

Page = tuple[str, int] | Response


@bp.get("")
def index() -> Page:
    """Show the endpoints of the own party to its manager."""
    return render("webhooks/index.html", pages.endpoints_page(reader(), _manager()))


@bp.get("/new")
def ask() -> Page:
    """Ask for an endpoint."""
    by = _manager()
    endpoints.require_keeper(by, by.party_key)
    return _form({}, {})


@bp.post("")
def register() -> Page:
    """Register an endpoint and show its secret once. 422 with what is wrong named."""
    by, settings = _manager(), parts().settings
    endpoints.require_keeper(by, by.party_key)
    try:
        new = endpoints.read(_read(Reading(request.form)), endpoints.rules_of(settings))
        with writing() as conn:
            shown = endpoints.register(conn, by, by.party_key, new, settings.secret_key, clock.now())
    except Malformed as fault:
        return _form(request.form.to_dict(flat=False), fault.fields)
    return render("webhooks/secret.html", pages.secret_page(reader(), by, shown))


@bp.get("/<int:endpoint_id>")
def show(endpoint_id: int) -> Page:
    """Show one endpoint and what was sent to it, page by page with `before`. 404 another party's."""
    before = request.args.get("before", "")[:200]
    page = pages.endpoint_page(reader(), _manager(), endpoint_id, before, clock.now())
    return render("webhooks/endpoint.html", page)


@bp.post("/<int:endpoint_id>/rotate")
def rotate(endpoint_id: int) -> Page:
    """Make a new secret and show it once; the old one signs beside it for a while. 409 while two sign."""
    by, settings = _manager(), parts().settings
    overlap = timedelta(hours=settings.webhooks.overlap_hours)
    with writing() as conn:
        shown = endpoints.rotate(conn, by, endpoint_id, settings.secret_key, overlap, clock.now())
    return render("webhooks/secret.html", pages.secret_page(reader(), by, shown))


@bp.post("/<int:endpoint_id>/retire")
def retire(endpoint_id: int) -> Page:
    """Delete the old secret before its time is over. 409 where there is none."""
    by = _manager()
    with writing() as conn:
        endpoints.retire_old(conn, by, endpoint_id, clock.now())
    return _back(endpoint_id, _("The old secret is deleted and signs no more."))


@bp.post("/<int:endpoint_id>/test")
def send_test(endpoint_id: int) -> Page:
    """Ask for a test. 409 where one was asked for a moment ago."""
    by = _manager()
    with writing() as conn:
        webhook_ends.send_test(conn, by, endpoint_id, clock.now())
    return _back(endpoint_id, _("A test is on its way. Look again in a moment for what was answered."))


@bp.post("/<int:endpoint_id>/pause")
def pause(endpoint_id: int) -> Page:
    """Pause an endpoint. 409 where it is paused."""
    by = _manager()
    with writing() as conn:
        endpoints.pause(conn, by, endpoint_id, clock.now())
    return _back(endpoint_id, _("The endpoint is paused. What it would be told is kept."))


@bp.post("/<int:endpoint_id>/resume")
def resume(endpoint_id: int) -> Page:
    """Resume an endpoint and send what was kept. 409 where it is not paused."""
    by = _manager()
    with writing() as conn:
        kept = webhook_ends.resume(conn, by, endpoint_id, clock.now())
    return _back(endpoint_id, webhook_ends.resumed(kept))


@bp.post("/<int:endpoint_id>/remove")
def remove(endpoint_id: int) -> Page:
    """Remove an endpoint; it stays on record."""
    by = _manager()
    with writing() as conn:
        endpoints.remove(conn, by, endpoint_id, clock.now())
    return _back(endpoint_id, _("The endpoint is removed. What was sent to it stays on record."))


@bp.post("/<int:endpoint_id>/messages/<reference>/again")
def send_again(endpoint_id: int, reference: str) -> Page:
    """Send once more what did not arrive. 409 where it arrived or is on its way."""
    by = _manager()
    with writing() as conn:
        webhook_ends.send_again(conn, by, endpoint_id, reference, clock.now())
    return _back(endpoint_id, _("The message is on its way again, under the number it had."))


def _manager() -> Standing:
    """Answer the standing of a manager; anybody else learns nothing of these pages."""
    by = identity.acting_for()
    if not by.manages:
        raise Unknown
    return by


def _read(reading: Reading) -> NewEndpoint:
    """Read the questions about an endpoint."""
    url, events = reading.text("url", most=500), reading.some_of("events", EVENTS)
    reading.require_readable()
    return NewEndpoint(url, events, reading.yes("exercises"))


def _back(endpoint_id: int, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for(".show", endpoint_id=endpoint_id), code=303)


def _form(given: Given, errors: dict[str, str]) -> Page:
    """Draw the form of an endpoint, with what was given and what was wrong."""
    sentence = _("A system of your party is told at once, and asks here for the rest. Its secret is shown once.")
    fields = pages.endpoint_fields(given, errors)
    title, submit = _("Register an endpoint for webhooks"), _("Register and show the secret")
    page = FormPage(title, sentence, fields, url_for(".register"), submit, url_for(".index"))
    return render("people/form.html", page, 422 if errors else 200)
