"""A case on another day as a machine reads it: nothing is on offer there."""

from collections.abc import Mapping
from datetime import date, datetime

from consult.api.values.cases import (
    DeadlineValue,
    Named,
    StandardValue,
    TrackValue,
    deadline_value,
    standard_value,
    track_value,
)
from consult.api.values.desk import DueValue, ServedValue, due_value, served_value
from consult.i18n import _
from consult.pages.as_of import AsOf, DeskAsOfPage, WouldLine
from consult.pages.cases.as_of import CaseAsOfPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class DayValue:
    """A day in the zone of the own party, and the moment for which it is told: its end, or now where it is today."""

    day: date
    zone: str
    at: datetime
    is_future: bool


@dataclass(frozen=True, slots=True)
class WouldValue:
    """What the clock would record if nobody acted: no act, and nothing that happened."""

    sentence: str
    on: datetime
    day: date | None


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """One act that had been recorded by then."""

    n: int
    sentence: str
    on: datetime
    level: str
    ours: bool
    href: str


@dataclass(frozen=True, slots=True)
class CaseOnDay:
    """A case as it stood on a day, or as it would stand on one to come if nobody acts. `is_whole` is false where a day
    to come is told from the limits that the asker sees, and not from what their passing leads to. There are no offers:
    `note` says where they are."""

    ref: str
    title: str
    on: DayValue
    procedure: Named
    exercise: bool
    state: str
    meaning: str
    filer_name: str
    tracks: tuple[TrackValue, ...]
    deadlines: tuple[DeadlineValue, ...]
    standards: tuple[StandardValue, ...]
    would: tuple[WouldValue, ...]
    is_whole: bool
    acts: tuple[RecordedValue, ...]
    note: str
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WouldOfCaseValue:
    """What the clock would record in one case."""

    case: str
    case_title: str
    would: tuple[WouldValue, ...]
    href: str


@dataclass(frozen=True, slots=True)
class DeskOnDay:
    """The desk on another day: limits as they ran or would run, what the clock would record, what had been served
    lately. `is_cut` where more cases concern the party than are looked at."""

    party: str
    on: DayValue
    by_law: tuple[DueValue, ...]
    by_target: tuple[DueValue, ...]
    theirs: tuple[DueValue, ...]
    would: tuple[WouldOfCaseValue, ...]
    served: tuple[ServedValue, ...]
    is_cut: bool
    note: str


def case_on_day(page: CaseAsOfPage, base: str) -> CaseOnDay:
    """Write a case on another day from its page.

    Long because: one line a field, in the order in which they are read.
    """
    case = f"{base}/cases/{page.ref}"
    return CaseOnDay(
        ref=page.ref,
        title=page.title,
        on=_day(page.as_of),
        procedure=Named(page.procedure_key, page.procedure_title),
        exercise=page.exercise,
        state=page.state,
        meaning=page.meaning,
        filer_name=page.filer,
        tracks=tuple(track_value(one) for one in page.tracks),
        deadlines=tuple(deadline_value(one) for one in (*page.running, *page.over)),
        standards=tuple(standard_value(one) for one in page.clocks.standards),
        would=tuple(_would(one) for one in page.would),
        is_whole=page.is_whole,
        acts=tuple(
            RecordedValue(one.n, one.sentence, one.on, one.level, one.mine, f"{case}/acts/{one.n}")
            for one in page.entries
        ),
        note=_note(),
        hrefs={"self": f"{case}/on/{page.as_of.day}", "case": case},
    )


def desk_on_day(page: DeskAsOfPage, party: str, base: str) -> DeskOnDay:
    """Write the desk of another day from its page."""
    lists = (page.due.by_law, page.due.by_target, page.due.theirs)
    by_law, by_target, theirs = (tuple(due_value(one, base) for one in lines) for lines in lists)
    would = tuple(
        WouldOfCaseValue(one.ref, one.case_title, tuple(map(_would, one.lines)), f"{base}/cases/{one.ref}")
        for one in page.would
    )
    served = tuple(served_value(one, base) for one in page.served)
    return DeskOnDay(party, _day(page.as_of), by_law, by_target, theirs, would, served, page.is_cut, _note())


def _note() -> str:
    return _("This is a view of another day: nothing can be done there. Offers stand with the case as it is today.")


def _day(as_of: AsOf) -> DayValue:
    return DayValue(as_of.day, as_of.zone, as_of.at, as_of.is_future)


def _would(line: WouldLine) -> WouldValue:
    return WouldValue(line.sentence, line.on, line.day)
