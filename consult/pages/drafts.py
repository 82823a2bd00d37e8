"""The form of a filing in preparation, and the page before it is sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, drafts
from consult.citations import law
from consult.docket import Docket, Filed, Refused, Seen
from consult.forms import FormView, ReadField, draw
from consult.i18n import _
from consult.pages.affected_acts import covering
from consult.pages.attached import AttachedLine, ask_for_documents, attached_lines
from consult.pages.cases.extension import ExtensionNote, extension_note
from consult.pages.cases.lines import OfferLine, RefusalLine, level_note, offer_line, refusal_lines, title_of_case
from consult.pages.cases.meanings import Meanings, meanings_beside
from consult.pages.cases.offered import party_choices
from consult.pages.cases.papers import address_of, document_choices, read_paper
from consult.pages.cases.rooms import RoomNote, room_note
from consult.pages.cases.step import Preview, content_faults, find_offer, try_out
from consult.pages.clearance import Clearance, clearance_of
from consult.pages.joint_text import signing_notes
from consult.pages.lanes.view import LaneView, lane_of_paper
from consult.pages.overtaken import OvertakenView, Typed, differences, overtaken_view
from consult.pages.previews import PreviewView, preview_view
from consult.pages.raising import RaisingView, raising_view
from consult.pages.signing import GivenNote, SigningView, signing_view
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.bodies import problems
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Refusal
from workflows.kernel.machine import Offer


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A filing in preparation."""

    title: str
    ref: str
    case_ref: str
    case_title: str
    procedure_title: str
    level_note: str
    offer: OfferLine
    form: FormView
    version: int
    overtaken: OvertakenView | None
    changed_at: datetime
    author: str
    clearance: Clearance
    lane: LaneView
    documents: tuple[AttachedLine, ...]
    takes_documents: bool
    preview: PreviewView | None
    meanings: Meanings
    covers: bool
    closed: tuple[RefusalLine, ...]
    refused: str
    raising: RaisingView
    room: RoomNote | None
    extension: ExtensionNote | None


@dataclass(frozen=True, slots=True)
class SendPage:
    """Before sending: the text, who will see it, what the act starts, and what is still missing."""

    title: str
    ref: str
    case_ref: str
    case_title: str
    level_note: str
    exercise: bool
    offer: OfferLine
    text: tuple[ReadField, ...]
    ahead: PreviewView | None
    digest: str
    version: int
    seen_n: int
    preview: Preview | None
    refusals: tuple[RefusalLine, ...]
    clearance: Clearance
    lane: LaneView
    not_mine: tuple[RefusalLine, ...]
    may_send: bool
    restricted: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    before_signing: tuple[str, ...]
    signing: SigningView | None
    covers: bool
    room: RoomNote | None
    extension: ExtensionNote | None


@dataclass(frozen=True, slots=True)
class Found:
    """A draft with its case, its step and what it asks."""

    row: Any
    seen: Seen
    offer: Offer
    spec: FilingSpec


def find(conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime) -> Found:
    """Find an open draft with its case and its step; a step that no longer leaves the state is drawn closed."""
    return around(conn, docket, standing, drafts.find(conn, standing, ref), now)


def around(conn: Connection, docket: Docket, standing: Standing, row: Any, now: datetime) -> Found:
    """Find case, step and filing of a draft that was read."""
    seen = docket.see(conn, standing, row.case_ref, now)
    offer = _offer(conn, docket, standing, seen, row, now)
    spec = offer.step.filing
    if spec is None:
        raise Unknown
    return Found(row, seen, offer, spec)


def _offer(conn: Connection, docket: Docket, standing: Standing, seen: Seen, row: Any, now: datetime) -> Offer:
    try:
        return find_offer(conn, docket, standing, seen, row.step, row.track or "", now, for_party=True)
    except Unknown:
        steps = [s for s in seen.procedure.rows.get(row.step, ()) if s.filing]
        if not steps:
            raise
        track = seen.case.tracks.get(row.track or "")
        return Offer(steps[0], track, _why_closed(conn, docket, standing, seen, row, now))


def _why_closed(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, row: Any, now: datetime
) -> tuple[Refusal, ...]:
    """Say why a step that does not leave the present state is closed, whoever of the party would take it."""
    try:
        docket.rehearse(conn, standing, seen, Filed(row.step, row.track), now, for_party=True)
    except Refused as refused:
        return refused.refusals
    return ()


def draft_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    ref: str,
    now: datetime,
    *,
    typed: Typed | None = None,
    checked: bool = False,
    refused: str = "",
    language: str = "en",
) -> DraftPage:
    """Draw up the form of a draft, with every fault named when it was checked; over what somebody has `typed`, where
    another text was stored meanwhile, with both answers to each question on which they differ.

    Long because: one line a field of the page, in the order in which it is read.
    """
    found = find(conn, docket, standing, ref, now)
    row, names, world = found.row, casebook.party_names(conn), docket.world(conn, now, found.row.case_id)
    text = typed.body if typed else row.body
    faults = _faults(conn, docket, standing, found, text, now) if checked else ()
    documents = casebook.documents_of(conn, Viewer.of(standing), found.seen.row)
    own = [d for d in documents if d.party == standing.party_key]
    choices = document_choices(row.case_ref, own)
    line = offer_line(found.offer, names)
    form = draw(
        found.spec,
        text,
        faults,
        parties=party_choices(conn, now, standing.party_zone),
        own=standing.party_key,
        organs=casebook.organs_of_party(conn, standing.party_key),
        documents=choices,
        zones=casebook.zones_of(conn, standing.party_zone),
        language=language,
        href=address_of,
        others=differences(found.spec, typed.body, row.body, names, choices) if typed else {},
    )
    return DraftPage(
        title=line.title,
        ref=ref,
        case_ref=row.case_ref,
        case_title=title_of_case(found.seen.row),
        procedure_title=law(found.seen.procedure.title),
        level_note=level_note(found.seen),
        offer=line,
        form=form,
        version=typed.version if typed else row.version,
        overtaken=overtaken_view(row, standing, form, typed) if typed else None,
        changed_at=row.changed_at,
        author=row.author,
        clearance=clearance_of(found.row, found.offer.step, standing),
        lane=lane_of_paper(conn, standing, found, now),
        documents=attached_lines(conn, standing, row.case_id, own, row.id),
        takes_documents=ask_for_documents(found.spec.fields),
        preview=preview_view(found.spec, text, now, world, standing),
        meanings=meanings_beside(conn, Viewer.of(standing), found.seen, names, found.spec, text),
        covers=covering(found.offer.step) is not None,
        closed=line.refusals,
        refused=refused,
        raising=raising_view(conn, docket, standing, found.seen, found.offer, now, row.level),
        room=room_note(found.seen, names, Viewer.of(standing)),
        extension=extension_note(conn, found.seen, found.offer, names, Viewer.of(standing), world),
    )


def _faults(
    conn: Connection, docket: Docket, standing: Standing, found: Found, text: Any, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Name what is wrong with single answers, then what the rules of the step say against them together."""
    single = tuple((p.field, law(p.sentence)) for p in problems(found.spec, text))
    wrong = {where for where, _sentence in single}
    together = content_faults(conn, docket, standing, found.seen, replace(Filed.of_draft(found.row), body=text), now)
    asked = {one.key for one in found.spec.fields}
    said = [(where, sentence) for where, sentence in together if where not in wrong]
    return single + tuple((where if where.partition("/")[0] in asked else "", sentence) for where, sentence in said)


def send_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime, given: GivenNote | None = None
) -> SendPage:
    """Draw up what stands before sending, with the signed note that was `given` and not taken; the act is performed on
    paper only.

    Long because: one line a field of the page, in the order in which it is read.
    """
    found = find(conn, docket, standing, ref, now)
    row, names, world = found.row, casebook.party_names(conn), docket.world(conn, now, found.row.case_id)
    filed = Filed.of_draft(row)
    preview, refusals = try_out(conn, docket, standing, found.seen, filed, names, now, for_party=True)
    _own, not_mine = try_out(conn, docket, standing, found.seen, filed, names, now)
    clearance = clearance_of(found.row, found.offer.step, standing)
    lane = lane_of_paper(conn, standing, found, now)
    is_cleared = clearance.is_given or not clearance.needed
    may_send = preview is not None and not not_mine and is_cleared and not lane.holds_back
    restricted = tuple(
        (law(f.label), f.level)
        for f in found.spec.fields
        if f.level and f.level not in ("C0", "C1", "C2") and row.body.get(f.key)
    )
    return SendPage(
        title=_("Before sending"),
        ref=ref,
        case_ref=row.case_ref,
        case_title=title_of_case(found.seen.row),
        level_note=level_note(found.seen),
        exercise=found.seen.row.exercise,
        offer=offer_line(found.offer, names),
        text=text_of(conn, found, standing, names, row.body),
        ahead=preview_view(found.spec, row.body, now, world, standing),
        digest=digest_of(row.body),
        version=row.version,
        seen_n=casebook.last_seen(conn, Viewer.of(standing), found.seen.row),
        preview=preview,
        refusals=refusals or refusal_lines(()),
        clearance=clearance,
        lane=lane,
        not_mine=not_mine if preview is not None else (),
        may_send=may_send,
        restricted=restricted,
        notes=tuple(law(note) for note in found.seen.procedure.notes),
        before_signing=signing_notes(
            conn, docket, Viewer.of(standing), found.seen, row.step, found.offer.track, row.body, now
        ),
        signing=signing_view(conn, docket, standing, found.seen, filed, now, given) if may_send else None,
        covers=covering(found.offer.step) is not None,
        room=room_note(found.seen, names, Viewer.of(standing)),
        extension=extension_note(conn, found.seen, found.offer, names, Viewer.of(standing), world),
    )


def text_of(
    conn: Connection, found: Found, standing: Standing, names: Any, body: Mapping[str, Any]
) -> tuple[ReadField, ...]:
    """Give the answers of a paper as its own party reads them."""
    documents = casebook.documents_of(conn, Viewer.of(standing), found.seen.row)
    return read_paper(found.spec, body, names, document_choices(found.row.case_ref, documents))


def spec_of(conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime) -> tuple[Any, FilingSpec]:
    """Give a draft's row, closed or not, and the filing that it is for."""
    found = around(conn, docket, standing, drafts.find_kept(conn, standing, ref), now)
    return found.row, found.spec


def spec_to_clear(conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime) -> FilingSpec:
    """Give the filing that a draft is for; raise Refused with the reasons where its step is closed now."""
    found = find(conn, docket, standing, ref, now)
    if not found.offer.is_open:
        raise Refused(found.offer.refusals)
    return found.spec
