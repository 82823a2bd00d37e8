"""What the processes say to whoever runs them: one line of JSON each, on standard error, in UTC.

A line is JSON, so that nothing a visitor wrote can begin another line or steer a terminal, and every collector reads
it. Nothing of what States file is in it: an exception is told by its kind, the state that the database gave and where
it came from, since its text may quote values of a statement, a row that was refused, or an answer. It is no record:
what happened in cases and to accounts stands in the log of the parties. Not modelled: where lines are kept and for how
long, which is the affair of the system that takes standard error.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

NAME = "consult"
FRAMES = 12
"""How many places of an exception are told, the innermost last."""
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""What the request is called that this thread answers."""


class Lines(logging.Formatter):
    """Writes a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give a message with its instant, weight, place, and what was told beside it; of a fault kinds and places."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "weight": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "said": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if REQUEST.get():
            told["request"] = REQUEST.get()
        if record.exc_info:
            told["fault"] = list(_faults(record.exc_info[1]))
        return json.dumps(told, ensure_ascii=True, default=str)


def tell(logger: logging.Logger, event: str, **told: Any) -> None:
    """Say an event with figures and names of the program beside it."""
    logger.info(event, extra={"told": told})


def _faults(fault: BaseException | None) -> Iterator[dict[str, Any]]:
    """Tell an exception and what led to it, the outermost first, without their texts."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:]
        state = getattr(getattr(fault, "orig", None), "sqlstate", None)
        yield {
            "kind": f"{type(fault).__module__}.{type(fault).__qualname__}",
            **({"state": state} if state else {}),
            "at": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
        }
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def begin() -> None:
    """Let everything of ours be said as lines, from notices on; of the libraries warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(NAME).setLevel(logging.INFO)
    sys.excepthook = _tell_end
    threading.excepthook = lambda ended: _tell_end(ended.exc_type, ended.exc_value)


def _tell_end(kind: type[BaseException], fault: BaseException | None, *_trace: object) -> None:
    """Say as a line what ended the program or one of its threads: Python itself would print its text. To be told to end
    is no fault."""
    if issubclass(kind, Exception):
        logging.getLogger(NAME).critical("ended by a fault", exc_info=fault)
