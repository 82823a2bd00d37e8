"""What guards, actors and limits see: the case, the hand, the moment, the filing, and a world that answers questions.

Every answer of the world is remembered, so that the act can store what its guards read and a replay needs no tables of
today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from .actors import CLOCK_PARTY
from .acts import Hand
from .case import Case
from .fields import NO_FILING, FilingSpec
from .frozen import dataclass
from .holdings import Done, Limit, Track, altered
from .naming import limit_called, set_called, track_called
from .reckoning import Calendar
from .steps import FromFilingField, Step
from .words import Citations


class World(Protocol):
    """What may be looked up besides the case; a frozen value, never a clock."""

    def ask(self, kind: str, *args: str) -> Any:
        """Answer ``bound``, ``reachable``, ``linked``, ``available``, ``activity``, ``matter``, ``offices``,
        ``stands``, ``roll``, ``kind``, ``entered``, ``affected``, ``paper`` or ``papers`` in plain JSON.
        """

    def name(self, party: str) -> str:
        """What a party is called within a sentence, with its article: “the Republic of Korea”."""

    def zone(self, party: str | None) -> str:
        """The legal time zone of a party's place."""

    def calendar(self, party: str | None) -> Calendar | None:
        """The working days of a party's place."""

    def edition(self, digest: str) -> Any:
        """The procedure that a stored edition holds; KeyError where there is none."""

    def editions(self, procedure: Any) -> Mapping[str, Any]:
        """The other editions to which a case of a procedure could be moved now, by how each is chosen."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A world made of plain answers: for stories, tests and replay. Unknown questions get the default of their kind."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, kind: str, *args: str) -> Any:
        """Answer from the table, by the full question first and by its kind next."""
        for key in (":".join((kind, *args)), kind):
            if key in self.answers:
                return self.answers[key]
        known = {"bound": {"bound": True, "reason": ""}, "reachable": True, "linked": [], "available": True}
        return {**known, "stands": [], "roll": [], "kind": "state", "entered": [], "affected": []}.get(kind)

    def name(self, party: str) -> str:
        """The name given for a party, else its key."""
        return self.names.get(party, party)

    def zone(self, party: str | None) -> str:
        """The zone given for a party, else UTC."""
        return self.zones.get(party or "", "UTC")

    def calendar(self, party: str | None) -> Calendar | None:
        """The calendar given for a party, else one without holidays."""
        return self.calendars.get(party or "", PLAIN_CALENDAR)

    def edition(self, digest: str) -> Any:
        """The edition given that has this digest."""
        return {one.digest: one for one in self.others.values()}[digest]

    def editions(self, procedure: Any) -> Mapping[str, Any]:
        """The editions given that are others than the procedure's own."""
        return {key: one for key, one in self.others.items() if one.digest != procedure.digest}


PLAIN_CALENDAR = Calendar("", frozenset((5, 6)), frozenset(), date(1900, 1, 1), date(2200, 12, 31))
"""Saturdays and Sundays only: used where no table is given, and named so on the page."""


@dataclass
class View:
    """One look at a case: used for one attempt and thrown away."""

    procedure: Any
    case: Case
    hand: Hand
    at: datetime
    world: World
    step: Step | None = None
    track: Track | None = None
    filing: Mapping[str, Any] | None = None
    day_in_law: date | None = None
    reads: dict[str, Any] = field(default_factory=dict)

    @property
    def asks(self) -> FilingSpec:
        """What the step at hand asks in writing, for sentences that name its questions."""
        return (self.step.filing if self.step else None) or NO_FILING

    @property
    def acting(self) -> str:
        """The party in whose name the hand acts."""
        return self.hand.on_behalf_of or self.hand.party

    def principal(self) -> str:
        """The party whose treaty relations matter: the acting one, else (for the clock) the filer."""
        if self.acting != CLOCK_PARTY:
            return self.acting
        return next(iter(self.case.parties.get(self.procedure.filer, ())), CLOCK_PARTY)

    def on(self, track: Track | None) -> View:
        """Look at the same attempt on another track; what the world answers is remembered in one place."""
        return altered(self, track=track)

    def ask(self, kind: str, *args: str) -> Any:
        """Ask the world, and remember what it said."""
        key = ":".join((kind, *args))
        if key not in self.reads:
            self.reads[key] = self.world.ask(kind, *args)
        return self.reads[key]

    def day(self, zone: str = "UTC") -> date:
        """The date in law of the moment at hand."""
        return self.day_in_law or self.at.astimezone(ZoneInfo(zone)).date()

    def fact(self, name: str, default: Any = None) -> Any:
        """A fact: as this filing states it where the step keeps it, or a table that the step asks; else as the case has
        it."""
        if self.step and name in self.step.keeps and self.filing is not None:
            value = self.filing.get(name)
            if value is not None:
                return value
        for one in self.step.looks_up if self.step and self.filing is not None else ():
            if one.fact == name and (found := one.value(self)) is not None:
                return found
        return self.case.facts.get(name, default)

    def filed(self, name: str) -> Any:
        """A value of the filing at hand."""
        return self.filing.get(name) if self.filing is not None else None

    def paper_or_none(self) -> Mapping[str, Any] | None:
        """The paper on record that the filing names by the number of its act, as far as the acting party may read it;
        None where there is none."""
        n = self.filed("act")
        found = self.ask("paper", str(n), self.acting) if type(n) is int and 0 < n <= self.case.n else None
        return found or None

    def paper(self) -> Mapping[str, Any]:
        """The paper on record that the filing names; KeyError for none."""
        found = self.paper_or_none()
        if found is None:
            raise KeyError("act")
        return found

    def filed_parties(self, name: str) -> tuple[str, ...]:
        """The parties that a field of the filing names."""
        value = self.filed(name)
        if isinstance(value, str):
            return (value,)
        return tuple(v if isinstance(v, str) else v.get("party", "") for v in value or ())

    def activity(self) -> str | None:
        """The status of the activity: as filed, else as the world knows it, else as the case has it."""
        source = self.step.activity if self.step else None
        if isinstance(source, FromFilingField):
            filed = self.filed(source.field)
            if isinstance(filed, str) and filed:
                return filed
        known = self.ask("activity")
        return known if isinstance(known, str) and known else self.case.activity

    def participants(self) -> frozenset[str]:
        """Everybody who has a role or a track in the case."""
        held = {party for parties in self.case.parties.values() for party in parties}
        return frozenset(held | {t.party for t in self.case.tracks.values() if t.party})

    def stakeholders(self) -> frozenset[str]:
        """The parties with a stake."""
        roles = self.procedure.stakes
        return frozenset(party for role, parties in self.case.parties.items() if role in roles for party in parties)

    def active(self, role: str | None = None) -> frozenset[str]:
        """The parties with a stake (or of a role) still taking part: not all of their tracks are gone or passive."""
        parties = frozenset(self.case.parties.get(role, ())) if role else self.stakeholders()
        return frozenset(party for party in parties if not self._gone(party))

    def has_left(self, party: str, role: str) -> bool:
        """Say whether an office that a party held has ended."""
        return has_left(self.case, party, role)

    def _gone(self, party: str) -> bool:
        """Say whether a party takes part no more; an office that it had beside its part, and lost, does not count."""
        offices, sets = self.procedure.office_sets, self.procedure.track_set
        tracks = [t for t in self.case.tracks.values() if t.party == party and sets(t.set).role]
        tracks = [t for t in tracks if t.set not in offices]
        return bool(tracks) and all(self._passes_by(t) for t in tracks)

    def _passes_by(self, track: Track) -> bool:
        of = self.procedure.track_set(track.set)
        return track.state in of.gone or track.state in of.passive

    def tracks_of(self, of: str) -> list[Track]:
        """The tracks of a set whose party still takes part."""
        gone = self.procedure.track_set(of).gone
        return [t for t in self.case.tracks.values() if t.set == of and t.state not in gone]

    def done(self, step: str) -> Done | None:
        """What is on record of a step: on the track at hand where the step is taken on such tracks."""
        if self.track and self.procedure.is_on(step, self.track.set):
            return self.case.done.get(f"{step}@{self.track.key}")
        return self.case.done.get(step)

    def limit(self, name: str) -> Limit | None:
        """A limit as it runs: on the track at hand where it runs on tracks."""
        return self.case.limits.get(self.limit_key(name, self.track))

    def limit_key(self, name: str, track: Track | None) -> str:
        """The key under which the case keeps a limit: ``reply:JPN`` on a track, ``window`` without one."""
        limit = self.procedure.limit(name)
        return (
            f"{name}:{track.key.partition(':')[2]}"
            if limit and limit.per and track and track.set == limit.per
            else name
        )

    def limit_title(self, name: str) -> str:
        """A limit's title for a sentence."""
        return limit_called(self.procedure, name)

    def limit_cited(self, name: str) -> Citations:
        """What a limit rests on."""
        limit = self.procedure.limit(name)
        return limit.under if limit else ()

    def procedure_zone(self, name: str) -> str:
        """The zone in which a limit is counted now."""
        limit = self.procedure.limit(name)
        return zone_of(limit, self, self.track) if limit else "UTC"

    def track_name(self, key: str | None = None) -> str:
        """The name of a track for a sentence."""
        track = self.case.tracks.get(key) if key else self.track
        if track is None:
            return track_called(self.procedure, key) if key else "the track"
        if track.party and track.key == f"{track.set}:{track.party}":
            return self.called(track.party)
        return f"{set_called(self.procedure, track.set)} {track.name}" if track.name.isdigit() else track.name

    def called(self, party: str) -> str:
        """The name of a party for a sentence, with its article where it has one."""
        return self.world.name(party)


def has_left(case: Case, party: str, role: str) -> bool:
    """Say whether a party has no track left in which it takes part with a role, though it had some; a role that comes
    with no track is never left."""
    sets = {of.key: of for of in case.procedure.tracks if of.office and role in (of.role, of.office)}
    tracks = [t for t in case.tracks.values() if t.party == party and t.set in sets] if sets else []
    return bool(tracks) and all(t.state in sets[t.set].gone for t in tracks)


def zone_of(limit: Any, view: View, track: Track | None) -> str:
    """The zone of a limit: its own, or that of the track's party, of its owner, or of the acting party."""
    if limit.zone != "party":
        return str(limit.zone)
    owner = next(iter(view.case.parties.get(limit.owner, ())), None) if limit.owner else None
    return view.world.zone((track.party if track else None) or owner or view.principal())
