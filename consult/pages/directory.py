"""The directory of contact points: how each organ of each party is reached, in order, and how well that works."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from consult import people, words
from consult.delivery.reachability import Reachability, reachability
from consult.i18n import _
from consult.pages.fields import Option
from consult.pages.organs import ContactView, OrganView, organ_views
from consult.people import CHANNELS
from consult.standing import Standing
from consult.visibility import Viewer, may_see_contacts
from workflows.kernel.frozen import dataclass

EXPIRING, UNPROVED, URGENT = STATES = ("expiring", "unproved", "urgent")


@dataclass(frozen=True, slots=True)
class PartyContacts:
    """One party with those of its contact points that were asked for; `hidden` where addresses are not the reader's."""

    key: str
    name: str
    organs: tuple[OrganView, ...]
    reached: Reachability
    hidden: bool


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The contact points of all parties, as filtered; `unreached` are the parties that have none in use."""

    title: str
    parties: tuple[PartyContacts, ...]
    unreached: tuple[PartyContacts, ...]
    by_party: tuple[Option, ...]
    by_channel: tuple[Option, ...]
    by_state: tuple[Option, ...]
    party: str
    channel: str
    state: str
    expiring: int
    is_secretariat: bool


def directory_page(
    conn: Connection, by: Standing, today: date, at: datetime, asked: Mapping[str, str]
) -> DirectoryPage:
    """Draw up the directory; an unknown filter shows all.

    Long because: one line a field of the page and of its parties.
    """
    viewer, rows = Viewer.of(by), people.list_parties(conn)
    figures = reachability(conn)
    channel = asked.get("channel", "") if asked.get("channel") in CHANNELS else ""
    states = _states()
    state = asked.get("state", "") if asked.get("state") in {one.value for one in states} else ""
    party = asked.get("party", "") if asked.get("party") in {row.key for row in rows} else ""
    drawn = [
        PartyContacts(
            row.key,
            row.name,
            organ_views(conn, row.key, today, at),
            figures.get(row.key, Reachability(row.key)),
            hidden=not may_see_contacts(viewer, row.key),
        )
        for row in rows
    ]
    wanted = [_filtered(one, channel, state) for one in drawn if party in ("", one.key)]
    shown = [one for one in wanted if party or one.hidden or any(organ.contacts for organ in one.organs)]
    return DirectoryPage(
        title=_("Contact points"),
        parties=tuple(one for one in shown if one.organs or not (channel or state)),
        unreached=() if channel or state else tuple(one for one in wanted if one not in shown),
        by_party=tuple(Option(row.key, row.name) for row in rows),
        by_channel=tuple(Option(one, words.name(words.CHANNEL, one)) for one in CHANNELS),
        by_state=states,
        party=party,
        channel=channel,
        state=state,
        expiring=sum(contact.expires_soon for one in drawn for organ in one.organs for contact in organ.contacts),
        is_secretariat=by.is_secretariat,
    )


def _states() -> tuple[Option, ...]:
    return (
        Option(EXPIRING, _("Those that end within 30 days")),
        Option(UNPROVED, _("Never proved, or long ago")),
        Option(URGENT, _("For what is urgent")),
    )


def _filtered(party: PartyContacts, channel: str, state: str) -> PartyContacts:
    """Leave the contact points in use that were asked for; organs without any are left out where one filters."""
    organs = tuple(
        replace(organ, contacts=tuple(one for one in organ.contacts if _is_asked(one, channel, state)))
        for organ in party.organs
    )
    if channel or state:
        organs = tuple(organ for organ in organs if organ.contacts)
    return replace(party, organs=organs)


def _is_asked(contact: ContactView, channel: str, state: str) -> bool:
    fits = {
        EXPIRING: contact.expires_soon,
        UNPROVED: contact.proof != "fresh",
        URGENT: contact.urgent,
    }
    return not contact.over and channel in ("", contact.channel) and fits.get(state, True)
