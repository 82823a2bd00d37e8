"""Clearance inside the own party, as a machine reads it: its lane, the queue, and a paper in it.

Long because: a paper in clearance is one value, with its stages, moves, comments and outlook beside it.
"""

from collections.abc import Mapping
from datetime import datetime

from consult.api.values.cases import DeadlineValue, deadline_value
from consult.clearing.moving import May
from consult.pages.cases.step import Preview
from consult.pages.lanes.outlook import Outlook
from consult.pages.lanes.paper import PaperPage
from consult.pages.lanes.queue import QueueLine, QueuePage
from consult.pages.lanes.setting import SettingPage
from consult.pages.lanes.view import CommentLine, LaneView, MoveLine, StageLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LaneStage:
    """One stage of the lane: its name in the party's words, who holds it, for which procedures (empty: all), whether a
    paper must have passed it, and the party's own target in hours: no period of law."""

    name: str
    held: str
    holders: tuple[str, ...]
    procedures: tuple[str, ...]
    required: bool
    target_hours: int


@dataclass(frozen=True, slots=True)
class LaneValue:
    """The lane of the own party, and what would hold papers up in it; `number` is 0 where there never was one."""

    number: int
    changed_at: datetime | None
    stages: tuple[LaneStage, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageValue:
    """One stage of a paper: passed, here, ahead or left_out; who passed it, who holds it, who could take it over where
    it is vacant, and its target where the paper is there."""

    key: str
    name: str
    required: bool
    state: str
    holders: tuple[str, ...]
    could_take: tuple[str, ...]
    is_vacant: bool
    passed_by: str
    passed_office: str
    passed_at: datetime | None
    target_at: datetime | None
    target_passed: bool
    taken_over_by: str


@dataclass(frozen=True, slots=True)
class MoveValue:
    """One move of a paper: its entry in the party's record is `log_entry`."""

    n: int
    move: str
    stage: str
    to: str
    by: str
    on_behalf_of: str
    office: str
    organ: str
    mandate: int
    at: datetime
    digest: str
    on_this_text: bool
    reason: str
    log_entry: int


@dataclass(frozen=True, slots=True)
class CommentValue:
    """One comment on a paper, on the whole or on one of its questions; the own party alone reads it."""

    number: int
    field: str
    words: str
    by: str
    office: str
    at: datetime
    on_this_text: bool
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class CommitsValue:
    """What an act would commit the party to: who is told by name and who else may read it, at which level, what becomes
    public, where the case goes and which limits start."""

    effect: str
    told: tuple[str, ...]
    others: tuple[str, ...]
    level: str
    public: str
    moves_to: str
    opens: tuple[str, ...]
    begins: str
    starts: tuple[DeadlineValue, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LapseValue:
    """A limit that runs for the party, and what the clock does when it ends (empty: nothing by itself)."""

    deadline: DeadlineValue
    then: str


@dataclass(frozen=True, slots=True)
class OutlookValue:
    """What a paper commits the party to (null while it cannot be sent), what happens if nobody acts, and what to be
    warned of."""

    commits: CommitsValue | None
    refused: tuple[str, ...]
    if_nobody_acts: tuple[LapseValue, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearanceValue:
    """Where a paper stands in the clearance of the own party, what was done and said, what whoever asks may do, and
    what it commits to. `turn` is named by whoever moves it. `lacks` says what keeps it from being dispatched."""

    ref: str
    case: str
    title: str
    in_lane: bool
    turn: int
    stage: str
    since: datetime | None
    through: bool
    lacks: str
    outdated: bool
    digest: str
    stages: tuple[StageValue, ...]
    moves: tuple[MoveValue, ...]
    comments: tuple[CommentValue, ...]
    may: tuple[str, ...]
    outlook: OutlookValue
    href: str
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One paper that waits in clearance: where, with whom, since when, and for what of whoever asks (pass, clear,
    dispatch, or empty)."""

    ref: str
    case: str
    case_title: str
    title: str
    author: str
    exercise: bool
    stage: str
    held_by: tuple[str, ...]
    since: datetime
    target_at: datetime | None
    target_passed: bool
    is_vacant: bool
    mine: bool
    waits_for: str
    open_comments: int
    outlook: OutlookValue
    href: str


@dataclass(frozen=True, slots=True)
class QueueValue:
    """What waits in the clearance of the own party: first what waits for whoever asks; what runs out first, first.
    `more` says that papers were changed before these, `older` how many; `next` is the address of the page with them."""

    has_lane: bool
    mine: tuple[QueueItem, ...]
    others: tuple[QueueItem, ...]
    more: bool
    older: int
    next: str | None


def lane_value(page: SettingPage) -> LaneValue:
    """Write the lane of a party."""
    stages = tuple(
        LaneStage(one.name, one.held, one.holders, one.procedures, one.required, one.hours) for one in page.stages
    )
    return LaneValue(page.seen, page.changed_at, stages, page.warnings)


def queue_value(page: QueuePage, base: str) -> QueueValue:
    """Write the queue."""
    mine, others = (tuple(_item(one, base) for one in lines) for lines in (page.mine, page.others))
    onward = f"{base}/clearance?before={page.following}" if page.following else None
    return QueueValue(page.has_lane, mine, others, bool(page.more), page.more, onward)


def _item(one: QueueLine, base: str) -> QueueItem:
    return QueueItem(
        one.ref,
        one.case_ref,
        one.case_title,
        one.title,
        one.author,
        one.exercise,
        one.stage,
        one.held_by,
        one.since,
        one.due_at,
        one.is_late,
        one.is_vacant,
        one.mine,
        one.waits_for,
        one.lane.unsettled,
        outlook_value(one.outlook),
        f"{base}/drafts/{one.ref}/clearance",
    )


def clearance_value(page: PaperPage, base: str) -> ClearanceValue:
    """Write a paper in clearance from its page.

    Long because: one line a field.
    """
    lane, here = page.lane, f"{base}/drafts/{page.ref}"
    return ClearanceValue(
        page.ref,
        page.case_ref,
        page.offer.title,
        lane.applies,
        lane.turn,
        lane.stage,
        lane.since,
        lane.through,
        lane.lacks,
        lane.is_outdated,
        lane.digest,
        tuple(_stage(one) for one in lane.stages),
        tuple(_move(one) for one in lane.moves),
        tuple(_comment(one) for one in lane.comments),
        _may(lane.may),
        outlook_value(page.outlook, lane),
        f"{here}/clearance",
        {"self": f"{here}/clearance", "draft": here, "case": f"{base}/cases/{page.case_ref}"},
    )


def _may(may: May) -> tuple[str, ...]:
    said = {"pass": may.pass_stage, "send_back": may.send_back, "skip": may.skip, "take_over": may.take_over}
    said |= {"recall": may.recall, "restart": may.restart}
    return tuple(name for name, is_so in said.items() if is_so)


def _stage(one: StageLine) -> StageValue:
    return StageValue(
        one.key,
        one.name,
        one.required,
        one.state,
        one.holders,
        one.could_take,
        one.is_vacant,
        one.by,
        one.office,
        one.at,
        one.due_at,
        one.is_late,
        one.taken_by,
    )


def _move(one: MoveLine) -> MoveValue:
    return MoveValue(
        one.n,
        one.kind,
        one.stage,
        one.to,
        one.by,
        one.for_name,
        one.office,
        one.organ,
        one.mandate,
        one.at,
        one.digest,
        one.on_this_text,
        one.reason,
        one.seq,
    )


def _comment(one: CommentLine) -> CommentValue:
    return CommentValue(
        one.id, one.field, one.words, one.by, one.office, one.at, one.on_this_text, one.settled_at, one.settler
    )


def outlook_value(one: Outlook, lane: LaneView | None = None) -> OutlookValue:
    """Write what a paper commits to, and what happens if nobody acts."""
    commits = _commits(one.preview, one.offer.effect, one.public) if one.preview else None
    lapses = tuple(LapseValue(deadline_value(limit), limit.at_expiry) for limit in one.lapses)
    warnings = (*(lane.warnings if lane else ()), *one.warnings)
    return OutlookValue(commits, tuple(line.sentence for line in one.refusals), lapses, warnings)


def _commits(shown: Preview, effect: str, public: str) -> CommitsValue:
    starts = tuple(deadline_value(limit) for limit in shown.starts)
    return CommitsValue(
        effect,
        shown.told,
        shown.others,
        shown.level,
        public,
        shown.moves_to,
        shown.opens,
        shown.begins,
        starts,
        shown.waits_for,
    )
