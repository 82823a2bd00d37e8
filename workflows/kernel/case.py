"""Case and act: what was done, and where that leaves the case.

A ``Case`` is a bounded summary (state, tracks, limits, flags, remembered states, first and last of each step). An ``Act`` carries its
effects, so a case is the fold of its acts and nothing else: ``Case.replay(acts)`` builds the same value from the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .words import humanise

STEP, HAND, HAND_WITHDRAWN, LAPSE = "step", "hand", "hand_withdrawn", "lapse"
"""Kinds of act: a step, one hand of a joint step, that hand taken back, the passing of a limit that moves nothing."""

JSON = Any
Effect = tuple[JSON, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: a party, in the capacities its person holds, and the references that the record keeps (never a name)."""

    party: str
    capacities: frozenset[str] = frozenset()
    person: str = ""
    office: str = ""
    organ: str = ""
    mandate: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How often a step was taken, and by whom and when first and last."""

    count: int
    first_on: datetime
    first_by: str
    last_on: datetime
    last_by: str


@dataclass(frozen=True, slots=True)
class Track:
    """One relation or item in a case, with a state of its own."""

    key: str
    set: str
    name: str
    state: str
    party: str | None = None
    side: str | None = None
    basis: str = ""
    received_on: datetime | None = None
    came_from: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    facts: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that was started: armed (waits for receipt), running, paused, stopped or lapsed."""

    key: str
    limit: str
    track: str | None
    n: int
    status: str
    length: str = ""
    starts_on: datetime | None = None
    expires_on: date | None = None
    expires_at: datetime | None = None
    safe_at: datetime | None = None
    zone: str = "UTC"
    trigger: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    extended: int = 0
    paused_at: datetime | None = None
    lapse_n: int | None = None
    before: tuple[tuple[str, str], ...] | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the limit can still pass."""
        return self.status == "running"

    def passed(self, at: datetime) -> bool:
        """Say whether the limit has passed at an instant."""
        if self.status == "lapsed":
            return True
        return self.status == "running" and self.expires_at is not None and at >= self.expires_at

    def day_after(self, zone: str) -> date | None:
        """The first date on which the limit has passed."""
        if self.expires_on:
            return self.expires_on + timedelta(days=1)
        return self.expires_at.astimezone(ZoneInfo(zone)).date() if self.expires_at else None

    def says_until(self) -> str:
        """The expiry in words: a date, or an instant for periods in hours."""
        if self.expires_on:
            return self.expires_on.isoformat()
        return self.expires_at.strftime("%Y-%m-%d %H:%M UTC") if self.expires_at else "an unknown date"


@dataclass(frozen=True, slots=True)
class Pending:
    """The hands laid on a joint step: (party, person, instant) each, all on one digest."""

    step: str
    track: str | None
    digest: str
    laid: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One move made on a date: keys, digests, offices, capacities, dates, what its guards read, and its effects.

    ``at`` is the moment of recording, ``on`` the moment in law, ``day`` the date in law where it differs from the date of ``on``.
    """

    n: int
    kind: str
    step: str
    party: str
    at: datetime
    on: datetime
    came: str
    went: str
    track: str | None = None
    day: date | None = None
    capacity: str = ""
    office: str = ""
    organ: str = ""
    person: str = ""
    mandate: str = ""
    on_behalf_of: str | None = None
    digest: str = ""
    basis: tuple[tuple[str, str, str], ...] = ()
    level: str = "C2"
    late: bool = False
    effects: tuple[Effect, ...] = ()
    reads: tuple[tuple[str, JSON], ...] = ()
    corrects: tuple[int, ...] = ()
    tells: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()

    def to_json(self) -> dict[str, JSON]:
        """Give the act as plain JSON; dates as text, nothing left out that differs from empty."""
        plain = asdict(self)
        return {k: plain_json(v) for k, v in plain.items() if v not in (None, "", (), False)}

    @classmethod
    def from_json(cls, stored: Mapping[str, JSON]) -> Act:
        """Read back what ``to_json`` wrote."""
        read = {k: _tuples(v) for k, v in stored.items()}
        read |= {k: datetime.fromisoformat(stored[k]) for k in ("at", "on")}
        if "day" in stored:
            read["day"] = date.fromisoformat(stored["day"])
        return cls(**read)

    def effects_of(self, word: str) -> list[Effect]:
        """List the effects of one kind."""
        return [e for e in self.effects if e[0] == word]


def plain_json(value: JSON) -> JSON:
    """Turn dates into text and tuples into lists, deeply."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain_json(v) for v in value]
    if isinstance(value, Mapping):
        return {k: plain_json(v) for k, v in value.items()}
    return value


def _tuples(value: JSON) -> JSON:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Case:
    """A running procedure as its acts have left it."""

    procedure: Any
    state: str
    opened_on: datetime
    n: int = 0
    activity: str | None = None
    last_on: datetime | None = None
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    facts: Mapping[str, JSON] = field(default_factory=dict)
    came_from: Mapping[str, str] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)

    def replay(self, acts: Iterable[Act]) -> Case:
        """Apply acts one after the other; from the opened case they give the present one."""
        case = self
        for act in acts:
            case = case.after(act)
        return case

    def after(self, act: Act) -> Case:
        """Give the case as this act leaves it; the act's effects decide, nothing is looked up."""
        if act.n != self.n + 1:
            raise ValueError(f"act {act.n} does not follow act {self.n}")
        draft = _Draft(self)
        for effect in act.effects:
            getattr(draft, f"do_{effect[0]}")(act, *effect[1:])
        return draft.finish(act)

    def patched(self, effects: tuple[Effect, ...]) -> Case:
        """Apply effects without counting an act: what the case would be had they not happened."""
        draft = _Draft(self)
        act = Act(self.n + 1, "patch", "", "", self.opened_on, self.opened_on, self.state, self.state)
        for effect in effects:
            getattr(draft, f"do_{effect[0]}")(act, *effect[1:])
        return replace(self, **draft.changed)

    @property
    def is_live(self) -> bool:
        """Say whether the case is in a state where something may be due."""
        return bool(self.procedure.state(self.state).kind == "open")


class _Draft:
    """A case being changed by one act; every mapping is copied before its first change."""

    __slots__ = ("case", "changed")

    def __init__(self, case: Case) -> None:
        self.case = case
        self.changed: dict[str, Any] = {}

    def _map(self, name: str) -> dict[str, Any]:
        if name not in self.changed:
            self.changed[name] = dict(getattr(self.case, name))
        mapping: dict[str, Any] = self.changed[name]
        return mapping

    def do_state(self, act: Act, to: str, remember: bool = True) -> None:
        """Move the case, and remember whence."""
        before = self.changed.get("state", self.case.state)
        if remember and before != to:
            self._map("came_from")[to] = before
        self.changed["state"] = to

    def do_activity(self, act: Act, status: str) -> None:
        """Set the status of the activity."""
        self.changed["activity"] = status

    def do_open(self, act: Act, key: str, of: str, name: str, state: str, party: str | None, side: str | None, basis: str) -> None:
        """Open a track."""
        self._map("tracks")[key] = Track(key, of, name, state, party, side, basis)

    def do_track(self, act: Act, key: str, to: str, remember: bool = True) -> None:
        """Move a track, and remember whence."""
        track = self._map("tracks")[key]
        came = {**track.came_from, to: track.state} if remember and track.state != to else track.came_from
        self.changed["tracks"][key] = replace(track, state=to, came_from=came)

    def do_received(self, act: Act, key: str, on: str | None) -> None:
        """Record receipt on a track, or that a new version has yet to be received."""
        tracks = self._map("tracks")
        tracks[key] = replace(tracks[key], received_on=datetime.fromisoformat(on) if on else None)

    def do_fact(self, act: Act, name: str, value: JSON) -> None:
        """Keep a fact of the case."""
        self._map("facts")[name] = value

    def do_collect(self, act: Act, key: str, name: str, value: str) -> None:
        """Add a value to what a track collects."""
        tracks = self._map("tracks")
        facts = tracks[key].facts
        tracks[key] = replace(tracks[key], facts={**facts, name: tuple(sorted({*facts.get(name, ()), value}))})

    def do_party(self, act: Act, role: str, party: str) -> None:
        """Give a party a role."""
        parties = self._map("parties")
        if party not in parties.get(role, ()):
            parties[role] = (*parties.get(role, ()), party)

    def do_flag(self, act: Act, name: str, track: str | None) -> None:
        """Set a flag on the case or on a track."""
        if track is None:
            flags = self.changed.get("flags", self.case.flags)
            self.changed["flags"] = flags if name in flags else (*flags, name)
        else:
            tracks = self._map("tracks")
            if name not in tracks[track].flags:
                tracks[track] = replace(tracks[track], flags=(*tracks[track].flags, name))

    def do_unflag(self, act: Act, name: str, track: str | None) -> None:
        """Clear a flag on the case or on a track."""
        if track is None:
            self.changed["flags"] = tuple(f for f in self.changed.get("flags", self.case.flags) if f != name)
        else:
            tracks = self._map("tracks")
            tracks[track] = replace(tracks[track], flags=tuple(f for f in tracks[track].flags if f != name))

    def do_limit(self, act: Act, key: str, values: Any) -> None:
        """Start or change a limit; values are pairs of field and plain JSON."""
        given = {name: _limit_value(name, value) for name, value in values}
        limits = self._map("limits")
        limits[key] = replace(limits[key], **given) if key in limits else Limit(key=key, **given)

    def do_hand(self, act: Act, key: str, digest: str, fresh: bool) -> None:
        """Lay a hand on a joint step; hands on another digest are void."""
        pending = self._map("pending")
        laid = () if fresh or key not in pending else pending[key].laid
        hand = (act.party, act.person, act.on.isoformat())
        pending[key] = Pending(act.step, act.track, digest, (*laid, hand))

    def do_unhand(self, act: Act, key: str) -> None:
        """Take a party's hand back."""
        pending = self._map("pending")
        left = tuple(h for h in pending[key].laid if h[0] != act.party)
        pending[key] = replace(pending[key], laid=left)
        if not left:
            del pending[key]

    def do_joined(self, act: Act, key: str) -> None:
        """Close the hands of a joint step that was performed."""
        self._map("pending").pop(key, None)

    def finish(self, act: Act) -> Case:
        """Count the step and give the new case."""
        if act.kind == STEP:
            done = self._map("done")
            for key in (act.step,) if act.track is None else (act.step, f"{act.step}@{act.track}"):
                old = done.get(key)
                first = (old.first_on, old.first_by) if old else (act.on, act.party)
                done[key] = Done((old.count if old else 0) + 1, *first, act.on, act.party)
        last = act.on if self.case.last_on is None or act.on > self.case.last_on else self.case.last_on
        return replace(self.case, n=act.n, last_on=last, **self.changed)


_INSTANTS = frozenset(("starts_on", "expires_at", "safe_at", "paused_at"))


def _limit_value(name: str, value: JSON) -> JSON:
    if value is None:
        return None
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "expires_on" else _tuples(value)


def describe_flag(flag: str) -> str:
    """Say a flag in words."""
    return humanise(flag)
