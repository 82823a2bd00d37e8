"""Control regimes: lists and licences of export control, each a file with its instrument, provision and grade.

Law: none of its own. A regime of one State binds that State (LAW_N); an arrangement between States binds nobody by
itself (SOFT). Where a State's law gives its authority a period to decide, the file has it. Not modelled: what stands on
a list, and whether an item falls under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import ByTrack
from workflows.kernel.reckoning import Period
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

TOP = ("key", "title", "state", "says", "under", "binding", "grade")
KEYS = ("length", "unit", "under", "binding", "grade", "says")
UNITS = ("days", "working_days", "months")
BINDINGS = ("LAW_N", "SOFT", "DEFAULT")


@dataclass(frozen=True, slots=True)
class Control:
    """One regime; ``state`` is whose law it is, where it is a State's; ``period`` is that of a decision, where the
    regime has one, and ``decided_under`` what says so."""

    key: str
    title: str
    says: str
    cited: Citation
    state: str = ""
    period: Period | None = None
    decided_under: Citation | None = None


@cache
def controls(folder: Path = Path(__file__).parent) -> Mapping[str, Control]:
    """Give the regimes of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    return MappingProxyType({one.key: one for one in map(read_control, sorted(folder.glob("*.toml")))})


def by_licence(otherwise: Period) -> ByTrack:
    """Give the length of the period for a licence by its regime, and `otherwise` for one that has none."""
    timed = [one for one in controls().values() if one.period and one.decided_under]
    lengths = tuple((one.key, one.period) for one in timed if one.period)
    return ByTrack(lengths, otherwise, tuple((one.key, one.decided_under) for one in timed if one.decided_under))


def read_control(path: Path) -> Control:
    """Read one file; a period is one [[period]] entry."""
    top, rows = read(path, "period")
    top.refuse_unknown(TOP)
    key = top.text("key")
    if key != path.stem:
        raise top.wrong("key", f"file {path.name} must be named {key}.toml")
    if len(rows) > 1:
        raise rows[1].wrong("length", "a regime has one period for its decision")
    state = top.text("state", "")
    cited = _cited(top)
    if (cited.binding is Binding.LAW_N) != bool(state):
        raise top.wrong("state", "names the State whose law it is, and stands where the binding is LAW_N")
    period = _period(rows[0]) if rows else None
    return Control(key, top.text("title"), top.text("says"), cited, state, period, _cited(rows[0]) if rows else None)


def _period(entry: Entry) -> Period:
    entry.refuse_unknown(KEYS)
    entry.text("says")
    length = entry.whole("length")
    if not length:
        raise entry.wrong("length", "must be a whole number above zero")
    return Period(**{entry.choice("unit", UNITS): length})


def _cited(entry: Entry) -> Citation:
    grade = Grade(entry.choice("grade", GRADES))
    binding = Binding(entry.choice("binding", BINDINGS))
    instrument, _, provision = entry.text("under").partition(" ")
    if instrument == PRODUCT.instrument:
        return PRODUCT
    return Citation(instrument, provision, binding, grade)


__all__ = ["Control", "InstrumentError", "by_licence", "controls", "read_control"]
