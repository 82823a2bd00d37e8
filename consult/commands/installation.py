"""Open the installation that a command works on: its secret, its settings, its application, its database brought up."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EEXIST
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy import Engine

from consult import clock, create_app, migrate
from consult.carrying import absent_file, shown_address
from consult.db import engine_of, reading, writing
from consult.holiday_files import HolidayFileError, read_changes
from consult.i18n import _
from consult.log.configuration import record_configuration
from consult.lunar import register
from consult.refusals import Closed, Malformed, Unknown
from consult.settings import SECRET, Settings, SettingsError, create_secret, database_in
from consult.signs import SILENT, living
from workflows.instruments import InstrumentError, library

P = ParamSpec("P")
R = TypeVar("R")


class Refusal(click.ClickException):
    """What was asked is not possible now; the command leaves with 1."""

    exit_code = 1


FILES_OF_LAW = (InstrumentError, HolidayFileError)
"""Files that the law is read from; each error names file, line and reason."""
TELLING = ("CONSULT_SECRET_KEY", "DATABASE_URL", "CONSULT_QUEUE", "CONSULT_LOG_MEMORY")
"""Variables of the environment by which an installation is set up whose folder may still be empty."""
UNREADABLE = (*FILES_OF_LAW, SettingsError)
"""What an operator writes, and may have misspelt."""


class Unreadable(click.ClickException):
    """What was given cannot be taken; the command leaves with 2."""

    exit_code = 2


def load_settings() -> Settings:
    """Read the settings of the instance; a new instance gets its secret first."""
    try:
        if "CONSULT_SECRET_KEY" not in os.environ:
            create_secret(_folder())
    except OSError as error:
        raise _no_folder(error.filename, error.strerror) from None
    return _read()


def prepared_settings() -> Settings:
    """Read the settings of an installation whose database is yet to come: somebody has put its settings, its secret or
    the key of its log into the folder, or the environment tells of it. Any other folder is refused, and nothing is
    made there."""
    folder = _folder()
    _require_begun(folder, told=any(name in os.environ for name in TELLING) or (folder / "signer").is_dir())
    if folder.exists() and os.geteuid() == 0 and (owner := owner_of(folder)) != 0:
        says = _(
            "%(folder)s belongs to another user (%(owner)s), who could not use what root puts there: ask as that one."
        )
        raise Refusal(says % {"folder": folder, "owner": owner})
    return load_settings()


def owner_of(folder: Path) -> int:
    """Give the number of the user to whom a folder belongs."""
    return folder.stat().st_uid


def present_settings() -> Settings:
    """Read the settings of an installation that is there, for a command that asks or keeps; where there is none it is
    refused, and nothing is made."""
    _require_begun(_folder(), told="CONSULT_SECRET_KEY" in os.environ)
    settings = _read()
    if (path := absent_file(settings.database_url)) is not None:
        raise Unreadable(_("%(path)s: there is no database.", path=path))
    return settings


def secret_path() -> Path:
    """Say where the installation keeps its secret, where the environment does not name it."""
    return _folder() / SECRET


def _require_begun(folder: Path, *, told: bool) -> None:
    """Refuse a folder in which nothing of an installation lies, unless it is told of otherwise."""
    own = (folder / SECRET, folder / "config.toml", Path(database_in(folder).removeprefix("sqlite:///")))
    try:
        began = told or any(path.exists() for path in own)
    except OSError as error:
        raise _no_folder(folder, error.strerror) from None
    if folder.is_file():
        raise _no_folder(folder, os.strerror(EEXIST))
    if not began:
        raise _absent(folder)


def _folder() -> Path:
    return Path(os.environ.get("CONSULT_INSTANCE", "instance")).absolute()


def _read() -> Settings:
    try:
        return Settings.load()
    except SettingsError as error:
        raise Unreadable(str(error)) from None


def _no_folder(path: object, why: str | None) -> Unreadable:
    return Unreadable(_("%(path)s cannot be the folder of an installation: %(why)s.", path=path, why=why))


def _absent(folder: Path) -> Unreadable:
    return Unreadable(_("%(path)s: there is no installation here.", path=folder))


def open_application() -> Flask:
    """Join the application over an installation that is there, whose database stands where this version wants it: a
    command that was asked for something else migrates none, beside which others may be at work."""
    settings = present_settings()
    bring_up(settings, begins=False, migrates=False)
    return create_app(settings)


def beginning(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command begin an installation where there is none, and say so; others refuse."""

    @wraps(command)
    def begun(*args: P.args, **named: P.kwargs) -> R:
        bring_up(load_settings(), migrates=False)
        return command(*args, **named)

    return begun


def bring_up(settings: Settings, *, begins: bool = True, migrates: bool = True, stopped: bool = False) -> None:
    """Migrate the database of an instance whose tables of law can be read, and enter in its log what was changed in the
    installation's own files; doing it twice changes nothing. That an installation begins here is said; where none may,
    a database without tables is refused, and where none is migrated, one that stands behind this version. None is
    migrated under a process of an earlier version that must not go on beside it, unless all are said to be `stopped`.

    What is derived of the register is made anew after a migration, since its form may be another one now.
    """
    _require_readable(settings.instance)
    engine = engine_of(settings)
    try:
        before = migrate.current(engine)
        if before is None:
            _tell_that_it_begins(settings, may=begins)
        elif migrate.behind(before):
            _require_that_it_may_be_migrated(engine, before, migrates=migrates, stopped=stopped)
        migrate.upgrade(engine)
        if before not in (None, migrate.current(engine)):
            with writing(engine) as connection:
                register.rebuild(connection)
        record_configuration(engine, settings.instance, clock.now())
    except migrate.Ahead as ahead:
        raise Refusal(str(ahead)) from None
    finally:
        engine.dispose()


def _tell_that_it_begins(settings: Settings, *, may: bool) -> None:
    """Say where an installation begins, or refuse where none may."""
    if not may:
        raise _absent(settings.instance)
    where = {"folder": settings.instance, "database": shown_database(settings)}
    click.echo(_("An installation begins in %(folder)s; its record lies in %(database)s.", **where), err=True)


def _require_that_it_may_be_migrated(engine: Engine, at: str, *, migrates: bool, stopped: bool) -> None:
    """Refuse to migrate where that was not asked for, and under processes that must not go on meanwhile."""
    if not migrates:
        raise _behind(at)
    if stopped or migrate.beside(at):
        return
    if names := at_work(engine):
        raise _beside(names)


def _behind(at: str | None) -> Refusal:
    """Word that a database has to be migrated first, by a command that is there for it."""
    says = _(
        "The database is at revision %(at)s, and this version brings %(newest)s: this command does not migrate it. See "
        "consult upgrade --look, then run consult upgrade.",
        at=at,
        newest=migrate.newest(),
    )
    return Refusal(says)


def at_work(engine: Engine) -> tuple[str, ...]:
    """Name the servers and workers that gave a sign of life recently, on whatever machine."""
    with reading(engine) as connection:
        return living(connection, clock.now())


def _beside(names: Sequence[str]) -> Refusal:
    """Say who is still at work, and how to go on."""
    says = _(
        "Nothing was migrated: these gave a sign of life within the last %(minutes)s minutes: %(names)s. Stop them and "
        "try again. A process that was killed does not take its sign back: once all are stopped, wait "
        "as long, or run consult upgrade --stopped.",
        minutes=int(SILENT.total_seconds() // 60),
        names=", ".join(names),
    )
    return Refusal(says)


def shown_database(settings: Settings) -> str:
    """Name the database of an installation: a file by its path, a server by its address without any password.
    SettingsError where it is none."""
    engine = engine_of(settings)
    engine.dispose()
    return shown_address(engine.url)


def _require_readable(instance: Path) -> None:
    """Refuse to begin over a file of instruments or holidays that cannot be read: an act would find it too late."""
    try:
        library()
        for file in sorted((instance / "holidays").glob("*.toml")):
            read_changes(file, file.stem, complete=False)
    except FILES_OF_LAW as fault:
        raise Unreadable(str(fault)) from None


@contextmanager
def refusals_as_sentences(unknown: str) -> Iterator[None]:
    """Turn the product's refusals into sentences; `unknown` is what to say of a record that does not exist."""
    try:
        yield
    except Unknown:
        raise Refusal(unknown) from None
    except Closed as error:
        raise Refusal(error.sentence) from None
    except Malformed as error:
        lines = "\n".join(f"  {field}: {sentence}" for field, sentence in error.fields.items())
        raise Unreadable(_("this cannot be recorded") + f"\n{lines}") from None
