"""What lies around an activity: the findings with their reasons, a map, a bar of time and one of frequencies.

Each picture has its table. Everything is what the reader may see: findings are made from features of that level, and
neighbours are read from the register as for that reader.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.drawing.canvas import Direction
from consult.drawing.lunar_bands import UseRow, bands_table, lunar_bands
from consult.drawing.lunar_map import lunar_map
from consult.drawing.lunar_projection import around, half, polar
from consult.drawing.lunar_sphere import RADIUS_KM, angle, centre_of, point_of, unit, vector_of
from consult.drawing.lunar_times import Stretch, StretchRow, lunar_times, times_table
from consult.drawing.lunar_zones import MapRow, Zone, map_table
from consult.i18n import _
from consult.lunar.entries import Entry, read_newest
from consult.lunar.overlaps import Finding
from consult.lunar.reader import Reader
from consult.lunar.reasons import hertz, kilometres
from consult.lunar.screening import Match
from consult.pages.lunar.places import Subject, is_past, phases_of, stretch_of, uses_of, zones_of
from consult.pages.lunar.words import band_words, bar_words, kind_name, map_words, meaning_name
from workflows.kernel.frozen import dataclass

MOST_TOLD, MOST_DRAWN = 200, 40
LEAST_KM, MOST_KM, ROOM = 2.0, 1500.0, 1.6
SIDE_KM = 900.0


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding: with whom, what overlaps, why, by which margin, and how old the data are."""

    number: int
    key: str
    title: str
    state: str
    kinds: tuple[str, ...]
    reason: str
    margin: str
    coarse: bool
    exercise: bool
    recorded_on: date
    age_days: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An activity that a finding names, with the meaning of harmful interference that it relies on."""

    number: int
    key: str
    title: str
    state: str
    meaning: str
    meaning_words: str
    differs: bool
    findings: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its heading and how it is introduced."""

    title: str
    svg: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything around one activity."""

    findings: tuple[FindingLine, ...]
    untold: int
    neighbours: tuple[Neighbour, ...]
    undrawn: int
    maps: tuple[Picture, ...]
    zones: tuple[MapRow, ...]
    times: Picture | None
    stretches: tuple[StretchRow, ...]
    bands: Picture | None
    uses: tuple[UseRow, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """How the pictures are drawn: the instant, its day, and the reading direction; and whether all of the installation
    is for exercises, so that these stand among the others; and whether pictures are wanted at all."""

    now: datetime
    on: date
    direction: Direction
    exercises: bool = False
    drawn: bool = True


def surroundings_of(
    conn: Connection,
    reader: Reader,
    own: Subject,
    matches: Sequence[Match],
    scene: Scene,
    *,
    most: int = MOST_TOLD,
) -> Surroundings:
    """Draw up what lies around an activity: as many findings as a page can tell, the first ones, and how many more."""
    told = matches[:most]
    findings = [match.finding for match in told]
    keys = list(dict.fromkeys(match.entry for match in told))
    entries = read_newest(conn, reader, keys)
    numbers = {key: at for at, key in enumerate(keys, 2)}
    names = casebook.party_names(conn)
    lines = tuple(_line(one, entries[one.entry], numbers[one.entry], names) for one in told)
    others = [_subject(entries[key], numbers[key], findings, scene.on) for key in keys[:MOST_DRAWN]]
    near = tuple(_neighbour(entries[key], numbers[key], own, findings, names) for key in keys)
    return Surroundings(
        lines, len(matches) - len(told), near, max(0, len(keys) - MOST_DRAWN), *_pictures(own, others, scene)
    )


def _pictures(own: Subject, others: Sequence[Subject], scene: Scene) -> tuple[Any, ...]:
    """Draw maps, time and frequencies, each with its table, in the order in which a page holds them; nothing of it
    where no pictures are wanted."""
    if not scene.drawn:
        return (), (), None, (), None, ()
    zones = [zone for one in (own, *others) for zone in zones_of(one)]
    stretches = _stretches(own, others)
    uses = [use for one in (own, *others) for use in uses_of(one)]
    return (
        tuple(_maps(zones, scene)),
        tuple(map_table(zones, map_words())),
        _times(stretches, scene),
        tuple(times_table(stretches)),
        _bands(uses, scene),
        tuple(bands_table(uses, band_words())),
    )


def _line(match: Match, entry: Entry, number: int, names: Mapping[str, str]) -> FindingLine:
    finding = match.finding
    return FindingLine(
        number,
        match.entry,
        entry.listed.title or match.entry,
        ", ".join(names.get(state, state) for state in match.states),
        tuple(kind_name(kind) for kind in finding.kinds),
        finding.reason(),
        margin_words(finding),
        finding.coarse,
        entry.listed.exercise,
        match.recorded_on,
        match.age_days,
        match.stale,
    )


def margin_words(finding: Finding) -> str:
    """Say by which margins the finding was made."""
    parts = []
    if finding.margin_km:
        parts.append(_("%(number)s km", number=kilometres(finding.margin_km)))
    if finding.guard_hz:
        parts.append(_("guard band %(guard)s", guard=hertz(finding.guard_hz)))
    return ", ".join(parts) or _("none")


def _subject(entry: Entry, number: int, findings: Iterable[Finding], on: date) -> Subject:
    listed = entry.listed
    hit = frozenset(one.theirs.path for one in findings if one.theirs.key == listed.key)
    past = is_past(listed.status, listed.ends, on)
    return Subject(number, listed.title or listed.key, entry.newest.description, past=past, hit=hit)


def _neighbour(
    entry: Entry, number: int, own: Subject, findings: Iterable[Finding], names: Mapping[str, str]
) -> Neighbour:
    listed, told = entry.listed, entry.newest.description
    theirs, mine = (str(one.get("meaning") or "unstated") for one in (told, own.description))
    return Neighbour(
        number,
        listed.key,
        listed.title or listed.key,
        names.get(listed.state, listed.state),
        meaning_name(theirs),
        str(told.get("meaning_words") or ""),
        theirs != mine or theirs == "own",
        sum(1 for one in findings if one.theirs.key == listed.key),
    )


def _stretches(own: Subject, others: Sequence[Subject]) -> list[Stretch]:
    whole = [stretch_of(own), *(stretch_of(one, overlaps=bool(one.hit)) for one in others)]
    return [*(one for one in whole if one is not None), *phases_of(own)]


def _maps(zones: Sequence[Zone], scene: Scene) -> Iterable[Picture]:
    """Draw the surroundings, and where that is on the Moon."""
    mine = [zone for zone in zones if zone.own]
    if not mine:
        return
    words, direction = map_words(), scene.direction
    told = _("The table below says the same in words.")
    centre, reach = _focus(mine, zones)
    near = around(point_of(centre), reach)
    title = _("Around the activity")
    yield Picture(
        title, lunar_map(zones, near, title=title, description=told, ident="near", direction=direction, words=words)
    )
    lat, lon = point_of(centre)
    if abs(lat) >= 60:
        wide = polar("south" if lat < 0 else "north", 60)
        title = _("South pole") if lat < 0 else _("North pole")
    else:
        wide = half("near" if abs(lon) <= 90 else "far")
        title = _("Near side") if abs(lon) <= 90 else _("Far side")
    yield Picture(
        title, lunar_map(zones, wide, title=title, description=told, ident="wide", direction=direction, words=words)
    )


def _focus(mine: Sequence[Zone], zones: Sequence[Zone]) -> tuple[tuple[float, float, float], float]:
    """Find the middle of the activity and how far to look: all of it, and what overlaps it as far as that is near."""
    middles = [centre_of(zone.shape) for zone in mine]
    centre = unit((sum(v[0] for v in middles), sum(v[1] for v in middles), sum(v[2] for v in middles)))
    own = max(_far(zone, centre) for zone in mine if zone.kind != "emission") if _placed(mine) else LEAST_KM
    near = [_far(zone, centre) for zone in zones if zone.overlaps and zone.kind != "emission"]
    reach = max([own, *(far for far in near if far < SIDE_KM)])
    return centre, min(MOST_KM, max(LEAST_KM, reach * ROOM))


def _placed(mine: Sequence[Zone]) -> bool:
    return any(zone.kind != "emission" for zone in mine)


def _far(zone: Zone, centre: tuple[float, float, float]) -> float:
    """Return how far from a direction a zone reaches, in kilometres."""
    farthest = max(angle(centre, vector_of(point)) for point in zone.shape.points)
    return farthest * RADIUS_KM + zone.shape.reach_km + zone.margin_km


def _times(stretches: Sequence[Stretch], scene: Scene) -> Picture | None:
    if not stretches:
        return None
    title = _("Bar of time")
    svg = lunar_times(
        stretches,
        now=scene.now,
        title=title,
        description=_("The table below says the same in words."),
        ident="times",
        direction=scene.direction,
        words=bar_words(),
    )
    return Picture(title, svg)


def _bands(uses: Sequence[Any], scene: Scene) -> Picture | None:
    if not uses:
        return None
    title = _("Bar of frequencies")
    svg = lunar_bands(
        uses,
        title=title,
        description=_("The table below says the same in words."),
        ident="bands",
        direction=scene.direction,
        words=band_words(),
    )
    return Picture(title, svg, _("Logarithmic scale; a narrow band is drawn wider than it is, so that it is seen."))
