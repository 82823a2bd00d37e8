"""The shapes of the tables: a body, an item of its agenda, a kind of submission, and a series of symbols."""

from __future__ import annotations

from collections.abc import Collection

from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is reported to: its key among the parties, its name and seat, the one it is under, and when it meets.

    `symbols` are keys of the series of its documents; `name` and `said` are those of `workflows.parties`.
    """

    key: str
    name: str
    said: str
    parent: str
    parent_said: str
    zone: str
    meets: str
    symbols: tuple[str, ...]
    grade: str
    source: str

    @property
    def title(self) -> str:
        """Name it outside its own house: a subcommittee with the committee that it belongs to."""
        return f"{self.name} of {self.parent_said}" if "Subcommittee" in self.name else self.name


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of a body's agenda, with the procedures and legal subjects that are told of under it by default."""

    key: str
    body: str
    title: str
    procedures: tuple[str, ...]
    subjects: tuple[str, ...]
    grade: str
    from_year: int | None = None

    def is_for(self, procedures: Collection[str], subjects: Collection[str]) -> bool:
        """Say whether one of the procedures, or one of the subjects, is told of under it."""
        return bool(set(self.procedures) & set(procedures) or set(self.subjects) & set(subjects))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of submission: what it says, by whom it may be made, to whom it goes, and what a report of it holds."""

    key: str
    title: str
    says: str
    sections: tuple[str, ...]
    public: bool
    by: tuple[str, ...]
    addressed_to: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its form, other ways in which it is written, and what is issued in it."""

    key: str
    form: str
    also: tuple[str, ...]
    says: str
    grade: str
    source: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Give every way in which it is written."""
        return (self.form, *self.also)


SECTIONS = (
    "overview",
    "consultations",
    "disputes",
    "lunar",
    "registrations",
    "notifications",
    "cooperation",
    "reachability",
    "deadlines",
    "practice",
    "annex",
)
"""The parts that a report can have, in their order."""
AUTHORS = ("state", "igo", "observer", "chair", "secretariat", "un_entity")
"""Who can make a submission."""
