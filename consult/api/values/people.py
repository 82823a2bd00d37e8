"""Who acts for the own party, as a machine reads it: people with every mandate ever recorded."""

from datetime import date, datetime

from consult.pages.people import MandateView, PersonView
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MandateValue:
    """One mandate: for which organ, in what office and capacities, under which instrument, from when to when; `worth`
    is counts, begins, ended or revoked, as of today; `procedures` and `cases` are null where it covers all,
    `other_cases` is how many more cases it names that the reader may not know. `through_systems` says whether a system
    may dispatch, act in an office or manage under it. `kind` is full_powers, credentials, standing or delegation,
    empty where it was not asked then; `derived_from` is the mandate that a delegation comes from, `document` the
    digest of its
    document."""

    number: int
    person: int
    organ: str
    office: str
    capacities: tuple[str, ...]
    level: str
    instrument: str
    procedures: tuple[str, ...] | None
    valid_from: date
    valid_until: date | None
    through_systems: bool
    recorded_at: datetime
    revoked_at: datetime | None
    worth: str
    kind: str
    cases: tuple[str, ...] | None
    other_cases: int
    derived_from: int | None
    document: str | None
    href: str


@dataclass(frozen=True, slots=True)
class PersonValue:
    """One person who acts or acted for the own party; `account` is open, invited (no password yet) or closed."""

    number: int
    name: str
    email: str
    language: str
    account: str
    mandates: tuple[MandateValue, ...]
    href: str


@dataclass(frozen=True, slots=True)
class PersonList:
    """People of the own party, by number."""

    items: tuple[PersonValue, ...]
    next: str | None


def person_value(one: PersonView, base: str) -> PersonValue:
    """Write one person from the page of the own party."""
    mandates = tuple(mandate_value(mandate, base) for mandate in one.mandates)
    return PersonValue(one.id, one.name, one.email, one.language, one.account, mandates, f"{base}/people/{one.id}")


def mandate_value(one: MandateView, base: str) -> MandateValue:
    """Write one mandate.

    Long because: one line a field, in the order in which it is read.
    """
    return MandateValue(
        one.id,
        one.person_id,
        one.organ_key,
        one.office,
        one.capacities,
        one.level,
        one.instrument,
        one.procedures,
        one.valid_from,
        one.valid_until,
        one.through_systems,
        one.recorded_at,
        one.revoked_at,
        one.worth,
        one.power,
        one.cases,
        one.other_cases,
        one.derived_from,
        one.document,
        f"{base}/mandates/{one.id}",
    )
