"""The pages of one's own party: organs and contact points, people and mandates, and what a manager changes in them.

Long because: the questions about a mandate and what is shown of one stand together.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from consult import people, words
from consult.accounts import recovering
from consult.casebook.stood_in import known_among
from consult.citations import law
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages.drills import AskedHere, asked_here
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.organs import OrganView, organ_views
from consult.pages.reach import MendLine, mend_lines
from consult.people import CAPACITIES, LEVELS, Link
from consult.people.mandates import may_take_back
from consult.personal import wishes
from consult.personal.erasing import NOWHERE
from consult.refusals import Unknown
from consult.standing import NOT_HANDED, Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.powers import DELEGATION, POWERS


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate with what it is worth today: "counts", "begins", "ended" or "revoked"."""

    id: int
    person_id: int
    person: str
    office: str
    organ: str
    organ_key: str
    capacities: tuple[str, ...]
    level: str
    instrument: str
    procedures: tuple[str, ...] | None
    valid_from: date
    valid_until: date | None
    through_systems: bool
    recorded_at: datetime
    revoked_at: datetime | None
    worth: str
    days_left: int | None
    power: str = ""
    cases: tuple[str, ...] | None = None
    other_cases: int = 0
    """How many more cases it is for, which the reader may not know."""
    comes_from: tuple[str, ...] = ()
    """Of a delegation: names and offices from the first mandate to the one it comes from."""
    derived_from: int | None = None
    document: str | None = None
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person as the own party sees it; `account` is "open", "invited" or "closed"."""

    id: int
    name: str
    email: str
    language: str
    account: str
    mandates: tuple[MandateView, ...]
    is_erased: bool = False

    @property
    def standing(self) -> tuple[MandateView, ...]:
        """Answer the mandates that count today or will."""
        return tuple(one for one in self.mandates if one.worth in ("counts", "begins"))


@dataclass(frozen=True, slots=True)
class HostAct:
    """What the host asked or did about an account of the party: "asked", "confirmed", "refused", "over" or
    "break_glass", with its reason."""

    id: int
    worth: str
    name: str
    email: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MyPartyPage:
    """The own party: who acts for it now, and how it is reached."""

    title: str
    key: str
    kind: str
    manages: bool
    zone: str
    organs: tuple[OrganView, ...]
    people: tuple[PersonView, ...]
    keeps_webhooks: bool
    asked_here: tuple[AskedHere, ...]
    mending: tuple[MendLine, ...]
    delegates: bool = False
    host_asks: tuple[HostAct, ...] = ()
    host_acts: tuple[HostAct, ...] = ()
    sees_lane: bool = False
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person of the own party, with every mandate ever recorded."""

    title: str
    person: PersonView
    manages: bool
    zone: str
    is_self: bool
    own_delegations: tuple[MandateView, ...] = ()
    """Those that come out of a mandate of the reader, who may take them back without managing."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form of the own party: an invitation, a mandate, an organ or a contact point."""

    title: str
    sentence: str
    fields: tuple[FormField, ...]
    action: str
    submit: str
    back: str


@dataclass(frozen=True, slots=True)
class RevokePage:
    """What revoking one mandate does, before it is done."""

    title: str
    mandate: MandateView


@dataclass(frozen=True, slots=True)
class LinkShownPage:
    """A one-time link, shown this once; None where the person has a password already."""

    title: str
    person: str
    person_id: int
    link: Link | None
    address: str


def my_party_page(conn: Connection, by: Standing, today: date, at: datetime) -> MyPartyPage:
    """Draw up the page of the own party."""
    party = people.find_party(conn, by.party_key)
    mandates = mandate_views(conn, by.party_key, today, by)
    persons = tuple(person_view(row, mandates) for row in people.people_of(conn, by.party_key))
    organs = organ_views(conn, by.party_key, today, at)
    return MyPartyPage(
        party.name,
        party.key,
        party.kind,
        by.manages,
        party.zone,
        organs,
        persons,
        by.manages and by.procedures is None,
        asked_here(conn, by, at),
        mend_lines(conn, today, by.party_key),
        bool(handing_mandates(mandates, by)),
        tuple(_host_act(row, at) for row in recovering.waiting_for(conn, by, at)),
        tuple(_host_act(row, at) for row in recovering.host_acts_on(conn, by.party_key)),
        by.prepares or by.manages,
        len(wishes.waiting_for(conn, by, at)),
    )


def _host_act(row: Row[Any], at: datetime) -> HostAct:
    """Show what the host asked or did, with what became of it."""
    worth = "over" if row.asked_at <= at - recovering.LIFE else "asked"
    if row.confirmed is not None:
        worth = "confirmed" if row.confirmed else "refused"
    return HostAct(row.id, worth if row.kind == "asked" else row.kind, row.name, row.email, row.reason, row.asked_at)


def person_page(conn: Connection, by: Standing, person_id: int, today: date) -> PersonPage:
    """Draw up the page of one person of the own party, or refuse as unknown."""
    rows = [row for row in people.people_of(conn, by.party_key) if row.id == person_id]
    if not rows:
        raise Unknown
    view = person_view(rows[0], mandate_views(conn, by.party_key, today, by))
    own = tuple(one for one in view.standing if not by.manages and may_take_back(conn, by, one.id))
    return PersonPage(view.name, view, by.manages, by.party_zone, by.person_id == person_id, own)


def mandate_page(conn: Connection, by: Standing, mandate_id: int, today: date) -> RevokePage:
    """Draw up what revoking a mandate of the own party does, or refuse as unknown."""
    found = [one for one in mandate_views(conn, by.party_key, today, by) if one.id == mandate_id]
    if not found or not (by.manages or may_take_back(conn, by, mandate_id)):
        raise Unknown
    return RevokePage(_("Revoke a mandate"), found[0])


def mandate_views(conn: Connection, party_key: str, today: date, by: Standing | None = None) -> tuple[MandateView, ...]:
    """Answer every mandate of a party with what it is worth on a day; of the cases that it is for those are named that
    the reader may know."""
    names = {row.id: row.name for row in people.people_of(conn, party_key)}
    rows = {row.id: row for row in people.mandates_of(conn, party_key)}
    named = {ref for row in rows.values() for ref in row.cases or ()}
    known = known_among(conn, Viewer.of(by) if by else Viewer(party_key), named) if named else frozenset()
    return tuple(_mandate_view(row, names, rows, today, known) for row in rows.values())


def _path(row: Any, rows: Mapping[int, Any]) -> list[Any]:
    """Give the mandates from which one comes, the nearest first; a circle ends where it closes."""
    found: list[Any] = []
    while row.derived_from in rows and rows[row.derived_from] not in found:
        row = rows[row.derived_from]
        found.append(row)
    return found


def handing_mandates(mandates: Sequence[MandateView], by: Standing) -> tuple[MandateView, ...]:
    """Give the mandates out of which somebody delegates: the own ones, and for a manager all of the party."""
    if by.in_place_of or by.in_name_of:
        return ()
    return tuple(
        one
        for one in mandates
        if one.worth == "counts" and (by.manages or one.person_id == by.person_id) and set(one.capacities) - NOT_HANDED
    )


def person_view(row: Row[Any], mandates: tuple[MandateView, ...]) -> PersonView:
    """Show one person with the mandates among those given that are this person's."""
    account = "closed" if not row.active else "open" if row.password_hash else "invited"
    own = tuple(one for one in mandates if one.person_id == row.id)
    return PersonView(row.id, row.name, row.email, row.language, account, own, row.email.endswith(f"@{NOWHERE}"))


def person_fields(given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Ask for a person."""
    languages = tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items())
    example = _("As it is to stand beside the person's acts, such as: Liaison, JAXA.")
    return fill(
        (
            FormField("name", _("Name"), help=example),
            FormField("email", _("Mail address"), "email", help=_("The person signs in with it.")),
            FormField("language", _("Language of the pages"), "choice", ("en",), languages),
        ),
        given,
        errors,
    )


def mandate_fields(
    organs: Sequence[OrganView], forms: Mapping[str, Form], today: date, given: Given, errors: Mapping[str, str]
) -> tuple[FormField, ...]:
    """Ask for a mandate."""
    return fill(_fields_of_office(organs) + _fields_of_extent(forms, today, _kinds()), given, errors)


def delegation_fields(
    own: Sequence[MandateView],
    others: Sequence[PersonView],
    organs: Sequence[OrganView],
    forms: Mapping[str, Form],
    today: date,
    given: Given,
    errors: Mapping[str, str],
) -> tuple[FormField, ...]:
    """Ask out of which mandate, to whom, and for what a delegation is given."""
    sources = tuple(Option(str(one.id), f"{one.person} · {one.office}, {one.organ}") for one in own)
    holders = tuple(Option(str(one.id), one.name) for one in others)
    help_ = _("The delegation gives no more than this mandate, and ends when it ends.")
    asked = (
        FormField("derived_from", _("Out of which mandate"), "choice", options=sources, help=help_),
        FormField("person", _("To whom"), "choice", options=holders),
        *(one for one in _fields_of_office(organs) if one.name != "through_systems"),
        *_fields_of_extent(forms, today, ()),
    )
    return fill(asked, given, errors)


def procedure_options(forms: Mapping[str, Form]) -> tuple[Option, ...]:
    """Offer the procedures of this installation by their titles."""
    found = (Option(key, law(form.title)) for key, form in forms.items())
    return tuple(sorted(found, key=lambda one: one.label.casefold()))


def _fields_of_office(organs: Sequence[OrganView]) -> tuple[FormField, ...]:
    """Ask for whom, in what office and capacities a person is to act."""
    organ_options = tuple(
        Option(str(one.id), f"{one.name} ({words.name(words.ORGAN_KIND, one.kind)})") for one in organs
    )
    capacity_options = _options(CAPACITIES, words.CAPACITY_TITLE, words.CAPACITY_HELP)
    level_options = _options(LEVELS, words.MANDATE_LEVEL_TITLE, {})
    level_help = _(
        "Treaty filings are dispatched by a ministry or a mission only; an agency dispatches at agency level."
    )
    return (
        FormField("organ", _("Acts for"), "choice", options=organ_options),
        FormField("office", _("Office"), help=_("Copied into every act of the person, such as: Liaison.")),
        FormField("capacities", _("Capacities"), "choices", options=capacity_options),
        FormField("level", _("Level at which dispatch counts"), "choice", ("treaty",), level_options, help=level_help),
        FormField(
            "through_systems",
            _("Through a system"),
            "yes_no",
            required=False,
            help=_(
                "Whether a system may dispatch, act in an office or manage in this person's name. Without it, only the "
                "person does."
            ),
        ),
    )


def _document_help() -> str:
    return _("The instrument itself, such as a PDF. Your party's people can read it; the record keeps its digest.")


def _cases_help() -> str:
    return _("References of cases, with a space between them: the person sees these alone. Left empty, all cases.")


def _kinds() -> tuple[FormField, ...]:
    """Ask for the kind of instrument; a delegation has a form of its own."""
    kinds = tuple(one for one in POWERS if one != DELEGATION)
    options = tuple(
        Option(one, words.name(words.POWER, one), f"{words.name(words.POWER_HELP, one)} {_cited(one)}") for one in kinds
    )
    return (FormField("kind", _("Kind of instrument"), "choice", ("standing",), options),)


def _cited(kind: str) -> str:
    """Say on what a kind rests, and how that was checked."""
    under = POWERS[kind].under
    if all(one.is_product for one in under):
        return f"({_('a word of this product, no provision')})"
    said = "; ".join(f"{one}, {words.name(words.GRADE, one.grade.value)}" for one in under)
    return f"({said})"


def _fields_of_extent(forms: Mapping[str, Form], today: date, kinds: tuple[FormField, ...]) -> tuple[FormField, ...]:
    """Ask under which instrument, for which procedures and for how long a person is to act."""
    instrument_help = _("What it is called, with its date, such as: Letter of 20 November 2026.")
    all_of_them = _("With none chosen the mandate is for all of them.")
    procedures = procedure_options(forms)
    until_help = _("The last day on which the mandate counts. Left open, it counts until it is revoked.")
    return (
        *kinds,
        FormField("instrument", _("Instrument"), help=instrument_help),
        FormField("document", _("Its document"), "file", required=False, help=_document_help()),
        FormField("cases", _("Cases"), required=False, help=_cases_help()),
        FormField("procedures", _("Procedures"), "choices", (), procedures, required=False, help=all_of_them),
        FormField("valid_from", _("First day"), "date", (today.isoformat(),)),
        FormField("valid_until", _("Last day"), "date", required=False, help=until_help),
    )


def _options(keys: Sequence[str], titles: words.Words, helps: words.Words) -> tuple[Option, ...]:
    """Offer keys by their words."""
    return tuple(Option(key, words.name(titles, key), str(helps.get(key, ""))) for key in keys)


def _mandate_view(
    row: Row[Any], names: Mapping[int, str], rows: Mapping[int, Row[Any]], today: date, known: frozenset[str]
) -> MandateView:
    """Show one mandate with what it is worth on a day: a delegation ends with what it comes from.

    Long because: one line a field.
    """
    path = _path(row, rows)
    ends = min((one.valid_until for one in (row, *path) if one.valid_until is not None), default=None)
    counts = (ends is None or today <= ends) and not any(one.revoked_at for one in path)
    worth = "revoked" if row.revoked_at else "begins" if today < row.valid_from else "counts" if counts else "ended"
    cases = None if row.cases is None else tuple(ref for ref in row.cases if ref in known)
    return MandateView(
        id=row.id,
        person_id=row.person_id,
        person=names[row.person_id],
        office=row.office,
        organ=row.organ_name,
        organ_key=row.organ_key,
        capacities=tuple(row.capacities),
        level=row.level,
        instrument=row.instrument,
        procedures=None if row.procedures is None else tuple(row.procedures),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        through_systems=bool(row.through_systems),
        recorded_at=row.recorded_at,
        revoked_at=row.revoked_at,
        worth=worth,
        days_left=(ends - today).days if ends and worth == "counts" else None,
        power=row.kind or "",
        cases=cases,
        other_cases=len(row.cases or ()) - len(cases or ()),
        comes_from=tuple(f"{names[one.person_id]}, {one.office}" for one in reversed(path)),
        derived_from=row.derived_from,
        document=row.document,
        recorded_by=names.get(row.recorded_by or 0, ""),
    )
