"""Which statements PostgreSQL keeps prepared on a connection, so that it need not plan them anew each time.

The driver forgets all that it has prepared with every ROLLBACK, and a transaction that has only read used to end with
one: each of the thirty statements of a filing was then planned again, for longer than it ran. So one that ended well is
committed. A fixed statement goes by keys, for which one plan is as good as another, and is prepared at its first use.
What a list finds hangs on who asks and for what, and a plan that is made for anybody could be far worse: what is read
by any other statement is planned for its values.
"""

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection

AFTER, NEVER = 5, 2**31
"""How often a statement is executed before the driver prepares it: while writing, as the driver has it, and reading."""


def lend(driver: Any) -> None:
    """Let a connection that is lent prepare what it does often."""
    driver.prepare_threshold = AFTER


def read(connection: Connection) -> None:
    """Prepare nothing but fixed statements until the connection is given back."""
    driver: Any = connection.connection.dbapi_connection
    driver.prepare_threshold = NEVER


def end(connection: Connection) -> None:
    """End a transaction that has read and met no fault, so that what is prepared stays. What was read is read, also
    where the connection breaks now; where it broke before, or the transaction failed, giving it back undoes it."""
    if connection.invalidated:
        return
    driver: Any = connection.connection.dbapi_connection
    if driver.info.transaction_status.name != "INTRANS":
        return
    dialect: Any = connection.dialect
    with suppress(dialect.loaded_dbapi.Error):
        driver.commit()
