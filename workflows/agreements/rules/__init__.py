"""Rules that a clause may choose for arbitration, mediation or conciliation, with their periods as data.

One TOML file a set. Law between those who choose them (LAW_A). Where a set could not be read in full, its day counts
come from a sibling text, which the period cites with the grade of that reading. Not modelled: fees, and what a set
leaves to the tribunal.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import Period
from workflows.kernel.words import Binding, Citation, Grade
from workflows.parties.reading import GRADES, Entry, read

KINDS = ("arbitration", "mediation", "conciliation")
PERIODS: Mapping[str, str] = {
    "response": "Response to the notice of arbitration",
    "number": "Agreement on the number of arbitrators",
    "sole": "Agreement on a sole arbitrator",
    "list": "Return of the list of names",
    "second": "Appointment of the second arbitrator",
    "presiding": "Choice of the presiding arbitrator",
    "challenge": "Challenge of an arbitrator",
    "challenge_decision": "Request that a challenge be decided",
    "statements": "Written statements",
    "interpretation_request": "Request for interpretation",
    "interpretation": "Interpretation",
    "correction_request": "Request for correction",
    "correction": "Correction",
    "correction_own": "Correction of the tribunal's own motion",
    "additional_request": "Request for an additional award",
    "additional": "Additional award",
    "invitation": "Answer to an invitation to mediate or conciliate",
    "reply": "Reply to a report with recommended terms",
}
STARTS = ("receipt", "sending", "appointment", "knowledge", "order", "request")
KEYS = ("key", "title", "kind", "institution", "instrument", "grade", "appointing_authority", "admits", "note")
PERIOD_KEYS = ("key", "days", "starts", "under", "grade", "says")


@dataclass(frozen=True, slots=True)
class RulePeriod:
    """One period of a set of rules: its length, what it runs from, and the provision with its grade."""

    key: str
    length: Period
    starts: str
    cited: Citation
    says: str

    @property
    def title(self) -> str:
        """What it is for."""
        return PERIODS[self.key]


@dataclass(frozen=True, slots=True)
class Rules:
    """One set of rules."""

    key: str
    title: str
    kind: str
    institution: str
    cited: Citation
    appointing_authority: str
    admits: tuple[str, ...]
    note: str
    periods: Mapping[str, RulePeriod]


@cache
def rules(folder: Path | None = None) -> Mapping[str, Rules]:
    """Give the sets of rules of a folder, else those shipped, by key; raise InstrumentError with file, line, reason."""
    paths = sorted((folder or Path(__file__).parent).glob("*.toml"))
    return MappingProxyType({found.key: found for found in map(_read, paths)})


def _read(path: Path) -> Rules:
    top, entries = read(path, "period")
    top.refuse_unknown(KEYS)
    instrument = top.text("instrument")
    return Rules(
        key=top.text("key"),
        title=top.text("title"),
        kind=top.choice("kind", KINDS),
        institution=top.text("institution", ""),
        cited=Citation(instrument, "", Binding.LAW_A, Grade(top.choice("grade", GRADES))),
        appointing_authority=top.text("appointing_authority", ""),
        admits=top.texts("admits"),
        note=top.text("note", ""),
        periods=MappingProxyType(periods_of(entries, instrument)),
    )


def periods_of(entries: tuple[Entry, ...], instrument: str) -> dict[str, RulePeriod]:
    """Read `[[period]]` entries by key; the same one twice is refused."""
    found: dict[str, RulePeriod] = {}
    for entry in entries:
        period = _period(entry, instrument)
        if period.key in found:
            raise entry.wrong("key", f"the period “{period.key}” is given twice")
        found[period.key] = period
    return found


def _period(entry: Entry, instrument: str) -> RulePeriod:
    entry.refuse_unknown(PERIOD_KEYS)
    days = entry.whole("days")
    if not days:
        raise entry.wrong("days", "must be a whole number above zero")
    under, _, provision = entry.text("under", instrument).partition(" ")
    cited = Citation(under, provision, Binding.LAW_A, Grade(entry.choice("grade", GRADES)))
    return RulePeriod(
        entry.choice("key", PERIODS),
        Period(days=days),
        entry.choice("starts", STARTS),
        cited,
        entry.text("says", ""),
    )
