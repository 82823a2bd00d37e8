"""The desk of a neutral: every office offered to it or held, with its limits, each side's last contact, and its rooms.

Everything is read as the neutral may see it: from the acts, rooms and limits that its cases show to it on their own
pages. What it held and what it reads are the case's business; nothing is kept here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, people
from consult.casebook import Entry
from consult.citations import law
from consult.docket import Docket, Seen
from consult.forms.show import show
from consult.forms.views import ReadField
from consult.pages.cases.lines import title_of_case, write_sentence
from consult.pages.cases.rooms import RoomLine, rooms_page
from consult.pages.due import note_shown
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.case import Track
from workflows.kernel.frozen import dataclass
from workflows.kernel.steps import TrackSet
from workflows.kernel.words import capital

OFFERED, HELD, ENDED = "offered", "held", "ended"
ORDER = (OFFERED, HELD, ENDED)
PARTIES = ("party", "parties")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """The last act of one side that the neutral may see, in the case or in a room beside it; none where n is None."""

    party: str
    ref: str
    n: int | None = None
    sentence: str = ""
    at: datetime | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One thing that an offered office waits for."""

    step: str
    track: str
    title: str
    effect: str


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One office: in which case, which, where it stands, since and until when, within which limits."""

    ref: str
    case_title: str
    office: str
    status: str
    state: str
    meaning: str
    since: datetime | None
    until: datetime | None
    limits: tuple[ReadField, ...]
    contacts: tuple[ContactLine, ...]
    rooms: tuple[RoomLine, ...]
    next: Any
    answers: tuple[AnswerLine, ...]
    exercise: bool


def mandates_on_desk(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    read_due: Callable[[], Sequence[Any]],
    now: datetime,
    most: int,
) -> tuple[MandateLine, ...] | None:
    """List the offices of a neutral, those to answer first; None for a party that never was on the roster. `read_due`
    gives the limits that run in its cases, the next one first; for anybody else they are not read."""
    if people.find_neutral(conn, standing.party_key) is None:
        return None
    rows, due = casebook.cases_with_track(conn, Viewer.of(standing), most=4 * most), read_due()
    found = [line for row in rows for line in _of_case(conn, docket, standing, docket.seen(conn, row, now), due, now)]
    shown = tuple(sorted(found, key=lambda line: ORDER.index(line.status))[:most])
    note_shown(conn, (line.next for line in shown if line.next))
    return shown


def _of_case(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, due: Sequence[Any], now: datetime
) -> Iterator[MandateLine]:
    for track in seen.case.tracks.values():
        of = seen.procedure.track_set(track.set)
        if track.party == standing.party_key and _is_office(seen, of):
            yield _mandate(conn, docket, standing, seen, track, due, now)


def _is_office(seen: Seen, of: TrackSet) -> bool:
    role = seen.procedure.role(of.role or "")
    return role is not None and role.office


def _mandate(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    track: Track,
    due: Sequence[Any],
    now: datetime,
) -> MandateLine:
    """Draw up one office.

    Long because: one line a field of the line, in the order in which it is read.
    """
    viewer, names = Viewer.of(standing), casebook.party_names(conn)
    of, row = seen.procedure.track_set(track.set), seen.row
    state, status = of.state(track.state), _status(of, track)
    held = [one for one in casebook.participants_of(conn, viewer, row) if one.party == viewer.party]
    over = [one.until for one in held if one.until is not None]
    rooms = rooms_page(conn, docket, standing, seen, names).lines if seen.procedure.room is None else ()
    return MandateLine(
        ref=row.ref,
        case_title=title_of_case(row),
        office=capital(law(_office(seen, of))),
        status=status,
        state=law(state.title) if state else "",
        meaning=law(state.meaning) if state else "",
        since=next((one.since for one in held if one.role == of.key), min((one.since for one in held), default=None)),
        until=max(over) if over and status == ENDED else None,
        limits=_limits(conn, viewer, seen, track, names),
        contacts=tuple(_contacts(conn, docket, standing, seen, rooms, now)),
        rooms=rooms,
        next=next((line for line in due if line.ref == row.ref), None) if status != ENDED else None,
        answers=_answers(conn, docket, standing, seen, track, now) if status == OFFERED else (),
        exercise=row.exercise,
    )


def _status(of: TrackSet, track: Track) -> str:
    if track.state in of.gone:
        return ENDED
    return OFFERED if track.state == of.initial else HELD


def _office(seen: Seen, of: TrackSet) -> str:
    """Name the office itself, and not the nomination for it, where the procedure has a role for each."""
    role = seen.procedure.role(of.key) or seen.procedure.role(of.role or "")
    return role.title if role else of.key


def _limits(
    conn: Connection, viewer: Viewer, seen: Seen, track: Track, names: Mapping[str, str]
) -> tuple[ReadField, ...]:
    """Read what the nomination says of the office, without who was named."""
    steps = {row.key for row in seen.procedure.steps if any(one.set == track.set for one in row.opens)}
    papers = casebook.papers_of(conn, viewer, seen.row, steps)
    entry = next((one for one in reversed(papers) if _opens(one, track.key)), None)
    if entry is None or entry.paper is None:
        return ()
    spec = next(row.filing for row in seen.procedure.rows[entry.act.step] if row.filing)
    membership = membership_of(conn, viewer, seen.row)
    body = casebook.readable(entry.paper, spec, viewer, membership)
    answers = show(spec, body, party_names=names)
    return tuple(one for one in answers if one.is_given and one.kind not in PARTIES)


def _opens(entry: Entry, key: str) -> bool:
    return entry.paper is not None and any(effect[1] == key for effect in entry.act.effects_of("open"))


def _contacts(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, rooms: Sequence[RoomLine], now: datetime
) -> Iterator[ContactLine]:
    """Give the last act of each side that the neutral may see, in the case and in the rooms that it is in."""
    viewer = Viewer.of(standing)
    names = casebook.party_names(conn)
    places = [("", seen), *((room.title, docket.see(conn, standing, room.ref, now)) for room in rooms)]
    acts = [(entry, title, place) for title, place in places for entry in casebook.entries_of(conn, viewer, place.row)]
    for side in _sides(seen):
        theirs = [one for one in acts if one[0].act.principal == side]
        last = max(theirs, key=lambda one: (one[0].act.at, one[0].act.n), default=None)
        if last is None:
            yield ContactLine(names.get(side, side), seen.row.ref)
            continue
        entry, title, place = last
        sentence = write_sentence(entry, place, casebook.said_names(names))
        yield ContactLine(names.get(side, side), place.row.ref, entry.act.n, sentence, entry.act.at, title)


def _sides(seen: Seen) -> tuple[str, ...]:
    """Give the parties to the case, each once."""
    stakes = {role.key for role in seen.procedure.roles if role.stake}
    return tuple(dict.fromkeys(party for role, who in seen.case.parties.items() if role in stakes for party in who))


def _answers(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, track: Track, now: datetime
) -> tuple[AnswerLine, ...]:
    """List the steps by which the neutral itself answers a nomination."""
    offers = docket.offers(conn, standing, seen, now)
    mine = (one for one in offers if one.is_open and one.track is not None and one.track.key == track.key)
    return tuple(AnswerLine(one.step.key, track.key, law(one.step.title), law(one.step.effect)) for one in mine)
