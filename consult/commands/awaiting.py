"""A database server that does not answer when a program starts: said once, and the database is brought up as soon as it
does. Meanwhile a web server listens, and its sign of health tells what is missing.
"""

import logging
import threading
import time
from collections.abc import Callable

import click
from sqlalchemy.exc import OperationalError

from consult.commands import installation
from consult.i18n import _
from consult.settings import Settings

PAUSE = 1.0
"""Seconds between two tries."""
log = logging.getLogger("consult.commands")


def brought_up(settings: Settings) -> bool:
    """Bring the database up, or say why its server does not answer. A file that cannot be opened is no matter of time,
    and is raised."""
    try:
        installation.bring_up(settings)
    except OperationalError as error:
        if settings.database_url.startswith("sqlite"):
            raise
        why = str(error.orig).strip().partition("\n")[0]
        click.echo(_("The database does not answer; it is tried again until it does: %(why)s", why=why), err=True)
        return False
    return True


def wait(settings: Settings) -> None:
    """Try until the database was brought up."""
    while not _tried(settings):
        time.sleep(PAUSE)


def wait_beside(settings: Settings, then: Callable[[], object]) -> None:
    """Do the same in a thread of its own, and something when it is done."""

    def work() -> None:
        wait(settings)
        then()

    threading.Thread(target=work, name="bring-up", daemon=True).start()


def _tried(settings: Settings) -> bool:
    """Try once, in silence while the server does not answer."""
    try:
        installation.bring_up(settings)
    except OperationalError:
        return False
    except Exception:
        log.exception("The database could not be brought up; it is tried again.")
        return False
    return True
