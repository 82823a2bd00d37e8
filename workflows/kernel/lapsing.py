"""The clock's act on an expiry."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from .actors import CLOCK_PARTY
from .acts import LAPSE, Act, Effect
from .holdings import Limit
from .limits import Dispatch, TimeLimit
from .reckoning import BeyondTable, BeyondYears
from .running import after_end, start
from .steps import BACK
from .view import View


def lapse_act(view: View, limit: TimeLimit, due: Limit, at: datetime, step: Act | None) -> Act:
    """Make the act: the step the limit takes with the lapse in front, or the lapse alone; a recurring limit starts
    anew.
    """
    n = view.case.n + 1
    lapsed = [("status", "lapsed"), ("lapse_n", n), ("before", _before(view, step))]
    owed = _owed(view, limit) if step is None else ""
    marks: list[Effect] = [("limit", due.key, [*lapsed, ("owed", owed)] if owed else lapsed)]
    marks += after_end(view, due, n)
    if limit.every:
        with suppress(BeyondTable, BeyondYears):  # a reminder that cannot be counted any more is not repeated
            marks.append(start(view, replace(limit, runs_from=Dispatch()), view.track if limit.per else None, n))
    if step is not None:
        return replace(step, effects=(*marks, *step.effects))
    return Act(
        n, LAPSE, due.key, CLOCK_PARTY, at, due.expires_at or at, view.case.state, view.case.state,
        track=due.track, day=due.expires_on, basis=due.basis,
        level=_level(view, limit, due), effects=tuple(marks),
    )  # fmt: skip


def _level(view: View, limit: TimeLimit, due: Limit) -> str:
    """That of the case or of its tracks, and no wider than who sees the limit, or the track on which it runs."""
    levels = view.procedure.levels
    of = view.procedure.track_set(limit.per).level if due.track and limit.per else ""
    return max(levels.track if due.track else levels.case, limit.level, of)


def _owed(view: View, limit: TimeLimit) -> str:
    """The state to which the case may go back, where the step of the limit is taken there."""
    back = view.case.came_from.get(view.case.state, "") if limit.takes else ""
    if not back or not any(row.to == BACK for row in view.procedure.rows_from[view.case.state]):
        return ""
    return back if any(back in row.frm for row in view.procedure.rows[limit.takes]) else ""


def owed_act(view: View, due: Limit, step: Act) -> Act:
    """Mark the step of an earlier lapse, taken now that the case is back."""
    marks = [("owed", ""), ("lapse_n", step.n), ("before", _before(view, step))]
    return replace(step, effects=(("limit", due.key, marks), *step.effects))


def _before(view: View, step: Act | None) -> list[list[str]]:
    """What the lapse moved: pairs that let a late fact take it back."""
    if step is None:
        return []
    pairs = [["state", step.came], ["state_after", step.went]]
    moved = [e for e in step.effects if e[0] == "track" and view.track and e[1] == view.track.key]
    if moved and view.track:
        pairs += [["track", view.track.state], ["track_after", moved[-1][2]]]
    return pairs
