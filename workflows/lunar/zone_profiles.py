"""Under what a zone is told, and to whom: profiles, one TOML file each.

Law: OST XI and IX for everybody; the Accords bind nobody and speak to their signatories; a programme that is evolving
is marked as such. Whoever signed is read from the status table of instruments. What a provision binds and how it was
checked is read from its instrument, and never written here. Not modelled: what else a programme asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.instruments import instruments, library
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties import parties
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

FOLDER = Path(__file__).parent / "zones"
TOP = ("key", "title", "says", "evolving", "signatories", "addressees", "grade")
ACTS = ("notify", "basis", "publish", "entry")
SIGNED = ("S", "R")


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile: how it is called, whom it addresses, and what each act rests on; ``grade`` is that of the list of
    those addressed, ``signatories`` the instrument whose signatories alone may use it."""

    key: str
    title: str
    says: str
    evolving: bool
    signatories: str
    addressees: tuple[str, ...]
    grade: str
    rules: Mapping[str, tuple[Citation, ...]]

    def under(self, act: str) -> tuple[Citation, ...]:
        """Say what an act rests on."""
        return self.rules[act]


@cache
def profiles(folder: Path = FOLDER) -> Mapping[str, Profile]:
    """Give the profiles of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    return MappingProxyType({one.key: one for one in map(read_profile, sorted(folder.glob("*.toml")))})


def read_profile(path: Path) -> Profile:
    """Read one file; raise InstrumentError with file, line, key and reason."""
    top, rows = read(path, "rule")
    top.refuse_unknown(TOP)
    rules = dict(map(_rule, rows))
    missing = next((act for act in ACTS if act not in rules), None)
    if missing is not None:
        raise InstrumentError(path.name, None, f"says nothing of “{missing}”")
    signatories = top.text("signatories", "")
    return Profile(
        key=top.text("key"),
        title=top.text("title"),
        says=top.text("says"),
        evolving=bool(top.yes_no("evolving")),
        signatories=signatories,
        addressees=(*_signed(top, signatories), *_known(top)),
        grade=top.choice("grade", GRADES),
        rules=MappingProxyType(rules),
    )


def _rule(row: Entry) -> tuple[str, tuple[Citation, ...]]:
    row.refuse_unknown(("act", "cites"))
    cites = row.texts("cites")
    if not cites:
        raise row.wrong("cites", "names nothing")
    try:
        return row.choice("act", ACTS), tuple(map(cited, cites))
    except KeyError as fault:
        raise row.wrong("cites", str(fault.args[0])) from None


def cited(text: str) -> Citation:
    """Read a citation such as “OST IX s1”, with the binding and the grade that its instrument gives it; KeyError where
    there is no such provision."""
    key, _space, where = text.partition(" ")
    found, provision = library().instrument(key), library().provision(key, where)
    return Citation(key, where, Binding(found.force), Grade(provision.grade))


def _signed(top: Entry, instrument: str) -> tuple[str, ...]:
    if not instrument:
        return ()
    if instrument not in instruments():
        raise top.wrong("signatories", f"no instrument {instrument!r}")
    rows = ((party, row) for (key, party), found in library().rows.items() if key == instrument for row in found)
    return tuple(sorted({party for party, row in rows if row.status in SIGNED}))


def _known(top: Entry) -> tuple[str, ...]:
    named = top.texts("addressees")
    stray = next((key for key in named if key not in parties()), None)
    if stray is not None:
        raise top.wrong("addressees", f"there is no party {stray!r}")
    return named
