"""From when a limit runs and when it ends: candidates for its start, zone, calendar, and what binds it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

from .holdings import Track
from .limits import (
    AllReceived,
    ByParty,
    ByTrack,
    Dispatch,
    Earliest,
    EndOf,
    FromFact,
    FromFiling,
    Receipt,
    SinceStep,
    Start,
    TimeLimit,
    Until,
)
from .reckoning import Calendar, Expiry, Period, end_of_day, expiry, start_of_day
from .view import View, zone_of

Moment = datetime | date
Runs = Period | Moment
"""How long a limit runs: a length, or the end itself."""


def force_of(view: View, limit: TimeLimit) -> tuple[str, list[list[str]]]:
    """What binds this run, and on what basis: the rule of the party or the track where it has one, else the limit's
    own."""
    rule = limit.length.rule(view) if isinstance(limit.length, ByParty | ByTrack) else None
    cited = (rule,) if rule else limit.under
    binding = rule.binding if rule else limit.binding
    return str(binding or ""), [[c.instrument, c.provision, str(c.binding)] for c in cited]


def stated_end(view: View, limit: TimeLimit) -> Moment | None:
    """The end itself, where the filing or a fact names it."""
    if not isinstance(limit.length, Until):
        return None
    return as_moment(view.filed(limit.length.name)) or as_moment(view.fact(limit.length.name))


@lru_cache(maxsize=512)
def period_of(key: str) -> Period:
    """Read a length as a case keeps it."""
    return Period.parse(key)


def dates_of(
    view: View, limit: TimeLimit, track: Track | None, runs: Runs, moment: Moment, binding: str
) -> list[tuple[str, object]]:
    zone = zone_of(limit, view, track)
    ends = expiry_of(view, limit, track, runs, moment, zone)
    if limit.at_least is not None:
        ends = max(ends, expiry_of(view, limit, track, limit.at_least, moment, zone), key=instant_of_end)
    zones = {zone}
    if binding.startswith("LAW"):
        zones.update(view.world.zone(p) for p in view.stakeholders())
    safe = ends
    if len(zones) > 1:
        safe = min((expiry_of(view, limit, track, runs, moment, z) for z in sorted(zones)), key=instant_of_end)
    if limit.exact:
        ends, safe = Expiry(None, ends.at), Expiry(None, safe.at)
    return [("starts_on", instant_of(moment).isoformat()), *ends_of(ends, safe), ("zone", zone)]


def instant_of_end(ends: Expiry) -> datetime:
    return ends.at


def ends_of(new: Expiry, safe: Expiry) -> list[tuple[str, object]]:
    on = new.on.isoformat() if new.on else None
    return [("expires_on", on), ("expires_at", new.at.isoformat()), ("safe_at", safe.at.isoformat())]


def expiry_of(view: View, limit: TimeLimit, track: Track | None, runs: Runs, moment: Moment, zone: str) -> Expiry:
    if isinstance(runs, datetime):
        return Expiry(None, runs.astimezone(UTC))
    if isinstance(runs, date):
        return Expiry(runs, end_of_day(runs, zone))
    calendar = calendar_of(view, limit, track, runs)
    if runs.hours and not isinstance(moment, datetime):
        moment = end_of_day(moment, zone)
    return expiry(
        moment, runs, zone, rolling=limit.rolling and not runs.hours, calendar=calendar, backwards=limit.backwards
    )


def calendar_of(view: View, limit: TimeLimit, track: Track | None, length: Period) -> Calendar | None:
    if not (length.working_days or (limit.rolling and not length.hours)):
        return None
    owner = next(iter(view.case.parties.get(limit.owner or "", ())), None)
    return view.world.calendar((track.party if track else None) or owner or view.principal())


def candidates_of(view: View, runs_from: Start, track: Track | None) -> Iterator[tuple[str, Moment | None]]:
    match runs_from:
        case Earliest(of):
            for one in of:
                yield from candidates_of(view, one, track)
        case Dispatch():
            yield "dispatch", view.day_in_law or view.at
        case Receipt(sent_by):
            yield from _sent_by(view, sent_by)
            yield "receipt", track.received_on if track else None
        case AllReceived(of, sent_by):
            sent = list(_sent_by(view, sent_by))
            yield from sent or [("receipt", last_receipt(view, of))]
        case SinceStep(step):
            done = view.case.done.get(step)
            yield "dispatch", done.last_on if done else None
        case FromFiling(name):
            yield name, as_moment(view.filed(name))
        case FromFact(name):
            yield name, as_moment(view.fact(name))
        case EndOf(name):
            ended = view.case.limits.get(view.limit_key(name, track))
            over = ended is not None and ended.status == "lapsed"
            yield f"end of {name}", (ended.expires_on or ended.expires_at) if ended and over else None


def _sent_by(view: View, steps: Collection[str]) -> Iterator[tuple[str, Moment | None]]:
    """Give the moment of the act, where it is one of some steps that count from their own sending."""
    if view.step is not None and view.step.key in steps:
        yield "dispatch", view.day_in_law or view.at


def last_receipt(view: View, of: str) -> datetime | None:
    """Give the receipt by the last of those on the tracks of a set; None while somebody has not received."""
    moments = [track.received_on for track in view.tracks_of(of)]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def instant_of(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else start_of_day(moment, "UTC")


def as_moment(value: object) -> Moment | None:
    """Read a date or an instant as filings write them."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else None
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def read_moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
