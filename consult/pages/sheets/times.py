"""Times proposed for a meeting: each in UTC, in the reader's zone and in those of the others, and whom it suits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from consult import casebook, people
from consult.forms.instants import taken_apart
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Paper, courses, entries, papers, state_of, struck, title_of
from consult.pages.sheets.ways import WayLine, offers_now, ways_by_track
from workflows.kernel.case import STEP
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_meetings import Times
from workflows.kernel.values import as_instant

NIGHT_FROM, NIGHT_UNTIL = 22, 7
"""Between these hours of the local clock it is night: an aim of courtesy, and nobody's rule."""


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A time as the clocks of one zone show it, whose zone it is, and whether it is night there."""

    zone: str
    parties: tuple[str, ...]
    mine: bool
    at: datetime
    night: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Whether a time suits a party, as it said last; None for one that has not said."""

    party: str
    suits: bool | None
    n: int | None


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One proposed time."""

    number: str
    party: str
    n: int
    at: datetime
    ends: datetime | None
    zones: tuple[ZoneLine, ...]
    answers: tuple[AnswerLine, ...]
    status: str
    stands: bool
    all_free: bool
    begin: Mapping[str, str]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class TimesSheet:
    """The times proposed, the first to begin first; the step that dates the meeting, where it is open to the party."""

    lines: tuple[TimeLine, ...]
    dates: str
    has_night: bool


def times_sheet(asked: Asked, sheet: Times) -> TimesSheet:
    """Draw up the times."""
    course, can = courses(asked), ways_by_track(asked, sheet.set)
    zones, said = _zones(asked), _answers(asked, sheet)
    found = [
        _line(asked, sheet, key, paper, state_of(asked, key, course), zones, said, can.get(key, ()))
        for paper in papers(asked, (sheet.proposed,))
        for effect in paper.entry.act.effects_of("open")
        if (key := str(effect[1])).partition(":")[0] == sheet.set
    ]
    lines = tuple(sorted((one for one in found if one is not None), key=lambda one: (not one.stands, one.at, one.n)))
    open_now = asked.standing.writes and any(o.is_open and o.step.key == sheet.dates for o in offers_now(asked))
    night = any(zone.night for line in lines for zone in line.zones)
    return TimesSheet(lines, sheet.dates if open_now else "", night)


def _zones(asked: Asked) -> dict[str, list[str]]:
    """Give the parties to the case by the zone of each, the reader's own zone first."""
    stakes = {role.key for role in asked.seen.procedure.roles if role.stake}
    rows = casebook.participants_of(asked.conn, asked.viewer, asked.seen.row)
    found: dict[str, list[str]] = {asked.standing.party_zone: []}
    for key in dict.fromkeys(row.party for row in rows if row.role in stakes):
        found.setdefault(people.find_party(asked.conn, key).zone, []).append(key)
    return found


def _answers(asked: Asked, sheet: Times) -> dict[str, dict[str, tuple[bool, int]]]:
    """Give by track what each party said last."""
    found: dict[str, dict[str, tuple[bool, int]]] = {}
    every = entries(asked)
    gone = struck(every)
    for act in (entry.act for entry in every):
        if act.kind == STEP and act.n not in gone and act.track and act.step in (sheet.suits, sheet.not_suits):
            found.setdefault(act.track, {})[act.principal] = (act.step == sheet.suits, act.n)
    return found


def _line(
    asked: Asked,
    sheet: Times,
    key: str,
    paper: Paper,
    state: str,
    zones: Mapping[str, Sequence[str]],
    said: Mapping[str, Mapping[str, tuple[bool, int]]],
    ways: tuple[WayLine, ...],
) -> TimeLine | None:
    """Draw up one time.

    Long because: one line a field of the line, in the order in which it is read.
    """
    at = as_instant(paper.words.get(sheet.starts))
    if at is None:
        return None
    answers = tuple(_answer(asked, party, paper, said.get(key, {})) for who in zones.values() for party in who)
    return TimeLine(
        number=key.partition(":")[2],
        party=asked.names.get(paper.party, paper.party),
        n=paper.n,
        at=at,
        ends=as_instant(paper.words.get(sheet.ends)),
        zones=tuple(_in_zone(asked, at, zone, who) for zone, who in zones.items()),
        answers=answers,
        status=title_of(asked, key, state),
        stands=state == sheet.stands,
        all_free=all(one.suits for one in answers),
        begin=_begin(sheet, paper.words),
        ways=ways,
    )


def _begin(sheet: Times, words: Mapping[str, Any]) -> dict[str, str]:
    """Give the answers with which the paper that dates the meeting begins, by the names of its inputs."""
    known = (name for name in (sheet.starts, sheet.ends) if words.get(name))
    return {f"f/{name}:{part}": text for name in known for part, text in taken_apart(words[name]).items() if text}


def _answer(asked: Asked, party: str, paper: Paper, said: Mapping[str, tuple[bool, int]]) -> AnswerLine:
    name = asked.names.get(party, party)
    if party == paper.party:
        return AnswerLine(name, True, paper.n)
    suits, n = said.get(party, (None, None))
    return AnswerLine(name, suits, n)


def _in_zone(asked: Asked, at: datetime, zone: str, who: Sequence[str]) -> ZoneLine:
    local = at.astimezone(ZoneInfo(zone))
    night = local.hour >= NIGHT_FROM or local.hour < NIGHT_UNTIL
    names = tuple(asked.names.get(party, party) for party in who)
    return ZoneLine(zone, names, zone == asked.standing.party_zone, local, night)
