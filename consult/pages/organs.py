"""Organs and their contact points as pages show them, and the forms that ask for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from consult import people, words
from consult.i18n import LANGUAGE_NAMES, _, _l
from consult.pages.fields import FormField, Given, Option, fill
from consult.people import CHANNELS, ORGAN_KINDS, Hours
from workflows.kernel.frozen import dataclass

STALE_AFTER_DAYS = 180
EXPIRES_SOON_DAYS = 30
PAIR = 2
WEEKDAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))


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
    begins_on: date | None = None
    days_left: int | None = None
    hours: str = ""
    is_open: bool | None = None
    opens_at: datetime | None = None
    zone: str = ""

    @property
    def expires_soon(self) -> bool:
        """Tell whether the last day of a point in use is near."""
        return not self.over and self.days_left is not None and self.days_left <= EXPIRES_SOON_DAYS


@dataclass(frozen=True, slots=True)
class OrganView:
    """One organ with its contact points, those that are over last."""

    id: int
    key: str
    name: str
    kind: str
    contacts: tuple[ContactView, ...]


def organ_views(conn: Connection, party_key: str, today: date, at: datetime | None = None) -> tuple[OrganView, ...]:
    """Answer the organs of a party with their contact points on a day; given the moment, whether somebody is there."""
    by_organ: dict[int, list[ContactView]] = {}
    for row in people.contacts_of(conn, party_key):
        by_organ.setdefault(row.organ_id, []).append(contact_view(row, today, at))
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


def contact_fields(given: Given, errors: Mapping[str, str], zone: str) -> tuple[FormField, ...]:
    """Ask for a contact point of an organ of a party that reckons in a zone."""
    channels = tuple(Option(channel, words.name(words.CHANNEL, channel)) for channel in CHANNELS)
    languages = tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items())
    address_help = _("Telephone and fax in international form (+81 3 1234 5678), a webhook as an https address.")
    fields = (
        FormField("channel", _("Channel"), "choice", options=channels),
        FormField("address", _("Address, number or account"), help=address_help),
        FormField("urgent", _("Answered at any hour; to be used when it is urgent"), "yes_no", required=False),
        FormField("languages", _("Languages understood there"), "choices", options=languages, required=False),
        *_fields_of_hours(zone),
        FormField("valid_from", _("First day"), "date", required=False),
        FormField("valid_until", _("Last day"), "date", required=False),
    )
    return fill(fields, given, errors)


def _fields_of_hours(zone: str) -> tuple[FormField, ...]:
    """Ask when somebody is there."""
    days = tuple(Option(str(n), str(name)) for n, name in enumerate(WEEKDAYS))
    help_of_days = _("On which days somebody answers there. Left open: nothing is said about hours.")
    return (
        FormField("days", _("Days"), "choices", options=days, required=False, help=help_of_days),
        FormField("opens", _("From"), required=False, help=_("Time of day, such as 09:00.")),
        FormField("closes", _("To"), required=False, help=_("Time of day, such as 17:00.")),
        FormField("zone", _("Time zone"), given=(zone,), required=False, help=_("Its name, such as Europe/Vienna.")),
    )


def contact_view(row: Row[Any], today: date, at: datetime | None = None) -> ContactView:
    """Show one contact point on a day; given the moment, whether somebody is there."""
    proved, hours = row.last_proved_on, Hours.read(row.hours)
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
        begins_on=row.valid_from if row.valid_from and row.valid_from > today else None,
        days_left=(row.valid_until - today).days if row.valid_until else None,
        hours=words_of_hours(hours) if hours else "",
        is_open=hours.is_open(at) if hours and at else None,
        opens_at=hours.next_opening(at) if hours and at else None,
        zone=hours.zone if hours else "",
    )


def words_of_hours(hours: Hours) -> str:
    """Say when somebody is there: “Monday to Friday 09:00–17:00, Asia/Tokyo”."""
    times = f"{hours.begins}–{hours.ends}"
    return _("%(days)s %(times)s, %(zone)s", days=_days_in_words(hours.days), times=times, zone=hours.zone)


def _days_in_words(days: tuple[int, ...]) -> str:
    """Name days of the week, a run of three or more by its ends."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    names = [str(WEEKDAYS[n]) for n in run]
    if len(names) <= PAIR:
        return ", ".join(names)
    return _("%(first)s to %(last)s", first=names[0], last=names[-1])
