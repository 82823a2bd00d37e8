"""Reporting as data: the bodies that are reported to, their sessions and agendas, what is submitted, and its symbols.

Law: none; practice of the Committee and the General Assembly (procedures.md 13). Every row carries its source and its
grade. Days of coming sessions are expected by rhythm and say so; agenda items are the product's default routing, since
titles vary by year. One TOML file a table; an unknown key stops the load with file, line and reason. Not modelled:
sub-items, timetables within a session, and bodies beside those of bodies.toml.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from workflows.reporting.reading import read_bodies, read_items, read_kinds, read_series
from workflows.reporting.sessions import NoSession, Session, after, session, sessions
from workflows.reporting.symbols import fits, series_of
from workflows.reporting.values import AgendaItem, Body, Kind, Series

T = TypeVar("T")

__all__ = [
    "AgendaItem",
    "Body",
    "Kind",
    "NoSession",
    "Series",
    "Session",
    "after",
    "bodies",
    "body",
    "fits",
    "item",
    "item_for",
    "items",
    "items_for",
    "kind",
    "kinds",
    "series",
    "series_of",
    "session",
    "sessions",
]


def bodies() -> tuple[Body, ...]:
    """Give the bodies that are reported to, in the order of the file."""
    return tuple(read_bodies().values())


def body(key: str) -> Body:
    """Give one body; KeyError with the known keys for another."""
    return _known(read_bodies(), key, "body")


def items(of: str = "", procedures: Collection[str] = (), subjects: Collection[str] = ()) -> tuple[AgendaItem, ...]:
    """Give the agenda items: of one body where it is named, and for those procedures or subjects where some are."""
    return tuple(
        one
        for one in read_items().values()
        if (not of or one.body == of) and (not (procedures or subjects) or one.is_for(procedures, subjects))
    )


def item(key: str) -> AgendaItem:
    """Give one agenda item; KeyError with the known keys for another."""
    return _known(read_items(), key, "agenda item")


def items_for(procedure: str, subjects: Collection[str] = ()) -> tuple[AgendaItem, ...]:
    """Give the items under which a case is told of by default: by its procedure first, then by its legal subjects.

    They are a default of the product (procedures.md 13.3): whoever submits chooses.
    """
    by_procedure = items(procedures=(procedure,))
    return tuple(dict.fromkeys((*by_procedure, *(items(subjects=subjects) if subjects else ()))))


def item_for(procedure: str, subjects: Collection[str] = ()) -> AgendaItem:
    """Give the first of these items; what fits nowhere is told of in the general exchange of the Committee."""
    return next(iter(items_for(procedure, subjects)), read_items()["copuos_exchange"])


def kinds() -> tuple[Kind, ...]:
    """Give the kinds of submission, in the order of the file."""
    return tuple(read_kinds().values())


def kind(key: str) -> Kind:
    """Give one kind of submission; KeyError with the known keys for another."""
    return _known(read_kinds(), key, "kind of submission")


def series() -> tuple[Series, ...]:
    """Give the series of symbols, in the order of the file."""
    return tuple(read_series().values())


def _known(rows: dict[str, T], key: str, what: str) -> T:
    """Find a row; the error names those that there are."""
    if key not in rows:
        raise KeyError(f"there is no {what} “{key}”; known are {', '.join(rows)}")
    return rows[key]
