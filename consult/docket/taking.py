"""One act, one transaction: settle, perform, settle; acts, filing, deadlines, service, outbox, log and the cached case,
or none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.clearing.required import Passed, keep_stages
from consult.docket import case_rows, rows
from consult.docket.basic import is_basic
from consult.docket.entries import chain_of, fields_of, rest_of
from consult.docket.errors import Receipt, Stale
from consult.docket.levels import write_levels
from consult.docket.listed import write_listed
from consult.docket.registering import register_acts
from consult.log.append import Entry, append_many
from consult.log.leaf import write_value
from workflows.kernel.case import STEP, Act, Case, Hand
from workflows.kernel.folding import no_edition
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Refused
from workflows.kernel.levelling import file_of_act
from workflows.kernel.machine import Taken, perform, settle
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import World

NO_STAGES = Passed()


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks the docket to record."""

    step: str
    by: Hand
    at: datetime
    track: str | None = None
    filing: Mapping[str, Any] | None = None
    digest: str = ""
    on: datetime | None = None
    withdraw: bool = False
    language: str = "en"
    person_id: int | None = None
    person: str = ""
    for_name: str | None = None
    cleared: str | None = None
    level: str = ""
    statement: Mapping[str, Any] | None = None
    passed: Passed = NO_STAGES


@dataclass(slots=True)
class Work:
    """A case under the lock: its row, where it was, the acts to be written, and where they lead."""

    connection: Connection
    row: Any
    before: Case
    edition: str
    editions: Callable[[str], Any] = no_edition
    acts: list[Act] = field(default_factory=list)
    after: Case = field(init=False)

    def __post_init__(self) -> None:
        """Begin where the case is."""
        self.after = self.before


def settle_case(work: Work, case: Case, at: datetime, world: World) -> Case:
    """Take the clock's acts that are due, and keep them to be written."""
    settled = settle(case, at, world)
    if settled is not None:
        case = settled.case
        work.acts += settled.acts
    work.after = case
    return case


def take_step(work: Work, request: Request, world: World) -> tuple[Case, Act]:
    """Settle, perform and settle again; raises Refused after the clock's own acts are kept in the work."""
    work.editions = world.edition
    case = settle_case(work, work.before, request.at, world)
    taken = _perform(case, request, world)
    work.acts += taken.acts
    case = settle_case(work, taken.case, request.at, world)
    return case, taken.act


def _perform(case: Case, request: Request, world: World) -> Taken:
    return perform(
        case,
        request.step,
        by=request.by,
        at=request.at,
        world=world,
        track=request.track,
        filing=request.filing,
        digest=request.digest,
        on=request.on,
        withdraw=request.withdraw,
        level=request.level,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written in the same transaction beside a case: acts to be sealed with its own, and links."""

    steps: Sequence[tuple[int, tuple[int, Mapping[str, Any]]]] = ()
    links: Sequence[Mapping[str, Any]] = ()


def nothing() -> Beside:
    """Write nothing beside the case."""
    return Beside()


@dataclass(frozen=True, slots=True)
class Asked:
    """A step against which nothing stands, and of which nothing is written yet: who asks for what, its act, the title
    of the case after it, what is written `beside` it, and the edition that it proposes."""

    request: Request
    act: Act
    title: str
    beside: Callable[[], Beside] = nothing
    proposed: Procedure | None = None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """Acts whose rows are written: their numbers in the table, and for each its chain and what the log is to hold."""

    act_ids: Sequence[int]
    steps: Sequence[tuple[int, Mapping[str, Any]]]


def write(
    work: Work,
    request: Request | None,
    asked: Act | None,
    *,
    at: datetime,
    title: str,
    beside: Callable[[], Beside] = nothing,
) -> list[Entry]:
    """Write everything that the acts of this work led to, and then what lies `beside` it, and seal all of it. Raises
    Stale where somebody else moved the case."""
    return seal(work.connection, [write_rows(work, request, asked, at=at, title=title, beside=beside)])


def seal(connection: Connection, written: Sequence[Unsealed]) -> list[Entry]:
    """Seal acts whose rows are written, in their order; all of a transaction at once, since the log is appended to once
    in it."""
    entries = append_many(connection, [step for one in written for step in one.steps])
    sealed = [act_id for one in written for act_id in one.act_ids]
    rows.write_leaves(connection, sealed, [entry.seq for entry in entries])
    return entries


def write_rows(
    work: Work,
    request: Request | None,
    asked: Act | None,
    *,
    at: datetime,
    title: str,
    beside: Callable[[], Beside] = nothing,
) -> Unsealed:
    """Write everything that the acts of this work led to, and then what lies `beside` it, but their leaves. Raises
    Stale where somebody else moved the case.

    Long because: every kind of row is written here once, in its order.
    """
    connection, case_id, existence = work.connection, int(work.row.id), work.row.existence
    cases = _cases(work)
    after = cases[-1]
    bodies = [write_value("rest", act.to_json()) for act in work.acts]
    steps = [
        (
            chain_of(connection, case_id, act, existence),
            _fields(work, request if act is asked else None, cases, i, bodies[i]),
        )
        for i, act in enumerate(work.acts)
    ]
    if not case_rows.move_case(connection, work.row, after, at, title, _edition(work, after)):
        raise Stale(after.state, after.n)
    if after.public_from and not work.before.public_from:
        case_rows.publish(connection, case_id, at)
    case_rows.write_parties(connection, case_id, work.before, after, at)
    case_rows.write_tracks(connection, case_id, work.before.tracks, after)
    case_rows.write_offices(connection, case_id, work.before, after, at)
    case_rows.write_deadlines(connection, case_id, work.before, after, at)
    write_listed(connection, case_id, work.before, after)
    act_ids = [
        _write_act(work, request if act is asked else None, act, body)
        for act, body in zip(work.acts, bodies, strict=True)
    ]
    write_levels(connection, case_id, work.acts)
    register_acts(work, request, dict(zip(act_ids, work.acts, strict=True)), asked)
    more = beside()
    rows.write_links(connection, more.links)
    more_ids, more_steps = [act_id for act_id, _step in more.steps], [step for _act_id, step in more.steps]
    return Unsealed([*act_ids, *more_ids], [*steps, *more_steps])


def _cases(work: Work) -> list[Case]:
    """Give the case before the first act and after each; the last was reached when the acts were taken."""
    cases = [work.before]
    for act in work.acts[:-1]:
        cases.append(cases[-1].after(act, work.editions))
    return [*cases, work.after]


def _fields(work: Work, mine: Request | None, cases: Sequence[Case], i: int, body: str) -> dict[str, Any]:
    act, rest = work.acts[i], rest_of(body)
    extra = (
        {"cleared": mine.cleared, "language": mine.language, "kind": _kind(act, work), **(mine.statement or {})}
        if mine
        else {}
    )
    return fields_of(work.row.ref, cases[i], cases[i + 1], act, _edition(work, cases[i]), _names(mine), extra, rest)


def _edition(work: Work, case: Case) -> str:
    """Name the edition under which a case was when an act was taken."""
    return work.edition if case.procedure is work.before.procedure else str(case.procedure.digest)


def _names(request: Request | None) -> str:
    return rows.both_names(request.person, request.for_name) if request else ""


def _kind(act: Act, work: Work) -> str:
    spec = work.before.procedure.rows[act.step][0].filing if act.step in work.before.procedure.rows else None
    return spec.key if spec else ""


def _write_act(work: Work, request: Request | None, act: Act, body: str) -> int:
    connection, case_id = work.connection, int(work.row.id)
    basic, file = is_basic(work.before.procedure, act), file_of_act(work.before.procedure, act)
    cleared = request.cleared if request else None
    act_id = rows.write_act(connection, case_id, act, body, basic=basic, cleared=cleared, file=file)
    if request is not None:
        rows.write_person(connection, act_id, request.person_id, request.person, request.for_name)
        keep_stages(connection, act_id, request.passed)
        if request.filing and act.digest:
            rows.write_filing(connection, case_id, act_id, act, _kind(act, work), request.filing, request.language)
    rows.write_services(connection, case_id, act_id, act)
    rows.write_links(connection, _links(work, request, act, case_id))
    return act_id


def _links(work: Work, request: Request | None, act: Act, case_id: int) -> list[dict[str, Any]]:
    if request is None or act.kind != STEP:
        return []
    found = {
        row.link.kind: row.link for row in work.before.procedure.rows.get(act.step, ()) if row.link and row.link.field
    }
    filed = request.filing or {}
    return [
        {"case_id": case_id, "kind": kind, "other_ref": str(filed[link.field]), "act_n": act.n}
        for kind, link in found.items()
        if link.field and filed.get(link.field)
    ]


__all__ = ["Receipt", "Refused", "Request", "Work", "seal", "settle_case", "take_step", "write", "write_rows"]
