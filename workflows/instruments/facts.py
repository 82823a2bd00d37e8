"""The shapes of what is known about instruments: provisions, dates, party status, and the answer who is bound.

Law: none of its own. Grades say how a fact was checked: V read in the text or an official page, S secondary source,
src founding documents, M memory only and never shown as verified. Not modelled: reservations, territorial extension,
succession of States.
"""

from __future__ import annotations

from datetime import date

from workflows.kernel.frozen import dataclass
from workflows.parties.reading import Dated

LAYERS = (
    "general_international_law",
    "space_treaty",
    "station_agreement",
    "resolution",
    "soft_law_in_progress",
    "national_law",
)
KINDS = (
    "treaty",
    "agreement",
    "arrangement",
    "charter",
    "code",
    "declaration",
    "guidelines",
    "law",
    "policy",
    "principles",
    "proposal",
    "recommendation",
    "regulations",
    "report",
    "resolution",
    "rules",
    "statute",
)
FORCES = ("LAW_T", "LAW_N", "LAW_A", "SOFT")
STATUSES = {
    "R": "party",
    "S": "signed only",
    "D": "accepted by an organisation's declaration",
    "W": "withdrawn",
    "none": "not a party",
}


@dataclass(frozen=True, slots=True)
class Descent:
    """A provision to which another one goes back, and how that was checked."""

    instrument: str
    provision: str
    grade: str


@dataclass(frozen=True, slots=True)
class Hardened:
    """Since which day what was soft law binds, as what, by which text, and how that was checked."""

    on: date
    force: str
    by: str
    grade: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One article, paragraph, sentence or principle, in words of this project; to which others it goes back, and since
    when it is law where its instrument is not."""

    instrument: str
    id: str
    title: str
    says: str
    grade: str
    lineage: tuple[Descent, ...] = ()
    hardened: tuple[Hardened, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One text of law or policy. `bound_from` is days after deposit (0 = on deposit), None where nobody deposits."""

    key: str
    title: str
    short: str
    layer: str
    kind: str
    force: str
    grade: str
    adopted: Dated | None
    opened: Dated | None
    in_force: Dated | None
    depositaries: tuple[str, ...]
    bound_from: int | None
    withdrawal_months: int | None
    declaration: str
    reference: str
    reference_grade: str
    lineage: tuple[str, ...]
    note: str
    provisions: tuple[Provision, ...]
    hardened: tuple[Hardened, ...] = ()

    @property
    def in_force_on(self) -> date | None:
        """Give the day of entry into force, else None."""
        return self.in_force.day if self.in_force else None


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One line of the status table: what a party did, before which depositary, on what date, and who says so.

    `on` is the deposit (the signature for S) as ISO day, year, or empty when not recorded; `as_of` is the last
    day the source speaks for; `denounced` the day a notice of withdrawal was received.
    """

    party: str
    instrument: str
    status: str
    on: str
    as_of: date
    denounced: date | None
    depositary: str
    source: str
    grade: str

    @property
    def verified(self) -> bool:
        """Tell whether the row was read in an official list; rows from memory never are."""
        return self.grade == "V"


@dataclass(frozen=True, slots=True)
class Binds:
    """The answer whether an instrument binds a party on a date, with the sentence that explains it.

    `code` names the case: bound, declared; not_in_force, not_yet, signed_only, withdrawn, not_party, not_recorded,
    not_binding (soft), by_agreement (rules chosen by clause), national.
    """

    bound: bool
    code: str
    grade: str
    since: date | None
    reason: str
    in_force_on: date | None
