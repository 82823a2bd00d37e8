"""Organs of a party and how they are reached, as a machine reads them: what the directory shows."""

from collections.abc import Iterable
from datetime import date, datetime

from consult.pages.organs import ContactView, OrganView
from consult.pages.parties import PartyPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ContactValue:
    """One way to reach an organ. `place` is the order in which it is tried, null of one that is over; `proof` is never,
    stale or fresh; `hours` say in words when somebody is there, `is_open` whether now, both empty where nothing is
    said."""

    number: int
    organ: str
    channel: str
    address: str
    urgent: bool
    place: int | None
    languages: tuple[str, ...]
    last_proved_on: date | None
    proof: str
    begins_on: date | None
    valid_until: date | None
    over: bool
    hours: str
    hours_zone: str
    is_open: bool | None
    opens_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True)
class ContactList:
    """Contact points of a party, as far as they may be seen."""

    items: tuple[ContactValue, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class OrganValue:
    """One organ of a party; its contact points where they may be seen, in the order in which they are tried."""

    key: str
    name: str
    kind: str
    contacts: tuple[ContactValue, ...]
    href: str
    keys_href: str


@dataclass(frozen=True, slots=True)
class OrganList:
    """Organs of a party."""

    items: tuple[OrganValue, ...]
    next: str | None


def organ_values(page: PartyPage, base: str) -> tuple[OrganValue, ...]:
    """Write the organs of a party from its page."""
    here = f"{base}/parties/{page.key}"
    return tuple(_organ(one, here, shown=page.shows_contacts) for one in page.organs)


def _organ(organ: OrganView, party: str, *, shown: bool) -> OrganValue:
    here = f"{party}/organs/{organ.key}"
    contacts = tuple(_contacts(organ, party)) if shown else ()
    return OrganValue(organ.key, organ.name, organ.kind, contacts, here, f"{here}/keys")


def _contacts(organ: OrganView, party: str) -> Iterable[ContactValue]:
    """Write the contact points of an organ; those in use come first, in their order."""
    for place, one in enumerate(organ.contacts, 1):
        yield _contact(one, organ.key, None if one.over else place, party)


def _contact(one: ContactView, organ: str, place: int | None, party: str) -> ContactValue:
    """Write one contact point.

    Long because: one line a field, in the order in which it is read.
    """
    return ContactValue(
        one.id,
        organ,
        one.channel,
        one.address,
        one.urgent,
        place,
        one.languages,
        one.last_proved_on,
        one.proof,
        one.begins_on,
        one.valid_until,
        one.over,
        one.hours,
        one.zone,
        one.is_open,
        one.opens_at,
        f"{party}/contacts/{one.id}",
    )
