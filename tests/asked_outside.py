"""Stores of documents that complain where the product asks them while the write gate is held: a slow bucket would then
keep everybody from filing. Every test runs with them."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from consult.db import WriteGate
from consult.documents.stores import BucketStore, FolderStore

ASKED = ("put", "put_file", "has", "size", "look", "open", "lend", "remove", "drop_unfinished")
"""What may be a question to another machine; `each` goes on while others write, and is begun by readers alone."""
NOT_THE_PRODUCT = ("tests.", "consult.documents.stores.")
"""Modules that ask as they like: tests, and the stores themselves, of which whoever asked them is looked at."""
_here = threading.local()


def depth() -> int:
    """Say how many gates of writers this thread holds."""
    return int(getattr(_here, "held", 0))


def watch_gates(patch: Callable[[Any, str, Any], None]) -> None:
    """Let each gate of writers tell that it is held, and each store look."""
    held = WriteGate.held

    @contextmanager
    def told(gate: WriteGate) -> Iterator[None]:
        with held(gate):
            _here.held = depth() + gate.measured
            try:
                yield
            finally:
                _here.held = depth() - gate.measured

    patch(WriteGate, "held", told)
    for kind in (FolderStore, BucketStore):
        for name in ASKED:
            patch(kind, name, _complaining(getattr(kind, name)))


def _complaining(asks: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(asks)
    def asked(*given: Any, **named: Any) -> Any:
        by_the_product = not sys._getframe(1).f_globals["__name__"].startswith(NOT_THE_PRODUCT)
        assert not (by_the_product and depth()), f"the store is asked ({asks.__name__}) while the write gate is held"
        return asks(*given, **named)

    return asked
