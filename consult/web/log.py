"""The log for people: the explorer, one entry, the receipt of an act, and what of them can be taken away.

Everybody who is signed in sees that an entry is there, as in the published log; what it holds is for its audience.
"""

from collections.abc import Iterator
from datetime import date
from typing import IO

from flask import Blueprint, Response, current_app, request, url_for

from consult import clock
from consult.i18n import _, _l
from consult.log.evidence import Evidence, evidence_of_party
from consult.log.exporting import CHUNK, take_bundle, whole
from consult.log.receipts import Unprovable, make_receipt
from consult.log.trust import Trust, trust
from consult.pages.cases.taking import taken_by
from consult.pages.log.entry import entry_page, leaf_of, openings_text
from consult.pages.log.explorer import Asked, explorer_page
from consult.pages.log.receipt import receipt_page
from consult.pages.shell import Way
from consult.refusals import Malformed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer, reads_own_chain
from consult.web import identity
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render
from consult.web.uploads import store

bp = Blueprint("record", __name__, url_prefix="/audit")
of_case = Blueprint("receipts", __name__, url_prefix="/cases/<ref>")

WAYS = (
    ("record.index", _l("Entries")),
    ("record_checks.ask_check", _l("Check what you hold")),
    ("record_checks.ask_compare", _l("Compare checkpoints")),
    ("imports.index", _l("Imported cases")),
    ("witnesses.show", _l("Witnesses")),
)
MOST_ENTRIES = 2**63 - 1
PROOF, JSON_TEXT, BYTES = "text/plain; charset=utf-8", "application/json", "application/octet-stream"


def trusted() -> Trust | None:
    """Answer whose signatures count for the log of this installation."""
    return trust(reader(), parts().settings.instance)


@bp.app_template_global("log_ways")
def ways() -> tuple[Way, ...]:
    """Answer the ways between the pages of the log that exist here."""
    known = current_app.view_functions
    here = (request.endpoint or "").replace(".ask_", ".")
    standing = identity.acting()
    closed = {"imports.index"} if standing is None or not standing.prepares else set()
    shown = [(at, label) for at, label in WAYS if at in known and at not in closed]
    return tuple(Way(str(label), url_for(at), here == at.replace(".ask_", ".")) for at, label in shown)


@bp.get("")
def index() -> tuple[str, int]:
    """Show the log, the newest entry first. 422 for a day that is none."""
    before, by = request.args.get("before", type=int), identity.acting_for()
    if before is not None and not 0 <= before <= MOST_ENTRIES:
        raise Malformed({"before": _("Give the number of an entry.")})
    page = explorer_page(reader(), parts().docket, by, _asked(), clock.now(), trust=trusted(), before=before)
    return render("log/explorer.html", page)


def _asked() -> Asked:
    asked = request.args
    words = {name: asked.get(name, "")[:80] for name in ("kind", "party", "step", "office")}
    return Asked(ref=asked.get("case", "")[:80], since=_day("since"), until=_day("until"), **words)


def _day(name: str) -> date | None:
    text = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Malformed({name: _("Give a date as year-month-day, such as 2026-11-20.")}) from None


@bp.get("/entries/<int:seq>")
def entry(seq: int) -> tuple[str, int]:
    """Show one entry, opened as far as the reader may. 404 where the log is not that long."""
    page = entry_page(reader(), parts().docket, identity.acting_for(), seq, trusted())
    return render("log/entry.html", page)


@bp.get("/entries/<int:seq>/leaf")
def give_leaf(seq: int) -> Response:
    """Give the bytes of a leaf, as they are in the published log."""
    return send(leaf_of(reader(), identity.acting_for(), seq), BYTES, f"{seq}.leaf")


@bp.get("/entries/<int:seq>/receipt")
def give_receipt(seq: int) -> Response:
    """Give the proof of an entry, which holds nothing that is not public. 404 while there is none."""
    now = trusted()
    try:
        receipt = make_receipt(reader(), seq, now.quorum if now else None)
    except Unprovable:
        raise Unknown from None
    if not receipt.text:
        raise Unknown
    return send(receipt.text, PROOF, f"{seq}.tlog-proof")


@bp.get("/entries/<int:seq>/openings")
def give_openings(seq: int) -> Response:
    """Give what the reader may open of an entry. 404 where that is nothing."""
    text = openings_text(reader(), parts().docket, identity.acting_for(), seq)
    return send(text, JSON_TEXT, f"{seq}.json")


@of_case.get("/acts/<int:n>/receipt")
def receipt(ref: str, n: int) -> tuple[str, int]:
    """Show how far the receipt of an act has come, and what to keep. 404 where the act may not be seen."""
    page = receipt_page(reader(), parts().docket, identity.acting_for(), ref, n, clock.now(), trusted())
    return render("log/receipt.html", page)


@bp.post("/bundle.zip")
def take_own() -> Response:
    """Give the entries of the reader's own party and those of the host. 404 for whoever may not read all of them."""
    by = identity.acting_for()
    if not reads_own_chain(Viewer.of(by)):
        raise Unknown
    with whole():
        return give_bundle(by, evidence_of_party(reader(), Viewer.of(by)), f"{by.party_key}-evidence.zip")


def give_bundle(by: Standing, evidence: Evidence, name: str) -> Response:
    """Give a bundle that is whole, once that it was taken is entered in the log of the party."""
    now, host = trusted(), parts().settings.host_name
    taken = taken_by(reader(), by.party_key, host, clock.now())
    file = take_bundle(reader(), writing, by, evidence, store(), taken=taken, policy=now.text if now else "")
    return send(_pieces(file), "application/zip", name)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a file that is gone when the last of it has left, or the reader has."""
    with file:
        while piece := file.read(CHUNK):
            yield piece


def send(content: str | bytes | Iterator[bytes], media: str, name: str) -> Response:
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
