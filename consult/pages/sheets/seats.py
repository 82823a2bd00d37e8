"""The constitution of a tribunal: each seat, who sits on whose appointment, what runs, challenges and their outcome."""

from collections.abc import Mapping, Sequence

from consult import casebook
from consult.citations import Cited, cite, law
from consult.i18n import _
from consult.pages.cases.limits import LimitLine, limit_is_visible, limit_line
from consult.pages.cases.lines import write_sentence
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Day, Moment, Paper, courses, entries, papers, state_of, struck, title_of
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.acts import LAPSE
from workflows.kernel.case import Track
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import Seats
from workflows.kernel.words import capital


@dataclass(frozen=True, slots=True)
class Happened:
    """One act on a seat."""

    sentence: str
    on: Day
    n: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat: for which side, where it stands, who was appointed last and by whom, what runs, what happened."""

    name: str
    side: str
    state: str
    status: str
    tone: str
    arbitrator: str
    disclosure: str
    by: str
    appointed_on: Day | None
    n: int | None
    filling: LimitLine | None
    challenging: LimitLine | None
    challenges: tuple[Happened, ...]
    outcomes: tuple[Happened, ...]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class SeatsSheet:
    """All seats, and who appoints where nobody does."""

    seats: tuple[SeatLine, ...]
    otherwise: str
    otherwise_under: Cited
    complete: bool


def seats_sheet(asked: Asked, sheet: Seats) -> SeatsSheet:
    """Draw up the seats."""
    course, can, filled = courses(asked), ways_by_track(asked, sheet.set), papers(asked, sheet.filled)
    tracks = [one for one in asked.seen.case.tracks.values() if one.set == sheet.set and one.key in course]
    lines = tuple(_seat(asked, sheet, track, filled, course, can.get(track.key, ())) for track in tracks)
    ends = asked.seen.procedure.track_set(sheet.set).ends
    complete = bool(lines) and all(line.state in ends for line in lines)
    return SeatsSheet(lines, law(sheet.otherwise), cite(sheet.otherwise_under), complete)


def _seat(
    asked: Asked,
    sheet: Seats,
    track: Track,
    filled: Sequence[Paper],
    course: Mapping[str, list[Moment]],
    can: tuple[WayLine, ...],
) -> SeatLine:
    """Draw up one seat.

    Long because: one line a field of the line, in the order in which it is read.
    """
    state = state_of(asked, track.key, course)
    last = next((paper for paper in reversed(filled) if paper.entry.act.track == track.key), None)
    vacant = state == asked.seen.procedure.track_set(sheet.set).initial
    last = None if vacant else last
    role = asked.seen.procedure.role(track.side or "")
    challenges, outcomes = _happened(asked, sheet, track.key)
    return SeatLine(
        name=capital(law(asked.seen.procedure.called.get(track.key, track.name))),
        side=law(role.title) if role else "",
        state=state,
        status=title_of(asked, track.key, state),
        tone=_tone(asked, sheet, state),
        arbitrator=str(last.words.get(sheet.name) or "") if last else "",
        disclosure=str(last.words.get(sheet.disclosure) or "") if last else "",
        by=_by(asked, last) if last else "",
        appointed_on=last.on if last else None,
        n=last.n if last else None,
        filling=_limit(asked, sheet.filling, track.key),
        challenging=_limit(asked, sheet.challenging, track.key),
        challenges=challenges,
        outcomes=outcomes,
        ways=can,
    )


def _by(asked: Asked, paper: Paper) -> str:
    """Name who appointed: whoever acted, or all together where a text needed every hand."""
    joint = paper.entry.act.effects_of("joined")
    return _("all sides together") if joint else asked.names.get(paper.party, paper.party)


def _tone(asked: Asked, sheet: Seats, state: str) -> str:
    """Say how a state is marked: good where it is an end, a warning where the seat waits, bad where it is in doubt."""
    of = asked.seen.procedure.track_set(sheet.set)
    return "good" if state in of.ends else "warn" if state == of.initial else "bad"


def _limit(asked: Asked, key: str, track: str) -> LimitLine | None:
    """Give a limit as it runs on a seat, where the viewer may see it."""
    found = [one for one in asked.seen.case.limits.values() if one.limit == key and one.track == track]
    shown = [one for one in found if limit_is_visible(asked.seen, one, asked.viewer, asked.membership)]
    return limit_line(asked.seen, shown[-1], asked.names, asked.viewer) if shown else None


def _happened(asked: Asked, sheet: Seats, key: str) -> tuple[tuple[Happened, ...], tuple[Happened, ...]]:
    """Give the challenges on a seat, and every other act on it since it was first filled."""
    found = entries(asked)
    gone, said = struck(found), casebook.said_names(asked.names)
    own = [e for e in found if e.act.track == key and e.act.n not in gone and e.act.kind != LAPSE]
    lines = [
        (e.act.step, Happened(write_sentence(e, asked.seen, said), Day(e.act.on, e.act.day), e.act.n)) for e in own
    ]
    challenges = tuple(line for step, line in lines if step == sheet.challenged)
    first = challenges[0].n if challenges else None
    later = [line for step, line in lines if step not in (*sheet.filled, sheet.challenged)]
    return challenges, tuple(line for line in later if first is None or line.n > first or not challenges)
