"""What a procedure must satisfy before it can be made: names, citations, limits, reachability, traps, stranded parties.

The last three leave out the common steps and every referral, so that a procedure stands on its own law. Exceptions
that the law itself makes are listed in the procedure with their provision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from .actors import Actor
from .guards import Guard
from .steps import BACK, FINAL, OPEN, STAY, Outcome, Step
from .words import LEVELS

Findings = Iterator[str]
Check = Callable[[Any], Findings]


def examine(procedure: Any) -> tuple[str, ...]:
    """List every finding; the deeper checks run only when all names are right."""
    shallow = [f for check in NAMES for f in check(procedure)]
    return tuple(shallow or [f for check in SHAPE for f in check(procedure)])


def states_exist(p: Any) -> Findings:
    """Every state that a step or an outcome names is declared, once."""
    keys = [s.key for s in p.states]
    yield from (f"state “{k}” is declared twice" for k in sorted({k for k in keys if keys.count(k) > 1}))
    named = [(row.key, s) for row in p.steps for s in (*row.frm, *row.targets) if s not in (STAY, BACK)]
    yield from (f"step “{step}” names the unknown state “{s}”" for step, s in named if s not in keys)
    if p.opens not in keys:
        yield f"the opening state “{p.opens}” is unknown"


def outcomes_are_total(p: Any) -> Findings:
    """The last branch of a computed outcome, and only that one, has no guard."""
    for row in p.steps:
        for target in (row.to, row.track.to if row.track else STAY):
            if isinstance(target, Outcome) and [g is None for g, _ in target.branches] != [False] * (
                len(target.branches) - 1
            ) + [True]:
                yield f"step “{row.key}”: its outcome is not total"


def citations_are_there(p: Any) -> Findings:
    """Every step, limit and standard rests on something, if only on the product."""
    yield from (f"step “{row.key}” has no citation" for row in p.steps if not row.under)
    yield from (f"limit “{limit.key}” has no citation" for limit in p.limits if not limit.under)
    yield from (f"standard “{s.key}” has no citation" for s in p.standards if not s.under)
    if not p.under:
        yield "the procedure has no citation"


def limits_fit(p: Any) -> Findings:
    """Every limit is started by a step, runs on a known track set, and takes a step of the clock."""
    known = {limit.key for limit in p.limits}
    started = {name for row in p.steps for name in row.starts}
    yield from (f"limit “{k}” is started by nobody" for k in sorted(known - started))
    for row in p.steps:
        named = {*row.starts, *row.stops, *row.pauses, *row.resumes, *filter(None, (row.within,))} - {"*"}
        named |= {row.extends.limit} if row.extends and row.extends.limit else set()
        yield from (f"step “{row.key}” names the unknown limit “{k}”" for k in sorted(named - known))
    for limit in p.limits:
        if limit.per and limit.per not in {t.key for t in p.tracks}:
            yield f"limit “{limit.key}” runs on the unknown track set “{limit.per}”"
        for step in filter(None, (limit.takes, limit.proposes)):
            if step not in {row.key for row in p.steps}:
                yield f"limit “{limit.key}” takes the unknown step “{step}”"
        if limit.takes and not any("@clock" in row.by.roles() for row in p.steps if row.key == limit.takes):
            yield f"limit “{limit.key}” takes “{limit.takes}”, which is not the clock's to take"


def roles_exist(p: Any) -> Findings:
    """Every role that an actor, a track set or an opening names is declared."""
    known = {r.key for r in p.roles}
    for row in p.steps:
        named = {r for actor in _parts(row.by, Actor) for r in actor.roles() if not r.startswith("@")}
        named |= {n.role for n in row.names}
        yield from (f"step “{row.key}” names the unknown role “{r}”" for r in sorted(named - known))
    yield from (
        f"track set “{t.key}” gives the unknown role “{t.role}”" for t in p.tracks if t.role and t.role not in known
    )
    if p.filer not in known:
        yield f"the filer “{p.filer}” is no role"


def tracks_fit(p: Any) -> Findings:
    """Every track set, and every track state that a step names, is declared."""
    sets = {t.key: {s.key for s in t.states} for t in p.tracks}
    for t in p.tracks:
        stray = {t.initial, *t.gone, *t.passive, *t.ends} - sets[t.key]
        yield from (f"track set “{t.key}” names the unknown state “{s}”" for s in sorted(stray))
    for row in p.steps:
        for name, states in _track_states(row):
            if name not in sets:
                yield f"step “{row.key}” names the unknown track set “{name}”"
            else:
                yield from (
                    f"step “{row.key}” names the unknown {name} state “{s}”" for s in sorted(states - sets[name])
                )


def _track_states(row: Step) -> Iterator[tuple[str, set[str]]]:
    if row.track:
        to = row.track.to.targets if isinstance(row.track.to, Outcome) else (row.track.to,)
        yield row.track.set, {*row.track.frm, *to} - {STAY, BACK}
    for moves in row.moves:
        yield moves.set, {moves.to, *moves.frm}
    for opens in row.opens:
        yield opens.set, {opens.to} if opens.to else set()


def guards_fit(p: Any) -> Findings:
    """Every limit, step, track set and state that a guard names is declared."""
    limits, steps = {limit.key for limit in p.limits}, {row.key for row in p.steps}
    sets = {t.key: {s.key for s in t.states} for t in p.tracks}
    for row in p.steps:
        for guard in _parts(row, Guard):
            limit, step, of = (getattr(guard, n, None) for n in ("limit", "step", "set"))
            if limit is not None and limit not in limits:
                yield f"step “{row.key}”: a guard names the unknown limit “{limit}”"
            if step is not None and step not in steps:
                yield f"step “{row.key}”: a guard names the unknown step “{step}”"
            if of is not None and (of not in sets or not set(guard.states) <= sets[of]):
                yield f"step “{row.key}”: a guard names an unknown track set or state of “{of}”"


def _parts(value: Any, kind: type) -> Iterator[Any]:
    """Walk a value and give every part of a kind."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item, kind)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from _parts(getattr(value, f.name), kind)


def filings_fit(p: Any) -> Findings:
    """Kept facts and opened tracks name fields of the filing, and no free text is kept in the record."""
    free = {"text", "long_text", "person", "contact", "place", "document"}
    for row in p.steps:
        named = [
            *row.keeps,
            *row.collects,
            *(o.field for o in row.opens if o.field),
            *(n.field for n in row.names if n.field),
        ]
        for name in named:
            spec = row.filing.field(name) if row.filing else None
            if spec is None:
                yield f"step “{row.key}” names the field “{name}”, which its filing does not have"
            elif spec.kind in free and name in (*row.keeps, *row.collects):
                yield f"step “{row.key}” keeps “{name}”, which is free text"
        if row.level and row.level not in LEVELS:
            yield f"step “{row.key}” has the unknown level “{row.level}”"


def final_states_end(p: Any) -> Findings:
    """Nothing leads out of a final state."""
    final = {s.key for s in p.states if s.kind == FINAL}
    yield from (
        f"step “{row.key}” leaves the final state “{s}”"
        for row in p.steps
        for s in row.frm
        if s in final and row.to != STAY
    )


def states_are_reached(p: Any) -> Findings:
    """Every state but those of the common steps can be entered."""
    by_common = {t for row in p.steps if row.common for t in row.targets}
    reached, todo = {p.opens}, [p.opens]
    while todo:
        state = todo.pop()
        for row in _own_rows(p, state, links=True):
            fresh = set(p.targets_of(row)) - reached
            reached |= fresh
            todo += fresh
    for state in p.states:
        if state.key not in reached | by_common and not _exempt(p, "states_are_reached", state.key):
            yield f"state “{state.key}” is never entered"


def no_traps(p: Any) -> Findings:
    """From every open state something leads out, without the common steps and without referral."""
    for state in p.states:
        leaves = any(set(p.targets_of(row)) - {state.key} for row in _own_rows(p, state.key))
        common = any(state.key in row.targets for row in p.steps if row.common)
        if state.kind == OPEN and not leaves and not common and not _exempt(p, "no_traps", state.key):
            yield f"state “{state.key}” is a trap"


def nobody_is_stranded(p: Any) -> Findings:
    """In every open state each party present can, alone and with time, change the case or its track, or record its
    position.
    """
    present = _presence(p)
    for state in p.states:
        if state.kind != OPEN or any(state.key in row.targets for row in p.steps if row.common):
            continue
        later = _clock_closure(p, state.key)
        for role in sorted(present.get(state.key, set()) & set(p.stakes)):
            moves = any(_alone(p, row, role) for s in later for row in _own_rows(p, s))
            if not moves and not _exempt(p, "nobody_is_stranded", f"{state.key}/{role}"):
                yield f"in state “{state.key}” the {role} is stranded"


def no_track_is_stranded(p: Any) -> Findings:
    """In every track state that is no end, somebody acting alone, or the clock, can move the track or speak on it."""
    for of in p.tracks:
        own = [r for r in p.steps if not r.common]
        # A set that only common steps know, such as those who ask to join, is judged by these.
        known = own if any(_moves_track(r, of.key, s.key) for r in own for s in of.states) else p.steps
        for state in of.states:
            if state.key in (*of.gone, *of.ends):
                continue
            rows = [r for r in known if _moves_track(r, of.key, state.key)]
            if not any(r.by.roles() for r in rows) and not _exempt(p, "no_track_is_stranded", f"{of.key}/{state.key}"):
                yield f"a {of.key} in state “{state.key}” is stranded"


def _moves_track(row: Step, of: str, state: str) -> bool:
    on = row.track is not None and row.track.set == of and row.track.allows(state)
    return on or any(m.set == of and (not m.frm or state in m.frm) for m in row.moves)


def _own_rows(p: Any, state: str, *, links: bool = False) -> Iterator[Step]:
    return (row for row in p.rows_from[state] if not row.common and (links or row.link is None))


def _presence(p: Any) -> dict[str, set[str]]:
    """The roles that may be present in each state: given at opening, or by a step on the way there."""
    given = {i: _gives(p, row) for i, row in enumerate(p.steps)}
    later = set().union(*given.values()) if given else set()
    present: dict[str, set[str]] = {p.opens: {r.key for r in p.roles} - later | {p.filer}}
    changed = True
    while changed:
        changed = False
        for i, row in enumerate(p.steps):
            if row.common:
                continue
            for source in row.frm:
                for target in p.targets_of(row) or (source,):
                    roles = present.get(source, set()) | given[i] if source in present else set()
                    if not roles <= present.get(target, set()):
                        present[target] = present.get(target, set()) | roles
                        changed = True
    return present


def _gives(p: Any, row: Step) -> set[str]:
    opened = {p.track_set(o.set).role for o in row.opens}
    return {r for r in (*opened, *(n.role for n in row.names)) if r}


def _clock_closure(p: Any, state: str) -> set[str]:
    found, todo = {state}, [state]
    while todo:
        for row in _own_rows(p, todo.pop()):
            if "@clock" in row.by.roles():
                fresh = set(p.targets_of(row)) - found
                found |= fresh
                todo += fresh
    return found


def _alone(p: Any, row: Step, role: str) -> bool:
    roles = row.by.roles()
    own_track = "@track" in roles and row.track is not None and p.track_set(row.track.set).role == role
    return role in roles or "@any" in roles or own_track


def _exempt(p: Any, check: str, subject: str) -> bool:
    return any(e.check == check and e.subject == subject for e in p.exempt)


NAMES: tuple[Check, ...] = (
    states_exist, outcomes_are_total, citations_are_there, limits_fit, roles_exist, tracks_fit, guards_fit, filings_fit,
)  # fmt: skip
SHAPE: tuple[Check, ...] = (final_states_end, states_are_reached, no_traps, nobody_is_stranded, no_track_is_stranded)
