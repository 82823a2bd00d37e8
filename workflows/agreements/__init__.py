"""Agreements between parties: which procedure they chose, with which numbers, and how they settle disputes.

Law: what these parties agreed (LAW_A), what a treaty says (LAW_T), or a model of the product (DEFAULT), as each file
states with its grade. One TOML file an agreement; numbers and words, no expressions. Agreements form a tree: a treaty
or framework, memoranda under it, implementing arrangements under those (see ``tree.py``). Not modelled: amendments
over time; an agreement that changed is a file of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflows.agreements.clause import CLAUSE_VALUES, KINDS, STAGE_VALUES, Clause, Stage
from workflows.agreements.clause_reading import clause_of, sources_of, stages_of
from workflows.agreements.rules import rules
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties import parties
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

TREE: Mapping[str, str] = {
    "treaty": "Treaty",
    "framework": "Framework agreement",
    "memorandum": "Memorandum of understanding",
    "implementing": "Implementing arrangement",
    "rules": "Rules that parties may choose",
    "model": "Model clause",
    "none": "No agreement",
}
OWN, PARENT = "own", "parent"
SETTLEMENT = "settlement"
"""The procedure of an agreement that has a clause on disputes, of its own or from above."""
RECORDING = "agreement"
"""The procedure in which parties record an agreement of their own."""
SHEET: Mapping[str, str] = {
    "mode": "Mode of cooperation",
    "level": "Level of cooperation",
    "terms": "Free and equitable terms",
    "intellectual_property": "Intellectual property",
    "developing_countries": "Account taken of developing countries",
}
KEYS = (
    "key", "title", "kind", "instrument", "provision", "grade", "binding", "parent", "prevails", "parties", "since",
    "procedure", "terms", "note", "sheet", "clause", "sources", "reservations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reservation:
    """A party's reservation: the kind of stage that it does not accept, or accepts only by special agreement."""

    party: str
    kind: str
    says: str
    cited: Citation


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement as its file writes it; what it is silent on, an agreement above it may say."""

    key: str
    title: str
    kind: str
    cited: Citation
    parent: str
    prevails: str
    parties: tuple[str, ...]
    since: date | None
    procedure: str
    terms: Mapping[str, Any]
    note: str
    sheet: Mapping[str, str]
    clause: Clause
    stages: tuple[Stage, ...]
    sources: Mapping[str, Citation] = field(repr=False)
    reservations: tuple[Reservation, ...]

    def cite(self, name: str, stage: Stage | None = None) -> Citation:
        """Cite what gives a value of the clause, or of one of its stages."""
        key = name if stage is None else f"{key_in(stage, self.stages)}.{name}"
        return self.sources.get(key, self.cited)


@cache
def agreements(folder: Path | None = None) -> Mapping[str, Agreement]:
    """Give the agreements of a folder, else those shipped, by key; raise InstrumentError with file, line and reason."""
    paths = sorted((folder or Path(__file__).parent).glob("*.toml"))
    found = MappingProxyType({one.key: one for one in map(read_agreement, paths)})
    for one in found.values():
        if one.parent and one.parent not in found:
            raise InstrumentError(f"{one.key}.toml", None, f"parent: there is no agreement {one.parent!r}")
    return found


def read_agreement(path: Path) -> Agreement:
    """Read one file; raise InstrumentError with file, line, key and reason."""
    return agreement_of(*read(path, "stage"), parties())


def agreement_of(top: Entry, entries: tuple[Entry, ...], known: Collection[str]) -> Agreement:
    """Read an agreement from its top and its stages, whichever file or form they came from; parties must be known."""
    top.refuse_unknown(KEYS)
    own = _own_citation(top)
    stages = stages_of(entries)
    procedure = top.text("procedure", SETTLEMENT if stages or {"clause", "parent"} & set(top.values) else None)
    return Agreement(
        key=top.text("key"),
        title=top.text("title"),
        kind=top.choice("kind", TREE, "implementing"),
        cited=own,
        parent=top.text("parent", ""),
        prevails=top.choice("prevails", (OWN, PARENT), PARENT),
        parties=_known(top, "parties", known),
        since=_since(top),
        procedure=procedure,
        terms=MappingProxyType(_terms(top, procedure)),
        note=top.text("note", ""),
        sheet=_sheet(top.table("sheet")),
        clause=clause_of(top.table("clause"), rules(), known),
        stages=stages,
        sources=MappingProxyType(sources_of(top.table("sources"), _names(stages), own)),
        reservations=_reservations(top, own),
    )


def _terms(top: Entry, procedure: str) -> dict[str, Any]:
    """Give the terms of the procedure; a settlement is told whose ladder it climbs."""
    own = {"agreement": top.text("key")} if procedure == SETTLEMENT else {}
    return {**own, **top.table("terms").values}


def key_in(stage: Stage, ladder: tuple[Stage, ...]) -> str:
    """Give a stage's short key within a ladder: its kind, with its level and a number where that is not enough."""
    same_kind = [one for one in ladder if one.kind == stage.kind]
    if len(same_kind) == 1:
        return stage.kind
    same = [one for one in same_kind if one.level == stage.level]
    number = f"_{same.index(stage) + 1}" if len(same) > 1 else ""
    return f"{stage.kind}_{stage.level}{number}"


def _own_citation(top: Entry) -> Citation:
    grade = Grade(top.choice("grade", GRADES, "V"))
    binding = Binding(top.choice("binding", tuple(Binding), "LAW_A"))
    return Citation(top.text("instrument"), top.text("provision", ""), binding, grade)


def _names(stages: tuple[Stage, ...]) -> set[str]:
    return {*CLAUSE_VALUES, *(f"{key_in(one, stages)}.{name}" for one in stages for name in (*STAGE_VALUES, "stage"))}


def _known(top: Entry, name: str, known: Collection[str]) -> tuple[str, ...]:
    found = top.texts(name)
    stray = next((one for one in found if one not in known), None)
    if stray is not None:
        raise top.wrong(name, f"there is no party {stray!r}")
    return found


def _since(top: Entry) -> date | None:
    value = top.values.get("since")
    if value is not None and type(value) is not date:
        raise top.wrong("since", "must be a date")
    return value


def _sheet(entry: Entry) -> Mapping[str, str]:
    entry.refuse_unknown(SHEET)
    return MappingProxyType({name: entry.text(name) for name in SHEET if name in entry.values})


def _reservations(top: Entry, own: Citation) -> tuple[Reservation, ...]:
    """Read `reservations`, a list of inline tables."""
    found = top.values.get("reservations", [])
    if not isinstance(found, list):
        raise top.wrong("reservations", "must be a list")
    return tuple(_reservation(top, one, own) for one in found)


def _reservation(top: Entry, one: Any, own: Citation) -> Reservation:
    wanted = {"party", "kind", "says", "under", "grade"}
    if not isinstance(one, dict) or set(one) != wanted:
        raise top.wrong("reservations", f"each must have exactly the keys {', '.join(sorted(wanted))}")
    if one["party"] not in parties() or one["kind"] not in KINDS or one["grade"] not in GRADES:
        raise top.wrong("reservations", f"party, kind or grade is not known: {one}")
    instrument, _, provision = str(one["under"]).partition(" ")
    return Reservation(
        one["party"], one["kind"], one["says"], Citation(instrument, provision, own.binding, one["grade"])
    )


__all__ = [
    "OWN",
    "PARENT",
    "SHEET",
    "TREE",
    "Agreement",
    "Reservation",
    "agreement_of",
    "agreements",
    "key_in",
    "read_agreement",
]
