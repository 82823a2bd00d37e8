"""Late facts: an act whose date in law lies before a lapse that the clock recorded.

The limit is counted from what really happened; clock acts so disproved are named and lose their effect, the last one
first. What a hand did since on the same track stands: then the lapse is named as disproved, and nothing is moved back.
"""

from __future__ import annotations

from datetime import datetime

from .actors import CLOCK_PARTY
from .case import Act, Case, Effect, Limit
from .procedure import Procedure
from .steps import Step
from .view import View

OPEN = ("running", "paused")


def is_exact(view: View, step: str) -> bool:
    """Say whether a step moves an exact limit, always or as the case is now: it then counts when it is recorded."""
    of, held = view.procedure, view.case.limits.values()
    return step in of.exactly_timed or (
        step in of.moves_all and any(one.status in OPEN and of.limit(one.limit).exact for one in held)
    )


def moment_of(of: Procedure, row: Step, cause: Act) -> datetime:
    """The moment of a step that follows: that of its cause; where it moves an exact limit and follows the act of a
    hand, the moment at which that was recorded."""
    return cause.at if row.key in of.exactly_timed and cause.party != CLOCK_PARTY else cause.on


def disprove(view: View, step: str) -> tuple[tuple[Effect, ...], tuple[int, ...]]:
    """Find the lapses that this act disproves; give the effects that take them back, and their act numbers."""
    effects: list[Effect] = []
    corrects: list[int] = []
    stopped = view.procedure.stopped_by[step]
    for limit in view.case.limits.values():
        if limit.limit in stopped and _concerns(view, limit) and _is_disproved(limit, view):
            _take_back(view.case, limit, effects, corrects)
    return tuple(effects), tuple(sorted(corrects))


def _concerns(view: View, limit: Limit) -> bool:
    return limit.track is None or (view.track is not None and limit.track == view.track.key)


def _is_disproved(limit: Limit, view: View) -> bool:
    return (
        limit.status == "lapsed"
        and limit.lapse_n is not None
        and limit.expires_at is not None
        and view.at < limit.expires_at
    )


def _take_back(case: Case, limit: Limit, effects: list[Effect], corrects: list[int]) -> None:
    """Take back what followed from the lapse, then the lapse itself."""
    for later in case.limits.values():
        if later.n == limit.lapse_n and later.key != limit.key:
            if later.status == "lapsed":
                _take_back(case, later, effects, corrects)
            effects.append(("limit", later.key, [["status", "stopped"], ["lapse_n", None]]))
    effects.append(("limit", limit.key, [["status", "running"], ["lapse_n", None], ["before", None]]))
    corrects.append(limit.lapse_n or 0)
    _move_back(case, limit, effects)


def _move_back(case: Case, limit: Limit, effects: list[Effect]) -> None:
    track = case.tracks.get(limit.track or "")
    before = dict(limit.before or ())
    moved = [e for e in effects if e[0] == "track" and track and e[1] == track.key]
    now = moved[-1][2] if moved else track.state if track else None
    if track and before.get("track") and now == before["track_after"]:
        effects.append(("track", track.key, before["track"], False))
    states = [e for e in effects if e[0] == "state"]
    state_now = states[-1][1] if states else case.state
    if before.get("state") and before["state"] != before["state_after"] and state_now == before["state_after"]:
        effects.append(("state", before["state"], False))
