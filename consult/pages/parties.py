"""The directory of parties: who there is, by what each is bound and since when, and how each is reached."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from consult import people
from consult.delivery.reachability import Reachability, reachability
from consult.i18n import _
from consult.pages.neutrals import NeutralLine, neutral_line
from consult.pages.organs import OrganView, organ_views
from consult.pages.reciprocity import between_us
from consult.standing import Standing
from consult.visibility import Viewer, may_see_contacts
from workflows import instruments
from workflows.kernel.frozen import dataclass

SPACE_TREATIES = ("OST", "ARRA", "LC", "REG", "MOON")
HAVING_STATUS = frozenset({"state", "igo"})


@dataclass(frozen=True, slots=True)
class TreatyView:
    """Whether one treaty binds a party today, with the sentence that explains it and how it was checked."""

    key: str
    name: str
    bound: bool
    since: date | None
    reason: str
    grade: str


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party in the directory."""

    key: str
    name: str
    kind: str
    organs: int
    urgent: bool
    treaties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartiesPage:
    """Every party of this installation."""

    title: str
    parties: tuple[PartyLine, ...]
    on: date


@dataclass(frozen=True, slots=True)
class PartyPage:
    """One party: organs, contact points that may be used, and the treaties that bind it."""

    title: str
    key: str
    kind: str
    zone: str
    languages: tuple[str, ...]
    organs: tuple[OrganView, ...]
    treaties: tuple[TreatyView, ...]
    on: date
    is_own: bool
    neutral: NeutralLine | None
    reached: Reachability
    shows_contacts: bool
    between: bool


def parties_page(conn: Connection, on: date) -> PartiesPage:
    """Draw up the directory for a day."""
    lines = tuple(_line(conn, row.key, row.name, row.kind, on) for row in people.list_parties(conn))
    return PartiesPage(_("Parties"), lines, on)


def party_page(conn: Connection, key: str, by: Standing, on: date, at: datetime) -> PartyPage:
    """Draw up the page of one party for a day, or refuse as unknown.

    Long because: one line a field of the page.
    """
    row = people.find_party(conn, key)
    return PartyPage(
        title=row.name,
        key=row.key,
        kind=row.kind,
        zone=row.zone,
        languages=tuple(row.languages),
        organs=organ_views(conn, key, on, at),
        treaties=_treaties(key, on) if row.kind in HAVING_STATUS else (),
        on=on,
        is_own=key == by.party_key,
        neutral=neutral_line(conn, neutral) if (neutral := people.find_neutral(conn, key)) else None,
        reached=reachability(conn, {key}).get(key, Reachability(key)),
        shows_contacts=may_see_contacts(Viewer.of(by), key),
        between=between_us(conn, by, key) is not None,
    )


def _line(conn: Connection, key: str, name: str, kind: str, on: date) -> PartyLine:
    """Show one party in one line."""
    organs = organ_views(conn, key, on)
    bound = tuple(one.key for one in _treaties(key, on) if one.bound) if kind in HAVING_STATUS else ()
    return PartyLine(key, name, kind, len(organs), _reachable_urgently(organs), bound)


def _reachable_urgently(organs: Sequence[OrganView]) -> bool:
    """Tell whether a party has an urgent contact point in use."""
    return any(contact.urgent and not contact.over for organ in organs for contact in organ.contacts)


def _treaties(key: str, on: date) -> tuple[TreatyView, ...]:
    """Answer for each space treaty whether it binds a party on a day."""
    views = []
    for treaty in SPACE_TREATIES:
        binds = instruments.binding(treaty, key, on)
        name = instruments.instrument(treaty).short
        views.append(TreatyView(treaty, name, binds.bound, binds.since, binds.reason, binds.grade))
    return tuple(views)
