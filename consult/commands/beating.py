"""A web server's sign of life: one of its processes gives it for all of them, in a thread of its own and never within a
request. Each process compares the clocks of its machine and of the database meanwhile.

Whichever process wakes first writes; the others find a sign that is fresh and write nothing. A database that does not
answer, is busy or may only be read is asked again a minute later, and nobody who is served notices.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.backlog import MOST_APART, apart
from consult.db import Busy, Unsure, engine_of
from consult.settings import Settings
from consult.signs import Sign, give_for_all, own_version, take_back_server

SECONDS = 60.0
ENDING_SECONDS = 3.0
"""How long a server that has ended waits for the database to take its sign back."""
AWAY = (DBAPIError, Busy, Unsure, OSError)
log = logging.getLogger("consult.server")


class Beating:
    """One process of a web server, which sees to it that a sign of life is given every minute."""

    def __init__(
        self, engine: Engine, name: str, since: datetime, processes: Callable[[], int], ending: Callable[[], bool]
    ) -> None:
        """Keep of which server, since when it runs, and whom to ask of how many processes it is and whether it ends."""
        self.engine, self.name, self.since = engine, name, since
        self.processes, self.ending = processes, ending
        self.ended = threading.Event()
        self._failed = self._apart = False
        self._thread = threading.Thread(target=self._go_on, name="beating", daemon=True)

    def start(self) -> "Beating":
        """Begin in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Give no more signs; one that waits for the database is not waited for."""
        self.ended.set()

    def is_apart(self) -> bool:
        """Tell whether the clock was wrong when it was last looked at."""
        return self._apart

    def look(self, at: datetime) -> None:
        """Compare the clock, which reads `at`, with that of the database; what is found is told when it changes. One
        that does not answer says nothing of it."""
        try:
            between = apart(self.engine, at)
        except AWAY:
            return
        before, self._apart = self._apart, between > MOST_APART
        if self._apart and not before:
            log.error("The clocks of this machine and the database are %s apart; nothing is recorded here.", between)
        elif before and not self._apart:
            log.warning("The clocks of this machine and the database agree again.")

    def beat(self, at: datetime) -> bool:
        """Give a sign of life unless another process just did; tell whether this one wrote. Where it was not taken, the
        first time is told in a line."""
        sign = Sign(self.name, self.since, at, own_version(), max(1, self.processes()))
        try:
            written = give_for_all(self.engine, sign)
        except AWAY as fault:
            if not self._failed:
                log.warning("The sign of life of this server was not taken: %s.", type(fault).__name__)
            self._failed = True
            return False
        self._failed = False
        return written

    def _go_on(self) -> None:
        while not self.ended.is_set() and not self.ending():
            self.beat(clock.now())
            self.look(clock.now())
            self.ended.wait(SECONDS)


def forget_server(settings: Settings, name: str) -> None:
    """Take back the sign of a server whose processes have ended, for as long as that is worth waiting for."""
    thread = threading.Thread(target=_take_back, args=(settings, name), daemon=True)
    thread.start()
    thread.join(ENDING_SECONDS)


def _take_back(settings: Settings, name: str) -> None:
    engine = engine_of(settings)
    try:
        take_back_server(engine, name)
    except AWAY as fault:
        log.warning("The sign of life of this server stays, as a silent one: %s.", type(fault).__name__)
    finally:
        engine.dispose()
