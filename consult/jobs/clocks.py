"""Whether the clock of a worker can be relied upon: compared with that of the database, where that is another machine.

What the clock records cannot be taken back, so a worker whose clock is wrong records nothing and reminds nobody, until
the two agree. A file has no clock of its own; there the machine's is the only one.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from consult.db import reading

MOST_APART = timedelta(minutes=1)


def apart(engine: Engine, at: datetime) -> timedelta:
    """Give how far an instant lies from that of the database, either way; nothing where that is a file."""
    if engine.dialect.name != "postgresql":
        return timedelta()
    with reading(engine) as connection:
        there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return abs(there - at)
