"""Opening a case: terms resolved, the edition frozen, and the opening itself entered in the log as act 0."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from consult.docket import case_rows, rows
from consult.docket.entries import ZONE_DATA, chain_of, fields_of
from consult.i18n import _
from consult.log.append import append_many
from consult.models.cases import CASES
from workflows import Form
from workflows.instruments import library
from workflows.instruments.hardening import hardened
from workflows.kernel.case import JSON, Act, Case, Effect, Hand
from workflows.kernel.editions import canonical
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.summaries import dump
from workflows.kernel.terms import INSTALLATION, PROPOSAL, Terms, TermsError

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DRAWS = 20
"""How often a reference is drawn anew where the one that was drawn is taken."""
OPENING = "open"
_TAKEN = select(CASES.c.id).where(CASES.c.ref == bindparam("drawn"))
NO_FACTS: Mapping[str, JSON] = MappingProxyType({})


def resolve_terms(form: Form, folder: Path, proposed: Mapping[str, Any]) -> Terms:
    """Lay the installation's file and what is proposed over the procedure's own terms; TermsError names the key."""
    terms = form.terms()
    path = folder / f"{form.key}.toml"
    if path.exists():
        try:
            terms = terms.layered(INSTALLATION, tomllib.loads(path.read_text(encoding="utf-8")))
        except tomllib.TOMLDecodeError as fault:
            raise TermsError(path.name, str(fault)) from fault
    return terms.layered(PROPOSAL, proposed) if proposed else terms


def build_on(form: Form, terms: Terms, on: date) -> Procedure:
    """Build a procedure as the law of a day has it; TermsError where these terms change a period that has become law
    by then."""
    built = form.build(terms)
    harder = hardened(built, library(), on)
    if harder is not built:
        _refuse_other_lengths(form.with_defaults(), built, harder)
    return harder


def _refuse_other_lengths(own: Procedure, built: Procedure, harder: Procedure) -> None:
    for was, now in zip(built.limits, harder.limits, strict=True):
        rule = own.limit(now.key)
        if was.binding is not now.binding and rule is not None and rule.length != now.length:
            reason = _("this period has become law and changes only by agreement of the parties")
            raise TermsError(now.key, reason)


def new_ref(procedure: Procedure, at: datetime, choose: Callable[[str], str], series: str = "") -> str:
    """Give a reference that says what and when, and not how many there are; exercises have a series of their own."""
    return f"{series}{procedure.prefix}-{at.year}-{''.join(choose(LETTERS) for _i in range(6))}"


def free_ref(
    connection: Connection, procedure: Procedure, at: datetime, choose: Callable[[str], str], series: str
) -> str:
    """Give a reference that no case has. Among a million of one kind and year every thousandth that is drawn is taken;
    of two that are drawn at the same moment the database refuses the later one, which is then opened anew."""
    ref = new_ref(procedure, at, choose, series)
    for _draw in range(DRAWS):
        if connection.execute(_TAKEN, {"drawn": ref}).first() is None:
            break
        ref = new_ref(procedure, at, choose, series)
    return ref


def opened(
    procedure: Procedure, parties: Mapping[str, tuple[str, ...]], at: datetime, facts: Mapping[str, JSON] = NO_FACTS
) -> Case:
    """Give the case as it stands before its first act, with what was said of it on opening."""
    return Case(procedure, procedure.opens, at, parties=dict(parties), activity=procedure.activity, facts=dict(facts))


def opening_act(case: Case, by: Hand, effects: tuple[Effect, ...] = ()) -> Act:
    """Make the act with which a case is opened; number 0, so that the first step is number 1. What it came from, where
    another case's act opened it, is told by further effects.

    Long because: one line a field of the act.
    """
    level = case.procedure.levels.own
    joined = (("party", role, party) for role, parties in case.parties.items() for party in parties)
    said = (("fact", name, value) for name, value in case.facts.items())
    return Act(
        0,
        OPENING,
        OPENING,
        by.party,
        case.opened_on,
        case.opened_on,
        case.state,
        case.state,
        capacity="draft",
        office=by.office,
        organ=by.organ,
        person=by.person,
        mandate=by.mandate,
        substitute=by.substitute,
        through=by.through,
        power=by.power,
        represented_by=by.represented_by,
        level=level,
        effects=(*joined, *said, *effects),
        basis=tuple((c.instrument, c.provision, str(c.binding)) for c in case.procedure.under),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A case whose rows are written: its number and reference, its opening act, and what is to be sealed of it."""

    case_id: int
    ref: str
    act_id: int
    step: tuple[int, dict[str, Any]]


def write_opening(connection: Connection, case: Case, by: Hand, **told: Any) -> tuple[int, str, int]:
    """Insert a case with its opening and seal it; give its number, its reference and the place of the opening in the
    log. What else is told is that of `write_case`."""
    written = write_case(connection, case, by, **told)
    entries = append_many(connection, [written.step])
    rows.write_leaves(connection, [written.act_id], [entries[0].seq])
    return written.case_id, written.ref, entries[0].seq


def write_case(
    connection: Connection,
    case: Case,
    by: Hand,
    *,
    edition: str,
    choose: Callable[[str], str],
    title: str,
    exercise: bool,
    series: str,
    person_id: int | None,
    person: str,
    for_name: str | None = None,
    effects: tuple[Effect, ...] = (),
) -> Opened:
    """Insert a case with its opening, which is sealed afterwards with everything else of the transaction.

    Long because: the row of a case is written as one list of its columns.
    """
    procedure, at = case.procedure, case.opened_on
    ref = free_ref(connection, procedure, at, choose, series)
    row = {
        "ref": ref,
        "procedure": procedure.key,
        "edition": edition,
        "at_level": procedure.level,
        "filer": by.on_behalf_of or by.party,
        "title": title,
        "existence": procedure.levels.existence,
        "level": procedure.levels.case,
        "state": case.state,
        "kind": procedure.state(case.state).kind,
        "activity": case.activity,
        "summary": dump(case),
        "version": 0,
        "n": 0,
        "opened_on": at,
        "changed_at": at,
        "exercise": exercise,
    }
    case_id = int(connection.execute(insert(CASES), row).inserted_primary_key[0])  # type: ignore[index] # an insert always has one
    act = opening_act(case, by, effects)
    plain = act.to_json()
    act_id = rows.write_act(connection, case_id, act, canonical(plain).decode(), basic=False, cleared=None)
    rows.write_person(connection, act_id, person_id, person, for_name)
    case_rows.write_parties(connection, case_id, None, case, at)
    opening = {
        "parties": {role: list(who) for role, who in case.parties.items()},
        "activity": case.activity,
        "exercise": exercise,
    }
    rest = {**plain, "zone_data": ZONE_DATA, "opening": opening}
    fields = fields_of(ref, None, case, act, edition, rows.both_names(person, for_name), {}, rest)
    return Opened(case_id, ref, act_id, (chain_of(connection, case_id, act, procedure.levels.existence), fields))


def title_of(procedure: Procedure, step: str, filing: Mapping[str, Any] | None, present: str) -> str:
    """Give the case's title as a filing states it, else as it is."""
    for row in procedure.rows.get(step, ()):
        for field in row.filing.fields if row.filing else ():
            value = (filing or {}).get(field.key)
            if field.fills == "title" and isinstance(value, str) and value.strip():
                return value.strip()[:400]
    return present
