"""Starting, stopping, pausing and extending limits, as effects of an act.

The effects carry every expiry that the act fixed, with its zone and all candidates for its start, so that no later table can move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from .case import Effect, Limit, Track
from .limits import BY_AGREEMENT, Dispatch, Earliest, EndOf, FromFact, FromFiling, Receipt, Start, TimeLimit, length_of
from .reckoning import Calendar, Expiry, Period, add_stopped_time, end_of_day, expiry, start_of_day
from .steps import Extend, Step
from .view import View, zone_of

Moment = datetime | date
WAITS_FOR_RECEIPT, WAITS = "receipt", "a date that is not known yet"


def limit_effects(view: View, row: Step, n: int, tracks: dict[str, Track]) -> Iterator[Effect]:
    """Give the effects on limits of a row: stopped, paused, resumed, started, extended; in this order."""
    yield from _stop(view, row)
    yield from _pause(view, row)
    yield from _resume(view, row)
    for name in row.starts:
        limit = view.procedure.limit(name)
        for track in _targets(view, row, limit, tracks):
            yield start(view, limit, track, n)
    if row.extends:
        yield from _extend(view, row.extends)


def _targets(view: View, row: Step, limit: TimeLimit, tracks: dict[str, Track]) -> Iterable[Track | None]:
    """The tracks on which a started limit runs: those the act opened or moved, else the one at hand, else all of the set."""
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
    key = view.limit_key(limit.key, track)
    length = length_of(limit.length, view)
    candidates = list(_candidates(view, limit.runs_from, track, limit))
    known = [(trigger, moment) for trigger, moment in candidates if moment is not None]
    values: dict[str, object] = {"limit": limit.key, "track": track.key if track else None, "n": n, "length": length.key(), "extended": 0}
    values |= {"paused_at": None, "lapse_n": None, "before": None}
    values["candidates"] = [[trigger, moment.isoformat() if moment else ""] for trigger, moment in candidates]
    if not known:
        waits = WAITS_FOR_RECEIPT if any(t == "receipt" for t, _ in candidates) else WAITS
        values |= {"status": "armed", "trigger": waits, "expires_on": None, "expires_at": None, "starts_on": None}
        return "limit", key, list(values.items())
    trigger, moment = min(known, key=lambda pair: _instant(pair[1]))
    values |= {"status": "running", "trigger": trigger, **_dates(view, limit, track, length, moment)}
    return "limit", key, list(values.items())


def _dates(view: View, limit: TimeLimit, track: Track | None, length: Period, moment: Moment) -> dict[str, object]:
    zone = zone_of(limit, view, track)
    ends = _expiry(view, limit, track, length, moment, zone)
    zones = sorted({zone, *(view.world.zone(p) for p in view.stakeholders())}) if limit.binding and limit.binding.is_law else [zone]
    safe = min((_expiry(view, limit, track, length, moment, z) for z in zones), key=lambda e: e.at) if len(zones) > 1 else ends
    return {
        "starts_on": _instant(moment).isoformat(),
        "expires_on": ends.on.isoformat() if ends.on and not length.hours else None,
        "expires_at": ends.at.isoformat(),
        "safe_at": safe.at.isoformat(),
        "zone": zone,
    }


def _expiry(view: View, limit: TimeLimit, track: Track | None, length: Period, moment: Moment, zone: str) -> Expiry:
    calendar = _calendar(view, limit, track, length)
    if length.hours and not isinstance(moment, datetime):
        moment = end_of_day(moment, zone)
    return expiry(moment, length, zone, rolling=limit.rolling and not length.hours, calendar=calendar, backwards=limit.backwards)


def _calendar(view: View, limit: TimeLimit, track: Track | None, length: Period) -> Calendar | None:
    if not (length.working_days or (limit.rolling and not length.hours)):
        return None
    owner = next(iter(view.case.parties.get(limit.owner or "", ())), None)
    return view.world.calendar((track.party if track else None) or owner or view.principal())


def _candidates(view: View, runs_from: Start, track: Track | None, limit: TimeLimit) -> Iterator[tuple[str, Moment | None]]:
    match runs_from:
        case Earliest(of):
            for one in of:
                yield from _candidates(view, one, track, limit)
        case Dispatch():
            yield "dispatch", view.day_in_law or view.at
        case Receipt():
            yield "receipt", track.received_on if track else None
        case FromFiling(name):
            yield name, as_moment(view.filed(name))
        case FromFact(name):
            yield name, as_moment(view.fact(name))
        case EndOf(name):
            ended = view.case.limits.get(view.limit_key(name, track))
            over = ended is not None and ended.status == "lapsed"
            yield f"end of {name}", (ended.expires_on or ended.expires_at) if ended and over else None


def as_moment(value: object) -> Moment | None:
    """Read a date or an instant as filings write them."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else None
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _instant(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else start_of_day(moment, "UTC")


def received(view: View, track: Track, n: int) -> Iterator[Effect]:
    """Start what waited for receipt on a track, and count anew what ran from a later receipt."""
    for running in view.case.limits.values():
        limit = view.procedure.limit(running.limit)
        if running.track != track.key or running.status not in ("armed", "running"):
            continue
        if running.trigger == WAITS_FOR_RECEIPT or (running.trigger == "receipt" and not running.extended):
            yield _restarted(view, limit, track, running)


def _restarted(view: View, limit: TimeLimit, track: Track, running: Limit) -> Effect:
    length = Period.parse(running.length)
    moment: Moment = track.received_on or view.at
    others = [c for c in running.candidates if c[0] != "receipt"]
    values: dict[str, object] = {"status": "running", "trigger": "receipt", **_dates(view, limit, track, length, moment)}
    values["candidates"] = [*others, ["receipt", moment.isoformat()]]
    return "limit", running.key, list(values.items())


def after_end(view: View, ended: Limit, n: int) -> Iterator[Effect]:
    """Start what waited for the end of a limit."""
    for running in view.case.limits.values():
        limit = view.procedure.limit(running.limit)
        waits = running.status == "armed" and _waits_for(limit.runs_from, ended.limit)
        if waits and running.track in (None, ended.track):
            length = Period.parse(running.length)
            track = view.case.tracks.get(running.track or "")
            dates = _dates(view, limit, track, length, ended.expires_on or ended.expires_at or view.at)
            yield "limit", running.key, [["status", "running"], ["trigger", f"end of {ended.limit}"], *dates.items()]


def _waits_for(runs_from: Start, name: str) -> bool:
    if isinstance(runs_from, Earliest):
        return any(_waits_for(one, name) for one in runs_from.of)
    return isinstance(runs_from, EndOf) and runs_from.limit == name


def _stop(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.stops):
        if running.status in ("armed", "running", "paused"):
            yield "limit", running.key, [["status", "stopped"], ["paused_at", None]]


def _matching(view: View, row: Step, names: tuple[str, ...]) -> Iterator[Limit]:
    """The limits that a row speaks of: on the track at hand where there is one and the limit runs on such tracks, else all."""
    for running in view.case.limits.values():
        limit = view.procedure.limit(running.limit)
        if running.limit not in names and "*" not in names:
            continue
        if limit.per and view.track and limit.per == view.track.set and running.track != view.track.key:
            continue
        yield running


def _pause(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.pauses):
        if running.status == "running" and view.procedure.limit(running.limit).may_pause:
            yield "limit", running.key, [["status", "paused"], ["paused_at", view.at.isoformat()]]


def _resume(view: View, row: Step) -> Iterator[Effect]:
    for running in _matching(view, row, row.resumes):
        if running.status == "paused" and running.paused_at and running.expires_at:
            length = Period.parse(running.length)
            old = Expiry(running.expires_on, running.expires_at)
            limit = view.procedure.limit(running.limit)
            calendar = _calendar(view, limit, view.case.tracks.get(running.track or ""), length)
            new = add_stopped_time(
                old, running.paused_at, view.at, length, running.zone, rolling=limit.rolling, calendar=calendar
            )
            yield "limit", running.key, [["status", "running"], ["paused_at", None], *_moved(new, length)]


def _moved(new: Expiry, length: Period) -> list[list[object]]:
    on = new.on.isoformat() if new.on and not length.hours else None
    return [["expires_on", on], ["expires_at", new.at.isoformat()], ["safe_at", new.at.isoformat()]]


def _extend(view: View, extends: Extend) -> Iterator[Effect]:
    name = extends.limit or str(view.filed(extends.limit_field or "") or "")
    running = view.case.limits.get(name) or view.limit(name)
    if running is None or running.expires_at is None:
        return
    limit = view.procedure.limit(running.limit)
    until = as_moment(view.filed(extends.until_field)) if extends.until_field else None
    if until is not None:
        new = Expiry(None, until) if isinstance(until, datetime) else Expiry(until, end_of_day(until, running.zone))
        length = Period.parse(running.length)
    else:
        length = length_of(extends.by or (limit.extend.length if limit.extend and limit.extend.length else limit.length), view)
        zero = running.expires_at if length.hours or running.expires_on is None else running.expires_on
        track = view.case.tracks.get(running.track or "")
        new = _expiry(view, limit, track, length, zero, running.zone)
    yield "limit", running.key, [["extended", running.extended + 1], *_moved(new, length)]


def may_extend(limit: TimeLimit, running: Limit | None) -> bool:
    """Say whether a running limit may still be extended by agreement."""
    if running is None or running.status != "running" or limit.extend is None or limit.extend.by != BY_AGREEMENT:
        return False
    return limit.extend.times is None or running.extended < limit.extend.times


