"""Taking a file that was made: by its own party alone, as long as it may read all of it, and entered in the log."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.own import Own, record
from consult.models.logbook import AUDIT_ENTRY
from consult.outputs.keeping import OutputStore
from consult.outputs.makers import Maker
from consult.outputs.rows import READY
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer

Writing = Callable[[], AbstractContextManager[Connection]]


def require_covered(by: Standing, row: Any, maker: Maker) -> None:
    """Refuse as unknown a file that holds more than the mandate of whoever asks for it covers."""
    if not maker.covers(row.question, Viewer.of(by)):
        raise Unknown


def take(
    connection: Connection, writing: Writing, by: Standing, row: Any, maker: Maker, store: OutputStore, at: datetime
) -> Path:
    """Give the place of a file, once it is entered that it was taken. Unknown for whoever may not have all of it;
    Closed where it is not ready, or its party may not read the same any more. The connection is not read from after."""
    require_covered(by, row, maker)
    if row.state != READY or row.digest is None or row.expires_at <= at:
        raise Closed(_("This file is not ready, or no longer there. Ask for it anew."))
    if _erased_since(connection, row) or not maker.holds(connection, row.question, row.told):
        raise Closed(
            _("What your party may read of this has changed since the file was made. Remove it and ask for it anew.")
        )
    place = store.open(row.digest)
    body = {"what": row.what, "output": row.key, **row.told, "sha256": row.digest}
    with writing() as entry:
        record(entry, Own("export", by.party_key, body, at, by=by.hand, person=by.names))
    return place


def _erased_since(connection: Connection, row: Any) -> bool:
    """Say whether anything was erased from the record after a file was asked for."""
    query = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "erasure", AUDIT_ENTRY.c.recorded_at >= row.asked_at)
    return connection.execute(query.limit(1)).first() is not None
