"""`consult migrate-database`: the record of an installation, from one database into another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from consult import clock, migrate
from consult.backlog import backlog
from consult.carrying import NotCarried, absent_file, carry, place_of
from consult.commands.installation import Refusal, Unreadable
from consult.db import Busy, make_engine, reading, writing
from consult.docket import relisting
from consult.docket.replaying import Openings, replay_cases
from consult.i18n import _
from consult.log.findings import Findings
from consult.log.status import read_status
from consult.log.verify import Report, verify
from consult.lunar import register

STOPPED = timedelta(minutes=1)
"""After which a worker that gave no sign of life is taken to have stopped."""


@click.command("migrate-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate_database(source: str, target: str) -> None:
    """Carry the record from the database FROM into the empty database TO, both given as addresses
    (sqlite:///PATH, postgresql://…), and verify the log at both ends.

    Nothing is changed in FROM. The installation is stopped meanwhile; afterwards `database_url` names TO.
    """
    _require_there(source, target)
    with _opened(source) as old, _opened(target) as new:
        _require_ready(old)
        migrate.upgrade(new)
        before = _verified(old, _("The log that is to be carried"), lists=False)  # they are not carried
        try:
            with writing(old), reading(old) as from_here, writing(new) as into:
                done = carry(from_here, into)
                register.rebuild(into)
                relisting.rebuild(into)
        except (NotCarried, Busy) as refusal:
            raise Refusal(str(refusal)) from None
        after = _verified(new, _("The log that arrived"))
        if not before.size == after.size == _size(old) or before.root != after.root:
            raise Refusal(
                _("The log grew while it was carried: stop the installation and begin again with an empty database.")
            )
    click.echo(_("%(rows)s rows of %(tables)s tables, each as it left.", rows=done.rows, tables=done.tables))
    click.echo(_("%(size)s entries of the log, verified and replayed at both ends.", size=after.size))
    click.echo(_("Name the new database as database_url in config.toml, or in DATABASE_URL, and start again."))


def _require_there(source: str, target: str) -> None:
    """Refuse the address of a file that is not there, before it is made by opening it, and one database for both ends,
    however it is written."""
    if path := absent_file(source):
        raise Unreadable(_("FROM: there is no file %(path)s.", path=path))
    if place_of(source) is not None and place_of(source) == place_of(target):
        raise Unreadable(_("FROM and TO are the same database."))


@contextmanager
def _opened(address: str) -> Iterator[Engine]:
    """Open a database by its address; what cannot be reached is told as it is."""
    try:
        engine = make_engine(address)
    except (ArgumentError, ValueError):
        raise Unreadable(
            _("%(given)s is no address of a database: sqlite:///PATH or postgresql://…", given=address)
        ) from None
    try:
        yield engine
    except DBAPIError as fault:
        raise Unreadable(_("The database cannot be used: %(why)s", why=str(fault.orig).strip())) from None
    finally:
        engine.dispose()


def _size(engine: Engine) -> int:
    """Read how far a log has come."""
    with reading(engine) as connection:
        return read_status(connection).size


def _require_ready(engine: Engine) -> None:
    """Refuse a database that holds nothing of this version, or one whose workers are at work."""
    if migrate.current(engine) != migrate.newest():
        raise Refusal(_("FROM is not at the revision of this version: start this version over it once, then stop it."))
    now = clock.now()
    with reading(engine) as connection:
        signs = backlog(connection, now).workers
    working = [sign.name for sign in signs if now - sign.at < STOPPED]
    if working:
        raise Refusal(
            _("This installation is running (%(names)s): stop it, and wait a minute.", names=", ".join(working))
        )


def _verified(engine: Engine, what: str, *, lists: bool = True) -> Report:
    """Recompute a log and every case from it; refuse one in which something is found, the `lists` of parties too."""
    with reading(engine) as connection:
        report = verify(connection, replay=Openings(connection))
        cases = Findings()
        cases.add(replay_cases(connection, lists=lists))
    if report.count + cases.count:
        found = [*report.findings, *cases.kept][0].sentence
        raise Refusal(_("%(what)s is not as it must be: %(found)s", what=what, found=found))
    return report
