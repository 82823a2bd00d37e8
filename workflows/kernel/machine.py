"""Procedure to ``transitions``: perform a step, list offers, let time pass. The only module that knows the library.

One compiled machine per procedure serves all its cases and is never changed. A throwaway token carries the state;
conditions collect refusals; there are no callbacks. Offer and performance evaluate rules by the same code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from transitions import Machine, Transition

from .actors import CLOCK_PARTY
from .acts import HAND, HAND_WITHDRAWN, STEP, Act, Effect, Hand
from .case import Case
from .effects import effects_of
from .guards import CLOSED, CONTENT, UNKNOWN, Guard, Refusal, Refused
from .hands import Laid, lay
from .holdings import Limit
from .lapsing import lapse_act, owed_act
from .late import disprove, is_exact, moment_of
from .levelling import LEVELLING, on_paper
from .offering import Offer, offers
from .procedure import Procedure
from .reckoning import BeyondTable, BeyondYears
from .recording import Entry, make_act, told
from .rules import nearest, refusals_of, track_for, why_not_from
from .steps import BACK, STAY, Outcome, Step
from .view import View, World

__all__ = ["CLOCK_HAND", "MOST_FOLLOWING", "Offer", "Taken", "compile_machine", "offers", "perform", "settle", "told"]

MOST_FOLLOWING = 60
"""How many acts may follow one act; more would be a loop in the procedure."""

CLOCK_HAND = Hand(CLOCK_PARTY)
BETWEEN = "The date in law lies between the opening of the case and now."
EXACTLY = "What counts here is the moment of recording: this act bears no earlier date."


class Taken(NamedTuple):
    """What an act led to: the new case, and the acts in order (those of the clock before and after included)."""

    case: Case
    acts: tuple[Act, ...]
    act: Act


class _Token:
    """What travels through the machine for one attempt, and carries the state."""

    __slots__ = ("refusals", "row", "seen", "state", "view")

    def __init__(self, state: str, view: View) -> None:
        self.state = state
        self.view = view
        self.row: Step | None = None
        self.refusals: list[list[Refusal]] = []
        self.seen: dict[int, bool] = {}


class _RowHolds:
    """Condition of a transition: this row may be taken; refusals are collected once a row."""

    def __init__(self, row: Step) -> None:
        self.row = row

    def __call__(self, event: Any) -> bool:
        token: _Token = event.model
        holds = token.seen.get(id(self.row))
        if holds is None:
            found = refusals_of(token.view, self.row, filed=True)
            token.refusals.append(found)
            holds = token.seen[id(self.row)] = not found
        if holds:
            token.row = self.row
        return holds


class _BranchHolds:
    """Condition of a transition: this branch of a computed outcome is the one."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def __call__(self, event: Any) -> bool:
        return self.guard.holds(event.model.view)


class _Remembered:
    """Condition of a transition: the present state was entered from this one."""

    def __init__(self, state: str) -> None:
        self.state = state

    def __call__(self, event: Any) -> bool:
        case: Case = event.model.view.case
        return case.came_from.get(case.state) == self.state


class _Transition(Transition):
    """A transition without callbacks and names, since these machines have none: conditions, then the state."""

    def execute(self, event_data: Any) -> bool:
        """Move the token if all conditions hold."""
        conditions: list[Any] = [condition.func for condition in self.conditions]
        if not all(holds(event_data) for holds in conditions):
            return False
        if self.dest:
            event_data.model.state = self.dest
        return True


class _Machine(Machine):
    """The library's machine with the plain transition."""

    transition_cls = _Transition


def compile_machine(procedure: Procedure) -> Machine:
    """Give the one machine of a procedure, compiled at its first use and kept with it."""
    kept: Machine | None = procedure.__dict__.get("machine")
    if kept is None:
        table = [transition for row in procedure.all_steps for transition in _transitions(procedure, row)]
        states = [state.key for state in procedure.states]
        kept = _Machine(None, states, procedure.opens, table, send_event=True, auto_transitions=False)
        procedure.__dict__["machine"] = kept
    return kept


def _transitions(procedure: Procedure, row: Step) -> Iterator[dict[str, Any]]:
    holds = _RowHolds(row)
    for source in row.frm:
        branches = row.to.branches if isinstance(row.to, Outcome) else ((None, row.to),)
        for guard, target in branches:
            conditions: list[Any] = [holds, *([_BranchHolds(guard)] if guard else [])]
            if target != BACK:
                yield _transition(row, source, None if target == STAY else target, conditions)
                continue
            for state in procedure.targets_of(row):
                yield _transition(row, source, state, [*conditions, _Remembered(state)])


def _transition(row: Step, source: str, dest: str | None, conditions: list[Any]) -> dict[str, Any]:
    return {"trigger": row.key, "source": source, "dest": dest, "conditions": conditions}


def _fire(view: View, step: str) -> tuple[Step, str]:
    """Fire one step on a token; give the row taken and the state reached, or raise Refused."""
    before = view.case.state
    event = compile_machine(view.procedure).events[step]
    if before not in event.transitions:
        raise Refused((why_not_from(view, step),))
    token = _Token(before, view)
    if not event.trigger(token) or token.row is None:
        raise Refused(nearest(token.refusals) or (why_not_from(view, step),))
    return token.row, STAY if token.state == before and STAY in token.row.targets else token.state


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
    level: str = "",
) -> Taken:
    """Take a step, and what follows from it in the same moment.

    ``at`` is the moment of recording, ``on`` that in law if earlier; ``digest`` names the filing in the record;
    ``withdraw`` takes back one's hand on a joint step; the author raises the act to a ``level``. May raise ``Refused``.
    """
    view = View(case.procedure, case, by, on or at, world, filing=filing)
    _refuse_unknown(view, step, at)
    view.track = track_for(view, step, track)
    if withdraw:
        return _withdrawn(on_paper(view, step, track), step, at)
    undone, corrects = disprove(view, step)
    if undone:
        view.case = case.patched(undone)
        view.track = view.case.tracks.get(view.track.key) if view.track else None
    act = _act(view, step, Entry(at, case.state, digest, undone, corrects, level))
    return _followed(case.after(act, world.edition), (act,), act, at, world)


def _refuse_unknown(view: View, step: str, at: datetime) -> None:
    if step not in view.procedure.rows:
        raise Refused((Refusal(f"“{step}” is no step of this procedure.", kind=UNKNOWN),))
    if view.at > at or view.at < view.case.opened_on:
        raise Refused((Refusal(BETWEEN, kind=CONTENT, field="on"),))
    if view.at < at and is_exact(view, step):
        raise Refused((Refusal(EXACTLY, view.procedure.rows[step][0].under, kind=CONTENT, field="on"),))


def _act(view: View, step: str, entry: Entry) -> Act:
    row, target = _fire(view, step)
    laid = lay(view, row, entry.digest)
    if not laid.complete:
        effects: tuple[Effect, ...] = (("hand", laid.key, entry.digest, laid.fresh),)
        return make_act(view, row, HAND, view.case.state, entry, effects)
    effects = _counted(view, row, target)
    if laid.is_joint:
        effects = (("joined", laid.key), *effects)
    went = next((e[1] for e in reversed(effects) if e[0] == "state"), view.case.state)
    return make_act(view, row, STEP, went, entry, effects)


def _counted(view: View, row: Step, target: str) -> tuple[Effect, ...]:
    """The effects of a row; refuses where a limit cannot be counted from what was filed."""
    try:
        return effects_of(view, row, target, view.case.n + 1)
    except (BeyondTable, BeyondYears) as fault:
        raise Refused((Refusal(str(fault), row.under, kind=CONTENT),)) from fault
    except OverflowError as fault:
        sentence = "A limit that this starts would end outside the years 1 to 9999."
        raise Refused((Refusal(sentence, row.under, kind=CONTENT),)) from fault


def _withdrawn(view: View, step: str, at: datetime) -> Taken:
    row = view.procedure.rows[step][-1 if step in LEVELLING else 0]
    pending = view.case.pending.get(key := Laid.key_at(view, row))
    if pending is None or view.acting not in {h[0] for h in pending.laid}:
        raise Refused((Refusal("There is no agreement of yours to take back.", kind=CLOSED),))
    state = view.case.state
    act = make_act(view, row, HAND_WITHDRAWN, state, Entry(at, state, pending.digest), (("unhand", key),))
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
        if case.state in row.frm:
            tracks = [t for t in case.tracks.values() if row.track.fits(t)] if row.track else [None]
            for track in tracks:
                on = moment_of(case.procedure, row, cause)
                view = View(case.procedure, case, CLOCK_HAND, on, world, track=track, day_in_law=cause.day)
                if row.follows and row.follows.holds(view) and not refusals_of(view, row, filed=False):
                    return _act(view, row.key, Entry(at, case.state))
    owed = [limit for limit in case.limits.values() if limit.owed == case.state]
    return next((act for act in (_owed(case, limit, at, world, cause) for limit in owed) if act), None)


def _owed(case: Case, due: Limit, at: datetime, world: World, cause: Act) -> Act | None:
    """The step of a limit that passed while the case was away."""
    view = View(case.procedure, case, CLOCK_HAND, cause.on, world, day_in_law=cause.day)
    step = _taken_by(view, due, at)
    return owed_act(view, due, step) if step else None


def _taken_by(view: View, due: Limit, at: datetime) -> Act | None:
    """The step that a limit takes, where it is open."""
    takes = view.procedure.limit(due.limit).takes
    if not takes:
        return None
    view.track = view.case.tracks.get(due.track or "") or track_for(view, takes, None)
    try:
        return _act(view, takes, Entry(at, view.case.state))
    except Refused:
        return None


def settle(case: Case, at: datetime, world: World) -> Taken | None:
    """Give the clock's acts due by an instant, in order of expiry, each dated on its expiry; None where nothing was
    due.
    """
    acts: tuple[Act, ...] = ()
    while (due := _next_due(case, at)) is not None:
        act = _lapse(case, due, at, world)
        taken = _followed(case.after(act), (act,), act, at, world)
        case, acts = taken.case, (*acts, *taken.acts)
    return Taken(case, acts, acts[-1]) if acts else None


def _next_due(case: Case, at: datetime) -> Limit | None:
    due = [limit for limit in case.limits.values() if limit.is_open and limit.expires_at and limit.expires_at <= at]
    return min(due, key=lambda limit: (limit.expires_at or at, limit.key)) if due and case.is_live else None


def _lapse(case: Case, due: Limit, at: datetime, world: World) -> Act:
    """The clock's act on one expiry: the step the limit takes where that is open, else the bare lapse."""
    view = View(case.procedure, case, CLOCK_HAND, due.expires_at or at, world, day_in_law=due.expires_on)
    view.track = case.tracks.get(due.track or "")
    return lapse_act(view, case.procedure.limit(due.limit), due, at, _taken_by(view, due, at))
