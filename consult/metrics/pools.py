"""How many connections to the database are in use, told whenever one is taken or given back."""

from sqlalchemy import Engine, event

from consult.db import pools
from consult.figures import POOL_IN_USE, POOL_MOST, note


def watch_pool(engine: Engine, size: int) -> None:
    """Tell of the pools of an engine from now on. Each holds so many connections, and as many again for a moment."""
    of_engine = pools(engine)
    for pool in of_engine:
        event.listen(pool, "checkout", lambda *_given: note(POOL_IN_USE, 1))
        event.listen(pool, "checkin", lambda *_given: note(POOL_IN_USE, -1))
    note(POOL_MOST, 2 * size * len(of_engine))
