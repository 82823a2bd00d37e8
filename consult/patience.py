"""How long this machine waits for PostgreSQL to say anything at all.

The server ends what takes too long by itself, as long as it does anything: one that hangs (its disk, its processes)
holds its connections open, says nothing, and would keep every thread that asks it for as long as that lasts. So each
wait ends here too, a little after the server would have ended it, and the connection with it: nobody knows what is on
its way there. One that has rested in the pool is asked first whether it lives, and gets a few seconds for that.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, event

AFTER_SECONDS = 5.0
"""How much later than the server this machine gives a statement up."""
ALIVE_SECONDS = 5.0
"""How long a connection that has rested may take to say that it lives."""
LOOKS_AGAIN = 0.1
"""How often the driver looks up while it waits, as it does by itself."""
SENTENCE = "the server did not answer in time"


def be_patient(engine: Engine, statement_seconds: float) -> None:
    """Bound every wait of an engine on PostgreSQL whose statements may take so many seconds; 0: for any time."""
    most = statement_seconds + AFTER_SECONDS if statement_seconds else None

    def join(_dialect: object, _record: object, given: Any, named: Any) -> Any:
        return _kind().connect(*given, **named)

    def lend(driver: Any, _record: object, _lent: object) -> None:
        driver.patience = most

    def take_back(driver: Any, _record: object) -> None:
        if driver is not None:
            driver.patience = ALIVE_SECONDS

    event.listen(engine, "do_connect", join)
    event.listen(engine, "checkout", lend)
    event.listen(engine, "checkin", take_back)


def connect(address: str, seconds: float, **how: Any) -> Any:
    """Open a connection that belongs to no engine, and on which a statement may take so many seconds."""
    made = _kind().connect(address, **how)
    made.patience = seconds + AFTER_SECONDS
    return made


def lift(connection: Connection) -> None:
    """Let what is asked next take any time, until the connection is given back: with the server's own bound."""
    driver: Any = connection.connection.driver_connection
    driver.patience = None


@cache
def _kind() -> Any:
    """Make the kind of connection that is bounded, once; whoever keeps everything in files need not have the driver."""
    import psycopg
    from psycopg.errors import _WaitTimeout

    class Patient(psycopg.Connection[Any]):
        """A connection of the driver that waits no longer than its patience."""

        patience: float | None = ALIVE_SECONDS + AFTER_SECONDS

        def wait(self, gen: Any, interval: float = LOOKS_AGAIN, timeout: float | None = None) -> Any:
            """Wait as the driver does, and close the connection where that takes too long; where the driver itself
            says how long, it knows what to do."""
            if timeout is not None:
                return super().wait(gen, interval, timeout)
            try:
                return super().wait(gen, interval, self.patience)
            except _WaitTimeout:
                self.close()
                raise psycopg.OperationalError(SENTENCE) from None

    return Patient
