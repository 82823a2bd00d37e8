"""Charters of the lunar mechanism for a page: rights by class, values with what they rest on, and how two differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.citations import Cited, cite, law
from consult.i18n import _
from consult.library.periods import write_period
from consult.library.rows import Named
from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import Period
from workflows.lunar.charters import CHARTER_VALUES, CLASS_VALUES, CLASSES, HEADINGS, Charter
from workflows.parties import parties

RIGHTS = ("speak", "propose", "block", "sees")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: who may be in it, and what it may do, in the order of the rights."""

    name: str
    who: str
    kinds: str
    rights: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value: what it is, how it stands, and what it rests on; a section where another part of a charter begins."""

    name: str
    value: str
    cited: Cited
    section: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One value in which two charters differ."""

    name: str
    one: str
    other: str


def rights() -> tuple[Named, ...]:
    """Name the rights, as columns."""
    words = {"speak": _("May speak"), "propose": _("May propose"), "block": _("May block"), "sees": _("Sees")}
    return tuple(Named(key, words[key]) for key in RIGHTS)


def class_rows(found: Charter) -> tuple[ClassRow, ...]:
    """List the classes of a charter with their rights."""
    return tuple(
        ClassRow(
            law(CLASSES[one.key]),
            law(one.who),
            write_value(one.kinds, CLASS_VALUES["kinds"]),
            tuple(write_value(getattr(one, right), CLASS_VALUES[right]) for right in RIGHTS),
            one.key,
        )
        for one in found.classes
    )


def cited_rights(found: Charter) -> tuple[tuple[str, Cited], ...]:
    """Say on what each right of the classes rests."""
    return tuple((one.name, cite(found.cite(f"class_{one.key}"))) for one in rights())


def value_rows(found: Charter) -> Iterator[ValueRow]:
    """List every value of a charter."""
    for name, meta in CHARTER_VALUES.items():
        value, cited = write_value(getattr(found, name), meta), cite(found.cite(name))
        yield ValueRow(law(meta["words"]), value, cited, law(meta["section"]), name)
    yield ValueRow(_("Founding members"), _founders(found), cite(found.cite("founding")), key="founding")


def headings(found: Charter) -> tuple[tuple[str, str], ...]:
    """List what the charter says under each heading of the checklist; nothing where it is silent."""
    return tuple((law(words), law(found.checklist.get(key, ""))) for key, words in HEADINGS.items())


def difference_rows(one: Charter, other: Charter) -> tuple[DifferenceRow, ...]:
    """Tell two charters apart, value by value."""
    return tuple(row for row in _compared(one, other) if row.one != row.other)


def _compared(one: Charter, other: Charter) -> Iterator[DifferenceRow]:
    for key in CLASSES:
        for name, meta in CLASS_VALUES.items():
            words = _("%(name)s: %(what)s", name=law(CLASSES[key]), what=law(meta["words"]))
            said = (write_value(getattr(charter.of(key), name), meta) for charter in (one, other))
            yield DifferenceRow(words, *said)
    for name, meta in CHARTER_VALUES.items():
        said = (write_value(getattr(charter, name), meta) for charter in (one, other))
        yield DifferenceRow(law(meta["words"]), *said)
    yield DifferenceRow(_("Founding members"), _founders(one), _founders(other))
    for (words, here), (_same, there) in zip(headings(one), headings(other), strict=True):
        yield DifferenceRow(words, here or _("nothing said"), there or _("nothing said"))


def _founders(found: Charter) -> str:
    return ", ".join(law(parties()[key].name) for key in found.founding) or _("nobody")


def write_value(value: Any, meta: Mapping[str, Any]) -> str:
    """Write a value of a charter for a reader."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Period):
        return write_period(value)
    if isinstance(value, tuple):
        return ", ".join(write_value(one, meta) for one in value) or _("nobody")
    if meta["kind"] in ("party", "parties"):
        return law(parties()[value].name)
    return law(meta["options"].get(value, value))
