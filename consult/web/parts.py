"""The parts that the web finds in the running application: settings, engine, passwords, one reader a request."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import cast

from flask import Flask
from sqlalchemy import Connection, Engine

from consult import db
from consult.accounts import Breached, Passwords
from consult.accounts.providers import tokens
from consult.accounts.providers.fetching import Outside
from consult.docket import Docket
from consult.documents import stores_of
from consult.i18n import _
from consult.log.reads import Reads, draw_from
from consult.people.lasting import require_lasting
from consult.settings import Settings, SettingsError
from consult.web.at_hand import kept, this_app
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """What `create_app` joined."""

    settings: Settings
    engine: Engine
    passwords: Passwords
    docket: Docket
    outside: Outside | None
    """The door to parties' identity providers; None where the operator has not opened it."""


def join(app: Flask, settings: Settings) -> Parts:
    """Make the parts once for an application, and close each request's reader when it ends."""
    engine = db.engine_of(settings)
    docket = Docket(engine, settings.instance, settings.procedures, host=settings.host_name, exercise=settings.exercise)
    stores_of(settings)  # what they need is there, or nothing starts
    made = Parts(settings, engine, passwords_of(settings), docket, outside_of(settings))
    app.extensions["consult"] = made
    app.teardown_appcontext(close_reader)
    return made


def passwords_of(settings: Settings) -> Passwords:
    """Make the passwords of an installation; refuse to start where its list of known ones cannot be searched."""
    try:
        return Passwords(settings.hashing, Breached(settings.breached))
    except (OSError, ValueError) as fault:
        raise SettingsError(_("[sign_in] breached: %(fault)s", fault=fault)) from fault


def outside_of(settings: Settings) -> Outside | None:
    """Open the door to identity providers where the settings say so; refuse to start without the library for it."""
    if not settings.identity.enabled:
        return None
    if not tokens.is_installed():
        raise SettingsError(
            _("[identity] enabled: its library is not installed; `make setup` installs it, and the image has it.")
        )
    return Outside(settings.identity)


def parts() -> Parts:
    """Answer the parts of the running application."""
    return cast(Parts, this_app().extensions["consult"])


def reader() -> Connection:
    """Answer this request's connection for reading: one snapshot, opened when first asked for."""
    here = kept()
    if "reader" not in here:
        here.reader_stack = ExitStack()
        here.reader = draw_from(here.reader_stack.enter_context(db.reading(parts().engine)), reads())
    return cast(Connection, here.reader)


def reads() -> Reads:
    """Answer which papers of level C3 or above this request's answer was drawn from so far."""
    here = kept()
    if "reads" not in here:
        here.reads = Reads()
    return cast(Reads, here.reads)


def forget_reads() -> None:
    """Keep nothing of what was read for an answer that is not given."""
    kept().pop("reads", None)
    close_reader()


@contextmanager
def writing() -> Iterator[Connection]:
    """Give a connection in one gated transaction; the request's older snapshot is closed before it. Closed (409) where
    the standing of whoever asks ended since it was read."""
    close_reader()
    with db.writing(parts().engine) as connection:
        if (by := kept().get("standing")) is not None:
            require_lasting(connection, by)
        yield connection


def recording() -> Docket:
    """Answer the docket to whoever is about to write by it. The request's snapshot is closed before it waits for its
    turn: while old snapshots are open SQLite cannot begin its log anew, and looks again with every commit."""
    close_reader()
    return parts().docket


def close_reader(_error: BaseException | None = None) -> None:
    """Close this request's reader, if there is one; the next one sees what was written meanwhile. One whose connection
    broke is over already."""
    here = kept()
    stack: ExitStack | None = here.pop("reader_stack", None)
    here.pop("reader", None)
    if stack is not None:
        with suppress(db.Lost):
            stack.close()
