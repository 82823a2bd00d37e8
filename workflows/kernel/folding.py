"""Applying an act: each effect changes what a case holds, and nothing is looked up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .acts import JSON, STEP, Act, as_tuples
from .holdings import Done, Limit, Pending, Track, altered
from .paper_keys import number_in

if TYPE_CHECKING:
    from .case import Case


Editions = Callable[[str], Any]
"""Reads an edition by its digest; KeyError where there is none."""


def no_edition(digest: str) -> Any:
    """Know no edition: what folds acts that move a case has to say where editions are read."""
    raise KeyError(f"there is no edition {digest}")


class Draft:
    """A case being changed by one act; every mapping is copied before its first change."""

    __slots__ = ("case", "changed", "editions")

    def __init__(self, case: Case, editions: Editions = no_edition) -> None:
        self.case, self.editions = case, editions
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

    def do_public(self, act: Act) -> None:
        """Let everybody know of the case from the moment at which this was recorded."""
        self.changed["public_from"] = act.at

    def do_open(
        self, act: Act, key: str, of: str, name: str, state: str, party: str | None, side: str | None, basis: str
    ) -> None:
        """Open a track."""
        self._map("tracks")[key] = Track(key, of, name, state, party, side, basis)

    def do_track(self, act: Act, key: str, to: str, remember: bool = True) -> None:
        """Move a track, and remember whence."""
        track = self._map("tracks")[key]
        came = {**track.came_from, to: track.state} if remember and track.state != to else track.came_from
        self.changed["tracks"][key] = altered(track, state=to, came_from=came)

    def do_received(self, act: Act, key: str, on: str | None) -> None:
        """Record receipt on a track, or that a new version has yet to be received."""
        tracks = self._map("tracks")
        tracks[key] = altered(tracks[key], received_on=datetime.fromisoformat(on) if on else None)

    def do_fact(self, act: Act, name: str, value: JSON) -> None:
        """Keep a fact of the case."""
        self._map("facts")[name] = value

    def do_collect(self, act: Act, key: str, name: str, value: str) -> None:
        """Add a value to what a track collects."""
        tracks = self._map("tracks")
        facts = tracks[key].facts
        tracks[key] = altered(tracks[key], facts={**facts, name: tuple(sorted({*facts.get(name, ()), value}))})

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
                tracks[track] = altered(tracks[track], flags=(*tracks[track].flags, name))

    def do_unflag(self, act: Act, name: str, track: str | None) -> None:
        """Clear a flag on the case or on a track."""
        if track is None:
            self.changed["flags"] = tuple(f for f in self.changed.get("flags", self.case.flags) if f != name)
        else:
            tracks = self._map("tracks")
            tracks[track] = altered(tracks[track], flags=tuple(f for f in tracks[track].flags if f != name))

    def do_begin(self, act: Act, kind: str, procedure: str, terms: Any) -> None:
        """Open another case; this one keeps nothing of it."""

    def do_level(self, act: Act, n: int, to: str, was: str) -> None:
        """Give a paper another level; the record keeps it beside the paper, and the case nothing of it."""

    def do_struck(self, act: Act, n: int) -> None:
        """Strike a paper; the record keeps it beside the paper, and the case nothing of it."""

    def do_limit(self, act: Act, key: str, values: Any) -> None:
        """Start or change a limit; values are pairs of field and plain JSON."""
        given = {name: _limit_value(name, value) for name, value in values}
        limits = self._map("limits")
        limits[key] = altered(limits[key], **given) if key in limits else Limit(key=key, **given)

    def do_edition(self, act: Act, new: str, old: str) -> None:
        """Go on under another edition; what the case holds stays as it is."""
        if self.case.procedure.digest != old:
            raise ValueError(f"act {act.n} moves the case from an edition under which it is not")
        self.changed["procedure"] = self.editions(new)

    def do_hand(self, act: Act, key: str, digest: str, fresh: bool) -> None:
        """Lay a hand on a joint step; hands on another digest are void."""
        pending = self._map("pending")
        laid = () if fresh or key not in pending else pending[key].laid
        hand = (act.principal, act.person, act.on.isoformat())
        # A paper stands in the place of the track, so that the key is found again in what is stored.
        about = key.partition("@")[2]
        track = about if number_in(about) is not None else act.track
        pending[key] = Pending(act.step, track, digest, (*laid, hand))

    def do_unhand(self, act: Act, key: str) -> None:
        """Take a party's hand back."""
        pending = self._map("pending")
        left = tuple(h for h in pending[key].laid if h[0] != act.principal)
        pending[key] = Pending(pending[key].step, pending[key].track, pending[key].digest, left)
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
                if old is None:
                    done[key] = Done(1, act.on, act.principal, act.on, act.principal)
                else:
                    done[key] = Done(old.count + 1, old.first_on, old.first_by, act.on, act.principal)
        last = act.on if self.case.last_on is None or act.on > self.case.last_on else self.case.last_on
        return altered(self.case, n=act.n, last_on=last, **self.changed)


_INSTANTS = frozenset(("starts_on", "expires_at", "safe_at", "paused_at"))


def _limit_value(name: str, value: JSON) -> JSON:
    if name in _INSTANTS:
        return datetime.fromisoformat(value) if value else None
    if name == "expires_on":
        return date.fromisoformat(value) if value else None
    return as_tuples(value) if isinstance(value, list) else value
