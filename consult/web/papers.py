"""Papers by other channels: registered by a secretariat, made a step of a case or the proof of a service, and objected
to by the party in whose name they were registered.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from consult import casebook, clock, drafts, forms, i18n
from consult.citations import law
from consult.docket import Filed, Refused
from consult.documents import Away, TooLarge, WrongType, papers, sniff
from consult.documents import rows as documents
from consult.documents.holding import holding
from consult.documents.papers import NewPaper
from consult.documents.rows import Upload
from consult.forms.instants import readings
from consult.i18n import LANGUAGE_NAMES, _
from consult.log.reads import document_paper, note
from consult.pages import attaching
from consult.pages import papers as pages
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from consult.web import identity
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.reading import Reading
from consult.web.rendering import render
from consult.web.uploads import free_content, give_stored, keep_upload, store
from workflows.kernel.guards import CONTENT

bp = Blueprint("papers", __name__)

Page = tuple[str, int] | AnyResponse
NOT_TAKEN: dict[type[Exception], int] = {papers.Registered: 409, TooLarge: 413, WrongType: 415, Away: 503}
"""What is wrong with a scan, or with a paper that stands in the register, and its status."""


@bp.get("/papers")
def index() -> Page:
    """Show the register of papers, a page at a time. 404 whoever is no secretariat."""
    by, after = identity.acting_for(), request.args.get("after", "")
    return render("papers/index.html", pages.register_page(reader(), by, after))


@bp.get("/papers/new")
def ask() -> Page:
    """Ask for a paper that came in, or with `direction=out` for one that went out."""
    return _form(request.args.get("direction", papers.IN), {}, {})


@bp.post("/papers")
def register() -> Page:
    """Register a paper with its scan. 303 to it; 409 registered before, 413 or 415 the scan, 422 a field, 503 the store
    of documents is away: each beside its question, and what was written stays."""
    by, at, direction = identity.acting_for(), clock.now(), request.form.get("direction", "")
    papers.require_secretariat(by)
    try:
        ref = keep_paper(by, _read(Reading(request.form), by, direction, at), at)
    except Malformed as fault:
        return _form(direction, request.form.to_dict(flat=False), fault.fields)
    except tuple(NOT_TAKEN) as fault:
        return _form(direction, request.form.to_dict(flat=False), {"scan": str(fault)}, NOT_TAKEN[type(fault)])
    flash(_("The paper is registered."))
    return redirect(url_for(".show", ref=ref), code=303)


def keep_paper(by: Standing, new: NewPaper, at: datetime) -> str:
    """Register a paper whose scan is kept; answer its reference."""
    with holding(parts().engine, [new.scan.digest] if new.scan else []):
        if new.scan and not store().has(new.scan.digest):  # the last document with this content was removed meanwhile
            raise Closed(_("The scan could not be kept. Send it once more."))
        with writing() as conn:
            if new.scan is None:  # with a scan its turn is had already
                documents.hold_content(conn, new.digest)  # the same paper sent twice at once waits here
            return papers.register(conn, by, new, at)


def _form(direction: str, given: Any, errors: dict[str, str], status: int = 422) -> Page:
    page = pages.form_page(reader(), identity.acting_for(), direction, given, errors)
    return render("papers/form.html", page, status if errors else 200)


def _read(reading: Reading, by: Standing, direction: str, at: datetime) -> NewPaper:
    """Read the questions about a paper, then its scan: a file is kept only where all else can be."""
    if direction not in (papers.IN, papers.OUT):
        raise Unknown
    new = NewPaper(
        direction,
        reading.one_of("channel", papers.CHANNELS),
        reading.text("number", most=100),
        reading.day("dated_on"),
        _moment(reading, by.party_zone, at),
        reading.text("party", most=40),
        reading.text("organ"),
        reading.one_of("language", LANGUAGE_NAMES),
        reading.text("summary", most=4000),
    )
    reading.require_readable(papers.faults_of(reader(), new, at))
    return replace(new, scan=_keep_scan())


def _moment(reading: Reading, zone: str, at: datetime) -> datetime:
    """Read the date and time at which a paper came, in the zone of the secretariat."""
    day, _sep, time = reading.text("came_at", most=20).partition("T")
    found = readings(day, time, zone)
    if not found:
        reading.faults["came_at"] = _("Give date and time, such as 20 November 2026, 09:30.")
    return found[0] if found else at


def _keep_scan() -> Upload | None:
    """Keep the scan that was sent along: of an accepted type and size, as documents of drafts."""
    sent = request.files.get("scan")
    return keep_scan(sent) if sent is not None and sent.filename else None


def keep_scan(sent: FileStorage) -> Upload:
    """Keep a scan; 413 too large, 415 of a type that is not accepted or is mislabelled."""
    limit, name = parts().settings.uploads.document_bytes, sent.filename or ""
    data = sent.stream.read(limit + 1)
    media = sniff(data, name, limit=limit)
    return Upload(store().put(data), name, media, len(data))


@bp.get("/papers/<ref>")
def show(ref: str) -> Page:
    """Show one paper and what can be done with it. 404 but for its own secretariat."""
    return render("papers/paper.html", pages.paper_page(reader(), identity.acting_for(), ref))


@bp.get("/papers/<ref>/scan")
def give_scan(ref: str) -> Response:
    """Give the scan of a paper to its own secretariat."""
    return scan_of(ref)


def scan_of(ref: str) -> Response:
    """Give the scan of a paper to its own secretariat; Unknown for anybody else, and where there is none."""
    return _scan(papers.find(reader(), identity.acting_for(), ref))


@bp.get("/cases/<ref>/acts/<int:n>/papers/<paper>")
def give_scan_of_act(ref: str, n: int, paper: str) -> Response:
    """Give the scan of a paper beside an act to whoever may see the act. 404 anybody else."""
    return scan_beside(ref, n, paper)


def scan_beside(ref: str, n: int, paper: str) -> Response:
    """Give the scan of a paper beside an act to whoever may see the act; Unknown for anybody else."""
    by = identity.acting_for()
    seen = parts().docket.see(reader(), by, ref, clock.now())
    entry = casebook.entry_of(reader(), Viewer.of(by), seen.row, n)
    row = next((one for one in papers.of_act(reader(), Viewer.of(by), entry.row.id) if one.ref == paper), None)
    if row is None:
        raise Unknown
    note(reader(), document_paper(row.digest), entry.act.level)
    return _scan(row)


def _scan(row: Any) -> Response:
    if row.scan is None:
        raise Unknown
    return give_stored(row.scan, row.scan_media, row.scan_name)


@bp.get("/papers/<ref>/attach")
def choose(ref: str) -> Page:
    """Ask as which step of which case a paper is registered; with a step, show its form. 422 no such case."""
    asked = request.args
    try:
        found = _found(ref, asked.get("case", ""))
    except Malformed as fault:
        return _paper_again(ref, fault)
    step = asked.get("step", "") if asked.get("step") in found.specs else ""
    page = attaching.attach_page(
        reader(), found, identity.acting_for(), clock.now(), step=step, language=i18n.language()
    )
    return render("papers/attach.html", page)


@bp.post("/papers/<ref>/attach")
def attach(ref: str) -> Page:
    """Register a paper as a step in the name of its party, or first attach or remove a document that came with it. 303
    to the act; 404 no such paper, case or step, 409 it is an act already or the step is closed, 422 what has to be
    filed is not complete."""
    now, form = clock.now(), request.form
    found, step, track = _found(ref, form.get("case", "")), form.get("step", ""), form.get("track", "")
    if step not in found.specs:
        raise Unknown
    if forms.is_pressed(form):
        return _attach_form(found, step, track, forms.press(found.specs[step], form).body)
    body, do = forms.read(found.specs[step], form), form.get("do", "")
    if "upload" in request.files and request.files["upload"].filename:
        do = "enclose"  # whichever button was pressed: a chosen file is never lost in silence
    if do == "show" or do.startswith(("enclose", "take_out:")):
        return _with_documents(found, step, track, body, do, now)
    return _take(found, step, track, body, now)


def _take(found: attaching.Attaching, step: str, track: str, body: Any, now: datetime) -> Page:
    by = identity.acting_for()
    filed = Filed(step, track or None, body, on=found.row.came_at, language=found.row.language, paper=found.paper)
    try:
        receipt = parts().docket.take(by, found.seen.row.ref, filed, at=now)
    except Refused as refused:
        if refused.kind != CONTENT:
            raise
        close_reader()
        asked = {field.key for field in found.specs[step].fields}
        faults = tuple((one.field if one.field in asked else "", law(one.sentence)) for one in refused.refusals)
        return _attach_form(_found(found.row.ref, found.seen.row.ref), step, track, body, faults)
    return redirect(url_for("cases.act", ref=receipt.ref, n=receipt.n, fresh=""), code=303)


def _found(ref: str, case_ref: str) -> attaching.Attaching:
    by, now = identity.acting_for(), clock.now()
    return attaching.attaching(reader(), parts().docket, by, ref, case_ref.strip().upper()[:40], now)


def _with_documents(found: attaching.Attaching, step: str, track: str, body: Any, do: str, now: datetime) -> Page:
    """Attach or remove a document, and draw the form again over what was typed; a refused file takes none of it."""
    by, case_id, refused, status = identity.acting_for(), found.seen.row.id, "", 200
    try:
        if do == "enclose":
            digest = keep_upload(by, case_id, now, attaching.LEVELS_BY_PAPER)
            body = attaching.answered_with(found.specs[step], body, digest)
        elif do != "show":
            with writing() as conn:
                gone = drafts.remove_document(conn, by, case_id, do.removeprefix("take_out:"))
            free_content(gone)
    except (Malformed, Closed, TooLarge, WrongType, Away) as fault:
        refused, status = str(fault), _STATUS[type(fault)]
    close_reader()
    found = _found(found.row.ref, found.seen.row.ref)
    return _attach_form(found, step, track, body, refused=refused, status=status)


_STATUS = {Malformed: 422, Closed: 409, TooLarge: 413, WrongType: 415, Away: 503}


def _attach_form(
    found: attaching.Attaching, step: str, track: str, body: Any, faults: Any = (), refused: str = "", status: int = 200
) -> Page:
    by, now, language = identity.acting_for(), clock.now(), i18n.language()
    page = attaching.attach_page(
        reader(), found, by, now, step=step, track=track, body=body, faults=faults, refused=refused, language=language
    )
    return render("papers/attach.html", page, 422 if faults else status)


def _paper_again(ref: str, fault: Malformed) -> Page:
    given = {name: (request.values.get(name) or "")[:40] for name in ("case", "act")}
    page = pages.paper_page(reader(), identity.acting_for(), ref, fault.fields, given)
    return render("papers/paper.html", page, 422)


@bp.post("/papers/<ref>/serve")
def serve(ref: str) -> Page:
    """Let an outgoing paper prove the service of an act. 303 to the act; 409 proved already, 422 no such act."""
    by, case, act = identity.acting_for(), request.form.get("case", "").strip().upper(), request.form.get("act", "")
    number = int(act) if act.isascii() and act.isdecimal() and len(act) < 10 else 0
    try:
        with writing() as conn:
            papers.prove_service(conn, by, ref, case, number, clock.now())
    except Malformed as fault:
        return _paper_again(ref, fault)
    flash(_("The service is on record as proved."))
    return redirect(url_for("cases.act", ref=case, n=number), code=303)


@bp.post("/cases/<ref>/acts/<int:n>/objection")
def object_to(ref: str, n: int) -> Page:
    """Say for one's party that an act registered in its name is not its own. 404 anybody else, 409 over, 422 empty."""
    keep_objection(ref, n, request.form.get("words", "").strip()[:4000])
    flash(_("It stands beside the act, for all who see it."))
    return redirect(url_for("cases.act", ref=ref, n=n), code=303)


def keep_objection(ref: str, n: int, words: str) -> None:
    """Keep that one's party says of an act registered in its name that it is not its own."""
    by, now = identity.acting_for(), clock.now()
    seen = parts().docket.see(reader(), by, ref, now)
    entry = casebook.entry_of(reader(), Viewer.of(by), seen.row, n)
    with writing() as conn:
        papers.object_to(conn, by, entry.row.id, words, now)
