"""Whether a text that is kept holds what somebody typed, in whatever case, on both databases alike."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_


def holds(typed: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Give the condition that one of some columns holds what was typed, mark for mark: what stands for any character in
    a pattern of the database stands for itself."""
    return or_(*(column.icontains(way, autoescape=True) for way in _ways(typed) for column in columns))


def _ways(typed: str) -> Iterator[str]:
    """Give the ways in which something is written: SQLite, and PostgreSQL where its locale is C, know of no letter
    beyond ASCII that it is small or large, and would not find “Überflug” by “überflug”."""
    if typed.isascii():
        yield typed
    else:
        yield from sorted({typed, typed.lower(), typed.upper(), typed.capitalize(), typed.title()})
