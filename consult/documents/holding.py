"""The turn of whoever names, or takes away, the bytes of one digest: held around both the question to the store and the
transaction, and never within a transaction.

A store may answer slowly or not at all, and whoever has the write gate of SQLite, or rows that a transaction locked,
keeps others waiting. So nobody asks a store within a transaction that writes: he takes this turn first, and only those
wait for him who want the same digest (on SQLite: who want any). On SQLite it is a lock on a side file. On PostgreSQL it
is an advisory lock of a transaction of its own, which reads alone and may idle for as long as a store takes. A
connection can break, and the turn is another's then: so it is asked directly before anything is committed within the
block, and before bytes are taken away.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from consult.db import BEFORE_COMMIT, Busy, Lost, WriteGate, gate, reading
from consult.documents.needed import unneeded
from consult.documents.rows import hold_content
from consult.documents.stores.values import Store
from consult.i18n import _

SIDE_FILE = ".bytes"
_turns: WeakKeyDictionary[Engine, WriteGate] = WeakKeyDictionary()
_making = Lock()


@contextmanager
def holding(engine: Engine, digests: Collection[str]) -> Iterator[Callable[[], None]]:
    """Have the turn of some digests for the length of the block, which begins its transactions itself: none of them is
    committed once the turn is lost. Gives what raises Lost then, for whoever takes bytes away. Raises Busy where the
    turn does not come in time. Not to be taken by whoever has one, or is in a transaction that writes."""
    if not digests:
        yield lambda: None
    elif engine.dialect.name == "postgresql":
        with _locked(engine, digests) as require:
            yield require
    else:
        with _turn(engine).held():
            yield lambda: None


@contextmanager
def _locked(engine: Engine, digests: Collection[str]) -> Iterator[Callable[[], None]]:
    """Hold the advisory locks of some digests; how their connection ends says nothing of what the block did."""
    with ExitStack() as stack:
        connection = stack.enter_context(reading(engine))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        for digest in sorted(digests):
            hold_content(connection, digest)
        require = partial(_require, connection)
        before = BEFORE_COMMIT.set(require)
        try:
            yield require
        finally:
            BEFORE_COMMIT.reset(before)
            with suppress(Busy, DBAPIError):
                stack.close()


def _require(connection: Connection) -> None:
    """Raise Lost where the transaction that holds a turn is not there any more."""
    try:
        connection.execute(text("SELECT 1"))
    except SQLAlchemyError as fault:
        raise Lost(_("The connection to the database broke; nothing was written.")) from fault


def free(engine: Engine, name: str, store: Store, digests: Collection[str]) -> None:
    """Take away the bytes that no row names any more, one digest after the other; what named them is gone already.
    Away where the store is: then they go with the next sweep."""
    for digest in sorted(digests):
        with holding(engine, [digest]) as require_turn:
            with reading(engine) as connection:
                is_free = bool(unneeded(connection, name, [digest]))
            if is_free:
                require_turn()
                store.remove(digest)


def _turn(engine: Engine) -> WriteGate:
    with _making:
        if engine not in _turns:
            _turns[engine] = WriteGate(f"{engine.url.database}{SIDE_FILE}", gate(engine).seconds, measured=False)
        return _turns[engine]
