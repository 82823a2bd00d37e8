"""Read the tables of bodies, agenda items, kinds of submission and series of symbols; each error names its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from workflows.kernel.subjects import SUBJECTS
from workflows.parties import parties
from workflows.parties.reading import GRADES, Entry, read
from workflows.reporting.values import AUTHORS, SECTIONS, AgendaItem, Body, Kind, Series

HERE = Path(__file__).parent


class Keyed(Protocol):
    """A row with a key of its own."""

    @property
    def key(self) -> str:
        """Give the key."""


T = TypeVar("T", bound=Keyed)


@cache
def read_bodies(path: Path = HERE / "bodies.toml") -> dict[str, Body]:
    """Read the bodies; their names and seats are those of the directory of parties."""
    return _table(path, "body", _body)


@cache
def read_items(path: Path = HERE / "items.toml") -> dict[str, AgendaItem]:
    """Read the agenda items."""
    return _table(path, "item", _item)


@cache
def read_kinds(path: Path = HERE / "kinds.toml") -> dict[str, Kind]:
    """Read the kinds of submission."""
    return _table(path, "kind", _kind)


@cache
def read_series(path: Path = HERE / "symbols.toml") -> dict[str, Series]:
    """Read the series of symbols."""
    return _table(path, "series", _series)


def _table(path: Path, rows: str, of: Callable[[Entry], T]) -> dict[str, T]:
    top, entries = read(path, rows)
    top.refuse_unknown(())
    found: dict[str, T] = {}
    for entry in entries:
        one = of(entry)
        if one.key in found:
            raise entry.wrong("key", f"{one.key!r} is there twice")
        found[one.key] = one
    return found


def _body(entry: Entry) -> Body:
    entry.refuse_unknown(("key", "parent", "meets", "symbols", "grade", "source"))
    key = entry.choice("key", parties())
    parent = entry.text("parent", "")
    fact, over = parties()[key], parties().get(parent)
    if parent and over is None:
        raise entry.wrong("parent", f"there is no body {parent!r}")
    symbols = _each(entry, "symbols", read_series())
    grade = entry.choice("grade", GRADES)
    said = over.said if over else ""
    return Body(
        key, fact.name, fact.said, parent, said, fact.zone, entry.text("meets"), symbols, grade, entry.text("source")
    )


def _item(entry: Entry) -> AgendaItem:
    entry.refuse_unknown(("key", "body", "title", "procedures", "subjects", "grade", "from_year"))
    return AgendaItem(
        entry.text("key"),
        entry.choice("body", read_bodies()),
        entry.text("title"),
        entry.texts("procedures"),
        _each(entry, "subjects", SUBJECTS),
        entry.choice("grade", GRADES),
        entry.whole("from_year"),
    )


def _kind(entry: Entry) -> Kind:
    entry.refuse_unknown(("key", "title", "says", "sections", "public", "by", "addressed_to", "grade", "source"))
    return Kind(
        entry.text("key"),
        entry.text("title"),
        entry.text("says"),
        _each(entry, "sections", SECTIONS),
        bool(entry.yes_no("public")),
        _each(entry, "by", AUTHORS),
        entry.choice("addressed_to", parties()),
        entry.choice("grade", GRADES),
        entry.text("source"),
    )


def _series(entry: Entry) -> Series:
    entry.refuse_unknown(("key", "form", "also", "says", "grade", "source"))
    grade = entry.choice("grade", GRADES)
    return Series(
        entry.text("key"), entry.text("form"), entry.texts("also"), entry.text("says"), grade, entry.text("source")
    )


def _each(entry: Entry, name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Read a list of keys out of a closed list."""
    there = tuple(known)
    for one in entry.texts(name):
        if one not in there:
            raise entry.wrong(name, f"{one!r} is not one of {', '.join(there)}")
    return entry.texts(name)
