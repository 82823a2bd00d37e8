"""Instants as a form asks for them: date, time and zone, with the offset where the clocks go back."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from consult.forms.names import as_text, part_of
from workflows.kernel.values import as_date, as_instant, as_zone

CLOCK_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?")


def taken_apart(value: Any) -> dict[str, str]:
    """Answer the texts of the inputs date, time, zone and offset for a value, whether it can be read or not."""
    if (at := as_instant(value)) is not None:
        try:
            local = at.astimezone(ZoneInfo(value["zone"]))
        except OverflowError:
            local = at
        precision = "auto" if local.second or local.microsecond else "minutes"
        clock = local.time().isoformat(precision)
        return {"date": local.date().isoformat(), "time": clock, "zone": value["zone"], "offset": offset_of(local)}
    if not isinstance(value, Mapping):
        return {"date": as_text(value), "time": "", "zone": "", "offset": ""}
    day = part_of(value, "date") or part_of(value, "at")
    return {"date": day, **{key: part_of(value, key) for key in ("time", "zone")}, "offset": ""}


def put_together(day: str, clock: str, zone: str, offset: str) -> dict[str, str] | None:
    """Answer the instant, or what was typed where it cannot be read or does not exist in the zone; None where blank."""
    day, clock = day.strip(), clock.strip()
    if not day and not clock:
        return None
    moments = readings(day, clock, zone)
    if not moments:
        typed = {"date": day, "time": clock, "zone": zone}
        return {key: text for key, text in typed.items() if text}
    chosen = next((one for one in moments if offset_of(one) == offset), moments[0])
    return {"at": chosen.isoformat(), "zone": zone}


def readings(day: str, clock: str, zone: str) -> tuple[datetime, ...]:
    """Answer the instants that a local time means: none where the clocks skip it, two where they go back over it."""
    known, on = as_zone(zone), as_date(day)
    at = _clock_time(clock)
    if known is None or on is None or at is None:
        return ()
    found: list[datetime] = []
    for fold in (0, 1):
        local = datetime.combine(on, at, known).replace(fold=fold)
        if _exists(local) and offset_of(local) not in [offset_of(one) for one in found]:
            found.append(local)
    return tuple(found)


def offset_of(local: datetime) -> str:
    """Write the offset of an aware instant, such as +09:00."""
    return local.isoformat().removeprefix(local.replace(tzinfo=None).isoformat())


def _clock_time(text: str) -> time | None:
    if not CLOCK_TIME.fullmatch(text):
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _exists(local: datetime) -> bool:
    """Say whether a local time is shown by the clocks of its zone."""
    try:
        back = local.astimezone(UTC).astimezone(local.tzinfo)
    except OverflowError:
        return local.date() in (date.min, date.max)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)
