"""The record in one line: how many entries, how old the last checkpoint is, and how many witnesses cosigned it."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from consult.i18n import _, ngettext
from consult.log.head import epochs_published
from consult.log.integrity import Newest, SelfCheck, check_stored, newest
from consult.log.trust import Trust, trust
from workflows.kernel.frozen import dataclass

STALE = timedelta(minutes=30)
"""Three heartbeats: an idle log is signed again every ten minutes."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """The newest checkpoint, told at the foot of every page."""

    size: int
    root: str
    signed_at: datetime
    age: str
    is_stale: bool
    cosigned: int
    witnesses: int
    origin: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log as a whole: its newest checkpoint, what the host found when it looked at what is stored, its epochs, of
    which one goes on, and whether there is a policy by which to check."""

    record: RecordLine | None
    check: SelfCheck
    epoch: int
    epochs: tuple[int, ...]
    has_policy: bool


def log_page(conn: Connection, instance: Path, epoch: int, now: datetime) -> LogPage:
    """Draw up the log of an installation."""
    last, trusted = newest(conn), trust(conn, instance)
    line = record_line(last, trusted, now) if last else None
    return LogPage(line, check_stored(conn, last), epoch, epochs_published(instance), trusted is not None)


def read_record(conn: Connection, instance: Path, now: datetime) -> RecordLine | None:
    """Draw up the line of an installation; None before the first checkpoint."""
    last = newest(conn)
    return record_line(last, trust(conn, instance), now) if last else None


def record_line(last: Newest, trusted: Trust | None, now: datetime) -> RecordLine:
    """Tell a checkpoint as it stands at a moment, with the witnesses that the policy names."""
    past = now - last.signed_at
    return RecordLine(
        last.size,
        last.root.hex(),
        last.signed_at,
        age(past),
        past > STALE,
        trusted.cosigned(last.witnesses) if trusted else 0,
        len(trusted.policy.witnesses) if trusted else 0,
        last.origin,
    )


def age(past: timedelta) -> str:
    """Say how long ago something was, in the one unit that matters."""
    minutes = int(past.total_seconds()) // 60
    if minutes < 1:
        return _("less than a minute ago")
    if minutes < 120:
        return ngettext("%(num)s min ago", "%(num)s min ago", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // (24 * 60))
