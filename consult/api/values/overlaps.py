"""What overlaps with an activity or a plan, as a machine reads it: reasons, numbers, and the margins that were used."""

from datetime import date

from consult.api.values.cases import Named
from consult.api.values.charters import CaveatValue
from consult.lunar.margins import Margins
from consult.lunar.screening import Match, Screening
from consult.pages.lunar.surroundings import FindingLine, Neighbour, Surroundings
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class OverlapItem:
    """One meeting with another activity: what overlaps, why, how near, by which margins it was found, and how old the
    data are. `coarse` says that whether both really meet has to be asked; `stale` that the data are too old to rely on
    without asking."""

    activity: str
    title: str
    states: tuple[str, ...]
    kinds: tuple[Named, ...]
    reason: str
    distance_km: float | None
    margin_km: float
    guard_hz: int
    margin: str
    near_in_time: bool
    first_day: date | None
    coarse: bool
    exercise: bool
    recorded_on: date
    age_days: int
    stale: bool
    href: str


@dataclass(frozen=True, slots=True)
class NeighbourValue:
    """An activity that a meeting names, with the meaning of harmful interference that it relies on; `differs` says that
    it is not that of this activity."""

    activity: str
    title: str
    meaning: str
    meaning_words: str
    differs: bool
    overlaps: int


@dataclass(frozen=True, slots=True)
class MarginsValue:
    """The margins with which was compared; the product's own where filers said nothing, and never law."""

    site_km: float
    plume_km: float
    keep_clear_km: float
    heritage_km: float
    shell_km: float
    antenna_height_m: float
    guard_hz: int
    guard_share: str
    slack_days: float


@dataclass(frozen=True, slots=True)
class OverlapsValue:
    """What overlaps with an activity or a plan, the nearest first, compared on a day with what the asker reads of the
    register; `untold` counts those that are not listed here. An overlap is a reason to talk and forbids nothing."""

    items: tuple[OverlapItem, ...]
    untold: int
    neighbours: tuple[NeighbourValue, ...]
    margins: MarginsValue
    on: date
    caveat: CaveatValue


def overlaps_value(around: Surroundings, found: Screening, caveat: CaveatValue, base: str) -> OverlapsValue:
    """Write what overlaps, from the findings of a page and the comparison that they tell of."""
    pairs = zip(around.findings, found.matches[: len(around.findings)], strict=True)
    return OverlapsValue(
        tuple(_overlap(line, match, base) for line, match in pairs),
        around.untold,
        tuple(map(_neighbour, around.neighbours)),
        _margins(found.margins),
        found.on,
        caveat,
    )


def _overlap(line: FindingLine, match: Match, base: str) -> OverlapItem:
    """Write one meeting. Long because: one line a field."""
    finding = match.finding
    return OverlapItem(
        activity=line.key,
        title=line.title,
        states=match.states,
        kinds=tuple(map(Named, finding.kinds, line.kinds)),
        reason=line.reason,
        distance_km=finding.distance_km,
        margin_km=finding.margin_km,
        guard_hz=finding.guard_hz,
        margin=line.margin,
        near_in_time=finding.near_in_time,
        first_day=finding.first_day,
        coarse=line.coarse,
        exercise=line.exercise,
        recorded_on=line.recorded_on,
        age_days=line.age_days,
        stale=line.stale,
        href=f"{base}/lunar/{line.key}",
    )


def _neighbour(one: Neighbour) -> NeighbourValue:
    return NeighbourValue(one.key, one.title, one.meaning, one.meaning_words, one.differs, one.findings)


def _margins(one: Margins) -> MarginsValue:
    return MarginsValue(
        one.site_km,
        one.plume_km,
        one.keep_clear_km,
        one.heritage_km,
        one.shell_km,
        one.antenna_height_m,
        one.guard_hz,
        str(one.guard_share),
        one.slack_days,
    )
