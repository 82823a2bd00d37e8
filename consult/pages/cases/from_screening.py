"""How a paper begins that names whom an activity overlaps with: the States that the comparison with the register finds,
and what overlaps. Generic over procedures, by what the paper asks.

States are found with what whoever begins the paper may read. What overlaps is filled in only as far as everybody may
read it: the paper goes to others, and its writer decides whether anything more is told there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from consult.docket import Docket, Seen
from consult.i18n import _
from consult.lunar.entries import Entry, read_entry, read_newest
from consult.lunar.faults import Fault
from consult.lunar.filling import asked_for
from consult.lunar.reader import PUBLIC_READER
from consult.lunar.readers import reader_of
from consult.lunar.screening import Match, Screening, screen_entry
from consult.pages.cases.offered import party_choices
from consult.refusals import Unknown
from consult.standing import Standing
from workflows.kernel.bodies import MOST_TEXT, problems
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.machine import Offer

OVERLAPPED, OVERLAPS = "overlapped", "overlaps"
"""What a question is filled with: the States that are found, or the list of what overlaps."""
MAY_BE_NAMED = ("state", "igo")
MOST = 5
"""So many overlaps with one State are filled in, the nearest; all stand on the sheet."""


def asks_for_overlaps(spec: FilingSpec | None) -> bool:
    """Say whether a paper names the States that a comparison finds."""
    return spec is not None and asked_for(spec, OVERLAPPED) is not None


def answers_from_screening(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, offer: Offer, now: datetime
) -> dict[str, Any]:
    """Give the States found that are not named yet, and what overlaps; nothing where the paper does not ask, or the
    activity is not in the register or cannot be compared."""
    spec, on, exercise = offer.step.filing, now.date(), bool(seen.row.exercise)
    asked = asked_for(spec, OVERLAPPED) if spec else None
    if spec is None or asked is None:
        return {}
    reader = reader_of(conn, docket.editions, standing)
    try:
        entry = read_entry(conn, reader, seen.row.ref)
        found = screen_entry(conn, entry, reader=reader, on=on, exercises=exercise)
        told = _told_to_all(conn, entry.listed.key, on, exercise=exercise)
    except (Unknown, Fault):
        return {}
    known = {key for key, _name, kind, _note in party_choices(conn, now, standing.party_zone) if kind in MAY_BE_NAMED}
    states = [state for state in left_to_name(standing, seen, offer, entry, found) if state in known]
    given: dict[str, Any] = {asked.key: states}
    listed = asked_for(spec, OVERLAPS)
    if listed is not None:
        given[listed.key] = _rows(listed, told, read_newest(conn, PUBLIC_READER, [m.entry for m in told]), states)
    wrong = {problem.field.partition("/")[0] for problem in problems(spec, given)} & given.keys()
    return {key: [] if key in wrong else value for key, value in given.items()}


def left_to_name(standing: Standing, seen: Seen, offer: Offer, entry: Entry, found: Screening) -> list[str]:
    """List the States found whom a paper may still name: neither those of the activity nor the party itself."""
    asked = asked_for(offer.step.filing, OVERLAPPED) if offer.step.filing else None
    if asked is None:
        return []
    barred = {standing.party_key, *entry.listed.states, *_named(seen, offer, asked)}
    return [state for state in found.by_state if state not in barred]


def _told_to_all(conn: Connection, key: str, on: date, *, exercise: bool) -> Sequence[Match]:
    """Compare what everybody may read, of the activity and of all others."""
    entry = read_entry(conn, PUBLIC_READER, key)
    return screen_entry(conn, entry, reader=PUBLIC_READER, on=on, exercises=exercise).matches


def _named(seen: Seen, offer: Offer, asked: Field) -> set[str]:
    """List those whom the question has named before: each has its track."""
    sets = {opens.set for opens in offer.step.opens if opens.field == asked.key}
    return {track.party for track in seen.case.tracks.values() if track.set in sets and track.party}


def _rows(
    listed: Field, matches: Sequence[Match], entries: Mapping[str, Entry], states: Collection[str]
) -> list[dict[str, Any]]:
    """Tell the nearest overlap of each kind with each activity of the States found, as far as the list asks for it."""
    seen: set[tuple[str, str]] = set()
    counted = dict.fromkeys(states, 0)
    rows = []
    for match in matches:
        state = next((one for one in match.states if one in counted), "")
        kind = _kind(match)
        if not state or counted[state] >= MOST or (match.entry, kind) in seen:
            continue
        seen.add((match.entry, kind))
        counted[state] += 1
        title = entries[match.entry].listed.title
        with_whom = f"{title} ({match.entry})" if title else match.entry
        told = {"kind": kind, "with": with_whom[:MOST_TEXT], "party": state, "what": _what(match)}
        told |= {"data_as_of": match.recorded_on.isoformat()}
        rows.append(dict(_asked(listed, told | _margin(match))))
    return rows


def _asked(listed: Field, told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keep what the list asks for, and of choices and units those that it offers."""
    for part in listed.of:
        value = told.get(part.key)
        offered = value in dict(part.options) if part.kind == "choice" else True
        if part.kind == "decimal":
            offered = value is not None and value["unit"] in part.units
        if value is not None and offered:
            yield part.key, value


def _kind(match: Match) -> str:
    """Name what overlaps besides time, the most particular."""
    return [kind for kind in match.finding.kinds if not kind.endswith("time")][-1]


def _what(match: Match) -> str:
    said = [match.finding.reason()]
    if match.stale:
        said.append(_("The data are %(number)s days old: ask.", number=match.age_days))
    return " ".join(" ".join(said).split())[:MOST_TEXT]


def _margin(match: Match) -> dict[str, Any]:
    """Give the margin with which the overlap was found: the guard between bands, or kilometres."""
    hertz, far = match.finding.guard_hz, match.finding.margin_km
    amount, unit = (hertz / 1000, "kHz") if hertz else (far, "km")
    return {"margin": {"value": f"{amount:.3f}".rstrip("0").rstrip("."), "unit": unit}} if amount else {}
