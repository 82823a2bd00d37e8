"""Calendars of places: what the package knows, what it does not, and what a deployment's file changes."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from consult.holidays import HolidayFileError, UnknownPlace, calendar
from workflows.kernel.reckoning import BeyondTable, Period, expiry

YEARS = range(2025, 2028)


def day(text: str) -> date:
    """Read a date."""
    return date.fromisoformat(text)


def write(folder: Path, place: str, text: str) -> Path:
    """Write a holiday file."""
    file = folder / f"{place}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def works(place: str, on: str, folder: Path | None = None, years: range = YEARS) -> bool:
    """Ask a calendar for one day."""
    return calendar(place, years, folder).is_working_day(day(on))


# The package


@pytest.mark.parametrize(
    ("place", "on", "working"),
    [
        ("AT", "2026-10-23", True),
        ("AT", "2026-10-24", False),
        ("AT", "2026-10-26", False),
        ("AT", "2026-10-27", True),
        ("AT-9", "2026-10-26", False),
        ("JP", "2026-02-10", True),
        ("JP", "2026-02-11", False),
        ("JP", "2026-02-12", True),
        ("SA", "2026-06-05", False),
        ("SA", "2026-06-06", False),
        ("SA", "2026-06-07", True),
        # China works on some Saturdays in exchange for long holidays.
        ("CN", "2025-01-25", False),
        ("CN", "2025-01-26", True),
        ("CN", "2025-02-08", True),
    ],
)
def test_a_place_works_and_rests_as_its_own_table_says(place: str, on: str, working: bool) -> None:
    """Holidays, weekends and exchanged days belong to the place."""
    assert working is works(place, on)


def test_a_subdivision_keeps_its_own_holidays() -> None:
    """Bavaria rests at Epiphany and Berlin does not."""
    assert (False, True) == (works("DE-BY", "2026-01-06"), works("DE-BE", "2026-01-06"))


def test_a_weekend_that_the_law_moved_is_known_on_both_sides() -> None:
    """The Emirates rested on Friday until 2021 and rest on Sunday since 2022."""
    years = range(2021, 2023)
    on = ("2021-06-04", "2021-06-06", "2022-06-03", "2022-06-05")
    assert [False, True, True, False] == [works("AE", one, years=years) for one in on]


@pytest.mark.parametrize("country", ["AT", "JP", "US", "CN", "IN", "AE"])
def test_a_table_covers_the_whole_of_its_years(country: str) -> None:
    """First and last day are those of the years asked for."""
    place = calendar(country, YEARS)
    assert (day("2025-01-01"), day("2027-12-31")) == (place.first, place.last)


def test_a_holiday_observed_in_the_year_before_is_kept() -> None:
    """New Year 2028 falls on a Saturday and the United States rest on the Friday in 2027."""
    assert not works("US", "2027-12-31")


@pytest.mark.parametrize("place", ["XX", "AUT", "AT-99", "AT-Wien", "at", "", "../AT", "UN-VIENNA", "AT-9/../DE"])
def test_a_place_without_a_table_is_refused_with_a_sentence(place: str) -> None:
    """A mistyped place is never a place without holidays."""
    with pytest.raises(UnknownPlace, match="There is no holiday table for"):
        calendar(place, YEARS)


@pytest.mark.parametrize("years", [range(2026, 2026), range(2020, 2030, 2)])
def test_a_range_with_gaps_or_without_years_is_refused(years: range) -> None:
    """A calendar has no holes."""
    with pytest.raises(ValueError, match="range of years without gaps"):
        calendar("AT", years)


def test_years_that_the_package_does_not_know_are_left_out() -> None:
    """India's table ends with 2035, and the package would show the later years nearly without holidays."""
    place = calendar("IN", range(2034, 2040))
    assert day("2035-12-31") == place.last
    with pytest.raises(BeyondTable, match="does not cover 2036-01-01"):
        place.is_working_day(day("2036-01-01"))


def test_a_table_that_covers_none_of_the_years_is_refused() -> None:
    """There is nothing to count on."""
    with pytest.raises(BeyondTable, match="covers no day from 2036 to 2039"):
        calendar("IN", range(2036, 2040))


def test_the_same_question_gets_the_kept_answer() -> None:
    """A table is built once."""
    assert calendar("AT", YEARS) is calendar("AT", YEARS)


def test_a_working_day_period_is_counted_on_the_table_of_a_place() -> None:
    """The National Day of Austria in 2026 is a Monday."""
    ending = expiry(day("2026-10-23"), Period(working_days=1), "Europe/Vienna", calendar=calendar("AT", YEARS))
    assert day("2026-10-27") == ending.on


# The deployment's file

FILE = """place = "AT"
remove = [2026-10-26]
workdays = [2026-10-31]

[[holiday]]
date = 2026-11-02
name = "All Souls"
"""


@pytest.mark.parametrize(
    ("on", "working"),
    [
        ("2026-10-25", False),
        ("2026-10-26", True),
        ("2026-10-31", True),
        ("2026-11-01", False),
        ("2026-11-02", False),
        ("2026-11-03", True),
        ("2026-12-25", False),
    ],
)
def test_a_file_adds_and_removes_days(tmp_path: Path, on: str, working: bool) -> None:
    """What the file does not name stays as the package has it."""
    write(tmp_path, "AT", FILE)
    assert working is works("AT", on, tmp_path)


def test_a_file_of_another_place_changes_nothing(tmp_path: Path) -> None:
    """Files are found by their name."""
    write(tmp_path, "AT", FILE)
    assert calendar("AT-9", YEARS) == calendar("AT-9", YEARS, tmp_path)


def test_a_file_can_move_the_weekend(tmp_path: Path) -> None:
    """The weekend of the file replaces that of the package."""
    write(tmp_path, "AT", 'place = "AT"\nweekend = ["Friday", "Saturday"]\n')
    assert [False, False, True] == [works("AT", f"2026-06-{one}", tmp_path) for one in ("12", "13", "14")]


def test_a_file_makes_a_place_that_no_package_knows(tmp_path: Path) -> None:
    """An organisation keeps the holidays of its own house."""
    text = 'place = "UN-VIENNA"\nweekend = ["Saturday", "Sunday"]\nfirst = 2026-01-01\nlast = 2026-06-30\n'
    write(tmp_path, "UN-VIENNA", text + '[[holiday]]\ndate = 2026-03-20\nname = "Eid al-Fitr"\n')
    place = calendar("UN-VIENNA", YEARS, tmp_path)
    assert (day("2026-01-01"), day("2026-06-30")) == (place.first, place.last)
    assert (True, False) == (place.is_working_day(day("2026-03-19")), place.is_working_day(day("2026-03-20")))


def test_a_file_completes_a_year_that_the_package_does_not_know(tmp_path: Path) -> None:
    """With first and last the deployment answers for those dates."""
    text = 'place = "IN"\nfirst = 2036-01-01\nlast = 2036-12-31\n[[holiday]]\ndate = 2036-01-28\nname = "Invented"\n'
    write(tmp_path, "IN", text)
    place = calendar("IN", range(2035, 2039), tmp_path)
    assert day("2036-12-31") == place.last
    assert not place.is_working_day(day("2036-01-28"))


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """A correction counts from the next question on."""
    file = write(tmp_path, "AT", 'place = "AT"\n')
    before = works("AT", "2026-11-02", tmp_path)
    write(tmp_path, "AT", FILE)
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))
    assert (True, False) == (before, works("AT", "2026-11-02", tmp_path))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "must say place"),
        ('place = "DE"\n', 1, 'must say place = "AT"'),
        ('place = "AT"\n\nholidays = []\n', 3, "Unknown key holidays"),
        ('place = "AT"\nremove = [2026-02-30]\n', 2, "date"),
        ('place = "AT"\nremove = ["2026-02-03"]\n', 2, "remove must be a date without quotation marks"),
        ('place = "AT"\nremove = [2026-02-03T12:00:00]\n', 2, "remove must be a date"),
        ('place = "AT"\nremove = 2026-02-03\n', 2, "remove is a list of dates"),
        ('place = "AT"\nworkdays = [3]\n', 2, "workdays must be a date"),
        ('place = "AT"\nfirst = 2026-01-01\n', 2, "first and last together"),
        ('place = "AT"\nlast = 2026-01-01\n', 2, "first and last together"),
        ('place = "AT"\nlast = 2026-01-01\nfirst = 2026-02-01\n', 3, "first lies after last"),
        ('place = "AT"\nweekend = "Friday"\n', 2, "weekend is a list"),
        ('place = "AT"\nweekend = ["Freitag"]\n', 2, "weekend is a list"),
        ('place = "AT"\nweekend = [[5]]\n', 2, "weekend is a list"),
        (
            'place = "AT"\nweekend = ["Monday","Tuesday","Wednesday","Thursday","Friday","Saturday","Sunday"]\n',
            2,
            "leaves a working day",
        ),
        ('place = "AT"\nholiday = 1\n', 2, "its own [[holiday]] heading"),
        ('place = "AT"\n[holiday]\ndate = 2026-01-02\n', 2, "its own [[holiday]] heading"),
        ('place = "AT"\n[[holiday]]\ndate = 2026-01-02\n', 2, "needs a name"),
        ('place = "AT"\n[[holiday]]\nname = "A"\n', 2, "date must be a date"),
        ('place = "AT"\n[[holiday]]\nname = "A"\ndate = "soon"\n', 4, "date must be a date"),
        (
            'place = "AT"\n[[holiday]]\ndate = 2026-01-02\nname = "A"\n[[holiday]]\nname = "B"\nday = 3\n',
            7,
            "Unknown key day",
        ),
        (
            'place = "AT"\n[[holiday]]\ndate = 2026-01-02\nname = "A"\n[[holiday]]\nname = "B"\ndate = 2026-01-02\n',
            7,
            "listed twice",
        ),
        (
            'place = "AT"\nremove = [2026-01-02]\n[[holiday]]\ndate = 2026-01-02\nname = "A"\n',
            2,
            "also listed as a holiday",
        ),
        (
            'place = "AT"\nworkdays = [2026-01-02]\n[[holiday]]\ndate = 2026-01-02\nname = "A"\n',
            2,
            "also listed as a holiday",
        ),
        ('place = "AT"\nremove = [\n', 2, ""),
        ('place = "AT"\nplace = "AT"\n', 2, ""),
    ],
)
def test_a_faulty_file_is_refused_with_file_line_and_reason(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """The person who wrote the file is led to the line."""
    file = write(tmp_path, "AT", text)
    with pytest.raises(HolidayFileError) as refusal:
        calendar("AT", YEARS, tmp_path)
    assert (file, line) == (refusal.value.file, refusal.value.line)
    assert reason in refusal.value.reason
    assert f"{file}:{line}: {refusal.value.reason}" == str(refusal.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """A spreadsheet saved under the wrong name gets a sentence."""
    (tmp_path / "AT.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HolidayFileError, match="not UTF-8"):
        calendar("AT", YEARS, tmp_path)


def test_a_file_for_an_unknown_place_must_stand_on_its_own(tmp_path: Path) -> None:
    """Without weekend and dates nobody knows what the file covers."""
    write(tmp_path, "UN-VIENNA", 'place = "UN-VIENNA"\n')
    with pytest.raises(HolidayFileError, match="must give weekend, first and last"):
        calendar("UN-VIENNA", YEARS, tmp_path)


def test_every_day_of_a_year_has_one_answer() -> None:
    """A calendar is total between its bounds."""
    place = calendar("FR", range(2026, 2027))
    days = [place.first + timedelta(days=n) for n in range(365)]
    assert 365 - 104 - 9 == sum(place.is_working_day(one) for one in days)
