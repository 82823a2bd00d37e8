"""Open the installation that a command works on: its secret, its settings, its application, its database brought up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from consult import clock, create_app, migrate
from consult.db import engine_of, writing
from consult.holiday_files import HolidayFileError, read_changes
from consult.i18n import _
from consult.log.configuration import record_configuration
from consult.lunar import register
from consult.refusals import Closed, Malformed, Unknown
from consult.settings import Settings, SettingsError, create_secret
from workflows.instruments import InstrumentError, library


class Refusal(click.ClickException):
    """What was asked is not possible now; the command leaves with 1."""

    exit_code = 1


UNREADABLE = (InstrumentError, HolidayFileError)
"""Files that the law is read from; each error names file, line and reason."""


def without_database(fault: Exception) -> str | None:
    """Say that no connection to the database could be had, where a fault means that; None for any other."""
    if isinstance(fault, OperationalError) and fault.statement is None:
        return _("The database does not answer: %(why)s", why=fault.orig)
    return None


class Unreadable(click.ClickException):
    """What was given cannot be taken; the command leaves with 2."""

    exit_code = 2


def load_settings() -> Settings:
    """Read the settings of the instance; a new instance gets its secret first."""
    try:
        if "CONSULT_SECRET_KEY" not in os.environ:
            create_secret(Path(os.environ.get("CONSULT_INSTANCE", "instance")).absolute())
    except OSError as error:
        why = _("%(path)s cannot be the folder of an installation: %(why)s.", path=error.filename, why=error.strerror)
        raise Unreadable(why) from None
    try:
        return Settings.load()
    except SettingsError as error:
        raise Unreadable(str(error)) from None


def open_application() -> Flask:
    """Join the application over the instance, with its database brought up to this version."""
    settings = load_settings()
    bring_up(settings)
    return create_app(settings)


def bring_up(settings: Settings) -> None:
    """Migrate the database of an instance whose tables of law can be read, and enter in its log what was changed in the
    installation's own files; doing it twice changes nothing.

    What is derived of the register is made anew after a migration, since its form may be another one now.
    """
    _require_readable(settings.instance)
    engine = engine_of(settings)
    before = migrate.current(engine)
    try:
        migrate.upgrade(engine)
    except migrate.Ahead as ahead:
        raise Refusal(str(ahead)) from None
    if before not in (None, migrate.current(engine)):
        with writing(engine) as connection:
            register.rebuild(connection)
    record_configuration(engine, settings.instance, clock.now())
    engine.dispose()


def _require_readable(instance: Path) -> None:
    """Refuse to begin over a file of instruments or holidays that cannot be read: an act would find it too late."""
    try:
        library()
        for file in sorted((instance / "holidays").glob("*.toml")):
            read_changes(file, file.stem, complete=False)
    except UNREADABLE as fault:
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
