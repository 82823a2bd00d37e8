"""The database: its revision, whether it is what is declared, whether it is whole, whether it keeps what it took."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from consult import migrate
from consult.db import Busy, reading
from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.log.halves import half_acts, remedy

PART = "database"
LEAST_POSTGRES = 140000
LEAST_SQLITE = (3, 37, 0)
HERE = ("", "localhost", "127.0.0.1", "::1")
KEEPING = {"fsync": "on", "full_page_writes": "on"}
"""Settings of PostgreSQL without which a power failure takes what was acknowledged."""


def examine_database(engine: Engine) -> Iterator[Finding]:
    """Look at the database, or say that it does not answer."""
    try:
        yield _revision(engine)
        yield from _whole(engine) if engine.dialect.name == "sqlite" else _server(engine)
        yield from _halves(engine)
    except (DBAPIError, Busy) as fault:
        why = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        says = _("The database does not answer: %(why)s", why=why)
        yield wrong(PART, says, _("Start it, or mend database_url or DATABASE_URL."))


def examine_revision(engine: Engine) -> Iterator[Finding]:
    """Look at the revision alone, which is read from one row."""
    try:
        yield _revision(engine, thorough=False)
    except (DBAPIError, Busy):
        return  # whoever asks has found that out


def _revision(engine: Engine, *, thorough: bool = True) -> Finding:
    at, newest = migrate.current(engine), migrate.newest()
    if at != newest and migrate.serves(engine, newest):
        says = _("The database is at revision %(at)s of a later version, which lets this one go on meanwhile.", at=at)
        return look(PART, says, _("Install the later version here too."))
    if at != newest:
        says = _("The database is at revision %(at)s; this version brings %(newest)s.", at=at or "-", newest=newest)
        return wrong(PART, says, _("Take a backup, then run consult upgrade."))
    if thorough and (differences := migrate.check(engine)):
        says = _("The database is not what is declared: %(first)s", first=differences[0])
        return wrong(PART, says, _("Restore a backup: somebody changed tables or triggers by hand."))
    return sound(PART, _("The database is at this version's revision, %(at)s.", at=at))


def _whole(engine: Engine) -> Iterator[Finding]:
    """Ask SQLite whether its pages and references are whole, and how it keeps what it took."""
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        says = _("SQLite %(version)s is older than what is tried here.", version=sqlite3.sqlite_version)
        yield look(PART, says, _("Install a Python with a newer one."))
    with reading(engine) as connection:
        faults = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check(5)") if row[0] != "ok"]
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    if faults or lost:
        says = _("The database is damaged: %(what)s", what=faults[0] if faults else lost)
        yield wrong(PART, says, _("Stop the server, keep this file, and restore a backup."))
    elif str(journal).lower() != "wal":
        says = _("The database writes its journal as %(mode)s, not ahead.", mode=journal)
        yield wrong(PART, says, _("Put it on a local disk: on a network share it cannot."))
    else:
        yield sound(PART, _("SQLite %(version)s; pages and references are whole.", version=sqlite3.sqlite_version))


def _halves(engine: Engine) -> Iterator[Finding]:
    """Name the first act that stands in a case and not in the log, if there is one."""
    with reading(engine) as connection:
        first = next(half_acts(connection), None)
    if first is not None:
        yield wrong(PART, first.sentence, remedy())


def _server(engine: Engine) -> Iterator[Finding]:
    """Ask PostgreSQL for its version, how it keeps what it took, and as whom one is there."""
    with reading(engine) as connection:
        shown = {
            name: str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
            for name in (*KEEPING, "server_version_num", "server_version", "synchronous_commit", "server_encoding")
        }
        may_all = connection.exec_driver_sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").scalar_one()
        sealed = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar()
    faults = [*_keeping(shown), *_access(engine, bool(may_all), bool(sealed))]
    yield from faults
    if not faults:
        yield sound(PART, _("PostgreSQL %(version)s keeps what it took.", version=shown["server_version"]))


def _keeping(shown: dict[str, str]) -> Iterator[Finding]:
    if int(shown["server_version_num"]) < LEAST_POSTGRES:
        says = _("PostgreSQL %(version)s is older than what is tried here.", version=shown["server_version"])
        yield wrong(PART, says, _("Use version %(least)s or later.", least=LEAST_POSTGRES // 10000))
    if shown["server_encoding"] != "UTF8":
        says = _("The database is written in %(encoding)s.", encoding=shown["server_encoding"])
        yield wrong(PART, says, _("Make it anew in UTF8: names of States do not fit otherwise."))
    off = [name for name, wanted in KEEPING.items() if shown[name] != wanted]
    if shown["synchronous_commit"] in ("off", "local"):
        off.append("synchronous_commit")
    if off:
        says = _("The server may lose what it acknowledged: %(names)s.", names=", ".join(off))
        yield wrong(PART, says, _("Set them to on in postgresql.conf, and reload it."))


def _access(engine: Engine, may_all: bool, sealed: bool) -> Iterator[Finding]:
    if may_all:
        says = _("The program is a superuser of the database server.")
        yield look(PART, says, _("Give it a role of its own that owns this database and no more."))
    if make_url(engine.url).host not in (None, *HERE) and not sealed:
        says = _("The way to the database server is not sealed.")
        yield wrong(PART, says, _("Add sslmode=verify-full to database_url."))
