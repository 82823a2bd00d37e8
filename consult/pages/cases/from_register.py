"""What may be begun from an entry of the register, and the first answers of a paper that names one: generic over
procedures, by what their first paper asks.

A procedure whose first paper asks which State plans the activity is for the activities of others: whoever sees one in
the register has that right of its own. One that does not ask is for one's own activities.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import drafts
from consult.citations import Cited, cite, law
from consult.docket import Docket
from consult.lunar.entries import Entry, read_entry
from consult.lunar.filling import PLANNER, REGISTERED, answers_of, asked_for
from consult.lunar.readers import reader_of
from consult.refusals import Unknown
from consult.standing import WRITES, Standing
from workflows import Form
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step


@dataclass(frozen=True, slots=True)
class Beginning:
    """A case that may be opened on a registered activity: under which procedure, and what its first step is called."""

    procedure: str
    title: str
    summary: str
    of_others: bool
    under: tuple[Cited, ...]


def beginnings(docket: Docket, standing: Standing | None, entry: Entry) -> tuple[Beginning, ...]:
    """List what somebody may begin on an activity: nothing without the capacity to write."""
    if standing is None or not standing.capacities & WRITES:
        return ()
    found = []
    for form in docket.forms.values():
        procedure = form.with_defaults()
        first = _first(form, procedure)
        if first is None or not _covers(standing, form.key):
            continue
        of_others = asked_for(_filing(first), PLANNER) is not None
        if of_others != (standing.party_key in entry.listed.states):
            under = tuple(cite(one) for one in first.under)
            found.append(Beginning(form.key, law(form.title), law(procedure.summary), of_others, under))
    return tuple(found)


def entry_to_begin(conn: Connection, docket: Docket, standing: Standing, key: str, procedure: str) -> Entry:
    """Find an entry on which a procedure may be begun, as its reader sees it; Unknown where that is not offered."""
    entry = read_entry(conn, reader_of(conn, docket.editions, standing), key)
    if procedure not in {one.procedure for one in beginnings(docket, standing, entry)}:
        raise Unknown
    return entry


def start_first(
    conn: Connection, docket: Docket, standing: Standing, case_id: int, procedure: str, entry: Entry, now: datetime
) -> str:
    """Begin the first paper of a case that was opened on an activity; give its reference."""
    form = docket.form(procedure)
    first = _first(form, form.with_defaults())
    if first is None:
        raise Unknown
    answers = answers_of(entry.listed, entry.newest.description, _filing(first), standing.party_key)
    return drafts.start(conn, standing, case_id, first.key, None, answers, now)


def answers_from_register(
    conn: Connection, docket: Docket, standing: Standing, spec: FilingSpec, known: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the answers that the register has for a paper that names an entry; none where it names none that its reader
    may see."""
    asked = asked_for(spec, REGISTERED)
    key = known.get(asked.key) if asked else None
    if not isinstance(key, str) or not key.strip():
        return {}
    try:
        entry = read_entry(conn, reader_of(conn, docket.editions, standing), key.strip())
    except Unknown:
        return {}
    return answers_of(entry.listed, entry.newest.description, spec, standing.party_key)


def _first(form: Form, procedure: Procedure) -> Step | None:
    """Find the first step that asks for an entry of the register."""
    if form.rooms_by:
        return None
    here = (row for row in procedure.steps if procedure.opens in row.frm and row.filing and not row.common)
    return next((row for row in here if asked_for(_filing(row), REGISTERED)), None)


def _filing(step: Step) -> FilingSpec:
    if step.filing is None:
        raise Unknown
    return step.filing


def _covers(standing: Standing, key: str) -> bool:
    """Say whether a mandate covers a procedure."""
    return standing.procedures is None or key in standing.procedures
