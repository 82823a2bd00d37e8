"""The legal clock beside the physical one: what still runs when the thing itself is due.

A standard such as "before proceeding" has no number; it has a date, that of the activity. A period for talks that ends
on that date or later cannot influence what is done. This is told at reading and changes nothing: no period is
shortened, no standard expires.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from .case import Case, Limit
from .frozen import dataclass
from .limits import Standard
from .procedure import Procedure
from .values import as_date

DONE_WITH = ("completed", "cancelled", "failed")
"""An activity of which nothing is ahead any more."""


@dataclass(frozen=True, slots=True)
class Outrun:
    """A running limit whose last day is the physical date or a later one, and by how many days."""

    limit: Limit
    ends_on: date
    days: int


def physical_date(case: Case, standard: Standard) -> date | None:
    """Give the date that a standard looks to, as the case has it now."""
    return as_date(case.facts.get(standard.until)) if standard.until else None


def is_live(case: Case) -> bool:
    """Say whether talks go on about something that is still ahead, at least in part."""
    return case.procedure.state(case.state).kind == "open" and case.activity not in DONE_WITH


def outruns(case: Case, standard: Standard, limits: Iterable[Limit]) -> tuple[Outrun, ...]:
    """List those of some limits of a case that run past the date of a standard, the first to end first."""
    day = physical_date(case, standard)
    if day is None or not is_live(case):
        return ()
    found = []
    for limit in limits:
        last = last_day(limit)
        if last is not None and last >= day and not _is_apart(case.procedure, limit):
            found.append(Outrun(limit, last, (last - day).days))
    return tuple(sorted(found, key=lambda one: (one.ends_on, one.limit.key)))


def last_day(limit: Limit) -> date | None:
    """Give the last day of a running limit, where it runs; None for one that does not run or has no end yet."""
    if limit.status != "running":
        return None
    if limit.expires_on is not None or limit.expires_at is None:
        return limit.expires_on
    return limit.expires_at.astimezone(ZoneInfo(limit.zone)).date()


def _is_apart(procedure: Procedure, limit: Limit) -> bool:
    """Say whether a limit cannot come too late: it is counted back from a date, is a time that was granted, or bounds a
    rest and no talks."""
    rule = procedure.rule(limit.limit)
    return rule.backwards or rule.granted or _only_closes(procedure, limit)


def _only_closes(procedure: Procedure, limit: Limit) -> bool:
    """Say whether the passing of a limit does nothing but close the case: it bounds a rest, and no talks."""
    step = procedure.rule(limit.limit).takes
    led = {to for row in procedure.rows.get(step or "", ()) for to in procedure.targets_of(row)}
    return bool(led) and all(procedure.state(to).kind != "open" for to in led)
