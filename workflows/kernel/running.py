"""Starting, stopping, pausing and extending limits, as effects of an act.

The effects carry every expiry that the act fixed, with its zone and all candidates for its start, so that no later
table can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from .acts import Effect
from .counting import (
    Moment,
    Runs,
    as_moment,
    calendar_of,
    candidates_of,
    dates_of,
    ends_of,
    expiry_of,
    force_of,
    instant_of,
    instant_of_end,
    last_receipt,
    period_of,
    read_moment,
    stated_end,
)  # fmt: skip
from .holdings import Limit, Track, altered
from .limits import AllReceived, Earliest, EndOf, Length, Receipt, Start, TimeLimit, length_of
from .reckoning import BeyondTable, BeyondYears, Expiry, Period, add_stopped_time
from .steps import Extend, Step
from .view import View

NO_DATES = (("expires_on", None), ("expires_at", None), ("starts_on", None))
WAITS_FOR_RECEIPT, WAITS = "receipt", "a date that is not known yet"


def limit_effects(view: View, row: Step, n: int, tracks: dict[str, Track]) -> Iterator[Effect]:
    """Give the effects on limits of a row: stopped, paused, resumed, started, extended; in this order."""
    if row.stops:
        yield from _stop(view, row)
    if row.pauses:
        yield from _pause(view, row)
    if row.resumes:
        yield from _resume(view, row)
    opened = altered(view, case=altered(view.case, tracks={**view.case.tracks, **tracks})) if tracks else view
    for name in row.starts:
        limit = view.procedure.limit(name)
        for track in _targets(view, row, limit, tracks):
            yield start(opened if isinstance(limit.runs_from, AllReceived) else view, limit, track, n)
    if row.extends:
        yield from _extend(view, row.extends)


def _targets(view: View, row: Step, limit: TimeLimit, tracks: dict[str, Track]) -> Iterable[Track | None]:
    """The tracks on which a started limit runs: those the act opened or moved, else the one at hand, else all of the
    set.
    """
    if limit.per is None:
        return (None,)
    touched = [t for t in tracks.values() if t.set == limit.per]
    if touched:
        return touched
    if view.track and view.track.set == limit.per:
        return (view.track,)
    return view.tracks_of(limit.per)


def start(view: View, limit: TimeLimit, track: Track | None, n: int) -> Effect:
    """Start a limit, or arm it where its start is not known yet."""
    look = view.on(track) if track is not None and track is not view.track else view
    length = length_of(limit.length, look)
    binding, basis = force_of(look, limit)
    candidates = list(candidates_of(look, limit.runs_from, track))
    values: list[tuple[str, object]] = [
        ("limit", limit.key), ("track", track.key if track else None), ("n", n),
        ("length", length.key() if length else ""), ("binding", binding), ("basis", basis),
        ("extended", 0), ("paused_at", None), ("lapse_n", None), ("before", None), ("owed", ""),
        ("candidates", [[trigger, moment.isoformat() if moment else ""] for trigger, moment in candidates]),
    ]  # fmt: skip
    known = [(trigger, moment) for trigger, moment in candidates if moment is not None]
    runs = length or stated_end(look, limit)
    if not known or runs is None:
        waits = WAITS_FOR_RECEIPT if any(t == "receipt" for t, _ in candidates) else WAITS
        values += [("status", "armed"), ("trigger", waits), *NO_DATES]
    else:
        trigger, moment = min(known, key=lambda pair: instant_of(pair[1]))
        values += [("status", "running"), ("trigger", trigger), *dates_of(look, limit, track, runs, moment, binding)]
    return "limit", view.limit_key(limit.key, track), values


def received(view: View, track: Track, n: int) -> Iterator[Effect]:
    """Start what waited for receipt on a track, and count anew what ran from a later receipt."""
    for running in view.case.limits.values():
        if running.track == track.key and (
            running.status == "armed" or (running.status == "running" and not running.extended)
        ):
            limit = view.procedure.limit(running.limit)
            if running.length and _hangs_on_receipt(limit.runs_from):
                yield _restarted(view, limit, track, running)
        elif running.track is None and running.status == "armed":
            yield from _received_by_all(view, track, running)


def _received_by_all(view: View, track: Track, running: Limit) -> Iterator[Effect]:
    """Start what waited until the last of a set had received."""
    limit = view.procedure.limit(running.limit)
    waited = limit.runs_from
    if not isinstance(waited, AllReceived) or waited.set != track.set or not running.length:
        return
    look = altered(view, case=altered(view.case, tracks={**view.case.tracks, track.key: track}))
    last = last_receipt(look, track.set)
    if last is not None:
        dates = dates_of(view, limit, None, period_of(running.length), last, running.binding)
        known = [["receipt", last.isoformat()]]
        yield "limit", running.key, [("status", "running"), ("trigger", "receipt"), *dates, ("candidates", known)]


def _hangs_on_receipt(runs_from: Start) -> bool:
    return isinstance(runs_from, Receipt) or (
        isinstance(runs_from, Earliest) and any(map(_hangs_on_receipt, runs_from.of))
    )


def _restarted(view: View, limit: TimeLimit, track: Track, running: Limit) -> Effect:
    receipt: Moment = track.received_on or view.at
    others = () if isinstance(limit.runs_from, Receipt) else running.candidates
    candidates = [c for c in others if c[0] != "receipt"] + [("receipt", receipt.isoformat())]
    known = [(trigger, read_moment(text)) for trigger, text in candidates if text]
    trigger, moment = min(known, key=lambda pair: instant_of(pair[1]))
    values: list[tuple[str, object]] = [("status", "running"), ("trigger", trigger)]
    values += dates_of(view, limit, track, period_of(running.length), moment, running.binding)
    return "limit", running.key, [*values, ("candidates", [list(c) for c in candidates])]


def after_end(view: View, ended: Limit, n: int) -> Iterator[Effect]:
    """Start what waited for the end of a limit."""
    for running in view.case.limits.values():
        limit = view.procedure.limit(running.limit)
        waits = running.status == "armed" and _waits_for(limit.runs_from, ended.limit)
        if waits and running.track in (None, ended.track):
            length = period_of(running.length)
            track = view.case.tracks.get(running.track or "")
            with suppress(BeyondTable, BeyondYears):  # it stays armed: nobody is there to correct what the clock counts
                dates = dates_of(
                    view, limit, track, length, ended.expires_on or ended.expires_at or view.at, running.binding
                )
                yield "limit", running.key, [("status", "running"), ("trigger", f"end of {ended.limit}"), *dates]


def _waits_for(runs_from: Start, name: str) -> bool:
    if isinstance(runs_from, Earliest):
        return any(_waits_for(one, name) for one in runs_from.of)
    return isinstance(runs_from, EndOf) and runs_from.limit == name


def _stop(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.stops):
        if running.status in ("armed", "running", "paused"):
            yield "limit", running.key, [("status", "stopped"), ("paused_at", None)]


def stops_after(view: View, row: Step) -> datetime | None:
    """The moment a clock was stopped, where the row would make it go on at an earlier one."""
    paused = [limit.paused_at for limit in _matching(view, row, row.resumes) if limit.status == "paused"]
    return next((at for at in paused if at and at > view.at), None)


def _matching(view: View, row: Step, names: tuple[str, ...]) -> Iterator[Limit]:
    """The limits that a row speaks of: on the track at hand where it is taken on one and the limit runs on such tracks,
    else all.
    """
    for running in view.case.limits.values():
        if running.limit not in names and "*" not in names:
            continue
        limit = view.procedure.limit(running.limit)
        here = view.track if row.track else None
        if limit.per and here and limit.per == here.set and running.track != here.key:
            continue
        yield running


def _pause(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.pauses):
        if running.status == "running" and view.procedure.limit(running.limit).may_pause_as(running.binding):
            yield "limit", running.key, [("status", "paused"), ("paused_at", view.at.isoformat())]


def _resume(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.resumes):
        if running.status == "paused" and running.paused_at and running.expires_at:
            new = _after_stop(view, view.procedure.limit(running.limit), running, running.paused_at)
            yield "limit", running.key, [("status", "running"), ("paused_at", None), *ends_of(new, new)]


def _after_stop(view: View, limit: TimeLimit, running: Limit, paused_at: datetime) -> Expiry:
    """The old end moved by the time the clock stood still, and never nearer than what must be left.

    What was stopped at its very end has nothing left.
    """
    track = view.case.tracks.get(running.track or "")
    unit = _unit(running)
    calendar = calendar_of(view, limit, track, unit)
    old = Expiry(running.expires_on, running.expires_at or view.at)
    if old.has_lapsed(paused_at):
        new = Expiry(None, view.at)
    else:
        new = add_stopped_time(old, paused_at, view.at, unit, running.zone, rolling=limit.rolling, calendar=calendar)
    if limit.at_least is None:
        return new
    return max(new, expiry_of(view, limit, track, limit.at_least, view.at, running.zone), key=instant_of_end)


def _unit(running: Limit) -> Period:
    """The length of a running limit; for a stated end one of the same unit."""
    if running.length:
        return period_of(running.length)
    return Period(days=1) if running.expires_on else Period(hours=1)


def _extend(view: View, extends: Extend) -> Iterator[Effect]:
    if extends.everywhere:
        until = as_moment(view.filed(extends.until_field)) if extends.until_field else None
        for one in extended_everywhere(view, extends):
            if until is None or moves_to(view, one, until):
                yield from _extend_one(view, extends, one)
        return
    name = extends.limit or str(view.filed(extends.limit_field or "") or "")
    running = view.case.limits.get(name) or view.limit(name)
    if running is not None:
        yield from _extend_one(view, extends, running)


def extended_everywhere(view: View, extends: Extend) -> list[Limit]:
    """List the limits of every track that a row would extend: those that run and may still be extended."""
    limit = view.procedure.limit(extends.limit or "")
    running = [one for one in view.case.limits.values() if one.limit == limit.key and not one.passed(view.at)]
    return [one for one in running if may_extend(limit, one)]


def _extend_one(view: View, extends: Extend, running: Limit) -> Iterator[Effect]:
    if running.expires_at is None:
        return
    until = as_moment(view.filed(extends.until_field)) if extends.until_field else None
    new = _until(view, running, until) if until else last_extension(view, running, extends.by)
    yield "limit", running.key, [("extended", running.extended + 1), *ends_of(new, new)]


def last_extension(view: View, running: Limit, by: Length | None = None) -> Expiry:
    """Give the end of a running limit that is extended once by the whole of its rule, or by a length of the step's."""
    limit, track = view.procedure.limit(running.limit), view.case.tracks.get(running.track or "")
    by = by or (limit.extend.length if limit.extend and limit.extend.length else limit.length)
    look = view.on(track) if track is not None and track is not view.track else view
    return _until(view, running, length_of(by, look) or _unit(running))


def moves_to(view: View, running: Limit, until: Moment, end: Expiry | None = None) -> bool:
    """Say whether a moment lies after the end of a running limit, or after another `end` of it."""
    old = end or Expiry(running.expires_on, running.expires_at or view.at)
    return _until(view, running, until).at > old.at


def _until(view: View, running: Limit, runs: Runs) -> Expiry:
    """Give the end of a running limit that goes on until a moment, or by a length."""
    limit, track = view.procedure.limit(running.limit), view.case.tracks.get(running.track or "")
    return expiry_of(view, limit, track, runs, running.expires_on or running.expires_at or view.at, running.zone)


def may_extend(limit: TimeLimit, running: Limit | None) -> bool:
    """Say whether a running limit may still be extended; by whom, the step says."""
    if running is None or running.status != "running" or limit.extend is None:
        return False
    return limit.extend.times is None or running.extended < limit.extend.times
