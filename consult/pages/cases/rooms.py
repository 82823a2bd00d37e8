"""Rooms beside a case: on each page of a room whose room it is and who is in it; on the page of the case, for those who
are in one, which rooms there are, and for a neutral which may be opened.

Whoever is in no room gets the same page by the same queries as if there were none.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.i18n import _
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.case import Case
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.rooms import Room, matter_of
from workflows.kernel.summaries import load
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room that the reader is in: its reference, what it is, and with whom."""

    ref: str
    title: str
    who: str
    state: str
    everybody: bool


@dataclass(frozen=True, slots=True)
class RoomNote:
    """Whose room a page is in, who else is there, and who cannot see it."""

    title: str
    warning: str
    everybody: bool
    is_open: bool
    members: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One thing that may be told elsewhere: in which words, by whom and when it was allowed, and whether it still
    stands."""

    number: str
    words: tuple[str, ...]
    party: str
    n: int
    on: datetime
    state: str
    meaning: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A room that the reader may open: by which procedure, of which kind, with whom, and how many there were."""

    procedure: str
    kind: str
    title: str
    parties: tuple[str, ...]
    who: str
    everybody: bool
    before: int

    @property
    def key(self) -> str:
        """Name it for the form that opens it."""
        return " ".join((self.procedure, self.kind, *self.parties))


@dataclass(frozen=True, slots=True)
class Rooms:
    """What stands about rooms on the page of a case; in a room also what may be told elsewhere, and its matter."""

    here: RoomNote | None
    matter: str
    releases: tuple[ReleaseLine, ...]
    has_releases: bool
    lines: tuple[RoomLine, ...]
    to_open: tuple[OpeningLine, ...]

    @property
    def are_beside(self) -> bool:
        """Say whether the page of a case that is no room itself has rooms to show or to open."""
        return self.here is None and bool(self.lines or self.to_open)

    @property
    def leads(self) -> bool:
        """Say whether rooms stand first in their column."""
        return self.has_releases or self.are_beside


def room_note(seen: Seen, names: Mapping[str, str], viewer: Viewer) -> RoomNote | None:
    """Say whose room a case is; None for a case that is no room."""
    room = seen.procedure.room
    if room is None:
        return None
    members = [(party, role) for role, who in seen.case.parties.items() for party in who]
    said = casebook.said_names(names)
    return RoomNote(
        title=law(room.title),
        warning=law(room.warning),
        everybody=room.everybody,
        is_open=seen.case.state != seen.procedure.opens,
        members=tuple((names.get(party, party), _role(seen.procedure, role)) for party, role in members),
        others=tuple(said.get(party, party) for party, _role in members if party != viewer.party),
    )


def _role(procedure: Procedure, key: str) -> str:
    role = procedure.role(key)
    return law(role.title) if role and role.title else humanise(key)


def rooms_page(conn: Connection, docket: Docket, standing: Standing, seen: Seen, names: Mapping[str, str]) -> Rooms:
    """Draw up what the page of a case says of rooms."""
    viewer = Viewer.of(standing)
    room = seen.procedure.room
    matter = _matter(conn, viewer, seen, room) if room else ""
    rows = casebook.rooms_beside(conn, viewer, matter or seen.row.ref)
    cases = [(row.ref, load(docket.editions.of(conn, row.edition), row.summary)) for row in rows]
    lines = [_line(ref, case, names, viewer) for ref, case in cases if case.procedure.room and ref != seen.row.ref]
    return Rooms(
        here=room_note(seen, names, viewer),
        matter=matter,
        releases=tuple(_releases(conn, viewer, seen, room, names)) if room and room.releases else (),
        has_releases=bool(room and room.releases),
        lines=tuple(line for line in lines if room is None or line.everybody),
        to_open=openings(docket, standing, seen, names, [case for _ref, case in cases]),
    )


def _matter(conn: Connection, viewer: Viewer, seen: Seen, room: Room) -> str:
    """Give the reference of the case beside which a room stands, once it is opened."""
    links = {row.link.kind for row in seen.procedure.rows[room.opened_by] if row.link}
    found = (link.other_ref for link in casebook.links_of(conn, viewer, seen.row) if link.kind in links)
    return next((str(ref) for ref in found if ref != seen.row.ref), "")


def _line(ref: str, case: Case, names: Mapping[str, str], viewer: Viewer) -> RoomLine:
    room: Room = case.procedure.room
    return RoomLine(
        ref,
        law(room.title),
        ", ".join(names.get(party, party) for party in _others(case, viewer.party)),
        law(case.procedure.state(case.state).title),
        room.everybody,
    )


def _others(case: Case, party: str) -> list[str]:
    return [one for who in case.parties.values() for one in who if one != party]


def _releases(
    conn: Connection, viewer: Viewer, seen: Seen, room: Room, names: Mapping[str, str]
) -> Iterator[ReleaseLine]:
    """List what a party has allowed to be told elsewhere, the last first."""
    of = seen.procedure.track_set(room.releases)
    steps = {row.key for row in seen.procedure.steps if any(one.set == of.key for one in row.opens)}
    for entry in reversed(casebook.papers_of(conn, viewer, seen.row, steps)):
        track = next((seen.case.tracks[e[1]] for e in entry.act.effects_of("open") if e[2] == of.key), None)
        if track is None or entry.paper is None:
            continue
        state = of.state(track.state)
        words = tuple(str(value) for value in (entry.paper.body or {}).values() if isinstance(value, str))
        yield ReleaseLine(
            number=track.name,
            words=words,
            party=names.get(entry.act.principal, entry.act.principal),
            n=entry.act.n,
            on=entry.act.on,
            state=law(state.title) if state else "",
            meaning=law(state.meaning) if state else "",
            is_live=track.state not in of.ends,
        )


def openings(
    docket: Docket, standing: Standing, seen: Seen, names: Mapping[str, str], there: list[Case]
) -> tuple[OpeningLine, ...]:
    """List the rooms that a neutral may open beside a case; for anybody else there are none."""
    held = matter_of(seen.case, standing.party_key)
    if not held["offices"] or not held["open"] or "office" not in standing.capacities:
        return ()
    found: list[OpeningLine] = []
    for form in docket.forms.values():
        for kind, procedure in _kinds(docket, form):
            room = procedure.room
            if room and set(room.offices) & set(held["offices"]):
                groups = [tuple(held["parties"])] if room.everybody else [(party,) for party in held["parties"]]
                found += [_opening(form, kind, room, group, names, there) for group in groups]
    return tuple(found)


def _kinds(docket: Docket, form: Form) -> Iterator[tuple[str, Procedure]]:
    """Build the procedure of each kind of room that a form gives."""
    if form.rooms_by:
        spec = form.terms.__dataclass_fields__[form.rooms_by]
        yield from ((kind, docket.procedure(form.key, {form.rooms_by: kind})) for kind in spec.metadata["options"])


def _opening(
    form: Form, kind: str, room: Room, group: tuple[str, ...], names: Mapping[str, str], there: list[Case]
) -> OpeningLine:
    same = [case for case in there if case.procedure.room == room and set(group) <= _members(case)]
    who = ", ".join(names.get(party, party) for party in group)
    return OpeningLine(form.key, kind, law(room.title), group, who, room.everybody, len(same))


def _members(case: Case) -> set[str]:
    return {party for who in case.parties.values() for party in who}


def find_opening(
    conn: Connection, docket: Docket, standing: Standing, ref: str, key: str, now: datetime
) -> OpeningLine:
    """Find a room that may be opened beside a case, or refuse as unknown."""
    seen = docket.see(conn, standing, ref, now)
    lines = rooms_page(conn, docket, standing, seen, casebook.party_names(conn)).to_open
    found = next((line for line in lines if line.key == key), None)
    if found is None:
        raise Unknown
    return found


def title_of_room(line: OpeningLine) -> str:
    """Give the title under which a room is opened."""
    return _("%(room)s: %(who)s", room=line.title, who=line.who)


def body_of_opening(docket: Docket, line: OpeningLine, ref: str) -> tuple[str, dict[str, Any]]:
    """Give the step that opens a room, and what it files."""
    form = docket.form(line.procedure)
    room = docket.procedure(line.procedure, {form.rooms_by: line.kind}).room
    if room is None:
        raise ValueError(f"“{line.procedure}” gives no room")
    whom = list(line.parties) if room.everybody else line.parties[0]
    return room.opened_by, {room.matter: ref, room.with_whom: whom}
