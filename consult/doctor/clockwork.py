"""The clock: whether it agrees with the record and with the database's, is kept right, and knows the zones of today."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError

from consult.backlog import apart
from consult.db import Busy, reading
from consult.doctor.findings import Finding, instant, look, sound, wrong
from consult.i18n import _
from consult.models.cases import ACT

PART = "clock"
MOST_APART = timedelta(seconds=2)
YEARS_OF_ZONES = 2


def examine_clock(engine: Engine, at: datetime) -> Iterator[Finding]:
    """Look at the clock of this machine, which reads `at`."""
    try:
        yield from _compared(engine, at)
    except (DBAPIError, Busy):
        return  # the database speaks for itself
    yield _kept()
    yield _zones(at)


def _compared(engine: Engine, at: datetime) -> Iterator[Finding]:
    with reading(engine) as connection:
        last = connection.execute(select(func.max(ACT.c.recorded_at))).scalar()
    if last is not None and last > at:
        says = _("The newest act bears a later instant, %(last)s, than the clock reads.", last=instant(last))
        yield wrong(PART, says, _("Set the clock right before anything is filed: dates in law hang on it."))
    elif (between := apart(engine, at)) > MOST_APART:
        seconds = f"{between.total_seconds():.1f}"
        says = _("The clock of the database is %(seconds)s seconds away from this one.", seconds=seconds)
        yield wrong(PART, says, _("Let both machines ask the same time servers."))
    else:
        yield sound(PART, _("The clock agrees with the record."))


def _kept() -> Finding:
    """Ask the system whether the clock is kept right by a time server."""
    asked = _asked("timedatectl", "show", "--property=NTPSynchronized", "--value")
    if asked == "yes":
        return sound(PART, _("A time server keeps the clock right."))
    says = _("No time server keeps the clock right.") if asked == "no" else _("Whether the clock is kept is not known.")
    return look(PART, says, _("Run chrony or systemd-timesyncd, and look that it does its work."))


def _asked(*command: str) -> str:
    """Give what a program of the system says; empty where there is none or it fails."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run((program, *command[1:]), capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - a fixed command of the system
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _zones(at: datetime) -> Finding:
    """Look how old the rules of zones are: a State may change its own at a few weeks' notice."""
    try:
        held = version("tzdata")
    except PackageNotFoundError:
        return look(PART, _("The rules of zones are the system's; their age is not known."), "pip install tzdata")
    if int(held.partition(".")[0]) + YEARS_OF_ZONES <= at.year:
        says = _("The rules of zones are those of %(version)s.", version=held)
        return look(PART, says, "pip install --upgrade tzdata")
    return sound(PART, _("The rules of zones are those of %(version)s.", version=held))
