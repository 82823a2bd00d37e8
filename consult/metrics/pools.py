"""How many connections to the database are in use, told whenever one is taken or given back.

The pool gives back whatever it tried to take, also where no connection came of it. Only what was told as taken is told
as given back: a database that is away would otherwise leave a number below nought for good.
"""

from typing import Any

from sqlalchemy import Engine, event

from consult.db import pools
from consult.figures import POOL_IN_USE, POOL_MOST, note

_TAKEN = "consult.metrics.taken"


def watch_pool(engine: Engine, size: int) -> None:
    """Tell of the pools of an engine from now on. Each holds so many connections, and as many again for a moment."""
    of_engine = pools(engine)
    for pool in of_engine:
        event.listen(pool, "checkout", _take)
        event.listen(pool, "checkin", _give_back)
    note(POOL_MOST, 2 * size * len(of_engine))


def _take(_driver: object, record: Any, _lent: object) -> None:
    record.record_info[_TAKEN] = True
    note(POOL_IN_USE, 1)


def _give_back(_driver: object, record: Any) -> None:
    if record.record_info.pop(_TAKEN, False):
        note(POOL_IN_USE, -1)
