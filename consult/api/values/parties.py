"""A party as a machine reads it: what the directory shows."""

from collections.abc import Mapping
from datetime import date

from consult.api.values.organs import OrganValue, organ_values
from consult.pages.parties import PartiesPage, PartyPage
from workflows.kernel.frozen import dataclass


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
    """One party: its zone, in which its dates are reckoned, its organs and the treaties that bind it; and where its
    organs and contact points are listed, of the own party also its house."""

    key: str
    name: str
    kind: str
    zone: str
    languages: tuple[str, ...]
    organs: tuple[OrganValue, ...]
    treaties: tuple[BoundValue, ...]
    on: date
    is_own: bool
    href: str
    organs_href: str
    contacts_href: str
    house: Mapping[str, str]


HOUSE = ("people", "absences", "webhooks", "drills", "tokens")
"""What the own party has besides, each a list of its own."""


def party_list(page: PartiesPage, base: str) -> PartyList:
    """Write the directory from its page."""
    lines = (
        PartyItem(one.key, one.name, one.kind, one.organs, one.urgent, one.treaties, f"{base}/parties/{one.key}")
        for one in page.parties
    )
    return PartyList(tuple(lines), page.on)


def party_value(page: PartyPage, base: str) -> PartyValue:
    """Write one party from its page."""
    treaties = (BoundValue(one.key, one.name, one.bound, one.since, one.reason, one.grade) for one in page.treaties)
    here = f"{base}/parties/{page.key}"
    return PartyValue(
        page.key,
        page.title,
        page.kind,
        page.zone,
        page.languages,
        organ_values(page, base),
        tuple(treaties),
        page.on,
        page.is_own,
        here,
        f"{here}/organs",
        f"{here}/contacts",
        {name: f"{base}/{name}" for name in HOUSE} if page.is_own else {},
    )
