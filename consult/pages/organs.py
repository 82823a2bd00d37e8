"""Organs and their contact points as pages show them, and the forms that ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from consult import people, words
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages.fields import FormField, Given, Option, fill
from consult.people import CHANNELS, ORGAN_KINDS

STALE_AFTER_DAYS = 180


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact point; `proof` is "never", "stale" or "fresh"."""

    id: int
    channel: str
    address: str
    urgent: bool
    last_proved_on: date | None
    proof: str
    languages: tuple[str, ...]
    valid_until: date | None
    over: bool


@dataclass(frozen=True, slots=True)
class OrganView:
    """One organ with its contact points, those that are over last."""

    id: int
    key: str
    name: str
    kind: str
    contacts: tuple[ContactView, ...]


def organ_views(conn: Connection, party_key: str, today: date) -> tuple[OrganView, ...]:
    """Answer the organs of a party with their contact points on a day."""
    by_organ: dict[int, list[ContactView]] = {}
    for row in people.contacts_of(conn, party_key):
        by_organ.setdefault(row.organ_id, []).append(_contact_view(row, today))
    return tuple(
        OrganView(
            row.id, row.key, row.name, row.kind, tuple(sorted(by_organ.get(row.id, ()), key=lambda one: one.over))
        )
        for row in people.organs_of(conn, party_key)
    )


def organ_fields(given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Ask for an organ."""
    kinds = tuple(Option(kind, words.name(words.ORGAN_KIND, kind)) for kind in ORGAN_KINDS)
    kind_help = _("Only a ministry or a mission can dispatch treaty filings.")
    fields = (
        FormField("name", _("Name of the organ")),
        FormField(
            "key",
            _("Short name"),
            help=_("Capital letters, digits and hyphens, such as MOFA. It cannot be changed later."),
        ),
        FormField("kind", _("Kind"), "choice", options=kinds, help=kind_help),
    )
    return fill(fields, given, errors)


def contact_fields(given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Ask for a contact point."""
    channels = tuple(Option(channel, words.name(words.CHANNEL, channel)) for channel in CHANNELS)
    languages = tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items())
    fields = (
        FormField("channel", _("Channel"), "choice", options=channels),
        FormField("address", _("Address, number or account")),
        FormField("urgent", _("Answered at any hour; to be used when it is urgent"), "yes_no", required=False),
        FormField("languages", _("Languages understood there"), "choices", options=languages, required=False),
        FormField("valid_until", _("Last day"), "date", required=False),
    )
    return fill(fields, given, errors)


def _contact_view(row: Row[Any], today: date) -> ContactView:
    """Show one contact point on a day."""
    proved = row.last_proved_on
    fresh = proved is not None and (today - proved).days <= STALE_AFTER_DAYS
    return ContactView(
        id=row.id,
        channel=row.channel,
        address=row.address,
        urgent=row.urgent,
        last_proved_on=proved,
        proof="never" if proved is None else "fresh" if fresh else "stale",
        languages=tuple(row.languages),
        valid_until=row.valid_until,
        over=row.valid_until is not None and row.valid_until < today,
    )
