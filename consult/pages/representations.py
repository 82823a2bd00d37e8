"""Who acts in whose name: the arrangements of one's own party with others, and the form that records one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import people, words
from consult.casebook.stood_in import known_among
from consult.citations import Cited, cite
from consult.docket import Docket
from consult.docket.represented import instruments, representable
from consult.i18n import _
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.people import procedure_options
from consult.people import CAPACITIES
from consult.people.representations import has_nobody, representations_of
from consult.refusals import Unknown
from consult.standing import IN_ANOTHERS_NAME, Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.representation import OFFICE_OF_THE_SECRETARY_GENERAL, WAYS


@dataclass(frozen=True, slots=True)
class RepresentationLine:
    """One arrangement with what it is worth today: "waits" (to be accepted), "counts", "begins", "ended", "revoked"."""

    id: int
    represented: str
    represented_key: str
    acting: str
    acting_key: str
    way: str
    under: tuple[Cited, ...]
    instrument: str
    document: str | None
    capacities: tuple[str, ...]
    procedures: tuple[str, ...]
    cases: tuple[str, ...] | None
    other_cases: int
    valid_from: date
    valid_until: date | None
    recorded_party: str
    recorded_at: datetime
    accepted_at: datetime | None
    revoked_party: str
    revoked_at: datetime | None
    worth: str
    is_own: bool
    """Whether it is one's own party that is represented."""
    may_accept: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class RepresentationsPage:
    """The arrangements of a party: in whose name others act for it, and in whose name it acts."""

    title: str
    zone: str
    may_record: bool
    now: tuple[RepresentationLine, ...]
    over: tuple[RepresentationLine, ...]


def representations_page(
    conn: Connection, docket: Docket, by: Standing, at: datetime, today: date
) -> RepresentationsPage:
    """Draw up the arrangements of the own party, those that count or wait first."""
    lines = representation_lines(conn, docket, by, today)
    current = tuple(one for one in lines if one.worth in ("waits", "counts", "begins"))
    over = tuple(one for one in lines if one not in current)
    return RepresentationsPage(_("Acting in another's name"), by.party_zone, may_arrange(by), current, over)


def may_arrange(by: Standing) -> bool:
    """Tell whether somebody records, accepts and ends arrangements of the own party."""
    return by.manages and by.procedures is None and by.in_name_of is None


def representation_lines(conn: Connection, docket: Docket, by: Standing, today: date) -> tuple[RepresentationLine, ...]:
    """Draw up every arrangement of the own party, the last recorded first; of its cases those that the reader knows."""
    rows = () if by.in_name_of else representations_of(conn, by.party_key)
    known = known_among(conn, Viewer.of(by), {ref for row in rows for ref in row.cases or ()}) if rows else frozenset()
    return tuple(_line(row, docket, by, today, known) for row in rows)


def _line(row: Any, docket: Docket, by: Standing, today: date, known: frozenset[str]) -> RepresentationLine:
    """Draw up one arrangement.

    Long because: one line a field.
    """
    worth, arranges = _worth(row, today), may_arrange(by)
    cases = None if row.cases is None else tuple(ref for ref in row.cases if ref in known)
    named = {row.represented: row.represented_name, row.acting: row.acting_name}
    return RepresentationLine(
        id=row.id,
        represented=row.represented_name,
        represented_key=row.represented,
        acting=row.acting_name,
        acting_key=row.acting,
        way=row.way,
        under=_cited(docket, row.under),
        instrument=row.instrument,
        document=row.document,
        capacities=tuple(row.capacities),
        procedures=tuple(row.procedures),
        cases=cases,
        other_cases=len(row.cases or ()) - len(cases or ()),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        recorded_party=named[row.recorded_party],
        recorded_at=row.recorded_at,
        accepted_at=row.accepted_at,
        revoked_party=named.get(row.revoked_party, ""),
        revoked_at=row.revoked_at,
        worth=worth,
        is_own=row.represented == by.party_key,
        may_accept=arranges and worth == "waits" and row.acting == by.party_key,
        may_revoke=arranges and worth in ("waits", "counts", "begins"),
    )


def _worth(row: Any, today: date) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_until is not None and today > row.valid_until:
        return "ended"
    if row.accepted_at is None:
        return "waits"
    return "begins" if today < row.valid_from else "counts"


def _cited(docket: Docket, under: str) -> tuple[Cited, ...]:
    """Cite the provisions by which the procedures of this installation let a party be represented under a text."""
    found = (one.under for form in docket.forms.values() for one in form.represented)
    return tuple(dict.fromkeys(cite(one) for one in found if one.instrument == under))


def representation_fields(
    conn: Connection, docket: Docket, by: Standing, at: datetime, today: date, given: Given, errors: Mapping[str, str]
) -> tuple[FormField, ...]:
    """Ask who is represented by whom, under which provision, for what and how long. Unknown for who may not arrange."""
    if not may_arrange(by):
        raise Unknown
    return fill((*_parties(conn, by, at), *_law(docket), *_limits(docket), *_dates(today)), given, errors)


def _parties(conn: Connection, by: Standing, at: datetime) -> tuple[FormField, ...]:
    rows = people.list_parties(conn)
    of_rows = [one for one in rows if one.kind != "body"]
    represented = [one for one in of_rows if one.key == by.party_key or has_nobody(conn, one.key, at)]
    acting = [one for one in rows if one.kind == "state" or one.key == OFFICE_OF_THE_SECRETARY_GENERAL]
    help_ = _("Your own party; or one that has nobody here and entrusted yours by a document, which you then add.")
    first = (by.party_key,) if any(one.key == by.party_key for one in represented) else ()
    return (
        FormField("represented", _("In whose name"), "choice", first, _options(represented), help=help_),
        FormField("acting", _("Who acts"), "choice", (), _options(acting)),
    )


def _options(rows: Any) -> tuple[Option, ...]:
    return tuple(Option(one.key, one.name) for one in rows)


def _law(docket: Docket) -> tuple[FormField, ...]:
    texts = tuple(Option(key, ", ".join(one.short for one in _cited(docket, key))) for key in instruments(docket.forms))
    ways = tuple(Option(one, words.name(words.WAY, one)) for one in WAYS)
    diplomatic = _(
        "The provision speaks of States without diplomatic relations; whether there are any is for them to say."
    )
    return (
        FormField("under", _("Under which provision"), "choice", (), texts, help=diplomatic),
        FormField("way", _("In which way"), "choice", ("state",), ways),
        FormField("instrument", _("The arrangement"), help=_("Such as: Note verbale 12/2026 of 20 November 2026.")),
        FormField("document", _("Its document"), "file", required=False, help=_("Both parties' people can read it.")),
    )


def _limits(docket: Docket) -> tuple[FormField, ...]:
    may = tuple(
        Option(one, words.name(words.CAPACITY_TITLE, one), words.name(words.CAPACITY_HELP, one))
        for one in CAPACITIES
        if one in IN_ANOTHERS_NAME
    )
    refs = _("References of cases, with a space between them. Left empty, all cases of the procedures, and new ones.")
    return (
        FormField("capacities", _("Capacities"), "choices", (), may),
        FormField("procedures", _("Procedures"), "choices", (), procedure_options(representable(docket.forms))),
        FormField("cases", _("Cases"), required=False, help=refs),
    )


def _dates(today: date) -> tuple[FormField, ...]:
    until = _("The last day on which it counts, in the zone of the represented party. Left open, until it is revoked.")
    return (
        FormField("valid_from", _("First day"), "date", (today.isoformat(),)),
        FormField("valid_until", _("Last day"), "date", required=False, help=until),
    )
