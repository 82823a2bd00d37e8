"""The pages of how one signs in: what there is, what a party asks for, and where one is signed in."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection

from consult.accounts import LEAST_CHARACTERS, SignedIn, codes, factors, sessions
from consult.accounts.needs import SAID, needed_of
from consult.i18n import _
from consult.pages.fields import FormField
from consult.pages.providers import LinkView, link_views
from consult.pages.signin import code_field
from workflows.kernel.frozen import dataclass

FEW = 3
"""How few recovery codes are left when the page says so."""
_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """One passkey: its number, name, and when it was made and used the last time."""

    id: int
    name: str
    made_at: datetime
    last_used_at: datetime | None
    field: FormField | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """One open session: its browser in words and as it named itself, and since when and until when it was seen."""

    id: int
    browser: str
    client: str
    begun_at: datetime
    seen_at: datetime
    proved_by: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class SignInWaysPage:
    """How one signs in, and where one is signed in."""

    title: str
    lacks: str
    """What a party asks for and is not there, in words; empty where nothing."""
    needed: str
    can_passkeys: bool
    passkeys: tuple[PasskeyView, ...]
    new_passkey: FormField
    codes_since: datetime | None
    codes_used: datetime | None
    recovery: int
    is_few: bool
    has_factor: bool
    password: tuple[FormField, ...]
    sessions: tuple[SessionView, ...]
    links: tuple[LinkView, ...]
    renews: bool
    """Whether a recovery code opened this session, and what is lost is to be removed or renewed first."""

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Answer every question of the page, so that what is wrong is named on top."""
        names = tuple(one.field for one in self.passkeys if one.field)
        return (self.new_passkey, *names, *self.password)


@dataclass(frozen=True, slots=True)
class CodesPage:
    """One-time codes being set up: the secret as a picture and in letters, and the first code that is asked for."""

    title: str
    picture: Markup
    secret: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """Ten recovery codes, shown this once, with whose and where they are."""

    title: str
    sentence: str
    codes: tuple[str, ...]
    email: str
    host: str
    made_at: datetime


def sign_in_ways_page(
    conn: Connection, who: SignedIn, now: datetime, can_passkeys: bool, faults: Mapping[str, str]
) -> SignInWaysPage:
    """Draw up the page of whoever is signed in."""
    found = factors.factors_of(conn, who.person_id, now)
    asked = needed_of(conn, who.person_id, now, who.through_party)
    example = _("Such as: laptop of the mission, or security key 2.")
    return SignInWaysPage(
        title=_("Sign-in"),
        lacks=str(SAID[who.lacks]) if who.lacks in SAID else "",
        needed=str(SAID[asked]) if asked != "none" else "",
        can_passkeys=can_passkeys,
        passkeys=tuple(passkey_view(row, faults) for row in found.passkeys),
        new_passkey=FormField("name", _("What to call it"), help=example, error=faults.get("name", "")),
        codes_since=found.codes.confirmed_at if found.codes else None,
        codes_used=found.codes.last_used_at if found.codes else None,
        recovery=found.recovery,
        is_few=found.has_any and found.recovery <= FEW,
        has_factor=found.has_any,
        password=_password_fields(faults),
        sessions=session_views(conn, who.person_id, who.session_id, now),
        links=link_views(conn, who),
        renews=who.lacks == sessions.RENEW,
    )


def passkey_view(row: Any, faults: Mapping[str, str] | None = None) -> PasskeyView:
    """Show one passkey, with the question of its name where it may be answered."""
    error = (faults or {}).get(f"name-{row.id}", "")
    field = FormField(f"name-{row.id}", _("Name of the passkey"), given=(row.name,), error=error)
    return PasskeyView(row.id, row.name, row.made_at, row.last_used_at, None if faults is None else field)


def session_views(conn: Connection, person_id: int, this: int, now: datetime) -> tuple[SessionView, ...]:
    """Show the open sessions of a person, the last begun first."""
    return tuple(session_view(row, this) for row in sessions.open_sessions(conn, person_id, now))


def session_view(row: Any, this: int) -> SessionView:
    """Show one session; `this` is the number of the one in which it is shown."""
    seen, by = row.last_seen_at or row.created_at, row.proved_by or "password"
    return SessionView(row.id, browser_of(row.client), row.client, row.created_at, seen, by, row.id == this)


def browser_of(client: str) -> str:
    """Say in short which browser, on which system, a browser says it is."""
    browser = next((name for name in _BROWSERS if f"{name}/" in client), "")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, client)), "")
    known = [one for one in (_NAMES.get(browser, browser), system) if one]
    return ", ".join(known) or _("a browser that does not say what it is")


def codes_page(secret: str, email: str, host: str, error: str = "") -> CodesPage:
    """Draw up the picture of a secret that waits for its first code."""
    address = codes.address_of(secret, email, f"Consult {host}")
    picture = Markup(codes.picture_of(address))  # noqa: S704 - the drawing holds numbers alone
    spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return CodesPage(_("Set up one-time codes"), picture, spaced, (code_field("code", error),))


def _password_fields(faults: Mapping[str, str]) -> tuple[FormField, ...]:
    advice = _(
        "At least %(least)s characters. Several words in a row are easy to keep in mind.", least=LEAST_CHARACTERS
    )
    asked = (
        ("current", _("Your password now"), "", "current-password"),
        ("password", _("New password"), advice, "new-password"),
        ("repeat", _("The same again"), "", "new-password"),
    )
    return tuple(
        FormField(name, label, "password", help=help_, error=faults.get(name, ""), autocomplete=kind)
        for name, label, help_, kind in asked
    )
