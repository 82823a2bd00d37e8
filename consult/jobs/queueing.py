"""Where the queue of background work lies: a file of the installation, a PostgreSQL database, or a Redis server.

The queue carries numbers and may be lost at any moment; what is to be done stands in the tables. A store that several
machines share can be written by others, and what a queue holds is unpickled: so each message there is signed with a key
that is derived from the installation's secret, and each installation has a queue of its own name. A store elsewhere is
asked when something is put there or taken, not before: work is begun and done while it is away.
"""

import hmac
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consult import patience
from consult.db import unsaid
from consult.i18n import _
from consult.settings import Settings, SettingsError

if TYPE_CHECKING:  # it loads the libraries of all its stores: only where work is done
    from huey import Huey

FILE = "jobs.sqlite"
EMBEDDED = "sqlite"
CONNECT_SECONDS = 5
"""How long a queue on PostgreSQL is waited for, where its address does not say."""
WAITS_SECONDS = 5
"""How long one that is there may take over a statement, or over a table that others keep: whoever ticks waits."""
POSTGRESQL = ("postgresql://", "postgres://")
_NO_DATABASE = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
log = logging.getLogger("consult.jobs")


def open_queue(settings: Settings) -> "Huey":
    """Open the queue of an installation, without results, since the tables hold those; SettingsError for an address
    that names no store, or one whose library is not installed."""
    from huey import RedisHuey
    from huey.exceptions import ConfigurationError

    address = settings.jobs.queue
    if address == EMBEDDED:
        return _in_file(settings.instance / FILE)
    try:
        if address.startswith(POSTGRESQL):
            return _on_postgresql(address, settings)
        if settings.jobs.redis:
            return RedisHuey(url=address, **_shared(settings))
    except (ConfigurationError, ImportError):
        raise SettingsError(_("jobs.queue: the library for this store is not installed here.")) from None
    raise SettingsError(_("jobs.queue: write sqlite, or an address that begins with postgresql:// or redis://."))


def _in_file(path: Path) -> "Huey":
    """Open a queue in a file; make it anew where it is no database any more."""
    from huey import SqliteHuey

    try:
        return SqliteHuey("consult", filename=str(path), results=False)
    except sqlite3.DatabaseError as fault:
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF not in _NO_DATABASE:
            raise
        log.error("The queue %s is damaged (%s) and made anew; what it held is asked for again.", path, fault)
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    return SqliteHuey("consult", filename=str(path), results=False)


def _on_postgresql(address: str, settings: Settings) -> "Huey":
    """Open a queue in a PostgreSQL database, whose tables are made, where they are not there, with each connection."""
    from huey import PostgresHuey

    def connect() -> Any:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        said = conninfo_to_dict(address)
        waits = {"connect_timeout": said.get("connect_timeout", CONNECT_SECONDS)}
        connection = patience.connect(address, WAITS_SECONDS, autocommit=True, **unsaid(said) | waits)
        try:
            for limit in ("lock_timeout", "statement_timeout"):
                connection.execute(f"SET {limit} = '{WAITS_SECONDS}s'")
            for statement in queue.storage.ddl:
                connection.execute(statement)
        except psycopg.Error:
            connection.close()
            raise
        return connection

    queue = PostgresHuey(connection=connect, create_tables=False, **_shared(settings))
    return queue


def _shared(settings: Settings) -> dict[str, Any]:
    """Give what a store that others may reach needs: a name of the installation's own, and signed messages."""
    from huey.serializer import SignedSerializer

    key = hmac.digest(settings.secret_key.encode(), b"consult: queue of background work", "sha256").hex()
    signed = SignedSerializer(secret=key, salt="consult jobs")
    return {"name": f"consult{key[:12]}", "results": False, "serializer": signed}
