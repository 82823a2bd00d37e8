"""The page of one's own settings: language, courtesy messages, the daily digest; and what nobody switches off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import people
from consult.accounts import SignedIn
from consult.i18n import LANGUAGE_NAMES, _, write_date
from consult.pages.fields import FormField, Option
from consult.pages.organs import ContactView, organ_views
from consult.people.preferences import COURTESIES, HOURS, Wishes, begins_after, wishes_of
from consult.people.zones import zone_names
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ServedAt:
    """Where legal service on an organ of one's party goes."""

    organ: str
    contacts: tuple[ContactView, ...]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """One's settings as a form, what goes where, and when the next digest comes."""

    title: str
    mail: str
    fields: tuple[FormField, ...]
    served: tuple[ServedAt, ...]
    next_digest: str


def settings_page(
    conn: Connection,
    signed_in: SignedIn,
    by: Standing,
    now: datetime,
    *,
    language: str = "",
    given: Wishes | None = None,
    faults: Mapping[str, str] | None = None,
) -> SettingsPage:
    """Draw up the page, with what was given and not taken where there is such."""
    kept = wishes_of(conn, by.person_id, by.party_zone)
    asked = _fields(language or people.find_person(conn, by.person_id).language, given or kept)
    wrong = faults or {}
    fields = tuple(replace(one, error=wrong.get(one.name, "")) for one in asked)
    served = tuple(
        ServedAt(organ.name, used)
        for organ in organ_views(conn, by.party_key, now.astimezone(ZoneInfo(by.party_zone)).date())
        if (used := tuple(one for one in organ.contacts if not one.over and one.begins_on is None))
    )
    return SettingsPage(_("My settings"), signed_in.email, fields, served, _next(kept, now))


def _next(wishes: Wishes, now: datetime) -> str:
    """Say on which day the next digest comes, where one is wished."""
    if not wishes.digest:
        return ""
    today = now.astimezone(ZoneInfo(wishes.zone)).date()
    done = max((day for day in (begins_after(wishes, wishes, now), wishes.digest_on) if day), default=None)
    day = write_date(today if done is None or done < today else today + timedelta(days=1))
    hour = f"{wishes.digest_hour:02}:00"
    return _("The next digest comes on %(day)s at %(hour)s, if anything waits.", day=day, hour=hour)


def _fields(language: str, wishes: Wishes) -> tuple[FormField, ...]:
    """Ask for everything. Long because: one question after the other."""
    zones = tuple(Option(name, name) for name in zone_names())
    courtesies = tuple(Option(kind, str(label)) for kind, label in COURTESIES.items())
    return (
        FormField(
            "language",
            _("Language of the pages"),
            "choice",
            (language,),
            tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items()),
        ),
        FormField(
            "courtesy",
            _("Courtesy messages to me"),
            "choices",
            tuple(kind for kind in COURTESIES if kind not in wishes.quiet),
            courtesies,
            required=False,
        ),
        FormField(
            "digest",
            _("A daily digest by mail"),
            "yes_no",
            ("yes",) if wishes.digest else (),
            required=False,
            help=_("References and dates alone, once a day. On a day on which nothing waits none is sent."),
        ),
        FormField(
            "digest_hour",
            _("At"),
            "choice",
            (str(wishes.digest_hour),),
            tuple(Option(str(hour), f"{hour:02}:00") for hour in HOURS),
        ),
        FormField("zone", _("In the zone of"), "choice", (wishes.zone,), zones),
    )
