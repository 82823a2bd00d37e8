"""The clock of the house: the only module that reads the time.

Instants are aware and in UTC. A date is always the date in a named zone, since a legal day begins at local midnight.
Tests hold the clock still with `frozen`; rules and queries take the instant as an argument and never ask for it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_held: datetime | None = None


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return _held if _held is not None else datetime.now(UTC)


def today(zone: str | ZoneInfo) -> date:
    """Return the date that now is in a zone, given as an IANA name or a ZoneInfo."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Hold the clock at an aware instant for all threads of this process; a naive one is a ValueError."""
    global _held
    if at.tzinfo is None:
        raise ValueError("The clock can only be held at an instant with a zone; this one has none.")
    before, _held = _held, at.astimezone(UTC)
    try:
        yield _held
    finally:
        _held = before
