"""Exchange with other systems: files that a party takes away, and files that it brings in, looked at first."""

import json
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult import casebook, clock
from consult.documents import Store, stores_of
from consult.exchange import BadFile
from consult.exchange.contacts import export_contacts, import_contacts, look_at_contacts, read_contacts
from consult.exchange.notices import Lookout, export_notices, import_notices, read_notices
from consult.exchange.notices.looking import Look
from consult.forms.notices import notices_schema
from consult.i18n import _
from consult.pages.cases.filters import CaseFilters, fitted
from consult.pages.exchange import (
    CONTACTS,
    NOTICES,
    Found,
    exchange_page,
    found_contacts,
    found_notices,
    imported_contacts_words,
    imported_notices_words,
)
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web import identity
from consult.web.files_sent import Unreadable, text_sent
from consult.web.library import shelf
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("exchange", __name__, url_prefix="/exchange")
AT_ONCE = 200
Page = tuple[str, int] | AnyResponse


def store() -> Store:
    """Give the document store of the installation."""
    return stores_of(parts().settings).documents


def schema_text() -> str:
    """Write the schema of a file of notices, by the procedures of this installation today."""
    found = notices_schema(volume.procedure for volume in shelf() if not volume.form.rooms_by)
    return json.dumps(found, ensure_ascii=False, indent=1)


@bp.get("")
def index() -> tuple[str, int]:
    """Show what may be taken away and brought in."""
    return render("exchange/index.html", exchange_page(parts().docket, identity.acting_for()))


@bp.get("/notices.json")
def take_notices() -> Response:
    """Give the notices that one's party may have, narrowed like the list of cases; `Link` names the next file."""
    docket, now = parts().docket, clock.now()
    names = casebook.party_names(reader())
    narrowed = fitted(CaseFilters.of(request.args), dict.fromkeys(docket.forms, ""), names)[0].asked(now, docket.forms)
    viewer, before = Viewer.of(identity.acting_for()), request.args.get("before", "")[:40] or None
    kept = store() if request.args.get("documents") == "yes" else None
    taken = export_notices(reader(), docket, viewer, now, narrowed, before=before, size=AT_ONCE, store=kept)
    answer = Response(taken.file.model_dump_json(indent=1, exclude_none=True), mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=notices.json"
    if taken.following:
        asked = urlencode({**request.args.to_dict(), "before": taken.following})
        answer.headers["Link"] = f'<{request.path}?{asked}>; rel="next"'
    return answer


@bp.get("/notices.schema.json")
def give_schema() -> Response:
    """Give the schema of a file of notices."""
    return Response(schema_text(), mimetype="application/schema+json")


@bp.get("/contacts.csv")
def take_contacts() -> Response:
    """Give the contact points of one's own organs."""
    by = identity.acting_for()
    answer = Response(export_contacts(reader(), Viewer.of(by), by.party_key), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=contact-points-{by.party_key}.csv"
    return answer


@bp.post("/notices")
def bring_notices() -> Page:
    """Look at a file of notices, or import one that was looked at. 303 to the cases; 422 with every fault; 404 for
    whoever begins no papers."""
    by, docket = identity.acting_for(), parts().docket
    if not exchange_page(docket, by).brings_notices:
        raise Unknown
    try:
        text = _text()
        file, faults = read_notices(text)
    except (Unreadable, BadFile) as fault:
        return _shown(fault=str(fault), fault_of=NOTICES)
    if file is None:
        return _shown(found_notices(Look(0, faults=tuple(faults)), docket, text))
    lookout = Lookout(docket, by, clock.now(), parts().settings.uploads)
    if request.form.get("do") != "import":
        return _shown(found_notices(lookout.look(reader(), file)[0], docket, text))
    look = import_notices(reader(), writing, lookout, store(), file)
    if not look.sound:
        return _shown(found_notices(look, docket, text))
    flash(imported_notices_words(look))
    return redirect(url_for("cases.index"), code=303)


@bp.post("/contacts")
def bring_contacts() -> Page:
    """Look at a file of contact points, or import one that was looked at. 303 to one's party; 422 with every fault; 404
    for whoever does not manage it."""
    by = identity.acting_for()
    if not by.manages:
        raise Unknown
    today = clock.today(by.party_zone)
    try:
        text = _text()
        read = read_contacts(text)
    except (Unreadable, BadFile) as fault:
        return _shown(fault=str(fault), fault_of=CONTACTS)
    if request.form.get("do") != "import":
        return _shown(found_contacts(look_at_contacts(reader(), by, by.party_key, read, today), text))
    with writing() as conn:
        look = import_contacts(conn, by, by.party_key, read, today)
    if not look.sound:
        return _shown(found_contacts(look, text))
    flash(imported_contacts_words(look))
    return redirect(url_for("people.index"), code=303)


def _text() -> str:
    text, _name = text_sent()
    if not text:
        raise Unreadable(_("Choose a file first."))
    return text


def _shown(found: Found | None = None, *, fault: str = "", fault_of: str = "") -> tuple[str, int]:
    page = exchange_page(parts().docket, identity.acting_for(), found, fault=fault, fault_of=fault_of)
    return render("exchange/index.html", page, 422 if page.is_wrong else 200)
