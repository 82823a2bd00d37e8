"""Clearance inside one's own party: its lane, the queue, and a paper in it with its moves and comments."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.clearing.comments import comment, settle_comment
from consult.clearing.lanes import Stage, preset, set_lane
from consult.clearing.moving import MOVES, Wanted, pass_stage
from consult.i18n import _
from consult.pages import drafts as draft_pages
from consult.pages.lanes.paper import paper_page
from consult.pages.lanes.queue import queue_page
from consult.pages.lanes.setting import setting_page
from consult.pages.lanes.view import fields_to_comment
from consult.pages.too_late import said_too_late, too_late_page
from consult.refusals import Closed, Malformed, Unknown
from consult.web import identity
from consult.web.bounds import turn_read, version_read
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.people import manager
from consult.web.reading import Reading
from consult.web.rendering import render

bp = Blueprint("clearance", __name__)

Page = tuple[str, int] | Response
MOST_READ = 20
"""Stages that a form may hold before they are counted; more are refused by the service."""


@bp.get("/clearance")
def queue() -> Page:
    """Show what waits in clearance, from a paper on where the address names one. 404 to whoever sees no papers in
    preparation, and for a paper that there is not."""
    by, before = identity.acting_for(), request.args.get("before", "")[:40]
    return render("clearance/queue.html", queue_page(reader(), parts().docket, by, clock.now(), before))


@bp.get("/drafts/<ref>/clearance")
def show(ref: str) -> Page:
    """Show a paper of the own party in clearance. 404 another party's, 409 sent or discarded."""
    return _paper(ref)


@bp.post("/drafts/<ref>/clearance/pass")
def pass_on(ref: str) -> Page:
    """Pass the stage where a paper stands, for the text that was read. 303 to the paper; 409 not one's own, moved
    meanwhile or its step is closed, 422 while answers are missing."""
    by, now = identity.acting_for(), clock.now()
    spec = draft_pages.spec_to_clear(reader(), parts().docket, by, ref, now)
    try:
        with writing() as connection:
            pass_stage(connection, by, _wanted(ref), spec, now)
    except Closed as fault:
        return _not_taken(ref, fault)
    return redirect(url_for(".show", ref=ref), code=303)


@bp.post("/drafts/<ref>/clearance/move")
def move(ref: str) -> Page:
    """Send a paper back, take its stage over, recall it, go on without an advisory stage, or begin again under the
    present lane. 303 to the paper; 404 for another move, 409 not one's own or moved meanwhile, 422 without a reason."""
    by, now, made = identity.acting_for(), clock.now(), MOVES.get(request.form.get("do", ""))
    if made is None:
        raise Unknown
    try:
        with writing() as connection:
            made(connection, by, _wanted(ref), now)
    except Malformed as fault:
        return _paper(ref, fault.fields)
    except Closed as fault:
        return _not_taken(ref, fault)
    return redirect(url_for(".show", ref=ref), code=303)


@bp.post("/drafts/<ref>/comments")
def say(ref: str) -> Page:
    """Comment on a paper of the own party. 303 to it; 422 without words; 409 with what was typed where the paper was
    sent or discarded meanwhile, or has too many comments."""
    by, now, form = identity.acting_for(), clock.now(), request.form
    _row, spec = draft_pages.spec_of(reader(), parts().docket, by, ref, now)
    try:
        with writing() as connection:
            field, words = form.get("field", "")[:120], form.get("words", "")
            comment(connection, by, ref, field, words, fields_to_comment(spec), now)
    except Malformed as fault:
        return _paper(ref, fault.fields)
    except Closed as fault:
        return _not_taken(ref, fault)
    return redirect(url_for(".show", ref=ref, _anchor="comments"), code=303)


@bp.post("/drafts/<ref>/comments/<int:number>")
def settle(ref: str, number: int) -> Page:
    """Settle a comment, or open it again. 303 to the paper; 404 where there is none."""
    with writing() as connection:
        is_settled = request.form.get("do") == "settle"
        settle_comment(connection, identity.acting_for(), ref, number, clock.now(), settled=is_settled)
    return redirect(url_for(".show", ref=ref, _anchor="comments"), code=303)


def _wanted(ref: str) -> Wanted:
    """Read over which version and turn somebody moves a paper, why, and where to."""
    form = request.form
    return Wanted(ref, version_read(), turn_read(), form.get("reason", ""), form.get("to", "")[:20])


def _not_taken(ref: str, fault: Closed) -> Page:
    """Give back what was typed: on the paper, with why it was not taken, or by itself where the paper has left."""
    close_reader()
    by, now, form = identity.acting_for(), clock.now(), request.form
    row, _spec = draft_pages.spec_of(reader(), parts().docket, by, ref, now)
    if row.closed_at is None:
        return _paper(ref, refused=fault.sentence)
    typed = said_too_late(form.get("words", ""), form.get("reason", ""))
    page = too_late_page(reader(), parts().docket, by, ref, {}, now)
    return render("drafts/too_late.html", replace(page, text=typed), 409)


def _paper(ref: str, faults: dict[str, str] | None = None, refused: str = "") -> Page:
    """Draw a paper, with what was typed where it was not taken; one that is sent or discarded answers 409 by itself."""
    close_reader()
    by, given = identity.acting_for(), request.form.to_dict(flat=False) if faults or refused else None
    page = paper_page(reader(), parts().docket, by, ref, clock.now(), given, faults or {}, refused)
    return render("clearance/paper.html", page, 409 if refused else 422 if faults else 200)


@bp.get("/my-party/clearance")
def show_lane() -> Page:
    """Show the lane of the own party, to managers with the form that changes it."""
    return _lane()


@bp.post("/my-party/clearance")
def change_lane() -> Page:
    """Keep the lane, or draw its form again with a stage more, less or moved up. 303 to it; 404 whoever manages
    nothing, 409 changed meanwhile, 422 with the fields named."""
    by, do, reading = manager(), request.form.get("do", "keep"), Reading(request.form)
    stages = _arranged(_stages(reading), do)
    if do != "keep":
        return _lane(stages)
    try:
        reading.require_readable()
        with writing() as connection:
            known = frozenset(parts().docket.forms)
            set_lane(connection, by, stages, known, request.form.get("seen", -1, type=int), clock.now())
    except Malformed as fault:
        return _lane(stages, fault.fields)
    except Closed as fault:
        return _lane(stages, refused=fault.sentence)
    flash(_("The lane is kept. Papers that are in clearance already keep the one they entered."))
    return redirect(url_for(".show_lane"), code=303)


def _stages(reading: Reading) -> list[Stage]:
    """Read the stages of a form in their order."""
    places = [i for i in range(MOST_READ) if f"name-{i}" in request.form]
    return [_stage(reading, i) for i in places]


def _stage(reading: Reading, i: int) -> Stage:
    hours = reading.text(f"hours-{i}", most=6)
    mandates = (one for one in request.form.getlist(f"mandates-{i}") if one.isascii() and one.isdigit())
    return Stage(
        "",
        reading.text(f"name-{i}"),
        reading.text(f"organ-{i}", most=40),
        reading.text(f"capacity-{i}", most=20),
        tuple(dict.fromkeys(int(one[:9]) for one in mandates)),
        tuple(dict.fromkeys(request.form.getlist(f"procedures-{i}"))),
        reading.yes(f"required-{i}"),
        int(hours) if hours.isascii() and hours.isdigit() else 0,
    )


def _arranged(stages: Sequence[Stage], do: str) -> list[Stage]:
    """Add, remove or move up a stage of a form, or begin with the stages that are offered."""
    found, (what, _colon, place) = list(stages), do.partition(":")
    i = int(place) if place.isascii() and place.isdigit() else -1
    if what == "preset":
        return list(preset())
    if what == "add":
        return [*found, replace(Stage("", ""), capacity="clear")]
    if what == "remove" and 0 <= i < len(found):
        del found[i]
    if what == "up" and 0 < i < len(found):
        found[i - 1], found[i] = found[i], found[i - 1]
    return found


def _lane(stages: Sequence[Stage] | None = None, faults: dict[str, str] | None = None, refused: str = "") -> Page:
    close_reader()
    given = request.form.to_dict(flat=False) if faults else None
    forms = dict(parts().docket.forms)
    page = setting_page(reader(), forms, identity.acting_for(), clock.now(), stages, given, faults, refused)
    return render("clearance/lane.html", page, 409 if refused else 422 if faults else 200)
