"""The pages of signing in: the question, the choice of capacity, and the one-time link."""

from dataclasses import dataclass
from datetime import datetime

from consult.accounts import LEAST_CHARACTERS
from consult.i18n import _
from consult.pages.fields import FormField
from consult.people import Link
from consult.standing import Standing


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Mail address and password; the refusal is the same for an unknown account and a wrong password."""

    title: str
    fields: tuple[FormField, ...]
    next: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """For whom the person may act now, under which mandate and until when."""

    title: str
    name: str
    choices: tuple[Standing, ...]
    chosen: tuple[int | None, int | None] | None
    next: str
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link in use: whose account it opens and the password to set."""

    title: str
    link: Link
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class DeadLinkPage:
    """A one-time link that is unknown, used, void or expired; the page does not say which."""

    title: str


def sign_in_page(email: str = "", next_address: str = "", refused: str = "") -> SignInPage:
    """Draw up the sign-in page with what was typed so far."""
    fields = (
        FormField("email", _("Mail address"), "email", (email,) if email else (), autocomplete="username"),
        FormField("password", _("Password"), "password", autocomplete="current-password"),
    )
    return SignInPage(_("Sign in"), fields, next_address, refused)


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
