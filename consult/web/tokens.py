"""Tokens for machines: each person's own, and those of the party's systems for its managers; shown once."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.i18n import _
from consult.pages import tokens as pages
from consult.people import CAPACITIES
from consult.people.tokens import NewToken, issue_token, revoke_token
from consult.refusals import Malformed
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.people import read_procedures
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("tokens", __name__)


@bp.get("/my-tokens")
def show() -> tuple[str, int]:
    """Show the tokens that stand on one's mandates."""
    return _page(of_party=False)


@bp.get("/my-party/tokens")
def index() -> tuple[str, int]:
    """Show every token of the party. 404 to anybody but its managers."""
    return _page(of_party=True)


@bp.post("/my-tokens")
def make() -> tuple[str, int]:
    """Make a token under a mandate of one's own, and show it once. 422 with the fields named."""
    return _make(of_party=False)


@bp.post("/my-party/tokens")
def make_for_system() -> tuple[str, int]:
    """Make a token for a system of an organ, and show it once. 404 whoever manages nothing, 422 with the fields."""
    return _make(of_party=True)


@bp.post("/my-tokens/<handle>/revoke")
def revoke(handle: str) -> Response:
    """Revoke a token at once. 303 to the list; 404 for anybody else's, 409 revoked before."""
    with writing() as conn:
        revoke_token(conn, identity.acting_for(), handle, clock.now())
    flash(_("The token is revoked. It gives nothing any more."))
    return redirect(url_for(".index" if "party" in request.form else ".show"), code=303)


def _page(of_party: bool, **more: object) -> tuple[str, int]:
    by, forms = identity.acting_for(), parts().docket.forms
    page = pages.tokens_page(reader(), by, forms, clock.now(), of_party=of_party, **more)  # type: ignore[arg-type] # what the caller gives along
    return render("tokens/index.html", page, 422 if more.get("faults") else 200)


def _make(of_party: bool) -> tuple[str, int]:
    by, now, reading = identity.acting_for(), clock.now(), Reading(request.form)
    pages.tokens_page(reader(), by, {}, now, of_party=of_party)  # unknown to whoever does not manage
    try:
        new = _read(reading, pages.kind_of(of_party))
        reading.require_readable()
        with writing() as conn:
            secret = issue_token(conn, by, new, now)
    except Malformed as fault:
        return _page(of_party, given=request.form.to_dict(flat=False), faults=fault.fields)
    return _page(of_party, secret=secret)


def _read(reading: Reading, kind: str) -> NewToken:
    """Read what is asked for."""
    mandate, cases = reading.text("mandate", most=9), reading.text("cases", most=2000).upper().split()
    return NewToken(
        kind,
        reading.text("name", most=100),
        int(mandate) if mandate.isascii() and mandate.isdecimal() else 0,
        reading.some_of("capacities", CAPACITIES),
        reading.required_day("valid_until"),
        read_procedures(reading),
        tuple(cases) or None,
    )
