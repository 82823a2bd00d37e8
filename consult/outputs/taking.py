"""Taking a file that was made: by its own party alone, as long as it may read all of it, and entered in the log."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Connection, insert, select

from consult.i18n import _
from consult.log.chain import lock_chain, open_chain
from consult.log.own import Own, record
from consult.log.reads import hour_of
from consult.models.logbook import AUDIT_ENTRY
from consult.models.outputs import OUTPUT_TAKEN
from consult.outputs.keeping import OutputStore
from consult.outputs.makers import Maker
from consult.outputs.rows import READY
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer

Writing = Callable[[], AbstractContextManager[Connection]]


def require_covered(by: Standing, row: Any, maker: Maker) -> None:
    """Refuse as unknown a file that holds more than the mandate of whoever asks for it covers, and one that is another
    person's own."""
    if not may_have(by, row, maker):
        raise Unknown


def may_have(by: Standing, row: Any, maker: Maker) -> bool:
    """Say whether somebody may have all that a file of the own party may hold; what is kept of a person is for that
    person alone, signed in."""
    personal = row.question.get("personal")
    is_own = personal is None or (personal == by.person_id == row.person_id and by.through is None)
    return is_own and maker.covers(row.question, Viewer.of(by))


def take(
    connection: Connection, writing: Writing, by: Standing, row: Any, maker: Maker, store: OutputStore, at: datetime
) -> IO[bytes]:
    """Give a file, once it is entered that it was taken. Raises what `file_of` does; the connection is not read from
    after."""
    file = file_of(connection, by, row, maker, store, at)
    try:
        with writing() as entry:
            _enter(entry, by, row, at)
    except BaseException:
        file.close()
        raise
    return file


def file_of(
    connection: Connection, by: Standing, row: Any, maker: Maker, store: OutputStore, at: datetime
) -> IO[bytes]:
    """Find a file that is about to be taken, to be closed by whoever asked. Unknown for whoever may not have all of it;
    Closed where it is not ready, or its party may not read the same any more."""
    require_covered(by, row, maker)
    if row.state != READY or row.digest is None or row.expires_at <= at:
        raise Closed(_("This file is not ready, or no longer there. Ask for it anew."))
    if _erased_since(connection, row) or not maker.holds(connection, row.question, row.told):
        raise Closed(
            _("What your party may read of this has changed since the file was made. Remove it and ask for it anew.")
        )
    return store.open(row.digest)


def enter_once(connection: Connection, by: Standing, row: Any, at: datetime) -> None:
    """Enter that a file is taken in pieces: once for a person, a token, a file and an hour."""
    lock_chain(connection, open_chain(connection, "party", party=by.party_key))  # a second request waits here
    through = by.through.handle if by.through else ""
    of = {"key": row.key, "person_id": by.person_id, "through": through, "hour": hour_of(at)}
    query = select(OUTPUT_TAKEN.c.id).where(*(OUTPUT_TAKEN.c[name] == value for name, value in of.items()))
    if connection.execute(query).first() is None:
        seq = _enter(connection, by, row, at)
        connection.execute(insert(OUTPUT_TAKEN).values({**of, "seq": seq}))


def _enter(connection: Connection, by: Standing, row: Any, at: datetime) -> int:
    body = {"what": row.what, "output": row.key, **row.told, "sha256": row.digest}
    return record(connection, Own("export", by.party_key, body, at, by=by.hand, person=by.names)).seq


def _erased_since(connection: Connection, row: Any) -> bool:
    """Say whether anything was erased from the record after a file was asked for."""
    query = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "erasure", AUDIT_ENTRY.c.recorded_at >= row.asked_at)
    return connection.execute(query.limit(1)).first() is not None
