"""Read the tables of matters and of forums; a file that cannot be read is named with line and reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.advising.answers import Forum, Matter
from workflows.instruments import library
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry, InstrumentError, read
from workflows.reporting import bodies

HERE = Path(__file__).parent


@cache
def matters(path: Path = HERE / "matters.toml") -> Mapping[str, Matter]:
    """Give everything that can have happened or be planned, by key, in the order of the file."""
    top, entries = read(path, "matter")
    top.refuse_unknown(())
    found: dict[str, Matter] = {}
    for entry in entries:
        entry.refuse_unknown(("key", "group", "title"))
        one = Matter(entry.text("key"), entry.text("group"), entry.text("title"))
        if one.key in found:
            raise entry.wrong("key", f"{one.key!r} is there twice")
        found[one.key] = one
    return MappingProxyType(found)


@cache
def forums(path: Path = HERE / "forums.toml") -> tuple[Forum, ...]:
    """Give the other forums, in the order of the file, named as `workflows.reporting` does; raise InstrumentError for a
    body, matter or provision that is not known.
    """
    top, entries = read(path, "forum")
    top.refuse_unknown(())
    return tuple(map(_forum, entries))


def _forum(entry: Entry) -> Forum:
    entry.refuse_unknown(("key", "matters", "says", "instrument", "provision", "grade", "whole"))
    for matter in entry.texts("matters"):
        if matter not in matters():
            raise entry.wrong("matters", f"there is no matter {matter!r}")
    known = {one.key: one for one in bodies()}
    body, whole = known[entry.choice("key", known)], entry.yes_no("whole")
    return Forum(body.key, body.title, entry.texts("matters"), entry.text("says"), _under(entry), bool(whole))


def _under(entry: Entry) -> Citation:
    """Read what a forum's competence rests on: a provision of the library, with its grade."""
    key, provision = entry.text("instrument"), entry.text("provision")
    if (key, provision) not in library().provisions:
        raise InstrumentError(entry.file, entry.line_of("provision"), f"there is no provision {key} {provision}")
    grade = Grade(entry.choice("grade", GRADES))
    return Citation(key, provision, Binding(library().instrument(key).force), grade)
