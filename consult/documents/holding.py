"""The turn of whoever names, or takes away, the bytes of one digest: held around both the question to the store and the
transaction, and never within a transaction.

A store may answer slowly or not at all, and whoever has the write gate of SQLite, or rows that a transaction locked,
keeps others waiting. So nobody asks a store within a transaction that writes: he takes this turn first, and only those
wait for him who want the same digest (on SQLite: who want any). On PostgreSQL it is an advisory lock of a transaction
of its own, which reads alone; on SQLite a lock on a side file.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from consult.db import WriteGate, gate, reading
from consult.documents.needed import unneeded
from consult.documents.rows import hold_content
from consult.documents.stores.values import Store

SIDE_FILE = ".bytes"
_turns: WeakKeyDictionary[Engine, WriteGate] = WeakKeyDictionary()
_making = Lock()


@contextmanager
def holding(engine: Engine, digests: Collection[str]) -> Iterator[None]:
    """Have the turn of some digests for the length of the block, which begins its transactions itself. Raises Busy
    where it does not come in time. Not to be taken by whoever has one, or is in a transaction that writes."""
    if not digests:
        yield
    elif engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            for digest in sorted(digests):
                hold_content(connection, digest)
            yield
    else:
        with _turn(engine).held():
            yield


def free(engine: Engine, name: str, store: Store, digests: Collection[str]) -> None:
    """Take away the bytes that no row names any more, one digest after the other; what named them is gone already.
    Away where the store is: then they go with the next sweep."""
    for digest in sorted(digests):
        with holding(engine, [digest]):
            with reading(engine) as connection:
                is_free = bool(unneeded(connection, name, [digest]))
            if is_free:
                store.remove(digest)


def _turn(engine: Engine) -> WriteGate:
    with _making:
        if engine not in _turns:
            _turns[engine] = WriteGate(f"{engine.url.database}{SIDE_FILE}", gate(engine).seconds, measured=False)
        return _turns[engine]
