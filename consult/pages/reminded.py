"""What is said beside a period to whoever has to act within it: when reminders were sent, and when the next one is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import casebook
from consult.docket import Seen
from consult.docket.owing import owners_of
from consult.docket.recalling import run_of
from consult.i18n import _, write_date, write_instant
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.reminding import Run, marks


def reminded_in(conn: Connection, seen: Seen, standing: Standing, now: datetime) -> dict[str, str]:
    """Say it of each limit of a case within which the reader's party has to act, by the key of the limit."""
    viewer = Viewer.of(standing)
    told, found = casebook.reminders_in(conn, viewer, seen.row), {}
    for key, limit in seen.case.limits.items():
        if viewer.party in owners_of(seen.case, limit) and limit.status in ("running", "lapsed"):
            run = run_of(seen.case, limit) if limit.is_open and seen.row.kind != "final" else None
            found[key] = said(told.get(key, ()), run, standing.party_zone, now, desk_alone=seen.row.exercise)
    return {key: sentence for key, sentence in found.items() if sentence}


def said(told: Sequence[Any], run: Run | None, zone: str, now: datetime, *, desk_alone: bool) -> str:
    """Say when somebody was reminded, and when that is to be next; a period that does not run has no next."""
    parts = []
    if sent := [row for row in told if row.outcome == "sent"]:
        parts.append(_("reminded on %(days)s", days=_days(sent, zone)))
    if shown := [row for row in told if row.reason == "no_address"]:
        parts.append(_("no reminder sent on %(days)s: no mail address is on record", days=_days(shown, zone)))
    if following := next_mark(told, run, zone, now):
        when = (
            write_date(following.astimezone(ZoneInfo(zone)).date())
            if run and run.by_days
            else write_instant(following, zone)
        )
        parts.append(
            _("next reminder, on the desk alone: %(when)s", when=when)
            if desk_alone
            else _("next reminder: %(when)s", when=when)
        )
    return "; ".join(parts)


def next_mark(told: Sequence[Any], run: Run | None, zone: str, now: datetime) -> datetime | None:
    """Give when a party is reminded next of what runs."""
    done = {row.mark for row in told}
    ahead = [mark.at for mark in marks(run, zone) if mark.at > now and mark.key not in done] if run else []
    return min(ahead, default=None)


def _days(rows: Sequence[Any], zone: str) -> str:
    return ", ".join(dict.fromkeys(write_date(row.at.astimezone(ZoneInfo(zone)).date()) for row in rows))
