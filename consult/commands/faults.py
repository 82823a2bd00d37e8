"""What a command says of a fault that is not the program's: a sentence, and with what it leaves."""

import sqlite3

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError

from consult.commands.installation import UNREADABLE, Refusal, Unreadable
from consult.db import Busy, Unsure, is_full
from consult.documents import Away
from consult.i18n import _

SQLITE_ERROR = 1
"""SQLite's code of a statement that means nothing to it, as of a table that is not there."""


def told(fault: Exception) -> click.ClickException | None:
    """Give what is said of a fault; None where the program itself is at fault, which leaves its trace."""
    if isinstance(fault, Away):
        return Refusal(f"{fault} [{fault.code}]")
    if isinstance(fault, UNREADABLE):
        return Unreadable(str(fault))
    if isinstance(fault, Busy | Unsure):
        return Refusal(str(fault))
    if is_full(fault) or _cannot_be_opened(fault):
        return Refusal(_("There is no room left on the disk, and this was not completed. Make room, and ask again."))
    if isinstance(fault, DBAPIError):
        return _of_database(fault)
    return None


def _cannot_be_opened(fault: Exception) -> bool:
    """Say whether there was no room for what SQLite shares beside a database, without which it does not open one."""
    return getattr(getattr(fault, "orig", None), "sqlite_errorcode", None) == sqlite3.SQLITE_IOERR_SHMSIZE


def _of_database(fault: DBAPIError) -> click.ClickException | None:
    """Say that no connection could be had, or what the database says of itself; None where it speaks of a statement."""
    if isinstance(fault, OperationalError) and fault.statement is None:
        return Unreadable(_("The database does not answer: %(why)s", why=fault.orig))
    of_itself = isinstance(fault, OperationalError | InternalError) or type(fault) is DatabaseError
    if not of_itself or getattr(fault.orig, "sqlite_errorcode", None) == SQLITE_ERROR:
        return None
    why = next(iter(str(fault.orig).strip().splitlines()), type(fault.orig).__name__)
    return Unreadable(_("The database failed: %(why)s", why=why))
