"""Cross-waivers of liability: what bars a claim between partners, and what it leaves open.

Law: none of its own. A waiver is a file; its questions and exceptions carry the provision and the grade of the text
that has them, so that another agreement is another file and no other program. A claim is barred where every question
is answered yes and no exception applies. Not modelled: how a text is read where the parties differ on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

TOP = ("key", "title", "agreement", "says", "under", "binding", "grade", "test")
OF_TEST, OF_EXCEPTION = {"key", "says", "help", "under", "grade"}, ("key", "says", "under", "grade")


@dataclass(frozen=True, slots=True)
class Line:
    """One question or exception of a waiver, with the provision that has it."""

    key: str
    says: str
    cited: Citation
    help: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One cross-waiver; ``agreement`` names the shipped agreement whose parties it binds, where there is one."""

    key: str
    title: str
    says: str
    cited: Citation
    agreement: str
    tests: tuple[Line, ...]
    exceptions: tuple[Line, ...]


@cache
def waivers(folder: Path = Path(__file__).parent) -> Mapping[str, Waiver]:
    """Give the waivers of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    return MappingProxyType({one.key: one for one in map(read_waiver, sorted(folder.glob("*.toml")))})


def read_waiver(path: Path) -> Waiver:
    """Read one file."""
    top, rows = read(path, "exception")
    top.refuse_unknown(TOP)
    binding = Binding(top.choice("binding", [one.value for one in Binding]))
    tests = top.values.get("test")
    if not isinstance(tests, list) or not tests:
        raise top.wrong("test", "a waiver asks something: write [[test]] entries")
    return Waiver(
        top.text("key"),
        top.text("title"),
        top.text("says"),
        _cited(top, top.values, binding),
        top.text("agreement", ""),
        tuple(_test(top, one, binding) for one in tests),
        tuple(_exception(entry, binding) for entry in rows),
    )


def _test(top: Entry, one: Mapping[str, str], binding: Binding) -> Line:
    stray = sorted(set(one) - OF_TEST)
    if stray or not {"key", "says", "under", "grade"} <= set(one):
        raise top.wrong("test", f"has the keys {', '.join(sorted(OF_TEST))}, help where it helps; here: {stray or one}")
    return Line(one["key"], one["says"], _cited(top, one, binding), one.get("help", ""))


def _exception(entry: Entry, binding: Binding) -> Line:
    entry.refuse_unknown(OF_EXCEPTION)
    return Line(entry.text("key"), entry.text("says"), _cited(entry, entry.values, binding))


def _cited(entry: Entry, values: Mapping[str, str], binding: Binding) -> Citation:
    if values.get("grade") not in GRADES:
        raise entry.wrong("grade", f"is one of {', '.join(GRADES)}")
    instrument, _, provision = str(values.get("under", "")).partition(" ")
    if not instrument:
        raise entry.wrong("under", "names the instrument and its provision")
    grade = Grade(values["grade"])
    return (
        PRODUCT.graded(grade) if instrument == PRODUCT.instrument else Citation(instrument, provision, binding, grade)
    )


__all__ = ["InstrumentError", "Line", "Waiver", "read_waiver", "waivers"]
