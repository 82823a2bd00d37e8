"""The pages of parties' identity providers: the buttons that lead there, and what a manager says of the own party's."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult.accounts import SignedIn
from consult.accounts.providers import linking, registering
from consult.accounts.providers.registering import Provider
from consult.i18n import _
from consult.pages.fields import FormField, Given, Option, fill
from consult.people import Link
from consult.people.authority import parties_of
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ProviderButton:
    """The way to one party's identity provider."""

    party: str
    party_name: str
    name: str


@dataclass(frozen=True, slots=True)
class ProvidersPage:
    """The identity providers by which one may sign in."""

    title: str
    buttons: tuple[ProviderButton, ...]
    next: str


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """On the way to an identity provider: its name, and the address where the browser goes by itself."""

    title: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class NotThroughPage:
    """Why an identity provider did not sign somebody in, and where to go on."""

    title: str
    sentence: str
    again: str
    back: str


@dataclass(frozen=True, slots=True)
class ProvedPage:
    """It was proved again at the identity provider, in another tab than the form that waits for it."""

    title: str
    onward: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """One identity provider of a party for which a person acts, and the link with it."""

    party: str
    party_name: str
    name: str
    linked_at: datetime | None
    used_at: datetime | None
    is_only: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What a manager says of the identity provider of the own party; `is_open` where the operator lets it be used."""

    title: str
    is_open: bool
    is_there: bool
    is_linked: bool
    party: str
    back: str
    log_out: str
    fields: tuple[FormField, ...]


def provider_buttons(conn: Connection, party: str | None) -> tuple[ProviderButton, ...]:
    """List the ways to identity providers, or to that of one party."""
    found = registering.providers(conn)
    return tuple(ProviderButton(one.party_key, name, one.name) for one, name in found if party in (None, one.party_key))


def providers_of_invited(conn: Connection, link: Link) -> tuple[tuple[str, str], ...]:
    """List the identity providers by which an invitation can be taken up instead of a password: that of the one party
    for which the person acts."""
    if link.purpose != "invite":
        return ()
    parties = parties_of(conn, link.person_id, live_only=True)
    found = registering.providers(conn)
    return tuple((one.party_key, one.name) for one, _party in found if {one.party_key} == parties)


def provider_name(conn: Connection, who: SignedIn) -> str:
    """Name the identity provider that opened a session; empty where none did."""
    found = registering.provider_of(conn, who.through_party) if who.through_party else None
    return found.name if found else ""


def link_views(conn: Connection, who: SignedIn) -> tuple[LinkView, ...]:
    """List the identity providers with which whoever is signed in is linked, or may be."""
    rows = linking.links_of(conn, who.person_id, who.through_party)
    return tuple(
        LinkView(row.party_key, row.party, row.name, row.linked_at, row.last_used_at, row.only) for row in rows
    )


def settings_page(
    conn: Connection, by: Standing, back: str, log_out: str, given: Given, faults: Mapping[str, str], *, is_open: bool
) -> SettingsPage:
    """Draw up the page of the own party's identity provider. Unknown to whoever does not manage the party."""
    registering.require_keeper(by)
    kept = registering.provider_of(conn, by.party_key)
    return SettingsPage(
        _("Identity provider of your party"),
        is_open,
        kept is not None,
        registering.link_of(conn, by.party_key, by.person_id) is not None,
        by.party_key,
        back,
        log_out,
        fill(_questions(kept or Provider(by.party_key, "", "", ""), is_new=kept is None), given, faults),
    )


def _questions(kept: Provider, *, is_new: bool) -> tuple[FormField, ...]:
    """Ask for all of it, as it is now; the secret is never shown.

    Long because: one question a paragraph.
    """
    stays = "" if is_new else _("Left empty, the one that is kept stays.")
    alone = Option("only", _("Only it: mandates of your party are used in sessions of your provider alone"))
    beside = Option("beside", _("It and the other ways: password, passkey"))
    return (
        FormField("name", _("Name on the button"), given=(kept.name,), help=_("Such as: Sign-in of the ministry.")),
        FormField(
            "issuer",
            _("Issuer"),
            given=(kept.issuer,),
            help=_("An address with https://, exactly as your provider writes it in its tokens."),
        ),
        FormField("client_id", _("Client identifier"), given=(kept.client_id,)),
        FormField("secret", _("Client secret"), "password", required=is_new, help=stays, autocomplete="new-password"),
        FormField(
            "mail_claim",
            _("Claim with the mail address"),
            given=(kept.mail_claim,),
            required=False,
            help=_("It counts only where email_verified is true. Empty: no mail address is asked."),
        ),
        FormField(
            "domains",
            _("Domains of mail addresses"),
            given=(" ".join(kept.domains),),
            required=False,
            help=_("Such as: mofa.example. Empty: it must be the address of the account here when it is linked."),
        ),
        FormField(
            "second",
            _("What counts as a second factor"),
            given=(" ".join(kept.second),),
            required=False,
            help=_("Values of acr or amr, such as: mfa hwk. Empty: none does, and the person's own is asked."),
        ),
        FormField(
            "only",
            _("How your people sign in"),
            "choice",
            ("only" if kept.only else "beside",),
            (beside, alone),
            help=_("Whoever manages the party keeps the other ways, so that a provider that fails shuts nobody out."),
        ),
    )
