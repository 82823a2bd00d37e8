"""A party as a machine reads it: what the directory shows."""

from dataclasses import dataclass
from datetime import date

from consult.pages.parties import PartiesPage, PartyPage


@dataclass(frozen=True, slots=True)
class PartyItem:
    """One party in the directory; `treaties` are those that bind it today, by key."""

    key: str
    name: str
    kind: str
    organs: int
    urgent: bool
    treaties: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class PartyList:
    """Every party of this installation, as it is on a day."""

    items: tuple[PartyItem, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ContactValue:
    """One way to reach an organ: urgent or not, when it was last proved, until when it counts."""

    channel: str
    address: str
    urgent: bool
    languages: tuple[str, ...]
    last_proved_on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class OrganValue:
    """One organ of a party; its contact points where they may be seen."""

    key: str
    name: str
    kind: str
    contacts: tuple[ContactValue, ...]


@dataclass(frozen=True, slots=True)
class BoundValue:
    """Whether a treaty binds the party on the day, since when, why, and how that was checked."""

    treaty: str
    name: str
    bound: bool
    since: date | None
    reason: str
    grade: str


@dataclass(frozen=True, slots=True)
class PartyValue:
    """One party: its zone, in which its dates are reckoned, its organs and the treaties that bind it."""

    key: str
    name: str
    kind: str
    zone: str
    languages: tuple[str, ...]
    organs: tuple[OrganValue, ...]
    treaties: tuple[BoundValue, ...]
    on: date
    is_own: bool


def party_list(page: PartiesPage, base: str) -> PartyList:
    """Write the directory from its page."""
    lines = (
        PartyItem(one.key, one.name, one.kind, one.organs, one.urgent, one.treaties, f"{base}/parties/{one.key}")
        for one in page.parties
    )
    return PartyList(tuple(lines), page.on)


def party_value(page: PartyPage) -> PartyValue:
    """Write one party from its page."""
    organs = tuple(
        OrganValue(
            organ.key,
            organ.name,
            organ.kind,
            tuple(
                ContactValue(
                    one.channel, one.address, one.urgent, tuple(one.languages), one.last_proved_on, one.valid_until
                )
                for one in organ.contacts
                if page.shows_contacts
            ),
        )
        for organ in page.organs
    )
    treaties = (BoundValue(one.key, one.name, one.bound, one.since, one.reason, one.grade) for one in page.treaties)
    return PartyValue(
        page.key, page.title, page.kind, page.zone, page.languages, organs, tuple(treaties), page.on, page.is_own
    )
