"""Looks by staff as a machine reads them."""

from datetime import datetime

from consult.pages.accesses import AccessLine
from consult.pages.watched import LookLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LookItem:
    """One look at an act (`act`, 0: the case itself) or a document (its digest), at a level, by a person in an office
    of a party; `access` is the number of the access in an emergency, `entry` its place in the log."""

    number: int
    case: str
    act: int | None
    document: str
    level: str
    person: str
    office: str
    staff_of: str
    access: int | None
    at: datetime
    entry: int
    href: str


@dataclass(frozen=True, slots=True)
class LookList:
    """Looks by staff, the newest first."""

    items: tuple[LookItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class AccessItem:
    """One access to one case in an emergency: who, why, from when to when, and whether it is open now."""

    number: int
    case: str
    person: str
    reason: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None
    is_open: bool
    href: str


@dataclass(frozen=True, slots=True)
class AccessList:
    """Accesses in an emergency, the newest first."""

    items: tuple[AccessItem, ...]
    next: str | None


def look_value(one: LookLine, prefix: str) -> LookItem:
    """Give one look."""
    who = one.name, one.office, one.staff, one.access_id
    href = f"{prefix}/cases/{one.ref}"
    return LookItem(one.id, one.ref, one.n, one.document, one.level, *who, one.at, one.seq, href)


def access_value(one: AccessLine, prefix: str) -> AccessItem:
    """Give one access."""
    when = one.opened_at, one.until, one.ended_at
    return AccessItem(one.id, one.ref, one.name, one.reason, *when, one.is_open, f"{prefix}/cases/{one.ref}/looks")
