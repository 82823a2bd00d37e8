"""What a story expects, compared with what happened: one sentence for each difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from .case import Case, Limit, Track
from .guards import Refused

if TYPE_CHECKING:
    from .offering import Offer
    from .stories import Result

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WRITTEN = re.compile(rf"\b([0-3]?[0-9]) ({'|'.join(MONTHS)})[a-z]* ([0-9]{{4}})\b")
"""A date in words, in either length."""

Keys = Mapping[str, str]
SHOWN = ("running", "lapsed", "paused")
"""Limits that have a date to compare."""


def compare(result: Result, keys: Keys) -> tuple[str, ...]:
    """List every difference between an event's result and its expectation."""
    expect, case = result.event.expect, result.case
    found = [*_refused(result)]
    if expect.state is not None and expect.state != case.state:
        found.append(f"expected state {expect.state}, found {case.state}")
    for name, state in expect.tracks.items():
        found += _track(case, name, state, keys)
    for name, when in expect.deadlines.items():
        found += _deadline(case, name, when, keys)
    for flag in expect.flags:
        found += _flag(case, flag, keys)
    found += [
        d for label, steps in _by_label(result, expect.offered) for s in steps for d in _offered(result, label, s, keys)
    ]
    found += [
        d
        for label, steps in _by_label(result, expect.not_offered)
        for s in steps
        for d in _closed(result, label, s, keys)
    ]
    return tuple(found)


def _refused(result: Result) -> Iterator[str]:
    expect, step = result.event.expect, result.event.step
    said = "; ".join(r.sentence for r in result.refusals)
    if expect.refused is None and expect.opens_on is None:
        if result.refusals:
            yield f"expected “{step}” to be taken, found it refused: {said}"
        return
    if not result.refusals:
        yield f"expected “{step}” to be refused, found it taken"
        return
    if expect.refused is not None and _plain(expect.refused) not in _plain(said):
        yield f"expected a refusal with “{expect.refused}”, found: {said}"
    if expect.opens_on is not None and expect.opens_on not in _openings(result):
        yield f"expected it to open on {expect.opens_on}, found {Refused(result.refusals).opens_on or 'no date'}"


def _plain(words: str) -> str:
    """Words without regard to case, with dates such as 10 Oct 1967 written as 1967-10-10."""
    return WRITTEN.sub(lambda m: f"{m[3]}-{MONTHS.index(m[2]) + 1:02}-{int(m[1]):02}", words.casefold())


def _openings(result: Result) -> set[date | None]:
    return {Refused(result.refusals).opens_on, *(r.opens_on for r in result.refusals)}


def find_track(case: Case, name: str, keys: Keys) -> Track | None:
    """Find a track by ``set:label`` or, in the first set that has it, by its label."""
    of, _, label = name.rpartition(":")
    key = keys.get(label, label)
    sets = [of] if of else [t.key for t in case.procedure.tracks]
    return next((case.tracks[f"{s}:{key}"] for s in sets if f"{s}:{key}" in case.tracks), None)


def _track(case: Case, name: str, state: str, keys: Keys) -> Iterator[str]:
    track = find_track(case, name, keys)
    if track is None:
        yield f"expected track {name} to be {state}, found no such track"
    elif track.state != state:
        yield f"expected track {name} to be {state}, found {track.state}"


def find_limit(case: Case, name: str, keys: Keys) -> Limit | None:
    """Find a limit by its key, by ``reply:label`` on a track, or by its name alone where it runs on one track only."""
    of, colon, label = name.partition(":")
    found = case.limits.get(f"{of}{colon}{keys.get(label, label)}")
    if found is None and not colon:
        on_tracks = [limit for limit in case.limits.values() if limit.limit == of]
        return on_tracks[0] if len(on_tracks) == 1 else None
    return found


def _standard(case: Case, name: str) -> str | None:
    """The date up to which a standard without a number reaches, such as the planned start; None where it is none."""
    until = next((s.until for s in case.procedure.standards if s.key == name), None)
    return None if until is None else str(case.facts.get(until, ""))


def _deadline(case: Case, name: str, when: Any, keys: Keys) -> Iterator[str]:
    limit, stated = find_limit(case, name, keys), _standard(case, name)
    if limit is None and stated is not None and not isinstance(when, bool):
        if stated != str(when):
            yield f"expected deadline {name} on {when}, found {stated or 'no date'}"
        return
    if isinstance(when, bool):
        runs = limit is not None and limit.status == "running"
        if runs != when:
            yield f"expected {name} {'to run' if when else 'not to run'}, found {_said(limit)}"
    elif limit is None or limit.status not in SHOWN:
        yield f"expected deadline {name} on {when}, found {_said(limit)}"
    elif _moment(limit, when) != when:
        yield f"expected deadline {name} on {when}, found {_moment(limit, when)}"


def _said(limit: Limit | None) -> str:
    if limit is None:
        return "no such period"
    until = f" until {limit.says_until()}" if limit.status in SHOWN else ""
    return f"it {limit.status}{until}"


def _moment(limit: Limit, like: Any) -> Any:
    """The expiry in the kind of what is expected: an instant, or the date on which the period ends in its zone."""
    if isinstance(like, datetime):
        return limit.expires_at.astimezone(UTC) if limit.expires_at else None
    if limit.expires_on:
        return limit.expires_on
    return limit.day_after(limit.zone)


def _flag(case: Case, flag: str, keys: Keys) -> Iterator[str]:
    name, colon, label = flag.partition(":")
    track = find_track(case, label, keys) if colon else None
    held = track.flags if track else () if colon else (*case.flags, *(f for t in case.tracks.values() for f in t.flags))
    if name not in held:
        yield f"expected flag {flag}, found {', '.join(dict.fromkeys(held)) or 'none'}"


def _by_label(result: Result, wanted: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(wanted, Mapping):
        yield from wanted.items()
    elif wanted:
        yield from ((label, wanted) for label in dict.fromkeys(result.event.by))


def _of(result: Result, label: str, step: str, keys: Keys) -> list[Offer]:
    name, colon, track = step.partition(":")
    key = keys.get(track, track)
    matching = [o for o in result.offers.get(label, ()) if o.step.key == name]
    return [o for o in matching if not colon or (o.track and key in (o.track.key, o.track.key.partition(":")[2]))]


def _offered(result: Result, label: str, step: str, keys: Keys) -> Iterator[str]:
    matching = _of(result, label, step, keys)
    if any(o.is_open for o in matching):
        return
    why = matching[0].refusals[0].sentence if matching else f"nothing of the kind leaves {result.case.state}"
    yield f"expected “{step}” to be offered to {label}, found it closed: {why}"


def _closed(result: Result, label: str, step: str, keys: Keys) -> Iterator[str]:
    if any(o.is_open for o in _of(result, label, step, keys)):
        yield f"expected “{step}” not to be offered to {label}, found it open"
