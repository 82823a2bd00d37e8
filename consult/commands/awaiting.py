"""A database server that does not answer when a program starts: said once, and the database is brought up as soon as it
does. Meanwhile a web server listens, and its sign of health tells what is missing.

A server that answers and refuses (a wrong password, a database that is not there) is no matter of time: that is said,
and the program ends. The library for PostgreSQL gives no code with a connection that was refused, so that its text is
read; one in another language is taken for a server that does not answer, and tried again.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import click
from sqlalchemy.exc import OperationalError

from consult.commands import installation
from consult.i18n import _
from consult.jobs.news import News
from consult.settings import Settings, SettingsError

PAUSE = 1.0
"""Seconds between two tries."""
CODES = frozenset({"28P01", "28000", "3D000"})
"""PostgreSQL's states of a password or a user that it does not take, and of a database that is not there."""
_REFUSED = re.compile(
    r"[^\n]*(?:password authentication failed|no password supplied|no pg_hba\.conf entry"
    r"|(?:role|database) \"[^\"\n]*\" (?:does not exist|is not permitted to log in))[^\n]*"
)
log = logging.getLogger("consult.commands")
R = TypeVar("R")


def brought_up(settings: Settings) -> bool:
    """Bring the database up, or say why its server does not answer. A file that cannot be opened is no matter of time,
    and is raised; what the server refuses is said, and the program ends."""
    try:
        installation.bring_up(settings)
    except OperationalError as error:
        if settings.database_url.startswith("sqlite"):
            raise
        if (refused := refusal_in(error)) is not None:
            raise installation.Unreadable(refused) from None
        why = str(error.orig).strip().partition("\n")[0]
        click.echo(_("The database does not answer; it is tried again until it does: %(why)s", why=why), err=True)
        return False
    return True


def refusal_in(error: OperationalError) -> str | None:
    """Say what a database server refuses that does not mend itself; None where it may answer later."""
    said = _REFUSED.search(str(error.orig))
    if said is None and getattr(error.orig, "sqlstate", None) not in CODES:
        return None
    why = (said[0] if said else str(error.orig)).strip().partition("\n")[0]
    return _("The database server refuses: %(why)s. Mend database_url or DATABASE_URL, or the server.", why=why)


def wait(settings: Settings) -> None:
    """Try until the database was brought up; what its server refuses meanwhile is told once."""
    told: set[str] = set()
    news = News()
    while not _tried(settings, told, news):
        time.sleep(PAUSE)


def wait_beside(settings: Settings, then: Callable[[], object]) -> None:
    """Do the same in a thread of its own, and something when it is done."""

    def work() -> None:
        wait(settings)
        until_done(then)

    threading.Thread(target=work, name="bring-up", daemon=True).start()


def until_done(begin: Callable[[], R], told: News | None = None) -> R:
    """Begin background work, and give it; where that fails, it is tried again until it succeeds, and reported as it
    begins to fail. Settings that are wrong do not mend themselves, and are raised."""
    news = told or News()
    while True:
        try:
            return begin()
        except SettingsError:
            raise
        except Exception as fault:
            if news.is_new(fault):
                log.exception("The background work could not begin; it is tried again.")
            time.sleep(PAUSE)


def now_or_beside(begin: Callable[[], object]) -> None:
    """Begin background work, or go on without while that is tried again in a thread of its own."""
    news = News()
    try:
        begin()
    except SettingsError:
        raise
    except Exception as fault:
        if news.is_new(fault):
            log.exception("The background work could not begin; it is tried again.")
        threading.Thread(target=lambda: until_done(begin, news), name="begin", daemon=True).start()


def _tried(settings: Settings, told: set[str], news: News) -> bool:
    """Try once, in silence while the server does not answer; what is refused now may go tomorrow."""
    try:
        installation.bring_up(settings)
    except OperationalError as error:
        _tell_once(refusal_in(error), told)
        return False
    except installation.Refusal as refusal:
        _tell_once(refusal.message, told)
        return False
    except Exception as fault:
        if news.is_new(fault):
            log.exception("The database could not be brought up; it is tried again.")
        return False
    return True


def _tell_once(refused: str | None, told: set[str]) -> None:
    """Report what is refused, unless it was told before."""
    if refused is not None and refused not in told:
        told.add(refused)
        log.error("%s", refused)
