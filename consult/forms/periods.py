"""Periods in words, and their units."""

from typing import Any

from consult.forms.reading import PERIOD_UNITS
from consult.i18n import _, ngettext
from workflows.kernel.reckoning import Period


def period_units() -> tuple[tuple[str, str], ...]:
    """Name the units of a period."""
    named = (_("hours"), _("days"), _("working days"), _("months"), _("years"))
    return tuple(zip(PERIOD_UNITS, named, strict=True))


def period_words(period: Period) -> str:
    """Write a period in words."""
    counted = {
        "hours": ngettext("%(num)s hour", "%(num)s hours", period.amount),
        "days": ngettext("%(num)s day", "%(num)s days", period.amount),
        "working_days": ngettext("%(num)s working day", "%(num)s working days", period.amount),
        "months": ngettext("%(num)s month", "%(num)s months", period.amount),
        "years": ngettext("%(num)s year", "%(num)s years", period.amount),
    }
    return counted[period.unit]


def as_period(value: Any) -> Period | None:
    """Read the stable form of a period; None when it is not one."""
    try:
        return Period.parse(value)
    except (ValueError, TypeError):
        return None
