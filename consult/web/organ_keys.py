"""Keys of organs: shown to everybody who acts for a party, registered and retired by the manager of their own."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.i18n import _
from consult.pages.organ_keys import organ_keys_page
from consult.people import keys
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("organ_keys", __name__, url_prefix="/parties/<party>/organs/<organ>/keys")

LONGEST = 4_000


@bp.get("")
def show(party: str, organ: str) -> tuple[str, int]:
    """Show the keys of an organ; with `vkey` its manager finds the text by which that key is registered."""
    return _page(party, organ, {"vkey": request.args.get("vkey", "")[:400]}, {})


@bp.post("")
def register(party: str, organ: str) -> Response | tuple[str, int]:
    """Register a key. 303; 422 with what is wrong named; 404 to whoever does not manage the party."""
    by = _manager_of(party)
    given = {name: request.form.get(name, "")[:LONGEST] for name in ("vkey", "note")}
    host = parts().settings.host_name
    try:
        with writing() as conn:
            keys.register_key(conn, by, organ, given["vkey"].strip(), given["note"], host, clock.now())
    except Malformed as fault:
        return _page(party, organ, given, fault.fields, 422)
    flash(_("The key is registered. From now on this organ signs each filing that it dispatches."))
    return redirect(url_for(".show", party=party, organ=organ), code=303)


@bp.post("/<int:key_id>/retire")
def retire(party: str, organ: str, key_id: int) -> Response:
    """Retire a key. 303; 409 where it was retired already."""
    by = _manager_of(party)
    with writing() as conn:
        keys.retire_key(conn, by, organ, key_id, clock.now())
    flash(_("The key is retired and signs nothing any more."))
    return redirect(url_for(".show", party=party, organ=organ), code=303)


def _manager_of(party: str) -> Standing:
    by = identity.acting_for()
    if not by.manages or by.party_key != party:
        raise Unknown
    return by


def _page(
    party: str, organ: str, given: Mapping[str, str], errors: Mapping[str, str], status: int = 200
) -> tuple[str, int]:
    by, host = identity.acting_for(), parts().settings.host_name
    page = organ_keys_page(reader(), by, party, organ, host, given=given, errors=errors)
    return render("parties/organ_keys.html", page, 422 if page.registering and page.registering.errors else status)
