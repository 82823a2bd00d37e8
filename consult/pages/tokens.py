"""The pages of tokens: one's own, and as a manager those of the systems of the party."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from consult import words
from consult.casebook.stood_in import known_among
from consult.i18n import _
from consult.models.tokens import ORGAN, PERSON
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.people import mandate_views, procedure_options
from consult.people import CAPACITIES
from consult.people.tokens import LONGEST, tokens_of_party, tokens_of_person
from consult.standing import Standing, choices, of_mandate
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.frozen import dataclass

USUAL = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token: by what it is recognised, on whose mandate, for what, until when, when it was last used; of its cases
    those that the reader may know, and how many others; `worth` is "counts", "ended" or "revoked", or "no_mandate"
    where what it stands on counts no more."""

    handle: str
    kind: str
    name: str
    person: str
    office: str
    organ: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...] | None
    cases: tuple[str, ...] | None
    other_cases: int
    valid_until: date
    made_at: datetime
    last_used_at: datetime | None
    worth: str


@dataclass(frozen=True, slots=True)
class TokensPage:
    """Tokens, the form for one more (no fields for whoever may make none), and the secret of the one just made."""

    title: str
    of_party: bool
    manages: bool
    lines: tuple[TokenLine, ...]
    fields: tuple[FormField, ...]
    secret: str = ""
    handle: str = ""


def tokens_page(
    conn: Connection,
    by: Standing,
    forms: Mapping[str, Form],
    now: datetime,
    *,
    of_party: bool,
    given: Given | None = None,
    faults: Mapping[str, str] | None = None,
    secret: str = "",
) -> TokensPage:
    """Draw up the tokens of a person, or of a party to its managers; Unknown to anybody else."""
    fields = () if by.in_place_of else fill(_fields(conn, by, forms, now, of_party), given or {}, faults or {})
    title = _("Systems and tokens") if of_party else _("Tokens for machines")
    handle = secret.split("_")[1] if secret else ""
    lines = token_lines(conn, by, now, of_party=of_party)
    return TokensPage(title, of_party, by.manages, lines, fields, secret, handle)


def token_lines(conn: Connection, by: Standing, now: datetime, *, of_party: bool) -> tuple[TokenLine, ...]:
    """Draw up the tokens of a person, or of a party to its managers, the last made first."""
    rows = tokens_of_party(conn, by) if of_party else tokens_of_person(conn, by)
    known = known_among(conn, Viewer.of(by), {ref for row in rows for ref in row.cases or ()})
    today = now.astimezone(ZoneInfo(by.party_zone)).date()
    return tuple(_line(row, known, _worth(conn, row, today, now)) for row in rows)


def _line(row: Any, known: frozenset[str], worth: str) -> TokenLine:
    """Draw up one token.

    Long because: one line a field, in the order in which it is read.
    """
    cases = None if row.cases is None else tuple(ref for ref in row.cases if ref in known)
    return TokenLine(
        row.handle,
        row.kind,
        row.name,
        row.person,
        row.office,
        row.organ_name,
        tuple(row.capacities),
        None if row.procedures is None else tuple(row.procedures),
        cases,
        len(row.cases or ()) - len(cases or ()),
        row.valid_until,
        row.made_at,
        row.last_used_at,
        worth,
    )


def _worth(conn: Connection, row: Any, today: date, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_until < today:
        return "ended"
    return "counts" if of_mandate(conn, row.mandate_id, now) else "no_mandate"


def _fields(
    conn: Connection, by: Standing, forms: Mapping[str, Form], now: datetime, of_party: bool
) -> tuple[FormField, ...]:
    """Ask for a token.

    Long because: one question after the other.
    """
    today = now.astimezone(ZoneInfo(by.party_zone)).date()
    asked_for = _("What the system is called") if of_party else _("What you call it")
    on = _("Person responsible, with the mandate") if of_party else _("Under which mandate")
    told = _(
        "Choose none, and it only reads. To dispatch, to act in an office and to manage count only under a mandate "
        "that lets them go through a system."
    )
    capacities = tuple(
        Option(key, words.name(words.CAPACITY_TITLE, key), str(words.CAPACITY_HELP.get(key, ""))) for key in CAPACITIES
    )
    procedures = procedure_options(forms)
    return (
        FormField("name", asked_for),
        FormField("mandate", on, "choice", options=_mandates(conn, by, now, of_party)),
        FormField("capacities", _("Capacities"), "choices", options=capacities, required=False, help=told),
        FormField(
            "procedures",
            _("Procedures"),
            "choices",
            options=procedures,
            required=False,
            help=_("With none chosen, those of the mandate."),
        ),
        FormField(
            "cases",
            _("Cases"),
            required=False,
            help=_("References, separated by blanks. With none given, all that the mandate covers."),
        ),
        FormField(
            "valid_until",
            _("Last day"),
            "date",
            ((today + USUAL).isoformat(),),
            help=_("At most %(days)s days from today.", days=LONGEST.days),
        ),
    )


def _mandates(conn: Connection, by: Standing, now: datetime, of_party: bool) -> tuple[Option, ...]:
    """Offer the mandates on which a token may stand: one's own, or those of the party, each by person and office."""
    if not of_party:
        own = (one for one in choices(conn, by.person_id, now) if one.party_key == by.party_key and not one.in_place_of)
        return tuple(Option(str(one.mandate_id), f"{one.office}, {one.organ_name}") for one in own)
    today = now.astimezone(ZoneInfo(by.party_zone)).date()
    counting = (one for one in mandate_views(conn, by.party_key, today) if one.worth == "counts")
    return tuple(Option(str(one.id), f"{one.organ}: {one.office} ({one.person})") for one in counting)


def kind_of(of_party: bool) -> str:
    """Name the kind of token that a page makes."""
    return ORGAN if of_party else PERSON
