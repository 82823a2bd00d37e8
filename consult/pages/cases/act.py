"""One act with its paper, its service and its receipt: number, UTC time, digest, and its place in the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.casebook.entries import is_whole
from consult.citations import Cited, law
from consult.clearing.required import stages_of_act
from consult.docket import Docket, Seen
from consult.forms import ReadField
from consult.i18n import _
from consult.pages.attached import ask_for_documents
from consult.pages.cases.basis import cited_basis
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.pages.cases.lines import EntryLine, entry_line, level_note, title_of_case, track_lines
from consult.pages.cases.naming import namings_of_case
from consult.pages.cases.papers import document_choices, read_paper
from consult.pages.cases.rooms import RoomNote, room_note
from consult.pages.cases.service import ServiceSheet, service_sheet
from consult.pages.cases.signature import SignatureView, signature_view
from consult.pages.papers import BesideAct, beside_act
from consult.people.tokens import name_of_system
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.case import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import FilingSpec, levels_in
from workflows.kernel.frozen import dataclass
from workflows.kernel.steps import Step


@dataclass(frozen=True, slots=True)
class PassedStage:
    """One stage of clearance behind an act: how it was passed (passed, by_dispatch, empty: not), by which office, when,
    and the entry of the party's record."""

    name: str
    how: str
    office: str
    at: datetime | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act of the record, as one viewer may see it."""

    title: str
    ref: str
    case_title: str
    procedure_title: str
    level_note: str
    exercise: bool
    line: EntryLine
    party: str
    capacity: str
    organ: str
    on_behalf_of: str
    cleared_office: str
    stages: tuple[PassedStage, ...]
    basis: tuple[Cited, ...]
    digest: str
    is_part: bool
    erased: bool
    seq: int | None
    signature: SignatureView | None
    effect: str
    limits: tuple[LimitLine, ...]
    service: ServiceSheet
    act_id: int
    paper_title: str
    language: str
    text: tuple[ReadField, ...]
    notes: tuple[str, ...]
    links: tuple[Any, ...]
    is_fresh: bool
    room: RoomNote | None
    beside: BesideAct
    filing: str
    values: Mapping[str, Any]
    system: str
    tracks: frozenset[str]
    to_do: tuple[tuple[str, str], ...]
    holders: tuple[str, ...]
    power: str = ""
    """Kind of instrument under which the person acted; empty where the act does not say."""
    power_from: tuple[int, ...] = ()
    """Of a delegation: the mandates from which it came, for the own party alone."""


def act_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, n: int, now: datetime, *, fresh: bool = False
) -> ActPage:
    """Draw up one act; unknown and forbidden acts are one refusal.

    Long because: one line a field of the page, in the order in which it is read.
    """
    seen = docket.see(conn, standing, ref, now)
    viewer = Viewer.of(standing)
    entry = casebook.entry_of(conn, viewer, seen.row, n)
    names = casebook.party_names(conn)
    act = entry.act
    rows = seen.procedure_of(n).rows.get(act.step, ())
    paper = _paper(conn, seen, viewer, entry, rows, names)
    by = act.represented_by[1] if act.represented_by else act.party
    behalf = act.party if act.represented_by else act.on_behalf_of or ""
    to_do, holders = docket.about_paper(conn, standing, seen, n, now)
    return ActPage(
        title=_("Act %(n)s", n=n),
        ref=ref,
        case_title=title_of_case(seen.row),
        procedure_title=law(seen.procedure.title),
        level_note=level_note(seen),
        exercise=seen.row.exercise,
        line=entry_line(entry, seen, casebook.said_names(names), viewer, namings_of_case(conn, seen, viewer)),
        party=names.get(by, by),
        capacity=act.capacity,
        organ=act.organ,
        on_behalf_of=names.get(behalf, behalf),
        cleared_office=entry.row.cleared_office or "",
        stages=passed_stages(conn, standing, entry),
        basis=cited_basis(seen.procedure_of(n), act),
        seq=entry.seq,
        signature=signature_view(conn, viewer, seen.row, entry, whole=paper["digest"] == act.digest),
        effect=law(rows[0].effect) if rows else "",
        limits=_limits(conn, seen, viewer, n, names),
        service=service_sheet(conn, docket, standing, seen, entry.row, names, now),
        act_id=int(entry.row.id),
        **paper,
        notes=tuple(law(note) for note in seen.procedure.notes),
        links=tuple(one for one in casebook.links_of(conn, viewer, seen.row) if one.act_n == n and one.own),
        is_fresh=fresh,
        room=room_note(seen, names, viewer),
        beside=beside_act(conn, standing, entry.row.id, now),
        system=_system(conn, viewer, act),
        tracks=frozenset(one.key for one in track_lines(seen, names, viewer, membership_of(conn, viewer, seen.row))),
        power=act.power[0] if act.power else "",
        power_from=tuple(int(one.partition(":")[2]) for one in act.power[1:]) if act.party == viewer.party else (),
        to_do=tuple((step.key, law(step.title)) for step in to_do),
        holders=tuple(names.get(party, party) for party in holders),
    )


def passed_stages(conn: Connection, standing: Standing, entry: casebook.Entry) -> tuple[PassedStage, ...]:
    """List the stages of clearance behind an act, for those of its own party who see what it prepares."""
    own = entry.act.party == standing.party_key and standing.prepares
    return tuple(
        PassedStage(one["name"], one["how"], one.get("office", ""), instant_of(one.get("at", "")), one.get("seq"))
        for one in stages_of_act(conn, int(entry.row.id), own)
    )


def instant_of(text: str) -> datetime | None:
    """Read an instant as it is kept, None for none."""
    return datetime.fromisoformat(text) if text else None


def _limits(conn: Connection, seen: Seen, viewer: Viewer, n: int, names: Any) -> tuple[LimitLine, ...]:
    membership = membership_of(conn, viewer, seen.row)
    started = [
        limit
        for limit in seen.case.limits.values()
        if limit.n == n and limit_is_visible(seen, limit, viewer, membership)
    ]
    return tuple(limit_line(seen, limit, names, viewer) for limit in sorted(started, key=lambda one: one.key))


def _paper(
    conn: Connection, seen: Seen, viewer: Viewer, entry: casebook.Entry, rows: tuple[Step, ...], names: Any
) -> dict[str, Any]:
    """Draw up what was filed, without the fields that the viewer may not read."""
    spec = next((row.filing for row in rows if row.filing), None)
    if entry.paper is None or spec is None:
        nothing = {"paper_title": "", "language": "", "text": (), "is_part": False, "erased": False}
        return {**nothing, "filing": "", "values": {}, "digest": entry.act.digest}
    membership = membership_of(conn, viewer, seen.row)
    body = casebook.readable(entry.paper, spec, viewer, membership)
    # The digest of the whole would let a reader prove a guess of what he may not read.
    whole = is_whole(spec, entry.paper, viewer, membership)
    own = entry.paper.party == viewer.party
    gone = entry.paper.body is None
    choices = document_choices(seen.row.ref, casebook.documents_of(conn, viewer, seen.row))
    text = () if gone else read_paper(spec, body, names, choices)
    return {
        "paper_title": law(spec.title),
        "language": entry.paper.language,
        "text": text,
        "digest": entry.act.digest if own or _was_whole(entry.paper, spec) else "" if gone else digest_of(body),
        "is_part": not whole,
        "erased": gone and not entry.paper.is_struck,
        "filing": spec.key,
        "values": {} if gone else body,
    }


def _was_whole(paper: casebook.FiledPaper, spec: FilingSpec) -> bool:
    """Say whether a paper that was struck could be read whole by whoever sees its act: its digest, which stays, then
    proves no guess of what others alone could read."""
    plain = levels_in(spec.fields) <= {""} and not ask_for_documents(spec.fields)
    return paper.is_struck and paper.body is None and plain


def _system(conn: Connection, viewer: Viewer, act: Act) -> str:
    """Name the system through which an act was taken, to its own party."""
    return name_of_system(conn, act.through) if act.through and act.party == viewer.party else ""
