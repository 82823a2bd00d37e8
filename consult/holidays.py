"""Working days by place: tables of the `holidays` package, amended by the files of a deployment.

A place is a country as ISO 3166 alpha-2, a subdivision such as AT-9, or a deployment's own name such as UN-VIENNA.
Only public holidays count. A year that the package does not know in full is left out of the table, so that the kernel
refuses to count there instead of taking every weekday for a working day. Dates that follow the moon are estimates until
proclaimed, and exchanged working days (as in China) are known only for years already announced: a deployment corrects
both in `instance/holidays/<place>.toml`.
"""

import re
import warnings
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from consult.holiday_files import Changes, HolidayFileError, read_changes
from consult.i18n import _
from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import BeyondTable, Calendar

__all__ = ["HolidayFileError", "UnknownPlace", "calendar"]

_PLACE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_IN_PACKAGE = re.compile(r"(?P<country>[A-Z]{2})(-(?P<subdivision>[A-Z0-9]{1,3}))?")


class UnknownPlace(LookupError):
    """No holiday table has this name, neither in the package nor in the deployment."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What the package knows of a place: the years it covers in full and their days."""

    years: frozenset[int]
    weekend: frozenset[int]
    holidays: frozenset[date]
    workdays: frozenset[date]


def calendar(place: str, years: range, extra_dir: Path | None = None) -> Calendar:
    """Give the working days of a place over the covered part of `years`, with the deployment's file applied.

    Raise UnknownPlace for a name without a table, BeyondTable where no year is covered, HolidayFileError for a file
    that cannot be read, ValueError for an empty or stepped range. Results are kept until the file changes.
    """
    if not years or years.step != 1:
        raise ValueError(_("A calendar needs a range of years without gaps."))
    if not _PLACE.fullmatch(place):
        raise UnknownPlace(_no_table(place))
    file = extra_dir / f"{place}.toml" if extra_dir else None
    if file is None or not file.is_file():
        return _calendar(place, years, None, 0)
    return _calendar(place, years, file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _calendar(place: str, years: range, file: Path | None, changed_at: int) -> Calendar:
    """Join table and file; `changed_at` is there so that a changed file is read again."""
    table = _package_table(place, years)
    changes = read_changes(file, place, complete=table is None) if file else Changes()
    if table is None and file is None:
        raise UnknownPlace(_no_table(place))
    return _join(place, years, table or _Table(frozenset(), frozenset(), frozenset(), frozenset()), changes)


def _join(place: str, years: range, table: _Table, changes: Changes) -> Calendar:
    days = _covered(years, table, changes)
    if not days:
        span = {"place": place, "first": years[0], "last": years[-1]}
        raise BeyondTable(_("The holiday table of %(place)s covers no day from %(first)s to %(last)s.", **span))
    known = frozenset(days)
    return Calendar(
        place=place,
        weekend=table.weekend if changes.weekend is None else changes.weekend,
        holidays=((table.holidays - changes.removed - changes.workdays) | changes.added) & known,
        first=days[0],
        last=days[-1],
        workdays=((table.workdays - changes.added) | changes.workdays) & known,
    )


def _covered(years: range, table: _Table, changes: Changes) -> list[date]:
    """List the first unbroken run of days that the package or the file covers."""
    run: list[date] = []
    for day in _days_of(years):
        in_file = changes.first is not None and changes.last is not None and changes.first <= day <= changes.last
        if in_file or day.year in table.years:
            run.append(day)
        elif run:
            break
    return run


@lru_cache(maxsize=512)
def _package_table(place: str, years: range) -> _Table | None:
    named = _IN_PACKAGE.fullmatch(place)
    if named is None:
        return None
    found = {year: table for year in years if (table := _package_year(named["country"], named["subdivision"], year))}
    if not found:
        return None
    return _Table(
        years=frozenset(year for table in found.values() for year in table.years),
        weekend=found[max(found)].weekend,
        holidays=frozenset(day for table in found.values() for day in table.holidays),
        workdays=frozenset(day for table in found.values() for day in table.workdays),
    )


def _package_year(country: str, subdivision: str | None, year: int) -> _Table | None:
    # Reading the package takes half a second, which commands that count no working day should not pay.
    from holidays import country_holidays

    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        try:
            known: Any = country_holidays(country, subdiv=subdivision, years=[year], expand=False)
        except NotImplementedError:
            return None
        if subdivision is not None and subdivision not in known.subdivisions:
            return None
    weekend = frozenset(known.weekend)
    if doubts or not known.start_year <= year <= known.end_year:
        return _Table(frozenset(), weekend, frozenset(), frozenset())
    days = _days_of(range(year, year + 1))
    works = frozenset(day for day in days if known.is_working_day(day))
    listed = frozenset(day for day in known if day.year == year)
    off = frozenset(day for day in days if day not in works and day.weekday() not in weekend)
    extra = frozenset(day for day in works if day.weekday() in weekend)
    return _Table(frozenset([year]), weekend, (listed | off) - extra, extra)


def _days_of(years: range) -> list[date]:
    start = date(years[0], 1, 1)
    return [start + timedelta(days=n) for n in range((date(years[-1], 12, 31) - start).days + 1)]


def _no_table(place: str) -> str:
    return _(
        "There is no holiday table for %(place)s. Name a country by its two letters (AT), a subdivision (AT-9), or a "
        "place for which the deployment keeps a file.",
        place=repr(place),
    )
