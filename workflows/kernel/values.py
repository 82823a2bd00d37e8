"""Reading single values of a filing: plain JSON in, a value or None out, and never an error on bad input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo


def is_absent(value: Any) -> bool:
    """Say whether nothing was answered: no value, blank text, or an empty list or group."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}, ())


def as_decimal(value: Any) -> Decimal | None:
    """Read a decimal that was written as text; None when it is not one."""
    if not isinstance(value, str) or not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,12})?", value):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def as_date(value: Any) -> date | None:
    """Read an ISO date; None when it is not one."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_zone(name: Any) -> ZoneInfo | None:
    """Read the name of a time zone; None when there is no such zone."""
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):
        return None


def as_instant(value: Any) -> datetime | None:
    """Read ``{"at": ISO instant with offset, "zone": name}``; None when it is not one."""
    if not isinstance(value, Mapping) or set(value) != {"at", "zone"} or as_zone(value["zone"]) is None:
        return None
    try:
        at = datetime.fromisoformat(value["at"])
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else None
