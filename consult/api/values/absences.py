"""Absences of the own party, as a machine reads them: who stands in for whom, and what substitutes did lately."""

from datetime import date, datetime

from consult.pages.absences import AbsenceLine, SubstituteAct
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AbsenceValue:
    """One substitution; `worth` is counts, begins, ended or revoked, as of today. `cases` is null where it covers all;
    else those that the asker may know are named, and the others counted. `may_end` says whether the asker may end
    it."""

    number: int
    absent: str
    office: str
    organ: str
    substitute: str
    own_office: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...] | None
    cases: tuple[str, ...] | None
    other_cases: int
    valid_from: date
    valid_until: date
    worth: str
    may_end: bool
    href: str


@dataclass(frozen=True, slots=True)
class AbsenceList:
    """Substitutions of the own party, by number."""

    items: tuple[AbsenceValue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ActInPlaceValue:
    """One act that a substitute took, with both names and offices."""

    case: str
    n: int
    case_title: str
    sentence: str
    at: datetime
    substitute: str
    own_office: str
    absent: str
    office: str
    href: str


@dataclass(frozen=True, slots=True)
class ActInPlaceList:
    """What substitutes of the own party did lately, the last first."""

    items: tuple[ActInPlaceValue, ...]


def absence_value(one: AbsenceLine, base: str) -> AbsenceValue:
    """Write one substitution.

    Long because: one line a field, in the order in which it is read.
    """
    return AbsenceValue(
        one.id,
        one.absent,
        one.office,
        one.organ,
        one.substitute,
        one.own_office,
        one.capacities,
        one.procedures,
        one.cases,
        one.other_cases,
        one.valid_from,
        one.valid_until,
        one.worth,
        one.may_end,
        f"{base}/absences/{one.id}",
    )


def act_value(one: SubstituteAct, base: str) -> ActInPlaceValue:
    """Write one act of a substitute."""
    return ActInPlaceValue(
        one.ref,
        one.n,
        one.case_title,
        one.sentence,
        one.at,
        one.substitute,
        one.own_office,
        one.absent,
        one.office,
        f"{base}/cases/{one.ref}/acts/{one.n}",
    )
