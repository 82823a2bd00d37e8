"""How many connections of a pool are in use, told whenever one is taken or given back."""

from sqlalchemy import Engine, event

from consult.figures import POOL_IN_USE, POOL_MOST, note


def watch_pool(engine: Engine, size: int) -> None:
    """Tell of the pool of an engine from now on. It holds so many connections, and as many again for a moment."""
    event.listen(engine, "checkout", lambda *_given: note(POOL_IN_USE, 1))
    event.listen(engine, "checkin", lambda *_given: note(POOL_IN_USE, -1))
    note(POOL_MOST, 2 * size)
