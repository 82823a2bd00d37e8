"""The line at the foot of every page: how far the record is, read at most once a second."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.db import Busy, reading
from consult.pages.log.record import RecordLine, read_record
from consult.web.parts import parts

KEPT = timedelta(seconds=1)


def record() -> RecordLine | None:
    """Answer the line as it was no more than a second ago; nothing while the database, or the policy beside it, cannot
    be read: every page has this line, and none of them fails for it."""
    now = clock.now()
    at, line = current_app.extensions.get("consult_record", (None, None))
    if at is None or not timedelta() <= now - at < KEPT:
        line = _read(now)
        current_app.extensions["consult_record"] = now, line
    return line


def _read(now: datetime) -> RecordLine | None:
    try:
        with reading(parts().engine) as connection:
            return read_record(connection, parts().settings.instance, now)
    except (SQLAlchemyError, Busy, OSError):
        return None
