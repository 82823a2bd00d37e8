"""What a report is asked to cover, for whom, and what others allowed to be told.

A scope and a record give one report: it says up to which instant the record counts; nothing recorded later is in it.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from workflows.kernel.frozen import dataclass


class Reach(StrEnum):
    """How far an output may travel, with the highest level of confidentiality in it (procedures.md 13.6)."""

    FULL = "full_internal"
    """Everything that its maker may see; it stays within its delegation."""
    PARTIES = "parties_C2"
    """What every party to the case may see: C0 to C2."""
    PUBLIC = "public_C0"
    """What everybody may see, and what was released for it by consent."""

    @property
    def levels(self) -> frozenset[str]:
        """Answer the levels that may be in it."""
        return _LEVELS[self]


_LEVELS: Mapping[Reach, frozenset[str]] = MappingProxyType(
    {
        Reach.FULL: frozenset({"C0", "C1", "C2", "C3", "C4", "C5"}),
        Reach.PARTIES: frozenset({"C0", "C1", "C2"}),
        Reach.PUBLIC: frozenset({"C0"}),
    }
)


@dataclass(frozen=True, slots=True)
class Objection:
    """What a State holds of the wording, and what the author answers: both stand in the report (13.6, E4)."""

    party: str
    words: str
    said_at: datetime
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report covers.

    Keys of parties and of `workflows.reporting`; `since` and `until` are both days of the period, in UTC; `cases` are
    references, None for all that the author takes part in together with the public ones; `consents` maps each party
    that consented to the instant it did, for this report alone: silence and refusal are not in it. Whoever consented to
    some cases alone has these in `limited`; whoever is not there consented to all.
    """

    author: str
    kind: str
    body: str
    session: str
    item: str
    since: date
    until: date
    at: datetime
    joint: tuple[str, ...] = ()
    cases: tuple[str, ...] | None = None
    consents: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    objections: tuple[Objection, ...] = ()
    reach: Reach = Reach.PUBLIC
    language: str = "en"
    symbol: str = ""
    title: str = ""
    limited: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def consented(self, party: str, case: str) -> bool:
        """Say whether a party consented, by the instant of the report, that a case is told."""
        at = self.consents.get(party)
        return at is not None and at <= self.at and (party not in self.limited or case in self.limited[party])
