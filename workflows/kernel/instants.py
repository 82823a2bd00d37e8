"""Instants as text and back. Every act writes and reads the same few dozens of times, and writing one takes longer than
all else that is done with it; so the last ones are kept.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

KEPT = 1024
_written = lru_cache(maxsize=KEPT)(datetime.isoformat)

read_instant = lru_cache(maxsize=KEPT)(datetime.fromisoformat)
"""Give the instant that a text of ISO 8601 names."""


def write_instant(value: date) -> str:
    """Give a day or an instant as ISO 8601 writes it. Only instants in UTC are kept, since in other zones two that are
    equal may be written differently."""
    return _written(value) if isinstance(value, datetime) and value.tzinfo is UTC else value.isoformat()
