"""From when a limit of a case is to be recalled, as its row keeps it: a moment before which nobody has to look."""

from datetime import datetime

from workflows.kernel.case import Case, Limit
from workflows.kernel.reminding import Run, first_after

RUNS = ("running", "lapsed")
"""A limit that has lapsed is still recalled once or twice, unless whoever it waits for has acted."""


def run_of(case: Case, limit: Limit) -> Run | None:
    """Give what of a limit decides when it is recalled; None where it has no end."""
    if limit.expires_at is None:
        return None
    binding = limit.binding or str(case.procedure.rule(limit.limit).binding or "")
    return Run(binding, limit.starts_on, limit.expires_at, limit.expires_on is not None, limit.zone)


def recalled_from(case: Case, limit: Limit, owner: str | None, since: datetime) -> datetime | None:
    """Give from when a limit is to be recalled that is as it is since a moment; None for one that nobody has to act
    within, or that does not run."""
    run = run_of(case, limit) if owner and limit.status == "running" else None
    return first_after(run, since) if run else None


def runs_on(before: Limit, now: Limit) -> bool:
    """Say whether a limit runs, or has run, from and to the same dates as before, whatever else changed in it."""
    dates = (before.starts_on, before.expires_at) == (now.starts_on, now.expires_at)
    return dates and before.status in RUNS and now.status in RUNS
