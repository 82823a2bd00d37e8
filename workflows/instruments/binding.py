"""Answer whether an instrument binds a party on a date.

Law: entry into force; new parties on deposit (OST XIV(4), ARRA 7(4), LC XXIV(4), REG VIII(4)) or on the thirtieth day
after it (MOON 19(4)); withdrawal one year after receipt of the notice (OST XVI, ARRA 9, LC XXVII, REG XI, MOON 20);
declarations of organisations.

The answer errs on the side of not bound. A deposit known by its year alone counts from 1 January of the next year. A
party whose deposit is not dated counts from the day after the last day for which the source speaks. A signature binds
nobody. Not modelled: reservations, succession, provisional application, and the customary force of a text beyond its
parties.
"""

from __future__ import annotations

from datetime import date, timedelta

from workflows.instruments.facts import Binds, Instrument, StatusRow
from workflows.parties.reading import GRADES

YEAR = 4
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def binds(instrument: Instrument, name: str, rows: tuple[StatusRow, ...], on: date) -> Binds:
    """Say whether the instrument binds the party called `name` on a date, given that party's rows."""
    if instrument.force == "SOFT":
        return _soft(instrument, name, rows)
    start = instrument.in_force_on
    if start is not None and on < start:
        reason = f"The {instrument.short} entered into force on {_written(start)}"
        return _no("not_in_force", instrument, instrument.in_force.grade if instrument.in_force else "", reason)
    accepted = sorted((row for row in rows if row.status in ("R", "D", "W")), key=lambda row: _order(instrument, row))
    if accepted:
        return _by_acceptance(instrument, name, _decisive(instrument, accepted, on), on)
    return _without_acceptance(instrument, name, rows)


def bound_since(instrument: Instrument, row: StatusRow) -> date:
    """Give the first day on which a party's acceptance counts, never before entry into force."""
    if not row.on:
        day = row.as_of + timedelta(days=1)
    elif len(row.on) == YEAR:
        day = date(int(row.on) + 1, 1, 1)
    else:
        day = date.fromisoformat(row.on)
    day += timedelta(days=(instrument.bound_from or 0) if row.on else 0)
    return max(day, instrument.in_force_on or day)


def bound_until(instrument: Instrument, row: StatusRow) -> date | None:
    """Give the day on which a withdrawal takes effect, the first day no longer bound; None without withdrawal."""
    if row.denounced is None:
        return None
    months = row.denounced.month - 1 + (instrument.withdrawal_months or 0)
    year, month = row.denounced.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(row.denounced.day, last))


def _decisive(instrument: Instrument, accepted: list[StatusRow], on: date) -> StatusRow:
    """Give the earliest row that holds on the date, else the last one begun by then, else the first to come."""
    begun = [row for row in accepted if bound_since(instrument, row) <= on]
    for row in begun:
        until = bound_until(instrument, row)
        if until is None or on < until:
            return row
    return begun[-1] if begun else accepted[0]


def _by_acceptance(instrument: Instrument, name: str, row: StatusRow, on: date) -> Binds:
    since, until = bound_since(instrument, row), bound_until(instrument, row)
    start = instrument.in_force_on
    if on < since:
        shown = f"{_capital(name)} is not shown to be bound by {_the(instrument)}"
        reason = f"{shown} before {_written(since)} ({_how(instrument, row)})"
        return Binds(False, "not_yet", row.grade, since, reason, start)
    if until is not None and on >= until:
        was = f"{_capital(name)} was bound by {_the(instrument)} from {_written(since)}"
        reason = f"{was} until its withdrawal took effect on {_written(until)}"
        return Binds(False, "withdrawn", row.grade, since, f"{reason}; {_graded(row)}", start)
    code = "declared" if row.status == "D" else "bound"
    reason = f"{_capital(name)} is bound by {_the(instrument)} since {_written(since)} ({_how(instrument, row)})"
    return Binds(True, code, row.grade, since, reason, start)


def _how(instrument: Instrument, row: StatusRow) -> str:
    """Tell what the first day rests on: deposit, declaration, year only, or an undated list."""
    deed = f"declaration under {instrument.declaration}" if row.status == "D" else "deposit"
    if not row.on:
        deed += f" not dated; counted from the end of what the source covers, {_written(row.as_of)}"
    elif len(row.on) == YEAR:
        deed += f" in {row.on}, year only; counted from the next year"
    elif instrument.bound_from:
        deed += f" on {_as_known(row.on)}; day {instrument.bound_from} after it"
    return f"{deed}; {_graded(row)}"


def _without_acceptance(instrument: Instrument, name: str, rows: tuple[StatusRow, ...]) -> Binds:
    signed = next((row for row in rows if row.status == "S"), None)
    if signed:
        when = f" ({_as_known(signed.on)})" if signed.on else ""
        deed = f"{_capital(name)} has signed {_the(instrument)}{when}"
        reason = f"{deed} but is not bound by a signature; {_graded(signed)}"
        return _no("signed_only", instrument, signed.grade, reason)
    if rows:
        reason = f"{_capital(name)} is not a party to {_the(instrument)}; {_graded(rows[0])}"
        return _no("not_party", instrument, rows[0].grade, reason)
    if instrument.force == "LAW_A":
        return _no("by_agreement", instrument, "", f"Only those who agreed to {_the(instrument)} are bound")
    if instrument.force == "LAW_N":
        reason = f"Only national law stands behind {_the(instrument)}, no obligation between States"
        return _no("national", instrument, "", reason)
    return _no("not_recorded", instrument, "", f"No status of {name} under {_the(instrument)} is recorded")


def _soft(instrument: Instrument, name: str, rows: tuple[StatusRow, ...]) -> Binds:
    reason = f"Nobody is legally bound by {_the(instrument)}"
    joined = next((row for row in rows if row.status in ("S", "R")), None)
    if joined:
        when = f" {'on' if len(joined.on) > len('YYYY-MM') else 'in'} {_as_known(joined.on)}" if joined.on else ""
        reason += f"; {name} joined it{when}; {_graded(joined)}"
    return _no("not_binding", instrument, joined.grade if joined else instrument.grade, reason)


def _order(instrument: Instrument, row: StatusRow) -> tuple[date, int]:
    return bound_since(instrument, row), GRADES.index(row.grade)


def _no(code: str, instrument: Instrument, grade: str, reason: str) -> Binds:
    return Binds(False, code, grade, None, reason, instrument.in_force_on)


def _graded(row: StatusRow) -> str:
    return f"grade {row.grade}" + ("" if row.grade != "M" else ", from memory, not verified")


def _capital(name: str) -> str:
    """Begin a sentence with the name."""
    return name[:1].upper() + name[1:]


def _the(instrument: Instrument) -> str:
    return f"the {instrument.short}"


def _as_known(on: str) -> str:
    """Write a day, a month or a year, as precisely as it is known."""
    year, _, rest = on.partition("-")
    month, _, day = rest.partition("-")
    return " ".join(filter(None, (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year)))


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
