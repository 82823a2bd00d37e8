"""The runner of migrations: bring a database up, write a revision, and compare a database with the tables declared.

Everything runs in one transaction that is undone when a step fails. Two programs that start at once take turns. On
SQLite foreign keys are off while tables are rebuilt and are checked before the commit.

A server that starts over a database that stands where it should only asks for that: the library, and the files of the
revisions, are loaded when there is something to do.
"""

import pkgutil
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, MetaData, delete, insert, select, text
from sqlalchemy.exc import OperationalError

from consult import models
from consult.db import Busy, gate, reading
from consult.i18n import _
from consult.indexing import build_ahead
from consult.models.base import metadata
from consult.models.leases import REVISION_BESIDE
from consult.models.lunar import INDEX, is_of_index
from consult.models.search import SEARCH_INDEX, is_of_search
from consult.models.triggers import missing_triggers
from consult.patience import lift

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
_TURN = 0x636F6E73756C74  # the name of the turn among PostgreSQL's advisory locks


LOCK_MILLISECONDS = 2000
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""How long the others get between two tries of a migration, in seconds."""
TRIED_AGAIN = frozenset({"55P03", "40P01"})
"""PostgreSQL's states of a lock that was not to be had, and of a deadlock."""
_STANDS_AT, _STANDS = "alembic_version", text("SELECT version_num FROM alembic_version")
_NAMED = re.compile(r'^(revision|down_revision)(?:: [^=\n]+)? = (?:"(\w+)"|None)$', re.MULTILINE)
"""How a file of a revision names itself and the one before it."""


class Ahead(Exception):
    """The database is at a later revision than this version knows, beside which this version must not work."""


class MigrationFailed(Exception):
    """A migration would leave rows that point nowhere; it was undone."""


def tables() -> MetaData:
    """Import every module of tables and return what they declare."""
    for module in pkgutil.iter_modules(models.__path__):
        import_module(f"{models.__name__}.{module.name}")
    return metadata


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to a revision, by default the newest; doing it twice changes nothing.

    On PostgreSQL a lock on a table is waited for briefly, since everybody else queues behind it meanwhile; the whole is
    tried again a little later, and Busy where it never comes.
    """
    for pause in PAUSES:
        try:
            return _upgrade(engine, to)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in TRIED_AGAIN:
                raise
            time.sleep(pause)
    raise Busy(_("A table was in use for too long; nothing was migrated."))


def _upgrade(engine: Engine, to: str) -> None:
    if to == "head":
        at = current(engine)
        if at == newest():
            return
        build_ahead(engine, _revisions(), at)
    from alembic import command

    with _migrating(engine) as connection:
        at = stands_at(connection)
        if at is not None and not _knows(at):
            _refuse_ahead(connection)
            return
        command.upgrade(_config(connection), to)
        if to == "head":
            _tell_beside(connection)


def serves(engine: Engine, revision: str | None) -> bool:
    """Tell whether a version that brings a revision can work with the database as it is: it stands there, or at a later
    one that lets this version go on."""
    with reading(engine) as connection:
        at = stands_at(connection)
        return at == revision or (revision is not None and revision in _beside(connection))


def beside(since: str | None) -> bool:
    """Tell whether every migration that this version brings after a revision lets earlier versions go on meanwhile."""
    return since is None or since == newest() or since in _named_beside()


def behind(revision: str | None) -> bool:
    """Tell whether a database that stands at a revision has migrations to come; an empty one and that of a later
    version have none."""
    return revision is not None and revision != newest() and _knows(revision)


def _knows(revision: str) -> bool:
    """Tell whether this version brings a revision."""
    return any(one.revision == revision for one in _revisions().walk_revisions())


def _refuse_ahead(connection: Connection) -> None:
    """Refuse to work beside a later version that does not let this one go on."""
    if newest() not in _beside(connection):
        raise Ahead(
            _(
                "The database was brought up by a later version, beside which this one cannot work. "
                "Install that version."
            )
        )


def _named_beside() -> list[str]:
    """Name the revisions before the newest whose versions may go on: each migration since says so of itself
    (`beside = True`), since it takes away and changes nothing that they know."""
    found = []
    for one in _revisions().walk_revisions():
        if not getattr(one.module, "beside", False):
            break
        found.append(str(one.down_revision))
    return found


def _tell_beside(connection: Connection) -> None:
    """Keep in the database which earlier versions may go on, since they know nothing of this one."""
    if not connection.dialect.has_table(connection, REVISION_BESIDE.name):
        return
    connection.execute(delete(REVISION_BESIDE))
    for revision in _named_beside():
        connection.execute(insert(REVISION_BESIDE).values(revision=revision))


def _beside(connection: Connection) -> set[str]:
    """Read which earlier versions may go on."""
    if not connection.dialect.has_table(connection, REVISION_BESIDE.name):
        return set()
    return set(connection.execute(select(REVISION_BESIDE.c.revision)).scalars())


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to a revision, "base" for none."""
    from alembic import command

    with _migrating(engine) as connection:
        command.downgrade(_config(connection), to)


def current(engine: Engine) -> str | None:
    """Return the revision of the database, or None before the first."""
    with reading(engine) as connection:
        return stands_at(connection)


def stands_at(connection: Connection) -> str | None:
    """Read at which revision a database stands."""
    if not connection.dialect.has_table(connection, _STANDS_AT):
        return None
    found: str | None = connection.execute(_STANDS).scalar_one_or_none()
    return found


def newest() -> str | None:
    """Return the newest revision that this version of the product brings: the one that no other follows. It is read in
    the text of the files; only where they are written in another way are they loaded."""
    named = [dict(_NAMED.findall(path.read_text())) for path in (MIGRATIONS / "versions").glob("[!_]*.py")]
    last = {one.get("revision") for one in named} - {one.get("down_revision") for one in named}
    if all(one.get("revision") and "down_revision" in one for one in named) and len(last) == 1:
        return last.pop()
    return _revisions().get_current_head()


def _revisions() -> "ScriptDirectory":
    """Give the revisions as the library reads them."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(MIGRATIONS))


def check(engine: Engine) -> list[str]:
    """Return every difference between the database and the tables and triggers declared; none is an empty list."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": compared})
        differences = [str(each) for each in compare_metadata(context, tables())]
        lost = (name for name in (INDEX, SEARCH_INDEX) if not connection.dialect.has_table(connection, name))
        differences += (_("The index %(name)s is missing.", name=name) for name in lost)
        return differences + [_("The trigger %(name)s is missing.", name=name) for name in missing_triggers(connection)]


def compared(name: str | None, kind: str, _parents: object) -> bool:
    """Say whether something of a database is compared with what is declared: the indices of the register and of
    words make tables of their own and are none of them, and so does a queue that lies in the same database."""
    apart = is_of_index(name) or is_of_search(name) or (name or "").startswith("huey_")
    return kind != "table" or not apart


def write_revision(engine: Engine, message: str) -> Path:
    """Write a new revision file from the differences between a database and the tables, and return its path."""
    from alembic import command

    with _migrating(engine) as connection:
        script: Any = command.revision(_config(connection), message, autogenerate=True)
        return Path(script.path)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection in the one transaction of a migration, alone on the database."""
    with engine.connect() as connection, _without_foreign_keys(connection), gate(engine).held(), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            lift(connection)
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
        yield connection
        _refuse_orphans(connection)


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Turn foreign keys off on SQLite for the length of the block; it cannot be done inside a transaction."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection: Connection) -> None:
    """Raise MigrationFailed if a rebuilt table of SQLite has rows that point nowhere."""
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        names = ", ".join(sorted({row[0] for row in orphans}))
        raise MigrationFailed(_("After the migration rows of these tables point nowhere: %(names)s.", names=names))
