"""What may be done with a paper in its lane: pass a stage, go on without an advisory one, send back, take over, recall,
and begin again under the lane as it is now.

Who holds a stage passes it or sends the paper back, with a reason; another holder, or whoever could where nobody holds
it, takes it over; who writes recalls it. Whoever moves a paper names the version of the text and the turn that he had
before him. Each move is kept with office, mandate, instant and the digest of the text.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from consult import drafts
from consult.clearing.lanes import Paper, Stage, holders_of, lane_of, may_take
from consult.clearing.standing_at import (
    PASSED,
    RECALLED,
    RESTARTED,
    SENT_BACK,
    SKIPPED,
    TAKEN_OVER,
    Place,
    paper_of,
    place_of,
)
from consult.clearing.writing import Moved, hold_draft, write_move
from consult.delivery.clearance_mail import tell_holders
from consult.i18n import _
from consult.models.cases import DRAFT
from consult.refusals import Closed, Malformed
from consult.standing import Standing
from workflows.kernel.bodies import problems
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A move that somebody asks for: of which paper, over which version of its text and which turn, why, and to which
    earlier stage."""

    ref: str
    version: int
    turn: int
    reason: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class May:
    """What somebody may do with a paper now."""

    pass_stage: bool = False
    send_back: bool = False
    skip: bool = False
    take_over: bool = False
    recall: bool = False
    restart: bool = False


def may_move(conn: Connection, standing: Standing, place: Place, at: datetime) -> May:
    """Say what somebody may do with a paper where it stands."""
    if not place.applies:
        return May()
    writes, moved = standing.writes, place.turn > 0
    other = moved and lane_of(conn, standing.party_key).id != place.lane.id
    if place.stage is None:
        return May(recall=writes, restart=writes and other)
    holds = _holds(standing, place, place.stage)
    return May(
        pass_stage=holds,
        send_back=holds and not place.is_first,
        skip=not place.stage.required and any(_holds(standing, place, one) for one in _around(place)),
        take_over=_may_take_over(conn, standing, place, at),
        recall=writes and not place.is_first,
        restart=writes and other,
    )


def pass_stage(conn: Connection, standing: Standing, wanted: Wanted, spec: FilingSpec, at: datetime) -> Place:
    """Pass the stage where a paper stands, for the text that was read: complete, or Malformed (422) by field. Whoever
    has the capacity to clear clears the text with it."""
    draft, place = _read(conn, standing, wanted)
    stage = _stage_held(standing, place)
    found = problems(spec, draft.body)
    if found:
        raise Malformed({p.field or "filing": f"{p.label}: {p.sentence}" for p in found})
    after = write_move(conn, standing, draft, place, PASSED, place.after(stage), at, reason=_reason(wanted))
    if "clear" in standing.capacities:
        cleared = {"cleared_digest": place.digest, "cleared_by": standing.person_id, "cleared_at": at}
        _clear(conn, draft, {**cleared, "cleared_office": standing.offices[:200]})
    tell_holders(conn, standing, draft, after, at)
    return after


def skip_stage(conn: Connection, standing: Standing, wanted: Wanted, at: datetime) -> Place:
    """Go on without an advisory stage; whoever holds it, the one before or the one after may."""
    draft, place = _read(conn, standing, wanted)
    if place.stage is None or place.stage.required or not any(_holds(standing, place, one) for one in _around(place)):
        raise Closed(_("This stage has to be passed, or it is not yours to go on without."))
    after = write_move(conn, standing, draft, place, SKIPPED, place.after(place.stage), at, reason=_reason(wanted))
    tell_holders(conn, standing, draft, after, at)
    return after


def send_back(conn: Connection, standing: Standing, wanted: Wanted, at: datetime) -> Place:
    """Send a paper back to an earlier stage, with a reason; what it passed from there on is passed no more."""
    draft, place = _read(conn, standing, wanted)
    _stage_held(standing, place)
    to = next((one for one in place.before() if one.key == wanted.to), None)
    faults = {} if to else {"to": _("Choose one of the stages before.")}
    if not _reason(wanted):
        faults["reason"] = _("Say why, so that whoever gets it back knows what to mend.")
    if to is None or faults:
        raise Malformed(faults)
    return _back(conn, standing, draft, place, SENT_BACK, to, wanted, at)


def recall(conn: Connection, standing: Standing, wanted: Wanted, at: datetime) -> Place:
    """Take a paper back to those who write it, from wherever it stands."""
    draft, place = _read(conn, standing, wanted)
    _require_writer(standing)
    if place.is_first:
        raise Closed(_("The paper is with those who write it already."))
    return _back(conn, standing, draft, place, RECALLED, place.stages[0], wanted, at)


def take_over(conn: Connection, standing: Standing, wanted: Wanted, at: datetime) -> Place:
    """Take a stage over from whoever else holds it; where nobody does, whoever has its capacity takes it, with a
    reason. Since when the paper waits there does not change."""
    draft, place = _read(conn, standing, wanted)
    if place.stage is None or not _may_take_over(conn, standing, place, at):
        raise Closed(_("This stage is not yours to take over."))
    reason, taken = _reason(wanted), standing.mandate_id
    if not place.stage.is_held_by(standing, place.paper) and not reason:
        raise Malformed({"reason": _("Nobody holds this stage. Say why you take it over.")})
    return write_move(
        conn, standing, draft, place, TAKEN_OVER, place.stage, at, reason=reason, taken_by=taken, since=place.since
    )


def restart(conn: Connection, standing: Standing, wanted: Wanted, at: datetime) -> Place:
    """Begin again under the lane of the party as it is now; nothing counts as passed. Closed where that is the same."""
    draft, place = _read(conn, standing, wanted)
    _require_writer(standing)
    lane = lane_of(conn, standing.party_key)
    if place.turn == 0 or lane.id == place.lane.id:
        raise Closed(_("The paper goes by the lane of your party as it is now."))
    stages = lane.stages_for(place.paper.procedure)
    first = stages[0] if stages else None
    _clear(conn, draft, dict.fromkeys(_CLEARED))
    return write_move(conn, standing, draft, place, RESTARTED, first, at, reason=_reason(wanted), lane=lane)


MOVES: dict[str, Callable[[Connection, Standing, Wanted, datetime], Place]] = {
    "skip": skip_stage,
    "send_back": send_back,
    "take_over": take_over,
    "recall": recall,
    "restart": restart,
}
"""Moves that clear nothing, by name."""


def hand_to_lane(conn: Connection, standing: Standing, ref: str, spec: FilingSpec, at: datetime) -> Place | None:
    """Hand a paper on to clearance as it stands, for somebody who may not send it: pass the stage of those who write.
    None where the party has no lane for it, or it is with others already: then it waits for whoever may clear and
    dispatch. Closed where its first stage is not this person's, Malformed (422) while answers are missing."""
    row = drafts.find(conn, standing, ref)
    place = place_of(conn, row, paper_of(conn, row.case_id))
    if not place.applies or not place.is_first:
        return None
    return pass_stage(conn, standing, Wanted(ref, row.version, place.turn), spec, at)


_CLEARED = ("cleared_digest", "cleared_by", "cleared_office", "cleared_at")


def _back(
    conn: Connection, standing: Standing, draft: Any, place: Place, kind: str, to: Stage, wanted: Wanted, at: datetime
) -> Place:
    _clear(conn, draft, dict.fromkeys(_CLEARED))
    after = write_move(conn, standing, draft, place, kind, to, at, reason=_reason(wanted))
    tell_holders(conn, standing, draft, after, at)
    return after


def _read(conn: Connection, standing: Standing, wanted: Wanted) -> tuple[Any, Place]:
    """Read a paper of one's party as it stands, under a lock; Moved where it is not as it was read, Closed where there
    is no lane for it."""
    row = drafts.find(conn, standing, wanted.ref)
    draft = hold_draft(conn, wanted.ref, standing.party_key)
    drafts.require_version(draft, wanted.version)
    place = place_of(conn, draft, paper_of(conn, row.case_id))
    if place.turn != wanted.turn:
        raise Moved
    if not place.applies:
        raise Closed(_("Your party has no lane of clearance for this paper."))
    return draft, place


def _stage_held(standing: Standing, place: Place) -> Stage:
    if place.stage is None:
        raise Closed(_("The paper is through all stages. It may be dispatched."))
    if not _holds(standing, place, place.stage):
        raise Closed(_("The paper is at “%(stage)s”, which is not yours.", stage=place.stage.name))
    return place.stage


def _holds(standing: Standing, place: Place, stage: Stage) -> bool:
    """Say whether a stage is somebody's: by the lane, or because he took it over while the paper stands there."""
    took = stage == place.stage and place.taken_by == standing.mandate_id and may_take(standing, stage, place.paper)
    return stage.is_held_by(standing, place.paper) or took


def _around(place: Place) -> tuple[Stage, ...]:
    """Give the stage where a paper stands, the one before and the one after."""
    if place.stage is None:
        return ()
    i = place.stages.index(place.stage)
    return place.stages[max(i - 1, 0) : i + 2]


def _may_take_over(conn: Connection, standing: Standing, place: Place, at: datetime) -> bool:
    """Say whether a paper that is with others may be taken over: by another holder of the stage, or where nobody holds
    it by whoever could."""
    if place.stage is None or place.is_first or place.taken_by == standing.mandate_id:
        return False
    found = holders_of(conn, standing.party_key, place.stage, place.paper, at)
    if found.is_vacant:
        return may_take(standing, place.stage, place.paper)
    several = len({one.person_id for one in found.living}) > 1
    return place.stage.is_held_by(standing, place.paper) and (several or place.taken_by is not None)


def _require_writer(standing: Standing) -> None:
    if not standing.writes:
        raise Closed(_("Your mandate does not cover this step of the preparation."))


def _reason(wanted: Wanted) -> str:
    reason = wanted.reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Malformed({"reason": _("At most %(most)s characters.", most=LONGEST_REASON)})
    return reason


def _clear(conn: Connection, draft: Any, values: dict[str, Any]) -> None:
    conn.execute(update(DRAFT).where(DRAFT.c.id == draft.id).values(values))


__all__ = ["MOVES", "May", "Paper", "Wanted", "hand_to_lane", "may_move", "pass_stage"]
