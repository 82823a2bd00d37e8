"""Whom an activity touches: one description against the newest versions of the register, as a reader may see them.

The index names what may meet, the comparison says what does; nothing that the reader does not read takes part in
either. What is found is as old as the register: each match names the age of what it was compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from consult.lunar import index
from consult.lunar.entries import Entry
from consult.lunar.features import Feature, features_of
from consult.lunar.levels import comparable
from consult.lunar.margins import DEFAULT, Margins
from consult.lunar.overlaps import Finding, compare
from consult.lunar.packing import unpack
from consult.lunar.reader import Reader
from consult.models.lunar import LUNAR_CURRENT, LUNAR_ENTRY
from workflows.kernel.frozen import dataclass

STALE_DAYS = 365
_EPOCH = date(1970, 1, 1)
_PLANNED = "planned"


class Match(NamedTuple):
    """One meeting with a feature of an entry: who answers for it, when it was told, and whether that is too old."""

    finding: Finding
    entry: str
    states: tuple[str, ...]
    recorded_on: date
    age_days: int
    outdated: bool = False
    """Its time is past and nothing has confirmed that it took place."""

    @property
    def stale(self) -> bool:
        """Say whether what was told is too old to be relied on without asking."""
        return self.outdated or self.age_days > STALE_DAYS


@dataclass(frozen=True, slots=True)
class Screening:
    """What a comparison found, the nearest first, with the margins it was made with."""

    matches: tuple[Match, ...]
    margins: Margins
    on: date

    @property
    def by_state(self) -> dict[str, tuple[Match, ...]]:
        """Give the matches of each State that answers for something, in the order in which States are met."""
        found: dict[str, list[Match]] = {}
        for match in self.matches:
            for state in match.states:
                found.setdefault(state, []).append(match)
        return {state: tuple(matches) for state, matches in found.items()}


def screen(
    connection: Connection,
    description: Mapping[str, Any],
    *,
    reader: Reader,
    on: date,
    key: str = "",
    state: str = "",
    margins: Margins = DEFAULT,
    exercises: bool = True,
) -> Screening:
    """Compare a description with the register, its own entry (`key`) left out; raise Fault, with its path, where
    something in it cannot be compared."""
    mine = features_of(comparable(spread(description)), key=key, state=state)
    return screen_features(connection, mine, reader=reader, on=on, margins=margins, exercises=exercises)


def screen_entry(
    connection: Connection, entry: Entry, *, reader: Reader, on: date, exercises: bool = True
) -> Screening:
    """Compare the newest version of an entry, as its reader has it, with the rest of the register; Fault as above."""
    listed = entry.listed
    own: dict[str, Any] = {"key": listed.key, "state": listed.state, "exercises": exercises}
    return screen(connection, entry.newest.description, reader=reader, on=on, **own)


def screen_features(
    connection: Connection,
    mine: Sequence[Feature],
    *,
    reader: Reader,
    on: date,
    margins: Margins = DEFAULT,
    exercises: bool = True,
) -> Screening:
    """Compare features with the register."""
    theirs: list[Feature] = []
    about: dict[int, tuple[str, int]] = {}
    met: dict[int, tuple[str, str]] = {}
    for feature in mine:
        for number, states, detail in index.candidates(connection, feature, margins, reader, exercises=exercises):
            met[number] = detail, states
    for detail, states in sorted(met.values()):  # the index's own order tells of rows that the reader does not read
        other, day = unpack(detail)
        theirs.append(other)
        about[id(other)] = states, day
    matches = [_match(one, *about[id(one.theirs)], on) for one in compare(mine, theirs, margins)]
    return Screening(tuple(_with_status(connection, matches, on)), margins, on)


def _match(finding: Finding, states: str, day: int, on: date) -> Match:
    recorded, age = _age(day, on)
    return Match(finding, finding.theirs.key, _named(states), recorded, age)


@lru_cache(maxsize=4096)
def _age(day: int, on: date) -> tuple[date, int]:
    """Give the day on which something was told and the days since."""
    recorded = _EPOCH + timedelta(days=day)
    return recorded, (on - recorded).days


@lru_cache(maxsize=1024)
def _named(states: str) -> tuple[str, ...]:
    return tuple(states.strip("|").split("|"))


def _with_status(connection: Connection, found: list[Match], on: date) -> list[Match]:
    """Mark what was planned for a time that is past; entries are looked up only where there is such a time."""
    today = datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()
    past = {one.entry for one in found if one.finding.theirs.until <= today}
    if not past:
        return found
    query = select(LUNAR_ENTRY.c.key).join(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    planned = query.where(LUNAR_ENTRY.c.key.in_(past), LUNAR_CURRENT.c.status == _PLANNED)
    late = set(connection.execute(planned).scalars())
    return [one._replace(outdated=True) if one.entry in late else one for one in found]


def affected(screening: Screening, acting: str) -> list[dict[str, Any]]:
    """Name each other State that is touched: the entry it is touched by first, why, and how old that is; plain JSON."""
    return [
        {
            "party": state,
            "entry": matches[0].entry,
            "why": matches[0].finding.reason(),
            "matches": len(matches),
            "recorded_on": matches[0].recorded_on.isoformat(),
            "age_days": matches[0].age_days,
            "stale": matches[0].stale,
        }
        for state, matches in screening.by_state.items()
        if state != acting
    ]


def spread(description: Mapping[str, Any]) -> dict[str, Any]:
    """Write a single place or orbit as the list that a description has; an orbit without a body goes around that of
    the place."""
    found = dict(description)
    place, orbit = found.get("areas"), found.get("orbits")
    around = "earth"
    if isinstance(place, Mapping) and "body" in place:
        around = str(place["body"])
        found["areas"] = [{"kind": "operations", "place": place}]
    if isinstance(orbit, Mapping) and "regime" in orbit:
        found["orbits"] = [{"around": around, "orbit": orbit}]
    return found
