"""Who acts in whose name, as a machine reads it."""

from datetime import date, datetime

from consult.pages.representations import RepresentationLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RepresentationValue:
    """One arrangement: `acting` acts in the name of `represented`, under which provisions, for what, from when to when;
    `worth` is waits (to be accepted), counts, begins, ended or revoked, as of today; `cases` is null where it is for
    all cases of its procedures, `other_cases` how many more it names that the reader may not know."""

    number: int
    represented: str
    acting: str
    way: str
    under: tuple[str, ...]
    instrument: str
    document: str | None
    capacities: tuple[str, ...]
    procedures: tuple[str, ...]
    cases: tuple[str, ...] | None
    other_cases: int
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    worth: str
    href: str


@dataclass(frozen=True, slots=True)
class RepresentationList:
    """Arrangements of the own party, by number."""

    items: tuple[RepresentationValue, ...]
    next: str | None


def representation_value(one: RepresentationLine, base: str) -> RepresentationValue:
    """Write one arrangement.

    Long because: one line a field, in the order in which it is read.
    """
    return RepresentationValue(
        one.id,
        one.represented_key,
        one.acting_key,
        one.way,
        tuple(each.short for each in one.under),
        one.instrument,
        one.document,
        one.capacities,
        one.procedures,
        one.cases,
        one.other_cases,
        one.valid_from,
        one.valid_until,
        one.recorded_at,
        one.accepted_at,
        one.revoked_at,
        one.worth,
        f"{base}/representations/{one.id}",
    )
