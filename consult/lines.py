"""What the processes say to whoever runs them: one line of JSON each, on standard error, in UTC.

A line is JSON, so that nothing a visitor wrote can begin another line or steer a terminal, and every collector reads
it. It is no record: what happened in cases and to accounts stands in the log of the parties. Not modelled: where lines
are kept and for how long, which is the affair of the system that takes standard error.
"""

import json
import logging
import sys
from datetime import UTC, datetime

NAME = "consult"


class Lines(logging.Formatter):
    """Writes a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Give a message with its instant, weight, place, and what was told beside it; a fault with its trace."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "weight": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "said": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True, default=str)


def begin() -> None:
    """Let everything of ours be said as lines, from notices on; of the libraries warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(NAME).setLevel(logging.INFO)
