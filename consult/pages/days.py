"""Days and months that an address may ask for."""

from datetime import date
from typing import Any

from workflows.kernel.values import as_date

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Beyond these lies no day that a register or a treaty has, and periods that run from there leave the calendar."""


def day_asked(given: Any) -> date | None:
    """Read a day such as 2027-03-01; None for what is none, or is in no year that is asked about."""
    found = as_date(given)
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def month_asked(given: Any) -> date | None:
    """Read a month such as 2027-03, as its first day; None for what is none."""
    return day_asked(f"{given}-01")
