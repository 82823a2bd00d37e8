"""The page of one case: where we are, whose turn it is, what runs, what may be done now and what not and why, and the
one timeline.

Long because: the page is read in one place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.log.reads import document_paper, note
from consult.pages.accesses import AccessLine, open_accesses
from consult.pages.cases.beside import BesideLine, LinkedLine, beside_lines, linked_lines
from consult.pages.cases.chart import Chart, compact_chart
from consult.pages.cases.clocks import Clocks, clocks, visible_limits
from consult.pages.cases.edition import EditionNote, edition_note
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import (
    EntryLine,
    OfferLine,
    TrackLine,
    entry_line,
    is_for_somebody_else,
    level_note,
    offer_line,
    title_of_case,
    track_lines,
)
from consult.pages.cases.meanings import Meanings, meanings
from consult.pages.cases.naming import namings_of_case
from consult.pages.cases.origin import OriginPart, origin_part
from consult.pages.cases.preparing import DraftLine, drafts_of_case
from consult.pages.cases.rooms import RoomNote, Rooms, rooms_page
from consult.pages.cases.waiting import (
    WaitingLine,
    key_of,
    open_to_party,
    waiting_lines,
    waiting_offers,
)
from consult.pages.reminded import reminded_in
from consult.pages.tabs import Tab, tabs_of
from consult.standing import Standing
from consult.visibility import Membership, Viewer, membership_of
from workflows.kernel.case import Limit
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer
from workflows.kernel.subjects import SUBJECTS, subjects_of
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has to move, on what, and by when."""

    party: str
    what: str
    limit: LimitLine
    mine: bool


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """Who takes part, with every part that he plays: each by its key and its words."""

    party: str
    name: str
    roles: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Name the parts in one line."""
        return ", ".join(words for _key, words in self.roles)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows, as one viewer may see it."""

    title: str
    ref: str
    procedure_key: str
    procedure_title: str
    level_note: str
    exercise: bool
    state: str
    meaning: str
    kind: str
    filer: str
    is_filer: bool
    subjects: tuple[tuple[str, str], ...]
    opened_on: datetime
    n: int
    activity: str
    flags: tuple[str, ...]
    chart: Chart
    turns: tuple[Turn, ...]
    tracks: tuple[TrackLine, ...]
    running: tuple[LimitLine, ...]
    over: tuple[LimitLine, ...]
    clocks: Clocks
    meanings: Meanings
    waiting: tuple[WaitingLine, ...]
    offers: tuple[tuple[OfferLine, ...], ...]
    to_prepare: tuple[OfferLine, ...]
    common_offers: tuple[OfferLine, ...]
    closed: tuple[OfferLine, ...]
    entries: tuple[EntryLine, ...]
    participants: tuple[ParticipantLine, ...]
    drafts: tuple[DraftLine, ...]
    links: tuple[LinkedLine, ...]
    beside: tuple[BesideLine, ...]
    origin: OriginPart | None
    documents: Sequence[Any]
    tabs: tuple[Tab, ...]
    rooms: Rooms
    room: RoomNote | None
    edition: EditionNote | None
    state_key: str
    filer_key: str
    waiting_offers: tuple[OfferLine, ...]
    watched: tuple[AccessLine, ...]
    """Accesses of staff in an emergency that are open now."""


def case_page(
    conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime, direction: str = "ltr"
) -> CasePage:
    """Draw up the page of a case; unknown and forbidden cases are one refusal."""
    return page_of_case(conn, docket, standing, docket.see(conn, standing, ref, now), now, direction)


def page_of_case(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, now: datetime, direction: str = "ltr"
) -> CasePage:
    """Draw up the page of a case that was found.

    Long because: one line a field of the page, in the order in which it is read.
    """
    viewer = Viewer.of(standing)
    membership = membership_of(conn, viewer, seen.row)
    names = casebook.party_names(conn)
    said = casebook.said_names(names)
    visible = visible_limits(seen, viewer, membership)
    limits = lines_of_limits(seen, visible, names, viewer, reminded_in(conn, seen, standing, now))
    running = tuple(
        limit for limit in limits if limit.status in ("armed", "running", "paused") and seen.row.kind != "final"
    )
    offers = docket.offers(conn, standing, seen, now)
    entries = casebook.entries_of(conn, viewer, seen.row)
    namings = namings_of_case(conn, seen, viewer)
    of_party = open_to_party(conn, docket, standing, seen, now)
    state = seen.procedure.state(seen.case.state)
    rooms = rooms_page(conn, docket, standing, seen, names)
    return CasePage(
        title=title_of_case(seen.row),
        ref=seen.row.ref,
        procedure_key=seen.procedure.key,
        procedure_title=law(seen.procedure.title),
        level_note=level_note(seen),
        exercise=seen.row.exercise,
        state=law(state.title),
        meaning=law(state.meaning),
        kind=state.kind,
        filer=said.get(seen.row.filer, seen.row.filer),
        is_filer=membership.is_filer,
        subjects=_subjects(docket, seen),
        opened_on=seen.row.opened_on,
        n=casebook.last_seen(conn, viewer, seen.row),
        activity=law(humanise(seen.case.activity)) if seen.case.activity else "",
        flags=_flags(seen, membership),
        chart=compact_chart(seen, membership.is_filer, direction),
        turns=turns_of(running),
        tracks=track_lines(seen, names, viewer, membership),
        running=running,
        over=tuple(limit for limit in limits if limit not in running),
        clocks=clocks(seen, visible, names, now, direction),
        meanings=meanings(conn, viewer, membership, seen, names),
        **_sorted_offers(offers, of_party, seen, names, viewer),
        entries=tuple(entry_line(entry, seen, said, viewer, namings) for entry in entries),
        participants=_participants(conn, viewer, seen, names),
        drafts=drafts_of_case(conn, docket, standing, seen, now),
        links=linked_lines(conn, docket, standing, _other_links(conn, viewer, seen, rooms), names, now),
        beside=beside_lines(docket, standing, seen),
        origin=origin_part(conn, docket, standing, seen, now),
        documents=_documents(conn, viewer, seen),
        tabs=tabs_of(seen.procedure, membership),
        rooms=rooms,
        room=rooms.here,
        edition=edition_note(conn, docket, seen, viewer, membership, now),
        state_key=state.key,
        filer_key=seen.row.filer,
        watched=open_accesses(conn, standing, seen.row, now),
    )


def entry_lines(
    conn: Connection, standing: Standing, seen: Seen, *, after: int, most: int
) -> tuple[list[EntryLine], frozenset[str]]:
    """List so many acts of a case after one, in the order of recording; and the keys of the relations that are told."""
    viewer = Viewer.of(standing)
    names = casebook.party_names(conn)
    said, namings = casebook.said_names(names), namings_of_case(conn, seen, viewer)
    entries = casebook.entries_of(conn, viewer, seen.row, newest_first=False, after=after, most=most)
    told = track_lines(seen, names, viewer, membership_of(conn, viewer, seen.row))
    return [entry_line(entry, seen, said, viewer, namings) for entry in entries], frozenset(one.key for one in told)


def _documents(conn: Connection, viewer: Viewer, seen: Seen) -> list[Any]:
    """List the documents that the viewer may have; the names of those of a level of their own are read here."""
    found = casebook.documents_of(conn, viewer, seen.row)
    for one in found:
        note(conn, document_paper(one.digest), max(one.level, one.act_level or ""))
    return found


def _other_links(conn: Connection, viewer: Viewer, seen: Seen, rooms: Rooms) -> list[Any]:
    """List the links that do not stand among the rooms already."""
    shown = {rooms.matter, *(line.ref for line in rooms.lines)}
    return [link for link in casebook.links_of(conn, viewer, seen.row) if link.other_ref not in shown]


def lines_of_limits(
    seen: Seen, visible: Sequence[Limit], names: Mapping[str, str], viewer: Viewer, told: Mapping[str, str]
) -> list[LimitLine]:
    """Draw up limits, the next to expire first, with what was `told` of each to whoever has to act."""
    opened = seen.case.opened_on
    ordered = sorted(visible, key=lambda one: (one.expires_at is None, one.expires_at or opened, one.key))
    return [replace(limit_line(seen, one, names, viewer), reminded=told.get(one.key, "")) for one in ordered]


def _flags(seen: Seen, membership: Membership) -> tuple[str, ...]:
    return tuple(law(humanise(flag)) for flag in seen.case.flags) if membership.takes_part else ()


def _subjects(docket: Docket, seen: Seen) -> tuple[tuple[str, str], ...]:
    """List the legal subjects of the case: those that it states, else those of its procedure."""
    form = docket.forms.get(seen.procedure.key)
    held = subjects_of(seen.case.facts, form.subjects if form else ())
    return tuple((key, law(SUBJECTS.get(key, key))) for key in held)


def turns_of(running: Sequence[LimitLine]) -> tuple[Turn, ...]:
    """List who has to move next: every running limit that somebody owns, the next to expire first."""
    return tuple(
        Turn(limit.owner, limit.title, limit, limit.mine)
        for limit in running
        if limit.status == "running" and limit.owner
    )


def _sorted_offers(
    offers: Sequence[Offer], of_party: set[tuple[str, str]], seen: Seen, names: Mapping[str, str], viewer: Viewer
) -> dict[str, Any]:
    """Sort into what waits for our hand, what may be done now, what may be prepared for others of the party to send,
    and what is closed."""
    waiting = waiting_offers(offers, of_party)
    rest = [o for o in offers if o not in waiting]
    open_now = [o for o in rest if o.is_open]
    papers = [o for o in rest if not o.is_open and key_of(o) in of_party and o.step.filing and not o.laid]
    closed = [o for o in rest if not o.is_open and o not in papers and not o.step.common]
    closed = [o for o in closed if not is_for_somebody_else(o, seen, viewer)]
    lines = sorted(
        (offer_line(o, names, viewer.party) for o in open_now if not o.step.common), key=lambda line: not line.proposed
    )
    return {
        "waiting": waiting_lines(seen, waiting, names, viewer.party),
        "waiting_offers": tuple(offer_line(o, names, viewer.party) for o in waiting),
        "offers": tuple(tuple(group) for _step, group in groupby(lines, key=lambda line: (line.step, line.proposed))),
        "common_offers": tuple(offer_line(o, names, viewer.party) for o in open_now if o.step.common),
        "to_prepare": tuple(offer_line(o, names, viewer.party) for o in papers),
        "closed": tuple(offer_line(o, names, viewer.party) for o in closed),
    }


def _participants(
    conn: Connection, viewer: Viewer, seen: Seen, names: Mapping[str, str]
) -> tuple[ParticipantLine, ...]:
    """List who takes part, each once with every part that it plays; whoever holds an office is not named as nominated
    for it too."""
    parts: dict[str, list[str]] = {}
    for row in casebook.participants_of(conn, viewer, seen.row):
        parts.setdefault(row.party, []).append(row.role)
    reached = {of.role: of.office for of in seen.procedure.tracks if of.office and of.office != of.role}
    return tuple(
        ParticipantLine(
            party,
            names.get(party, party),
            tuple((role, _role(seen, role)) for role in roles if reached.get(role) not in roles),
        )
        for party, roles in parts.items()
    )


def _role(seen: Seen, key: str) -> str:
    role = seen.procedure.role(key)
    return law(role.title) if role and role.title else humanise(key)
