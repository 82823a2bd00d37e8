"""Where a paper stands in its party's lane, as its own party reads it: stages, moves, comments, and what one may do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from consult.citations import law
from consult.clearing.comments import comments_of
from consult.clearing.lanes import Paper, Stage, holders_among, lane_of
from consult.clearing.moving import May, may_move
from consult.clearing.required import lacking_for, said_lacking
from consult.clearing.standing_at import Place, place_of
from consult.docket import Seen
from consult.i18n import _, _l
from consult.standing import Standing, all_of_party
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass

if TYPE_CHECKING:
    from consult.pages.drafts import Found

MOVE_SAYS: Mapping[str, Any] = {
    "passed": _l("passed"),
    "skipped": _l("went on without it"),
    "sent_back": _l("sent back"),
    "taken_over": _l("taken over"),
    "recalled": _l("recalled to those who write"),
    "voided": _l("void, since the text was changed"),
    "restarted": _l("begun again under the present lane"),
}
PASSED, HERE, AHEAD, LEFT_OUT = "passed", "here", "ahead", "left_out"


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of a paper: passed, here, ahead or left out; who holds it now, who passed it and when; whether it is
    vacant and who could take it then; its target, and until when that runs where the paper is there."""

    key: str
    name: str
    required: bool
    hours: int
    state: str
    holders: tuple[str, ...]
    could_take: tuple[str, ...]
    is_vacant: bool
    by: str
    office: str
    at: datetime | None
    due_at: datetime | None
    is_late: bool
    taken_by: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of a paper: what, of which stage to which, by whom in which office, when, on which text, and why."""

    n: int
    kind: str
    says: str
    stage: str
    to: str
    by: str
    for_name: str
    office: str
    organ: str
    mandate: int
    at: datetime
    digest: str
    on_this_text: bool
    reason: str
    seq: int


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment on a paper, on the whole or on one of its questions."""

    id: int
    field: str
    about: str
    words: str
    by: str
    office: str
    at: datetime
    on_this_text: bool
    settled_at: datetime | None
    settler: str


@dataclass(frozen=True, slots=True)
class LaneView:
    """The lane of a paper: where it stands and since when, what it lacks, what this person may do with it."""

    applies: bool
    lane: int
    turn: int
    stage: str
    stage_name: str
    since: datetime | None
    through: bool
    lacks: str
    holds_back: bool
    stages: tuple[StageLine, ...]
    moves: tuple[MoveLine, ...]
    comments: tuple[CommentLine, ...]
    may: May
    back_to: tuple[tuple[str, str], ...]
    is_outdated: bool
    digest: str
    warnings: tuple[str, ...]

    @property
    def here(self) -> StageLine | None:
        """Answer the stage where the paper stands."""
        return next((one for one in self.stages if one.state == HERE), None)

    @property
    def unsettled(self) -> int:
        """Answer how many comments are not settled."""
        return sum(one.settled_at is None for one in self.comments)


def place_in(conn: Connection, row: Any, seen: Seen) -> Place:
    """Say where a draft stands, its case having been read."""
    return place_of(conn, row, Paper(seen.procedure.key, seen.procedure.level, seen.row.ref))


def lane_of_paper(conn: Connection, standing: Standing, found: "Found", now: datetime) -> "LaneView":
    """Draw up where a paper that was found stands in its party's lane of clearance; one that does not leave the party
    is in none."""
    place, leaves = place_in(conn, found.row, found.seen), str(found.offer.step.capacity) == "dispatch"
    return lane_view(conn, standing, found.row, place, found.spec, now, leaves=leaves)


def lane_view(
    conn: Connection,
    standing: Standing,
    row: Any,
    place: Place,
    spec: FilingSpec | None,
    now: datetime,
    *,
    leaves: bool = True,
) -> LaneView:
    """Draw up the lane of a paper; one whose step does not leave the party (`leaves`) has none.

    Long because: one line a field.
    """
    applies = place.applies and leaves
    standings = all_of_party(conn, standing.party_key, now) if applies else []
    stages = _stage_lines(standings, place, now) if applies else ()
    lacking = lacking_for(place, standing) if applies else ()
    moves = _move_lines(place)
    return LaneView(
        applies=applies,
        lane=place.lane.id,
        turn=place.turn,
        stage=place.stage.key if applies and place.stage else "",
        stage_name=place.stage.name if applies and place.stage else "",
        since=place.since if applies else None,
        through=applies and place.stage is None,
        lacks=said_lacking(place.lacking) if applies and place.lacking else "",
        holds_back=bool(lacking),
        stages=stages,
        moves=moves,
        comments=comment_lines(conn, row, spec),
        may=may_move(conn, standing, place, now) if applies else May(),
        back_to=tuple((one.key, one.name) for one in place.before()) if applies else (),
        is_outdated=applies and place.turn > 0 and lane_of(conn, standing.party_key).id != place.lane.id,
        digest=place.digest,
        warnings=tuple(_vacant(one) for one in stages if one.is_vacant and one.state in (HERE, AHEAD)),
    )


def _vacant(one: StageLine) -> str:
    if one.could_take:
        who = ", ".join(one.could_take)
        return _("Nobody holds “%(stage)s” now. Who could take it over: %(who)s.", stage=one.name, who=who)
    return _("Nobody holds “%(stage)s” now, and nobody could take it over: no paper passes it.", stage=one.name)


def _stage_lines(standings: Sequence[Standing], place: Place, now: datetime) -> tuple[StageLine, ...]:
    return tuple(_stage_line(standings, place, one, now) for one in place.stages)


def _stage_line(standings: Sequence[Standing], place: Place, stage: Stage, now: datetime) -> StageLine:
    """Draw up one stage.

    Long because: one line a field.
    """
    found, move = holders_among(standings, stage, place.paper), place.passed_now.get(stage.key)
    here = stage == place.stage
    due = place.since + timedelta(hours=stage.hours) if here else None
    took = next((one.names for one in standings if here and one.mandate_id == place.taken_by), "")
    return StageLine(
        stage.key,
        stage.name,
        stage.required,
        stage.hours,
        _state(place, stage, bool(move)),
        _offices(found.living),
        _offices(found.could_take),
        found.is_vacant,
        _name_of(move) if move else "",
        move.office if move else "",
        move.at if move else None,
        due,
        due is not None and due < now,
        took,
    )


def _state(place: Place, stage: Stage, passed: bool) -> str:
    if stage == place.stage:
        return HERE
    if passed:
        return PASSED
    behind = place.stage is None or place.stages.index(stage) < place.stages.index(place.stage)
    return LEFT_OUT if behind else AHEAD


def _offices(standings: Sequence[Standing]) -> tuple[str, ...]:
    """Say who, by office and name, each once."""
    return tuple(dict.fromkeys(said_person(one) for one in standings))


def said_person(one: Standing) -> str:
    """Say who somebody is: name and office, where these are two."""
    return one.names if one.names == one.offices else f"{one.names} ({one.offices})"


def _name_of(move: Any) -> str:
    return str(move.name)


def _move_lines(place: Place) -> tuple[MoveLine, ...]:
    names = {one.key: one.name for one in place.stages}
    return tuple(
        MoveLine(
            move.n,
            move.kind,
            str(MOVE_SAYS[move.kind]),
            names.get(move.stage, "") if move.lane_id == place.lane.id else "",
            names.get(move.to_stage, "") if move.lane_id == place.lane.id else "",
            move.name,
            move.for_name or "",
            move.office,
            move.organ,
            move.mandate_id,
            move.at,
            move.digest,
            move.digest == place.digest,
            move.reason,
            move.seq,
        )
        for move in place.moves
    )


def comment_lines(conn: Connection, row: Any, spec: FilingSpec | None) -> tuple[CommentLine, ...]:
    """List the comments on a draft, in their order."""
    labels, digest = fields_to_comment(spec), digest_of(row.body)
    return tuple(
        CommentLine(
            one.id,
            one.field,
            labels.get(one.field, one.field),
            one.words,
            one.name,
            one.office,
            one.at,
            one.digest == digest,
            one.resolved_at,
            one.settler or "",
        )
        for one in comments_of(conn, row.id)
    )


def fields_to_comment(spec: FilingSpec | None) -> dict[str, str]:
    """Name the questions of a filing on which something may be said, by key."""
    return {one.key: law(one.label) for one in spec.fields} if spec else {}
