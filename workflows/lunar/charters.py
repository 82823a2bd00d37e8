"""Charters of the lunar mechanism: who may take part as what, who speaks, proposes and blocks, and how long all lasts.

Law: none. The mechanism is a proposal, and a charter is a file of values that may all be otherwise; each value carries
its source, its grade and its binding, which is SOFT or DEFAULT and never law. The rights of the classes follow the
pattern of the navigation committee. Not modelled: dues, votes, and amendment of a charter under which cases run; these
stay on the edition on which they began.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import Period
from workflows.kernel.words import Binding, Citation, Grade
from workflows.lunar.charter_values import CHARTER_VALUES, CLASS_VALUES, CLASSES, HEADINGS, Charter, Class
from workflows.parties import parties
from workflows.parties.reading import GRADES, Entry, read

__all__ = [
    "CHARTER_VALUES", "CLASSES", "CLASS_VALUES", "HEADINGS", "LEAST_HOURS", "Charter", "Class", "Difference", "charter",
    "charters", "difference", "least_hours", "members_of_committee", "read_charter", "written",
]  # fmt: skip

TOP = ("key", "title", "note", "says", "founding", "checklist", "sources", *CHARTER_VALUES)
OF_SOURCE = {"under", "binding", "grade"}
SOFT_ONLY = (Binding.SOFT, Binding.DEFAULT)
FOLDER = Path(__file__).parent / "charters"
LEAST_HOURS = 72
"""The shortest silence, after the decision of the General Assembly of March 2020."""
HOURS = {"hours": 1, "days": 24, "working_days": 24, "months": 28 * 24, "years": 365 * 24}
"""How many hours each unit has at least."""


@cache
def charters(folder: Path = FOLDER) -> Mapping[str, Charter]:
    """Give the charters of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    return MappingProxyType({one.key: one for one in map(read_charter, sorted(folder.glob("*.toml")))})


def charter(key: str) -> Charter:
    """Give a shipped charter; KeyError where there is none."""
    return charters()[key]


def read_charter(path: Path) -> Charter:
    """Read one file; raise InstrumentError with file, line, key and reason."""
    top, rows = read(path, "class")
    top.refuse_unknown(TOP)
    sources = MappingProxyType(_sources(top))
    classes = _classes(top, rows)
    values = {name: _value(top, name, meta) for name, meta in CHARTER_VALUES.items()}
    found = Charter(
        key=top.text("key"),
        title=top.text("title"),
        says=top.text("says"),
        note=top.text("note", ""),
        classes=classes,
        founding=_founding(top, values["committee"]),
        checklist=MappingProxyType(_checklist(top)),
        sources=sources,
        **values,
    )
    _refuse_what_cannot_be(top, found)
    return found


def _refuse_what_cannot_be(top: Entry, found: Charter) -> None:
    if not found.chairs:
        raise top.wrong("chairs", "names nobody; silence is opened and confirmed by a chair")
    least = found.silence_least
    if least.hours is None or least.hours < LEAST_HOURS:
        raise top.wrong("silence_least", f"{least.text()} is under {LEAST_HOURS} hours, counted in hours")
    for name in ("silence", "silence_extension", "admission_silence", "arrangement_silence"):
        if (hours := least_hours(getattr(found, name))) < LEAST_HOURS:
            raise top.wrong(name, f"{hours} hours are under the minimum of {LEAST_HOURS} hours")
    blocking = len(found.with_right("block"))
    if blocking != 1:
        raise top.wrong("class", f"exactly one class must block, not {blocking}: silence asks one roll")


def least_hours(period: Period) -> int:
    """Count the fewest hours that a period can last."""
    return int(period.amount) * HOURS[period.unit]


def _value(top: Entry, name: str, meta: Mapping[str, Any]) -> Any:
    """Read one value as its kind is written."""
    match meta["kind"]:
        case "period":
            try:
                return meta["of"].parse(top.text(name))
            except ValueError as fault:
                raise top.wrong(name, str(fault)) from None
        case "choice":
            return top.choice(name, meta["options"])
        case "party":
            return _known(top, name, (top.text(name),))[0]
        case "parties":
            return _known(top, name, top.texts(name))
        case "committee":
            return top.choice(name, ("any", "committee"), "any")
        case "choices":
            return _chosen(top, name, meta["options"])
    return top.text(name)


def _chosen(entry: Entry, name: str, options: Mapping[str, str]) -> tuple[str, ...]:
    found = entry.texts(name)
    stray = next((one for one in found if one not in options), None)
    if stray is not None or not found:
        raise entry.wrong(name, f"{stray!r} is not one of {', '.join(options)}" if found else "names nothing")
    return found


def _known(entry: Entry, name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    stray = next((key for key in keys if key not in parties()), None)
    if stray is not None:
        raise entry.wrong(name, f"there is no party {stray!r}")
    return keys


def _classes(top: Entry, rows: tuple[Entry, ...]) -> tuple[Class, ...]:
    found = {one.key: one for one in map(_class, rows)}
    missing = next((key for key in CLASSES if key not in found), None)
    if missing is not None or len(found) != len(rows):
        raise top.wrong("class", f"{missing!r} is missing" if missing else "a class is there twice")
    return tuple(found[key] for key in CLASSES)


def _class(row: Entry) -> Class:
    row.refuse_unknown({"key", *CLASS_VALUES})
    values: dict[str, Any] = {}
    for name, meta in CLASS_VALUES.items():
        if meta["kind"] == "yes_no":
            values[name] = row.yes_no(name)
            if values[name] is None:
                raise row.wrong(name, "is required")
        elif meta["kind"] == "choices":
            values[name] = _chosen(row, name, meta["options"])
        elif meta["options"]:
            values[name] = row.choice(name, meta["options"])
        else:
            values[name] = row.text(name)
    return Class(key=row.choice("key", CLASSES), **values)


def _founding(top: Entry, committee: str) -> tuple[str, ...]:
    """Read who may take a founding member's place; a charter of the Committee offers it to all of its members."""
    given = _known(top, "founding", top.texts("founding"))
    if given or committee != "committee":
        return given
    return tuple(one.key for one in members_of_committee() if one.key in parties())


def _checklist(top: Entry) -> dict[str, str]:
    table = top.table("checklist")
    table.refuse_unknown(HEADINGS)
    return {key: table.text(key) for key in HEADINGS if key in table.values}


def _sources(top: Entry) -> dict[str, Citation]:
    table = top.table("sources")
    table.refuse_unknown({*CHARTER_VALUES, "founding", *(f"class_{name}" for name in CLASS_VALUES)})
    return dict(_source(table, name) for name in table.values)


def _source(table: Entry, name: str) -> tuple[str, Citation]:
    one = table.values[name]
    if not isinstance(one, dict) or set(one) != OF_SOURCE:
        raise table.wrong(name, f"must have exactly the keys {', '.join(sorted(OF_SOURCE))}")
    if one["binding"] not in SOFT_ONLY:
        raise table.wrong(name, f"binding {one['binding']!r}: a proposal is SOFT or DEFAULT, and never law")
    if one["grade"] not in GRADES:
        raise table.wrong(name, f"grade {one['grade']!r} is not one of {', '.join(GRADES)}")
    instrument, _, provision = str(one["under"]).partition(" ")
    return name, Citation(instrument, provision, Binding(one["binding"]), Grade(one["grade"]))


@dataclass(frozen=True, slots=True)
class OfCommittee:
    """One member of the Committee: key, name, since when, and how that was checked."""

    key: str
    name: str
    since: str
    grade: str


@cache
def members_of_committee() -> tuple[OfCommittee, ...]:
    """Give the members of the Committee as far as they are known here."""
    top, rows = read(Path(__file__).parent / "committee.toml", "member")
    top.refuse_unknown(("grade", "note"))
    grade = top.choice("grade", GRADES)
    return tuple(OfCommittee(row.text("key"), row.text("name"), row.text("since", ""), grade) for row in rows)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value in which two charters differ: what it is, and what each of them says."""

    name: str
    words: str
    one: str
    other: str

    @property
    def says(self) -> str:
        """The difference as a sentence."""
        return f"{self.words}: {self.one}; against {self.other}."


def difference(one: Charter, other: Charter) -> tuple[Difference, ...]:
    """Tell two charters apart, value by value."""
    return tuple(d for d in (*_of_values(one, other), *_of_classes(one, other)) if d.one != d.other)


def _of_values(one: Charter, other: Charter) -> Iterator[Difference]:
    for name, meta in CHARTER_VALUES.items():
        yield Difference(name, meta["words"], written(getattr(one, name), meta), written(getattr(other, name), meta))
    meta = {"kind": "parties", "options": {}}
    yield Difference("founding", "Founding members", written(one.founding, meta), written(other.founding, meta))
    for key, words in HEADINGS.items():
        yield Difference(key, words, *(c.checklist.get(key, "nothing said") for c in (one, other)))


def _of_classes(one: Charter, other: Charter) -> Iterator[Difference]:
    for key in CLASSES:
        for name, meta in CLASS_VALUES.items():
            words = f"{CLASSES[key]}: {meta['words']}"
            says = (written(getattr(c.of(key), name), meta) for c in (one, other))
            yield Difference(f"{key}_{name}", words, *says)


def written(value: Any, meta: Mapping[str, Any]) -> str:
    """Write a value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if meta["kind"] in ("party", "parties"):
        keys = (value,) if isinstance(value, str) else value
        return ", ".join(parties()[key].name for key in keys) or "nobody"
    if isinstance(value, tuple):
        return ", ".join(written(one, meta) for one in value) or "none"
    if isinstance(value, str):
        return str(meta["options"].get(value, value)) if isinstance(meta["options"], Mapping) else value
    return str(value.text())
