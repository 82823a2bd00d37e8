"""What a procedure must satisfy as a whole: states that end, are reached and are left, and nobody stranded.

The last three leave out the common steps and every referral, so that a procedure stands on its own law. Exceptions that
the law itself makes are listed in the procedure with their provision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .steps import FINAL, OPEN, STAY, Step

Findings = Iterator[str]
Check = Callable[[Any], Findings]


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
    return (row for row in p.rows_from[state] if not row.common and not row.edition and (links or row.link is None))


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


SHAPE: tuple[Check, ...] = (final_states_end, states_are_reached, no_traps, nobody_is_stranded, no_track_is_stranded)
