"""What the docket asks before a paper leaves its party: whether its lane lets this very text go, and through which
stages it went.

The text is known by its digest, so that it does not matter from where it is sent: a draft, a system, or a hand laid on
the text of others. Where it was never submitted, the lane of the party as it is now asks for all its stages. The last
stage may be passed by dispatching, where the paper stands there and whoever dispatches holds it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select

from consult.clearing.lanes import Paper, Stage, lane_of
from consult.clearing.standing_at import Place, place_of
from consult.i18n import _
from consult.models.cases import DRAFT
from consult.models.clearing import ACT_CLEARANCE, CLEARANCE_LANE
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

BY_DISPATCH = "by_dispatch"


@dataclass(frozen=True, slots=True)
class Passed:
    """The stages behind a text that may leave, as they are kept beside its act: by which lane, and each with who passed
    it where it was passed."""

    lane_id: int = 0
    stages: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """A text that is to leave its party: as which step on which track of which case (its number), by digest, and raised
    to which level (empty: the procedure's)."""

    case_id: int
    step: str
    track: str | None
    digest: str
    paper: Paper
    level: str = ""


def has_lane(conn: Connection, party: str) -> bool:
    """Say whether a party ever had a lane: most have none, and of those nothing more is asked."""
    return (
        conn.execute(select(CLEARANCE_LANE.c.id).where(CLEARANCE_LANE.c.party_key == party).limit(1)).first()
        is not None
    )


def place_of_text(conn: Connection, party: str, leaving: Leaving) -> Place | None:
    """Say where a text stands in the lane of its party; None where there is none for it. What was passed was passed for
    those who read it at the level of the draft: at another level the same words have passed nothing."""
    if not has_lane(conn, party):
        return None
    on_track = DRAFT.c.track.is_(None) if leaving.track is None else DRAFT.c.track == leaving.track
    mine = DRAFT.c.case_id == leaving.case_id, DRAFT.c.party == party, DRAFT.c.closed_at.is_(None)
    draft = conn.execute(select(DRAFT).where(*mine, DRAFT.c.step == leaving.step, on_track)).first()
    if draft is not None:
        place = replace(place_of(conn, draft, leaving.paper), digest=leaving.digest)
        if (draft.level or "") != leaving.level:
            place = replace(place, passed={})
        return place if place.applies else None
    lane = lane_of(conn, party)
    stages = lane.stages_for(leaving.paper.procedure)
    if not stages or lane.changed_at is None:
        return None
    return Place(lane, stages, stages[0], 0, lane.changed_at, None, leaving.paper, leaving.digest)


def lacking_for(place: Place, standing: Standing) -> tuple[Stage, ...]:
    """Give the required stages that keep a text from being dispatched by somebody."""
    lacking = place.lacking
    return () if passes_by_sending(place, standing) else lacking


def passes_by_sending(place: Place, standing: Standing) -> bool:
    """Say whether only the last stage is missing, the text stands there, and whoever dispatches it holds that stage."""
    last = place.stages[-1]
    took = place.taken_by is not None and place.taken_by == standing.mandate_id
    return place.lacking == (last,) and place.stage == last and (last.is_held_by(standing, place.paper) or took)


def said_lacking(stages: Sequence[Stage]) -> str:
    """Say which stages a text has to pass before it may leave."""
    names = ", ".join(f"“{one.name}”" for one in stages)
    return _("This very text has not passed %(stages)s of your party's clearance; it leaves only then.", stages=names)


def stages_behind(place: Place) -> Passed:
    """Write the stages behind a text, for the record of its act."""
    passed = place.passed_now
    kept = []
    for one in place.stages:
        move = passed.get(one.key)
        plain: dict[str, Any] = {"key": one.key, "name": one.name, "required": one.required, "how": ""}
        if move is not None:
            at = move.at.isoformat()
            plain |= {"how": "passed", "move": move.id, "seq": move.seq, "office": move.office, "at": at}
        elif one in place.lacking:
            plain["how"] = BY_DISPATCH
        kept.append(plain)
    return Passed(place.lane.id, tuple(kept))


def keep_stages(conn: Connection, act_id: int, passed: Passed) -> None:
    """Keep the stages behind an act, in its transaction; of a text that had no lane nothing is kept."""
    if passed.stages:
        conn.execute(insert(ACT_CLEARANCE).values(act_id=act_id, lane_id=passed.lane_id, stages=list(passed.stages)))


def stages_of_act(conn: Connection, act_id: int, own: bool) -> tuple[dict[str, Any], ...]:
    """Give the stages behind an act to its `own` party; nothing to anybody else."""
    kept = (
        conn.execute(select(ACT_CLEARANCE.c.stages).where(ACT_CLEARANCE.c.act_id == act_id)).scalar() if own else None
    )
    return tuple(dict(one) for one in kept or ())
