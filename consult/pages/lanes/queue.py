"""The queue of clearance: what waits for its reader and for others of the party, who holds it now and since when, what
it commits to, and what happens if nobody acts.

A party without a lane has its papers here too: complete ones that wait to be cleared or dispatched.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, drafts
from consult.clearing.lanes import lane_of
from consult.docket import Docket
from consult.i18n import _
from consult.pages.cases.lines import title_of_case
from consult.pages.cases.preparing import CLEAR, DISPATCH, draft_line
from consult.pages.drafts import Found, around
from consult.pages.lanes.outlook import Outlook, outlook_of
from consult.pages.lanes.view import LaneView, lane_view, place_in, said_person
from consult.refusals import Unknown
from consult.standing import Standing, all_of_party, holds_stage
from workflows.kernel.bodies import problems
from workflows.kernel.frozen import dataclass

MOST = 40
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One paper in clearance: where it stands, who holds it now and since when, whether it waits for this reader and
    for what (pass, clear or dispatch), and what it commits to."""

    ref: str
    case_ref: str
    case_title: str
    title: str
    author: str
    exercise: bool
    stage: str
    held_by: tuple[str, ...]
    since: datetime
    due_at: datetime | None
    is_late: bool
    is_vacant: bool
    mine: bool
    waits_for: str
    lane: LaneView
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits in clearance: for its reader, and for others of the party."""

    title: str
    has_lane: bool
    manages: bool
    mine: tuple[QueueLine, ...]
    others: tuple[QueueLine, ...]
    more: int
    """How many papers were changed before the ones that are looked at here."""
    following: str
    """The last paper looked at here, after which the next page begins; empty where there is none."""


def queue_page(conn: Connection, docket: Docket, standing: Standing, now: datetime, before: str = "") -> QueuePage:
    """Draw up the queue: the papers that were changed last, or before a named one. Unknown to whoever sees no paper in
    preparation, and where the party prepares none of that name."""
    if not standing.prepares:
        raise Unknown
    rows = _after(drafts.drafts_of(conn, standing), before)
    names, standings = casebook.party_names(conn), all_of_party(conn, standing.party_key, now)
    found = [line for row in rows[:MOST] if (line := _line(conn, docket, standing, standings, row, names, now))]
    found.sort(key=_urgency)
    return QueuePage(
        _("Clearance queue"),
        bool(lane_of(conn, standing.party_key).stages),
        standing.manages,
        tuple(one for one in found if one.mine),
        tuple(one for one in found if not one.mine),
        max(len(rows) - MOST, 0),
        rows[MOST - 1].ref if len(rows) > MOST else "",
    )


def _after(rows: Sequence[Any], before: str) -> Sequence[Any]:
    """Give the papers after a named one, in the order of the list."""
    if not before:
        return rows
    places = [place for place, row in enumerate(rows, 1) if row.ref == before]
    if not places:
        raise Unknown
    return rows[places[0] :]


def _urgency(line: QueueLine) -> tuple[Any, ...]:
    """Put what ends first first, then what waits longest."""
    return line.outlook.first or NEVER, line.since, line.ref


def _line(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    standings: Sequence[Standing],
    row: Any,
    names: Mapping[str, str],
    now: datetime,
) -> QueueLine | None:
    """Draw up a paper that is in clearance; None for one that is still being written, or does not leave the party."""
    seen = docket.see(conn, standing, row.case_ref, now)
    try:
        found = around(conn, docket, standing, row, now)
    except Unknown:  # its step is no more in the edition on which the case runs
        return None
    if str(found.offer.step.capacity) != "dispatch":
        return None
    place = place_in(conn, row, seen)
    if place.applies and place.turn == 0:
        return None
    lane = lane_view(conn, standing, row, place, found.spec, now)
    if not lane.applies and problems(found.spec, row.body):
        return None
    what = draft_line(conn, docket, standing, seen, row, now).next
    outlook = outlook_of(conn, docket, standing, found, place, names, now)
    return _drawn(found, row, lane, outlook, what, _held(standings, found, lane), standing)


def _drawn(
    found: Found, row: Any, lane: LaneView, outlook: Outlook, what: str, held: tuple[str, ...], standing: Standing
) -> QueueLine:
    """Draw up one line.

    Long because: one line a field.
    """
    here = lane.here
    passes = lane.may.pass_stage and (what == CLEAR or (here is not None and lane.stage == lane.stages[0].key))
    waits_for = DISPATCH if what == DISPATCH else "pass" if passes else CLEAR if what == CLEAR else ""
    return QueueLine(
        ref=row.ref,
        case_ref=row.case_ref,
        case_title=title_of_case(found.seen.row),
        title=outlook.offer.title,
        author=row.author,
        exercise=found.seen.row.exercise,
        stage=here.name if here else _said_without(row, lane),
        held_by=(here.taken_by,) if here and here.taken_by else held,
        since=lane.since or (row.cleared_at if drafts.is_cleared(row) else row.changed_at),
        due_at=here.due_at if here else None,
        is_late=bool(here and here.is_late),
        is_vacant=not held,
        mine=bool(waits_for),
        waits_for=waits_for,
        lane=lane,
        outlook=outlook,
    )


def _said_without(row: Any, lane: LaneView) -> str:
    """Say what is next where no stage holds the paper."""
    return _("To dispatch") if lane.through or drafts.is_cleared(row) else _("To clear")


def _held(standings: Sequence[Standing], found: Found, lane: LaneView) -> tuple[str, ...]:
    """Say who holds a paper now: by its stage, else by the capacity that it needs next."""
    if lane.here is not None:
        return lane.here.holders
    asked = "dispatch" if lane.through or drafts.is_cleared(found.row) else "clear"
    key, level = found.seen.procedure.key, found.seen.procedure.level
    held = (one for one in standings if holds_stage(one, key, level, capacity=asked))
    return tuple(dict.fromkeys(said_person(one) for one in held))
