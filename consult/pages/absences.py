"""Absences of one's own party: who stands in for whom, what substitutes did lately, and the form that records one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, people, words
from consult.casebook.stood_in import acts_of_substitutes, known_among
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import say_act, title_of_case
from consult.pages.fields import FormField, Given, Option, fill
from consult.pages.people import MandateView, mandate_views, procedure_options
from consult.people import CAPACITIES
from consult.refusals import Unknown
from consult.standing import NOT_HANDED, Standing
from consult.visibility import Viewer
from workflows import Form
from workflows.kernel.case import Act
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One substitution with what it is worth today: "counts", "begins", "ended" or "revoked"."""

    id: int
    absent: str
    office: str
    organ: str
    substitute: str
    own_office: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...] | None
    cases: tuple[str, ...] | None
    other_cases: int
    valid_from: date
    valid_until: date
    worth: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class SubstituteAct:
    """One act that a substitute took."""

    ref: str
    n: int
    case_title: str
    sentence: str
    at: datetime
    substitute: str
    own_office: str
    absent: str
    office: str


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """Who stands in for whom, and what substitutes did lately."""

    title: str
    zone: str
    may_record: bool
    now: tuple[AbsenceLine, ...]
    over: tuple[AbsenceLine, ...]
    acts: tuple[SubstituteAct, ...]


@dataclass(frozen=True, slots=True)
class EndAbsencePage:
    """What revoking a substitution does, before it is done."""

    title: str
    line: AbsenceLine


def absences_page(conn: Connection, docket: Docket, by: Standing, today: date) -> AbsencesPage:
    """Draw up the absences of the own party, those that count first."""
    lines = absence_lines(conn, by, today)
    current = tuple(one for one in lines if one.worth in ("counts", "begins"))
    return AbsencesPage(
        title=_("Absences"),
        zone=by.party_zone,
        may_record=bool(absent_mandates(conn, by, today)),
        now=tuple(sorted(current, key=lambda one: (one.valid_from, one.id))),
        over=tuple(one for one in lines if one not in current)[:20],
        acts=acts_in_place(conn, docket, by),
    )


def end_page(conn: Connection, by: Standing, substitution_id: int, today: date) -> EndAbsencePage:
    """Draw up what revoking a substitution does; unknown where it is none of one's business or over already."""
    found = [one for one in absence_lines(conn, by, today) if one.id == substitution_id and one.may_end]
    if not found:
        raise Unknown
    return EndAbsencePage(_("End a substitution"), found[0])


def absent_mandates(conn: Connection, by: Standing, today: date) -> tuple[MandateView, ...]:
    """Give the mandates for which somebody may record an absence: one's own, and for a manager all of the party."""
    if by.in_place_of:
        return ()
    return tuple(
        one
        for one in _handing(conn, by, today)
        if people.may_record_for(by, by.party_key, one.person_id) and set(one.capacities) - NOT_HANDED
    )


def absence_fields(
    conn: Connection, forms: Mapping[str, Form], by: Standing, today: date, given: Given, errors: Mapping[str, str]
) -> tuple[FormField, ...]:
    """Ask who is away, who stands in, from when to when, and for what."""
    absent, others = absent_mandates(conn, by, today), _handing(conn, by, today)
    mine = tuple(str(one.id) for one in absent if one.person_id == by.person_id)
    return fill(
        (
            FormField("absent", _("Who is away"), "choice", mine[:1], _who(absent)),
            FormField("substitute", _("Who stands in"), "choice", (), _who(others), help=_substitute_help()),
            *_dates(today),
            *_limits(forms),
        ),
        given,
        errors,
    )


def _substitute_help() -> str:
    return _("Somebody of the same party. A substitute does not hand on, and never manages people.")


def _dates(today: date) -> tuple[FormField, ...]:
    last = _("The substitution ends by itself after this day, in the zone of the party. It can be ended before.")
    return (
        FormField("valid_from", _("First day"), "date", (today.isoformat(),)),
        FormField("valid_until", _("Last day"), "date", help=last),
    )


def _limits(forms: Mapping[str, Form]) -> tuple[FormField, ...]:
    """Ask for the limits of a substitution."""
    what = _("Never more than the absent person may do. For drafting only, choose that alone.")
    covered = _("With none chosen it is for all that the mandate covers.")
    refs = _(
        "References of cases, with a space between them; the substitute then sees these alone and opens none. Left "
        "empty, it is for all cases."
    )
    return (
        FormField("capacities", _("Capacities"), "choices", (), _capacities(), help=what),
        FormField("procedures", _("Procedures"), "choices", (), procedure_options(forms), required=False, help=covered),
        FormField("cases", _("Cases"), required=False, help=refs),
    )


def _capacities() -> tuple[Option, ...]:
    helps: words.Words = words.CAPACITY_HELP
    offered = (one for one in CAPACITIES if one not in NOT_HANDED)
    return tuple(Option(one, words.name(words.CAPACITY_TITLE, one), str(helps.get(one, ""))) for one in offered)


def _who(mandates: Sequence[MandateView]) -> tuple[Option, ...]:
    """Offer mandates; those of one person in one office are told apart by what they are for."""
    alike = Counter((one.person, one.office, one.organ) for one in mandates)
    return tuple(
        Option(str(one.id), _called(one, apart=alike[one.person, one.office, one.organ] > 1)) for one in mandates
    )


def _called(one: MandateView, *, apart: bool) -> str:
    called = f"{one.person} · {one.office}, {one.organ}"
    if not apart:
        return called
    may = ", ".join(words.name(words.CAPACITY, capacity) for capacity in one.capacities)
    return f"{called} · {words.name(words.MANDATE_LEVEL, one.level)}: {may}"


def _handing(conn: Connection, by: Standing, today: date) -> list[MandateView]:
    return [one for one in mandate_views(conn, by.party_key, today) if one.worth in ("counts", "begins")]


def absence_lines(conn: Connection, by: Standing, today: date) -> list[AbsenceLine]:
    """Draw up every substitution of the own party, the last to end first."""
    rows = people.substitutions_of(conn, by.party_key)
    named = {ref for row in rows for ref in row.cases or ()}
    known = known_among(conn, Viewer.of(by), named)
    return [_line(row, by, today, known) for row in rows]


def _line(row: Any, by: Standing, today: date, known: frozenset[str]) -> AbsenceLine:
    """Draw up one substitution; of the cases it is for those that the reader may know are named.

    Long because: one line a field of the line, in the order in which it is read.
    """
    worth = "begins" if today < row.valid_from else "counts" if today <= row.valid_until else "ended"
    cases = None if row.cases is None else tuple(ref for ref in row.cases if ref in known)
    over = row.revoked_at is not None or worth == "ended"
    return AbsenceLine(
        id=row.id,
        absent=row.absent,
        office=row.office,
        organ=row.organ_name,
        substitute=row.substitute,
        own_office=row.own_office,
        capacities=tuple(row.capacities),
        procedures=None if row.procedures is None else tuple(row.procedures),
        cases=cases,
        other_cases=len(row.cases or ()) - len(cases or ()),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        worth="revoked" if row.revoked_at is not None else worth,
        may_end=not over and people.may_end(by, row),
    )


def acts_in_place(conn: Connection, docket: Docket, by: Standing) -> tuple[SubstituteAct, ...]:
    """Draw up what substitutes of the own party did lately, the last first."""
    names = casebook.said_names(casebook.party_names(conn))
    rows = acts_of_substitutes(conn, Viewer.of(by))
    acts = ((row, casebook.act_of(row)) for row in rows)
    return tuple(_act(row, act, say_act(docket.editions.of(conn, row.edition), act, names)) for row, act in acts)


def _act(row: Any, act: Act, sentence: str) -> SubstituteAct:
    return SubstituteAct(
        row.ref,
        act.n,
        title_of_case(row),
        sentence,
        row.recorded_at,
        row.name or (casebook.withheld_since(row.withheld) if row.withheld else ""),
        act.substitute[1],
        row.for_name or "",
        act.office,
    )
