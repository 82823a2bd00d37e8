"""The pages on which managers see how the people of their party sign in, and say what is asked of them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult import people
from consult.accounts import members, needs
from consult.accounts.factors import Factors
from consult.accounts.needs import MINUTES, PROOF_MINUTES, SAID
from consult.accounts.providers.registering import link_of, provider_of
from consult.i18n import _, ngettext
from consult.pages.factors import PasskeyView, SessionView, passkey_view, session_view
from consult.pages.fields import FormField, Given, Option, fill
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person of the party: what there is, and what is asked for and lacks."""

    id: int
    name: str
    passkeys: int
    has_codes: bool
    lacks: str
    sessions: int
    is_linked: bool
    recovered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What a party asks of its people when they sign in, and who has what."""

    title: str
    fields: tuple[FormField, ...]
    is_default: bool
    provider: str
    is_only: bool
    lines: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """How one person signs in, and where."""

    title: str
    person_id: int
    name: str
    passkeys: tuple[PasskeyView, ...]
    codes_since: datetime | None
    recovery: int
    lacks: str
    sessions: tuple[SessionView, ...]
    is_self: bool
    has_any: bool
    linked_at: datetime | None
    recovered_at: datetime | None
    """When a recovery code was used, where no factor was set up or removed since."""


def asked_page(conn: Connection, by: Standing, at: datetime, given: Given, faults: Mapping[str, str]) -> AskedPage:
    """Draw up the page of what a party asks."""
    asked = needs.asked_by(conn, by.party_key)
    rows, recovered = people.people_of(conn, by.party_key), members.recovered(conn, by)
    lines = tuple(_line(conn, by, row.id, row.name, recovered, at) for row in rows if row.active)
    fields, kept = fill(_questions(asked), given, faults), provider_of(conn, by.party_key)
    is_default, only = asked.proof_minutes == PROOF_MINUTES, bool(kept and kept.only)
    return AskedPage(_("Sign-in of your party"), fields, is_default, kept.name if kept else "", only, lines)


def _questions(asked: needs.Asked) -> tuple[FormField, ...]:
    """Ask for both, as they are now."""
    ways = tuple(Option(key, str(words)) for key, words in SAID.items())
    spans = tuple(Option(str(n), ngettext("%(num)s minute", "%(num)s minutes", n)) for n in MINUTES)
    return (
        FormField(
            "needs",
            _("Beside the password"),
            "choice",
            (asked.needs,),
            ways,
            help=_("Asked at the next sign-in: whoever lacks it sets it up before anything else."),
        ),
        FormField(
            "proof_minutes",
            _("Before what binds, a proof not older than"),
            "choice",
            (str(asked.proof_minutes),),
            spans,
            help=_("Before dispatch and clearance, mandates, tokens and factors, a person proves again who is there."),
        ),
    )


def member_page(conn: Connection, by: Standing, person_id: int, at: datetime) -> MemberPage:
    """Draw up the page of one person. Unknown for a stranger."""
    found = members.factors_of_member(conn, by, person_id, at)
    row = next((one for one in people.people_of(conn, by.party_key) if one.id == person_id), None)
    if row is None:
        raise Unknown
    rows = members.sessions_of_member(conn, by, person_id, at)
    return MemberPage(
        _("Sign-in of %(name)s", name=row.name),
        person_id,
        row.name,
        tuple(passkey_view(one) for one in found.passkeys),
        found.codes.confirmed_at if found.codes else None,
        found.recovery,
        _lacks(found),
        tuple(session_view(one, 0) for one in rows),
        by.person_id == person_id,
        found.has_any,
        _linked_at(conn, by, person_id),
        members.recovered(conn, by).get(person_id),
    )


def _line(
    conn: Connection, by: Standing, person_id: int, name: str, recovered: Mapping[int, datetime], at: datetime
) -> MemberLine:
    found = members.factors_of_member(conn, by, person_id, at)
    number = len(members.sessions_of_member(conn, by, person_id, at))
    linked = _linked_at(conn, by, person_id) is not None
    keys, has_codes = len(found.passkeys), found.codes is not None
    return MemberLine(person_id, name, keys, has_codes, _lacks(found), number, linked, recovered.get(person_id))


def _linked_at(conn: Connection, by: Standing, person_id: int) -> datetime | None:
    row = link_of(conn, by.party_key, person_id)
    return row.linked_at if row else None


def _lacks(found: Factors) -> str:
    """Say what is asked of a person and not there."""
    there = bool(found.passkeys) or (found.needed == "any" and found.codes is not None)
    return "" if found.needed == "none" or there else str(SAID[found.needed])
