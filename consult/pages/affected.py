"""The States to consult beside a paper in preparation: whom a comparison with the register finds touched, with reasons,
and who is addressed or left out. Generic over procedures: for every step that asks to cover whom it affects.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import Cited, cite, law
from consult.docket import Docket, Seen
from consult.drawing.canvas import Direction
from consult.i18n import _
from consult.lunar.faults import Fault
from consult.lunar.readers import reader_for
from consult.lunar.screening import STALE_DAYS, Match, screen, spread
from consult.pages.affected_acts import addressed_in, changed, covering, left_out_in
from consult.pages.cases.lines import title_of_case
from consult.pages.cases.offered import party_choices
from consult.pages.drafts import find
from consult.pages.lunar.places import Subject
from consult.pages.lunar.surroundings import FindingLine, Scene, Surroundings, surroundings_of
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.kernel.checks_of_affected import CoversAffected
from workflows.kernel.frozen import dataclass

ADDRESSED, LEFT_OUT, OPEN = "addressed", "left_out", "open"
MAY_BE_ADDRESSED = ("state", "igo")
MOST = 5
"""So many reasons are told for one State; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why a State is named: which of its activities, what overlaps, by which margin, and how old the data are."""

    entry: str
    title: str
    kinds: tuple[str, ...]
    says: str
    margin: str
    recorded_on: date
    age_days: int
    stale: bool
    outdated: bool
    coarse: bool


@dataclass(frozen=True, slots=True)
class StateLine:
    """One State: whether it is addressed, left out or neither, why it was found, and why it is left out."""

    party: str
    name: str
    where: str
    reasons: tuple[ReasonLine, ...]
    more: int
    left_out: str

    @property
    def is_found(self) -> bool:
        """Say whether the comparison names it."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class AffectedPage:
    """The States to consult on what a paper describes."""

    title: str
    ref: str
    case_ref: str
    case_title: str
    paper: str
    version: int
    under: tuple[Cited, ...]
    states: tuple[StateLine, ...]
    compared: bool
    fault: str
    has_orbits: bool
    stale_days: int
    around: Surroundings | None
    others: tuple[tuple[str, str], ...]
    may_write: bool
    problems: Mapping[str, str]
    given: Mapping[str, str]
    overtaken: bool

    @property
    def undecided(self) -> int:
        """Count the States that are neither addressed nor left out."""
        return sum(1 for line in self.states if line.where == OPEN)


def affected_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    ref: str,
    now: datetime,
    direction: Direction,
    *,
    problems: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    overtaken: bool = False,
) -> AffectedPage:
    """Draw up the page; Unknown for a paper whose step asks for nothing of the kind.

    Long because: one line a field of the page, in the order in which it is read.
    """
    found = find(conn, docket, standing, ref, now)
    check, body = covering(found.offer.step), found.row.body
    if check is None:
        raise Unknown
    described, offered = spread(check.described(body)), party_choices(conn, now, standing.party_zone)
    screening, fault = _screened(conn, docket, standing, found.seen, described, now)
    others = [one for one in screening if standing.party_key not in one.states]
    subject = Subject(1, title_of_case(found.seen.row), described, own=True)
    reader = reader_for(conn, docket.editions, standing.party_key)
    scene = Scene(now, now.date(), direction)
    told, counted = _told(others)
    around = surroundings_of(conn, reader, subject, told, scene, most=len(told)) if described else None
    lines = _lines(body, check, told, counted, around, casebook.party_names(conn))
    named = {standing.party_key, *(line.party for line in lines)}
    return AffectedPage(
        title=_("Whom this may affect"),
        ref=ref,
        case_ref=found.row.case_ref,
        case_title=title_of_case(found.seen.row),
        paper=law(found.offer.step.title),
        version=found.row.version,
        under=(cite(check.under),),
        states=lines,
        compared=any(described.get(key) for key in ("areas", "orbits", "emissions")),
        fault=fault,
        has_orbits=bool(described.get("orbits")),
        stale_days=STALE_DAYS,
        around=around if others or (around and around.maps) else None,
        others=tuple((key, name) for key, name, kind, _n in offered if kind in MAY_BE_ADDRESSED and key not in named),
        may_write=standing.prepares,
        problems=problems or {},
        given=given or {},
        overtaken=overtaken,
    )


def change(
    conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime, pressed: Mapping[str, str]
) -> dict[str, Any]:
    """Give the answers of a paper after a State was added or removed; Malformed at the question."""
    found = find(conn, docket, standing, ref, now)
    check = covering(found.offer.step)
    if check is None:
        raise Unknown
    described = spread(check.described(found.row.body))
    matches, _fault = _screened(conn, docket, standing, found.seen, described, now)
    named = {state for one in matches for state in one.states} - {standing.party_key}
    offered = {
        key for key, _name, kind, _n in party_choices(conn, now, standing.party_zone) if kind in MAY_BE_ADDRESSED
    }
    return changed(found.row.body, check, found.spec, pressed, offered - {standing.party_key}, named)


def _screened(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, described: Mapping[str, Any], now: datetime
) -> tuple[tuple[Match, ...], str]:
    """Compare as the condition of the step does, with what the party itself may read; the reason where that cannot be
    done."""
    reader = reader_for(conn, docket.editions, standing.party_key)
    own: dict[str, Any] = {"key": seen.row.ref, "state": standing.party_key, "exercises": bool(seen.row.exercise)}
    try:
        return screen(conn, described, reader=reader, on=now.date(), **own).matches, ""
    except Fault as fault:
        return (), fault.sentence


def _told(matches: Sequence[Match]) -> tuple[list[Match], dict[str, int]]:
    """Keep as many matches of each State as are told, and count all of them: no State is lost on a short page."""
    counted: dict[str, int] = {}
    told = []
    for match in matches:
        if any(counted.get(state, 0) < MOST for state in match.states):
            told.append(match)
        for state in match.states:
            counted[state] = counted.get(state, 0) + 1
    return told, counted


def _lines(
    body: Mapping[str, Any],
    check: CoversAffected,
    matches: Sequence[Match],
    counted: Mapping[str, int],
    around: Surroundings | None,
    names: Mapping[str, str],
) -> tuple[StateLine, ...]:
    """List the States that are found, then those that are addressed or left out besides."""
    addressed, left_out = addressed_in(body, check), left_out_in(body, check)
    reasons: dict[str, list[ReasonLine]] = {}
    for match, line in zip(matches, around.findings if around else (), strict=False):
        for state in match.states:
            reasons.setdefault(state, []).append(_reason(match, line))
    parties = dict.fromkeys((*reasons, *addressed, *left_out))

    def line_of(party: str) -> StateLine:
        where = ADDRESSED if party in addressed else LEFT_OUT if left_out.get(party) else OPEN
        told = tuple(reasons.get(party, ())[:MOST])
        more = max(0, counted.get(party, 0) - MOST)
        return StateLine(party, names.get(party, party), where, told, more, left_out.get(party, ""))

    lines = map(line_of, parties)
    return tuple(sorted(lines, key=lambda line: line.where != OPEN))  # what is to be decided comes first


def _reason(match: Match, line: FindingLine) -> ReasonLine:
    return ReasonLine(
        match.entry, line.title, line.kinds, line.reason, line.margin, match.recorded_on, match.age_days, match.stale,
        match.outdated, line.coarse,
    )  # fmt: skip
