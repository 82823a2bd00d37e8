"""What one State's law and policy say: periods for its own authorities, and how it prefers to settle disputes.

Law: none between States; periods bind as LAW_N, and only the State named; a policy binds nobody and is SOFT. Each
entry cites a provision of an instrument. One TOML file a State. Not modelled: exceptions, extensions and sanctions of
national law, and States for which no file exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.kernel.limits import ByParty
from workflows.kernel.reckoning import Period
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

UNITS = ("days", "working_days", "months")
OF_POLICY = ("kind", "holds", "says", "under", "grade")
KEYS = ("procedure", "limit", "length", "unit", "starts", "instrument", "provision", "grade", "says")


@dataclass(frozen=True, slots=True)
class NationalLimit:
    """One period of national law: `length` in `unit`, counted from what `starts` says, for a limit of a procedure."""

    code: str
    procedure: str
    limit: str
    length: int
    unit: str
    starts: str
    instrument: str
    provision: str
    grade: str
    says: str
    binding: str = "LAW_N"

    @property
    def cited(self) -> Citation:
        """Cite the provision, with the grade of its reading."""
        return Citation(self.instrument, self.provision, Binding.LAW_N, Grade(self.grade))


PREFERS, DECLINES = "prefers", "declines"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a State holds of one kind of settlement; it neither gives nor takes a stage between parties."""

    code: str
    kind: str
    holds: str
    says: str
    cited: Citation


@dataclass(frozen=True, slots=True)
class National:
    """All that is recorded of one State."""

    limits: tuple[NationalLimit, ...] = ()
    policies: tuple[Policy, ...] = ()


@cache
def shipped() -> Mapping[str, National]:
    """Give what is shipped with the package by party key."""
    return load(Path(__file__).parent)


def national(code: str) -> tuple[NationalLimit, ...]:
    """Give the limits of one State by its key, empty where none is recorded."""
    return shipped().get(code, National()).limits


def by_party(procedure: str, limit: str, otherwise: Period, *, field: str = "") -> ByParty:
    """Give the length of a limit of a procedure by the party for which it runs: a State's own law where one is
    recorded, with its provision and grade, and `otherwise` for everybody else. `field` names the question of the
    starting filing that says which party it is."""
    rules = [one for of in shipped().values() for one in of.limits if (one.procedure, one.limit) == (procedure, limit)]
    lengths = tuple((one.code, Period(**{one.unit: one.length})) for one in rules)
    return ByParty(lengths, otherwise, tuple((one.code, one.cited) for one in rules), field)


def policies(code: str) -> tuple[Policy, ...]:
    """Give what one State holds of ways to settle disputes, empty where nothing is recorded."""
    return shipped().get(code, National()).policies


def load(folder: Path) -> Mapping[str, National]:
    """Read all `<code>.toml` of a folder; raise InstrumentError with file, line and reason."""
    return MappingProxyType({path.stem.upper(): _read(path) for path in sorted(folder.glob("*.toml"))})


def _read(path: Path) -> National:
    code = path.stem.upper()
    if not (len(code) == 3 and code.isalpha() and path.stem.islower()):
        raise InstrumentError(path.name, None, "the name must be a State's three letters in lower case")
    top, entries = read(path, "limit")
    top.refuse_unknown(("settlement",))
    return National(tuple(_limit(code, entry) for entry in entries), _policies(code, top))


def _policies(code: str, top: Entry) -> tuple[Policy, ...]:
    """Read `settlement`, a list of inline tables."""
    found = top.values.get("settlement", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) and set(one) == set(OF_POLICY) for one in found):
        raise top.wrong("settlement", f"must be a list of tables with exactly the keys {', '.join(OF_POLICY)}")
    return tuple(_policy(code, top, one) for one in found)


def _policy(code: str, top: Entry, one: Mapping[str, str]) -> Policy:
    if one["holds"] not in (PREFERS, DECLINES) or one["grade"] not in GRADES:
        raise top.wrong("settlement", f"holds is {PREFERS} or {DECLINES}, grade one of {', '.join(GRADES)}")
    instrument, _, provision = one["under"].partition(" ")
    cited = Citation(instrument, provision, Binding.SOFT, Grade(one["grade"]))
    return Policy(code, one["kind"], one["holds"], one["says"], cited)


def _limit(code: str, entry: Entry) -> NationalLimit:
    entry.refuse_unknown(KEYS)
    length = entry.whole("length")
    if not length:
        raise entry.wrong("length", "must be a whole number above zero")
    return NationalLimit(
        code=code,
        procedure=entry.text("procedure"),
        limit=entry.text("limit"),
        length=length,
        unit=entry.choice("unit", UNITS),
        starts=entry.text("starts"),
        instrument=entry.text("instrument"),
        provision=entry.text("provision"),
        grade=entry.choice("grade", GRADES),
        says=entry.text("says"),
    )
