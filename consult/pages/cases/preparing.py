"""Papers that one's party is preparing, each under what this person can do next with it: clear it, dispatch it, or go
on writing; and why its step is closed, where it is.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import drafts
from consult.citations import law
from consult.clearing.moving import may_move
from consult.clearing.required import has_lane, lacking_for
from consult.clearing.standing_at import Place
from consult.docket import Docket, Filed, Refused, Seen
from consult.pages.cases.lines import title_of_case
from consult.pages.lanes.view import place_in
from consult.standing import Standing
from workflows.kernel.bodies import problems
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import CONTENT, Refusal
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import Capacity, humanise

CLEAR, DISPATCH, WRITE = "clear", "dispatch", "write"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A paper that one's party is preparing; `closed` gives the reasons why its step is closed, `next` what this person
    can do with it."""

    ref: str
    case_ref: str
    case_title: str
    title: str
    author: str
    changed_at: datetime
    cleared_office: str
    closed: str
    next: str
    stage: str = ""
    """The stage of the party's clearance where it stands, in the party's words; empty where there is none."""
    handed_on: str = ""
    """The office whose mandate ended and which handed it on, empty otherwise."""


def drafts_on_desk(
    conn: Connection, docket: Docket, standing: Standing, now: datetime, most: int
) -> dict[str, tuple[DraftLine, ...]]:
    """Sort the papers of one's party by what this person can do next with each, the last changed first.

    Only so many of each sort are looked at closely: what cannot be next is told from the paper alone.
    """
    kept: dict[bool, list[Any]] = {True: [], False: []}
    by_lane = has_lane(conn, standing.party_key)
    for row in drafts.drafts_of(conn, standing):
        procedure = docket.editions.of(conn, row.edition)
        kept[by_lane or _may_be_next(procedure, row, standing)].append(row)
    cases: dict[str, Seen] = {}
    lines = []
    for row in (*kept[True][: 2 * most], *kept[False][:most]):
        if row.case_ref not in cases:
            cases[row.case_ref] = docket.see(conn, standing, row.case_ref, now)
        lines.append(draft_line(conn, docket, standing, cases[row.case_ref], row, now))
    lines.sort(key=lambda line: line.changed_at, reverse=True)
    return {key: tuple(line for line in lines if line.next == key)[:most] for key in (CLEAR, DISPATCH, WRITE)}


def _may_be_next(procedure: Procedure, row: Any, standing: Standing) -> bool:
    """Say whether a paper may be ready for this person to clear or dispatch, as far as the paper alone tells."""
    if drafts.is_cleared(row):
        return "dispatch" in standing.capacities
    steps = procedure.rows.get(row.step, ())
    return "clear" in standing.capacities and any(s.filing and not problems(s.filing, row.body) for s in steps)


def drafts_of_case(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, now: datetime
) -> tuple[DraftLine, ...]:
    """List the papers of one's party in a case."""
    rows: Sequence[Any] = drafts.drafts_of(conn, standing, seen.row.id)
    return tuple(draft_line(conn, docket, standing, seen, row, now) for row in rows)


def draft_line(conn: Connection, docket: Docket, standing: Standing, seen: Seen, row: Any, now: datetime) -> DraftLine:
    """Draw up one paper, as it would fare if it were sent now."""
    steps = seen.procedure.rows.get(row.step, ())
    refusals = _refusals(conn, docket, standing, seen, row, now, for_party=True)
    place = _place(conn, seen, row)
    return DraftLine(
        ref=row.ref,
        case_ref=seen.row.ref,
        case_title=title_of_case(seen.row),
        title=law(steps[0].title) if steps else humanise(row.step),
        author=row.author,
        changed_at=row.changed_at,
        cleared_office=row.cleared_office if drafts.is_cleared(row) else "",
        closed=" ".join(law(r.sentence) for r in closing(refusals)),
        next=WRITE if refusals else _next(conn, docket, standing, seen, row, place, now),
        stage=place.stage.name if place and place.stage else "",
        handed_on=row.handed_office or "",
    )


def closing(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Choose the reasons that close a step, and leave out what is wrong with the words of its paper."""
    return tuple(refusal for refusal in refusals if refusal.kind != CONTENT)


def _place(conn: Connection, seen: Seen, row: Any) -> Place | None:
    """Say where a paper stands in its party's lane; None where there is none for it."""
    steps = seen.procedure.rows.get(row.step, ())
    if not has_lane(conn, row.party) or not any(step.capacity is Capacity.DISPATCH for step in steps):
        return None
    place = place_in(conn, row, seen)
    return place if place.applies else None


def _next(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, row: Any, place: Place | None, now: datetime
) -> str:
    """Say what this person can do with a paper that is complete and whose step is open to the party."""
    steps = (step for step in seen.procedure.rows[row.step] if seen.case.state in step.frm)
    if not any(step.capacity is Capacity.DISPATCH for step in steps):
        return WRITE
    if place and lacking_for(place, standing):
        return CLEAR if may_move(conn, standing, place, now).pass_stage and not place.is_first else WRITE
    if not drafts.is_cleared(row) and not (place and "clear" in standing.capacities):
        return CLEAR if "clear" in standing.capacities else WRITE
    return WRITE if _refusals(conn, docket, standing, seen, row, now) else DISPATCH


def _refusals(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    row: Any,
    now: datetime,
    *,
    for_party: bool = False,
) -> tuple[Refusal, ...]:
    """Give every reason why a paper could not be sent as it stands, by this person or by anybody of the party."""
    filed = Filed.of_draft(row)
    try:
        docket.rehearse(conn, standing, seen, filed, now, for_party=for_party)
    except Refused as refused:
        return refused.refusals
    return ()
