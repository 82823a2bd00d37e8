"""The pages of signing in: the question, the choice of capacity, and the one-time link."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from consult.accounts import LEAST_CHARACTERS, SignedIn
from consult.i18n import _
from consult.pages.fields import FormField
from consult.people import Link
from consult.standing import Standing, in_reach
from workflows.kernel.frozen import dataclass

SOON = 30
"""Days before the end of a mandate from which it is said (PRODUCT)."""


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Mail address and password; the refusal is the same for an unknown account and a wrong password."""

    title: str
    fields: tuple[FormField, ...]
    next: str
    refused: str = ""
    passkeys: bool = False
    """Whether passkeys can be used here."""
    providers: bool = False
    """Whether some party has an identity provider of its own."""


@dataclass(frozen=True, slots=True)
class SecondPage:
    """The second factor that is still to come: by which ways it can be given, and what was wrong."""

    title: str
    fields: tuple[FormField, ...]
    passkey: bool
    recovery: FormField | None
    elsewhere: bool
    """Whether there is a passkey that cannot be used at this address."""
    next: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class ProvePage:
    """A proof that is asked for before what binds: by which ways, what was sent and goes on with it, and why."""

    title: str
    sentence: str
    action: str
    fields: tuple[FormField, ...]
    passkey: bool
    elsewhere: bool
    carried: tuple[tuple[str, str], ...]
    next: str
    is_lost: bool
    """Whether a file or a password came along, which is not carried on."""
    back: str
    error: str = ""
    provider: str = ""
    """The identity provider that opened this session, and may prove it again; empty where none did."""


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """For whom the person may act now, under which mandate and until when."""

    title: str
    name: str
    choices: tuple[Standing, ...]
    chosen: tuple[int | None, int | None, int | None] | None
    next: str
    last_sign_in: datetime | None
    at: datetime
    ended: tuple[Standing, ...] = ()
    """Mandates that ended by themselves lately."""
    left_behind: int = 0
    within: str = ""
    """The party for which alone this session is, since its identity provider opened it; empty where none did."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Parties, by key and name, whose mandates wait for a sign-in through their identity provider."""

    def days_left(self, choice: Standing) -> int | None:
        """Answer in how many days of its party's zone a choice ends; None where it has no last day."""
        if choice.valid_until is None:
            return None
        return (choice.valid_until - self.at.astimezone(ZoneInfo(choice.party_zone)).date()).days

    def ends_soon(self, choice: Standing) -> bool:
        """Tell whether a choice ends within 30 days."""
        left = self.days_left(choice)
        return left is not None and left <= SOON


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link in use: whose account it opens and the password to set."""

    title: str
    link: Link
    fields: tuple[FormField, ...]
    providers: tuple[tuple[str, str], ...] = ()
    """Identity providers by which the account can be linked instead, by key of the party and name."""


@dataclass(frozen=True, slots=True)
class DeadLinkPage:
    """A one-time link that is unknown, used, void or expired; the page does not say which."""

    title: str


def sign_in_page(email: str = "", next_address: str = "", refused: str = "", passkeys: bool = False) -> SignInPage:
    """Draw up the sign-in page with what was typed so far."""
    fields = (
        FormField("email", _("Mail address"), "email", (email,) if email else (), autocomplete="username"),
        FormField("password", _("Password"), "password", autocomplete="current-password"),
    )
    return SignInPage(_("Sign in"), fields, next_address, refused, passkeys)


def capacity_page(
    who: SignedIn, found: Sequence[Standing], acting: Standing | None, onward: str, at: datetime
) -> CapacityPage:
    """Draw up the choice of capacity: what this session may use, and where the rest is to be had."""
    within = [one for one in found if in_reach(one, who.through_party)]
    others = dict(one.own_party for one in found if not in_reach(one, who.through_party))
    return CapacityPage(
        _("Choose in which capacity you act"),
        who.name,
        tuple(within),
        acting.chosen if acting else None,
        onward,
        who.previous_at,
        at,
        within=within[0].own_party[1] if who.through_party and within else "",
        elsewhere=tuple(sorted(others.items())) if who.through_party is None else (),
    )


def code_field(name: str, error: str = "") -> FormField:
    """Ask for a one-time code."""
    advice = _("Six digits that your authenticator app shows now. Each works once.")
    return FormField(name, _("One-time code"), "code", help=advice, error=error, autocomplete="one-time-code")


def second_page(ways: tuple[str, ...], can_passkey: bool, next_address: str, wrong: str, error: str) -> SecondPage:
    """Draw up the page of the second factor; `wrong` names the way in which a wrong answer was given."""
    fields = (code_field("code", error if wrong == "code" else ""),) if "code" in ways else ()
    advice = _("Four groups of four signs, from the paper that you keep. Each works once.")
    said = error if wrong == "recovery" else ""
    recovery = (
        FormField("recovery", _("Recovery code"), "text", help=advice, error=said) if "recovery" in ways else None
    )
    has = "passkey" in ways
    title = _("Sign in: second step")
    return SecondPage(title, fields, has and can_passkey, recovery, has and not can_passkey, next_address, error)


def fields_to_prove(ways: tuple[str, ...], error: str) -> tuple[FormField, ...]:
    """Ask for what proves who is there, where it can be typed."""
    if "code" in ways:
        return (code_field("proof_code", error),)
    if "password" in ways:
        label = _("Your password")
        return (FormField("proof_password", label, "password", error=error, autocomplete="current-password"),)
    return ()


def link_page(link: Link, error: str = "", repeat_error: str = "") -> LinkPage:
    """Draw up the page of a one-time link with what was wrong so far."""
    advice = _(
        "At least %(least)s characters. Several words in a row are easy to keep in mind.", least=LEAST_CHARACTERS
    )
    fields = (
        FormField("password", _("New password"), "password", help=advice, error=error, autocomplete="new-password"),
        FormField("repeat", _("The same again"), "password", error=repeat_error, autocomplete="new-password"),
    )
    title = _("Set your password") if link.purpose == "invite" else _("Set a new password")
    return LinkPage(title, link, fields)
