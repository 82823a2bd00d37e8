"""Procedure to ``transitions``: perform a step, list what is on offer, let time pass. The only module that knows the library.

One compiled machine per procedure serves all its cases and is never changed. A throwaway token carries the state; conditions collect
refusals; there are no callbacks. Rules are evaluated by the same code for an offer and for a performance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from transitions import EventData, Machine, MachineError

from .actors import CLOCK_PARTY
from .case import HAND, HAND_WITHDRAWN, STEP, Act, Case, Effect, Hand, Track
from .effects import effects_of, openings
from .guards import CLOSED, UNKNOWN, Refusal, Refused
from .hands import Laid, lay
from .lapsing import lapse_act
from .late import disprove
from .limits import TimeLimit
from .procedure import Procedure
from .rules import refusals_of, track_for, why_not_from
from .steps import BACK, STAY, Outcome, Step
from .view import View, World

MOST_FOLLOWING = 60
"""How many acts may follow one act; more would be a loop in the procedure."""

CLOCK_HAND = Hand(CLOCK_PARTY)


class Taken(NamedTuple):
    """What an act led to: the new case, and the acts in order (those of the clock before and after included)."""

    case: Case
    acts: tuple[Act, ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that leaves the present state, on one track where it is taken on tracks; open, or closed with its refusals."""

    step: Step
    track: Track | None
    refusals: tuple[Refusal, ...]
    laid: tuple[str, ...] = ()
    digest: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether there is a filing with which the step performs."""
        return not self.refusals


@dataclass(slots=True)
class _Token:
    state: str
    view: View
    filed: bool
    row: Step | None = None
    refusals: list[Refusal] = field(default_factory=list)
    seen: dict[int, bool] = field(default_factory=dict)


class _RowHolds:
    """Condition of a transition: this row may be taken; refusals are collected once a row."""

    def __init__(self, row: Step) -> None:
        self.row = row

    def __call__(self, event: EventData) -> bool:
        token: _Token = event.model
        if id(self.row) not in token.seen:
            found = refusals_of(token.view, self.row, filed=token.filed)
            token.refusals += found
            token.seen[id(self.row)] = not found
        if token.seen[id(self.row)]:
            token.row = self.row
        return token.seen[id(self.row)]


class _BranchHolds:
    """Condition of a transition: this branch of a computed outcome is the one."""

    def __init__(self, guard: Any) -> None:
        self.guard = guard

    def __call__(self, event: EventData) -> bool:
        return self.guard is None or bool(self.guard.holds(event.model.view))


class _Remembered:
    """Condition of a transition: the present state was entered from this one."""

    def __init__(self, state: str) -> None:
        self.state = state

    def __call__(self, event: EventData) -> bool:
        return bool(event.model.view.case.came_from.get(event.model.state) == self.state)


class _ById:
    """A procedure compared by identity, so that the cache holds it alive and never hashes its whole value."""

    __slots__ = ("procedure",)

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.procedure is self.procedure


@lru_cache(maxsize=256)
def _compiled(ref: _ById) -> Machine:
    procedure = ref.procedure
    table = [transition for row in procedure.steps for transition in _transitions(procedure, row)]
    states = [s.key for s in procedure.states]
    return Machine(
        model=None, states=states, transitions=table, initial=procedure.opens, auto_transitions=False, send_event=True
    )


def compile_machine(procedure: Procedure) -> Machine:
    """Give the one machine of a procedure, compiled at its first use."""
    return _compiled(_ById(procedure))


def _transitions(procedure: Procedure, row: Step) -> Iterator[dict[str, Any]]:
    holds = _RowHolds(row)
    for source in row.frm:
        branches = row.to.branches if isinstance(row.to, Outcome) else ((None, row.to),)
        for guard, target in branches:
            conditions: list[Any] = [holds, _BranchHolds(guard)]
            if target != BACK:
                yield _transition(row, source, None if target == STAY else target, conditions)
                continue
            for state in procedure.targets_of(row):
                yield _transition(row, source, state, [*conditions, _Remembered(state)])


def _transition(row: Step, source: str, dest: str | None, conditions: list[Any]) -> dict[str, Any]:
    return {"trigger": row.key, "source": source, "dest": dest, "conditions": conditions}


def _fire(view: View, step: str, *, filed: bool) -> tuple[Step, str]:
    """Fire one step on a token; give the row taken and the state reached, or raise Refused."""
    token = _Token(view.case.state, view, filed)
    machine = compile_machine(view.procedure)
    try:
        fired = machine.events[step].trigger(token)
    except MachineError:
        raise Refused((why_not_from(view, step),)) from None
    if not fired or token.row is None:
        raise Refused(tuple(dict.fromkeys(token.refusals)) or (why_not_from(view, step),))
    return token.row, token.state if token.state != view.case.state or not _stays(token.row) else STAY


def _stays(row: Step) -> bool:
    return STAY in row.targets


def perform(
    case: Case,
    step: str,
    *,
    by: Hand,
    at: datetime,
    world: World,
    track: str | None = None,
    filing: Mapping[str, Any] | None = None,
    digest: str = "",
    on: datetime | None = None,
    withdraw: bool = False,
) -> Taken:
    """Take a step, and what follows from it in the same moment.

    ``at`` is the moment of recording, ``on`` the moment in law where it lies earlier. ``digest`` names the filing in the record;
    ``withdraw`` takes back one's hand on a joint step. Raises ``Refused``; the case given stays as it was.
    """
    procedure: Procedure = case.procedure
    on = on or at
    if step not in procedure.rows:
        raise Refused((Refusal(f"“{step}” is no step of this procedure.", kind=UNKNOWN),))
    if on > at or on < case.opened_on:
        raise Refused((Refusal("The date in law lies between the opening of the case and now.", kind="content", field="on"),))
    view = View(procedure, case, by, on, world, filing=filing)
    view.track = track_for(view, step, track)
    if withdraw:
        return _withdrawn(view, step, at)
    undone, corrects = disprove(view, step)
    if undone:
        view.case = case.patched(undone)
        view.track = view.case.tracks.get(view.track.key) if view.track else None
    act = _act(view, step, at, digest, undone, corrects, came=case.state)
    after = case.after(act)
    return _followed(after, (act,), act, at, world)


def _act(view: View, step: str, at: datetime, digest: str, undone: tuple[Effect, ...], corrects: tuple[int, ...], came: str) -> Act:
    row, target = _fire(view, step, filed=True)
    view.step = row
    n = view.case.n + 1
    laid = lay(view, row, digest)
    if not laid.complete:
        effects: tuple[Effect, ...] = (("hand", laid.key, digest, laid.fresh),)
        return _make(view, row, HAND, view.case.state, n, at, digest, (*undone, *effects), corrects, came)
    effects = effects_of(view, row, target, n)
    if laid.is_joint:
        effects = (("joined", laid.key), *effects)
    went = next((e[1] for e in reversed(effects) if e[0] == "state"), view.case.state)
    return _make(view, row, STEP, went, n, at, digest, (*undone, *effects), corrects, came)


def _make(
    view: View,
    row: Step,
    kind: str,
    went: str,
    n: int,
    at: datetime,
    digest: str,
    effects: tuple[Effect, ...],
    corrects: tuple[int, ...],
    came: str,
) -> Act:
    hand = view.hand
    late = row.within is not None and (limit := view.limit(row.within)) is not None and limit.passed(view.at)
    capacity = "" if hand.party == CLOCK_PARTY else str(row.capacity)
    return Act(
        n, kind, row.key, hand.party, at, view.at, came, went,
        track=view.track.key if view.track else None, day=view.day_in_law, capacity=capacity, office=hand.office, organ=hand.organ,
        person=hand.person, mandate=hand.mandate, on_behalf_of=hand.on_behalf_of, digest=digest,
        basis=tuple((c.instrument, c.provision, str(c.binding)) for c in row.under), level=row.level or _level(view, row),
        late=bool(late), effects=effects, reads=tuple(sorted(view.reads.items())), corrects=corrects,
        tells=((row.tells.link, row.tells.step),) if row.tells and kind == STEP else (), told=told(view, row),
    )  # fmt: skip


def _level(view: View, row: Step) -> str:
    levels = view.procedure.levels
    return {"own": levels.own, "track": levels.track}.get(row.tell, levels.case)


def told(view: View, row: Step) -> tuple[str, ...]:
    """List the parties that are told of a step, in order of name: those of its track, of the roles it names, or all."""
    if row.tell == "own":
        return ()
    everybody = view.participants() | {p for opens in row.opens for p in _opened_parties(view, opens)}
    if row.tell == "track" and view.track:
        others = view.case.parties.get(view.procedure.filer, ())
        everybody = frozenset((view.track.party or "", *others))
    elif row.tell not in ("all", "track"):
        everybody = frozenset(p for role in row.tell.split() for p in view.case.parties.get(role, ()))
    return tuple(sorted(p for p in everybody if p and p not in (view.acting, view.hand.party)))


def _opened_parties(view: View, opens: Any) -> Iterator[str]:
    return (party for _, _, party, _ in openings(view, opens) if party)


def _withdrawn(view: View, step: str, at: datetime) -> Taken:
    key = Laid.key_of(step, view.track)
    pending = view.case.pending.get(key)
    if pending is None or view.hand.party not in {h[0] for h in pending.laid}:
        raise Refused((Refusal("There is no hand of yours to take back.", kind=CLOSED),))
    row = view.procedure.rows[step][0]
    state = view.case.state
    act = _make(view, row, HAND_WITHDRAWN, state, view.case.n + 1, at, pending.digest, (("unhand", key),), (), state)
    return Taken(view.case.after(act), (act,), act)


def _followed(case: Case, acts: tuple[Act, ...], act: Act, at: datetime, world: World) -> Taken:
    """Take every step that follows, until none does."""
    for _ in range(MOST_FOLLOWING):
        following = _next_following(case, at, world, act)
        if following is None:
            return Taken(case, acts, act)
        case, acts = case.after(following), (*acts, following)
    raise RuntimeError(f"procedure “{case.procedure.key}”: steps follow each other without end")


def _next_following(case: Case, at: datetime, world: World, cause: Act) -> Act | None:
    for row in case.procedure.following:
        if case.state not in row.frm:
            continue
        tracks = [t for t in case.tracks.values() if t.set == row.track.set] if row.track else [None]
        for track in tracks:
            view = View(case.procedure, case, CLOCK_HAND, cause.on, world, track=track, day_in_law=cause.day)
            if row.follows and row.follows.holds(view) and not refusals_of(view, row, filed=False):
                return _act(view, row.key, at, "", (), (), case.state)
    return None


def settle(case: Case, at: datetime, world: World) -> Taken | None:
    """Give the clock's acts due by an instant, in order of expiry, each dated on its expiry; None where nothing was due."""
    acts: tuple[Act, ...] = ()
    while (due := _next_due(case, at)) is not None:
        act = _lapse(case, due, at, world)
        taken = _followed(case.after(act), (act,), act, at, world)
        case, acts = taken.case, (*acts, *taken.acts)
    return Taken(case, acts, acts[-1]) if acts else None


def _next_due(case: Case, at: datetime) -> Any:
    due = [limit for limit in case.limits.values() if limit.is_open and limit.expires_at and limit.expires_at <= at]
    return min(due, key=lambda limit: (limit.expires_at, limit.key)) if due and case.is_live else None


def _lapse(case: Case, due: Any, at: datetime, world: World) -> Act:
    """The clock's act on one expiry: the step the limit takes where that is open, else the bare lapse."""
    limit: TimeLimit = case.procedure.limit(due.limit)
    track = case.tracks.get(due.track or "")
    view = View(case.procedure, case, CLOCK_HAND, due.expires_at, world, track=track, day_in_law=due.expires_on)
    step = None
    if limit.takes:
        try:
            step = _act(view, limit.takes, at, "", (), (), case.state)
        except Refused:
            step = None
    return lapse_act(view, limit, due, at, step)


def offers(case: Case, by: Hand, at: datetime, world: World) -> tuple[Offer, ...]:
    """List every step that leaves the present state, open or closed with the reasons, as this hand would meet it."""
    found: dict[tuple[str, str], Offer] = {}
    for row in case.procedure.rows_from[case.state]:
        if row.follows is not None or row.by.roles() == {"@clock"}:
            continue
        for track in _tracks_for(case, row):
            view = View(case.procedure, case, by, at, world, step=row, track=track)
            key = (row.key, track.key if track else "")
            if key in found and found[key].is_open:
                continue
            pending = case.pending.get(Laid.key_of(row.key, track))
            laid = tuple(h[0] for h in pending.laid) if pending else ()
            found[key] = Offer(row, track, tuple(refusals_of(view, row, filed=False)), laid, pending.digest if pending else "")
    return tuple(found.values())


def _tracks_for(case: Case, row: Step) -> list[Track | None]:
    if row.track is None:
        return [None]
    return [t for t in case.tracks.values() if t.set == row.track.set and t.state in row.track.frm]
