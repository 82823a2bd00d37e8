"""The closed list of conditions, each with its sentence of refusal.

A guard answers ``None`` when it holds, else a ``Refusal``. What it looks up outside the case it asks of the view,
which remembers the answer: the act stores it, and a replay uses it. Guards may be added, never change meaning, since
editions store them.

Long because: the list is closed and is read as one, and an edition names each guard by this module.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING

from .actors import Actor
from .frozen import dataclass
from .limits import Length, length_of
from .naming import fact_called, limit_called, set_called, state_called, states_called, step_called, track_called
from .reckoning import Period, expiry, start_of_day
from .values import as_date, as_instant
from .words import PRODUCT, Citation, Citations, capital, either, humanise, say_day

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

CLOSED, STANDING, CONTENT, UNKNOWN = "closed", "standing", "content", "unknown"
"""Kinds of refusal: the step is closed (409), the hand has no right (403), the filing is at fault (422), no such step
(404).
"""

NOT_OPEN = "This step is not open now."
"""What those are told who may not see the cause."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a sentence for those who may see the cause, one for those who may not, the provision, and from when.

    ``reveals`` names the tracks whose state the sentence tells: who may not see them all gets the public one.
    ``is_slip`` says that an answer cannot be read or names what is not there, which no condition had to refuse.
    """

    sentence: str
    under: Citations = ()
    opens_on: date | None = None
    kind: str = CLOSED
    field: str = ""
    public: str = NOT_OPEN
    reveals: tuple[str, ...] = ()
    is_slip: bool = False

    def __str__(self) -> str:
        return self.sentence


class Refused(Exception):
    """A step was not taken; holds every refusal that stood against it."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("; ".join(r.sentence for r in refusals))
        self.refusals = refusals

    @property
    def kind(self) -> str:
        """The kind that decides the answer: no such step, then standing, then closed, then content."""
        kinds = {r.kind for r in self.refusals}
        return next(k for k in (UNKNOWN, STANDING, CLOSED, CONTENT) if k in kinds)

    @property
    def opens_on(self) -> date | None:
        """The earliest date from which the step may be open, where one is known."""
        dates = [r.opens_on for r in self.refusals if r.opens_on]
        return max(dates) if dates and len(dates) == len(self.refusals) else None

    @property
    def under(self) -> Citations:
        """All provisions named."""
        return tuple(dict.fromkeys(c for r in self.refusals for c in r.under))


class Guard:
    """A condition on case, track and world."""

    __slots__ = ()

    def check(self, view: View) -> Refusal | None:
        """Answer None when the condition holds, else why not."""
        raise NotImplementedError

    def words(self, of: Procedure | None = None) -> str:
        """Say the condition in words."""
        raise NotImplementedError

    def holds(self, view: View) -> bool:
        """Say whether the condition holds."""
        return self.check(view) is None

    def __or__(self, other: Guard) -> AnyOf:
        return AnyOf((self, other))

    def __and__(self, other: Guard) -> AllOf:
        return AllOf((self, other))

    def __invert__(self) -> Not:
        return Not(self)


def _values(keys: tuple[str, ...]) -> str:
    return either(humanise(k).lower() for k in keys)


def not_installed(title: str) -> str:
    """Say that a procedure is not part of this installation."""
    return f"The procedure “{title}” is not installed here."


def _tracks_of(guard: Guard, view: View) -> tuple[str, ...]:
    """Give the tracks on which a guard, or one within it, depends."""
    within = getattr(guard, "of", ()) or tuple(filter(None, (getattr(guard, "guard", None),)))
    own = view.tracks_of(guard.set) if isinstance(guard, AllTracks | AnyTrack | Proofs) else ()
    return tuple(dict.fromkeys((*(t.key for t in own), *(key for one in within for key in _tracks_of(one, view)))))


@dataclass(frozen=True, slots=True)
class AnyOf(Guard):
    """At least one of these holds; refuses with the first that names a date, else with the first."""

    of: tuple[Guard, ...]

    def check(self, view: View) -> Refusal | None:
        """Try each in turn."""
        refusals = []
        for guard in self.of:
            refusal = guard.check(view)
            if refusal is None:
                return None
            refusals.append(refusal)
        dated = [r for r in refusals if r.opens_on]
        return min(dated, key=lambda r: r.opens_on or date.max) if dated else refusals[0]

    def words(self, of: Procedure | None = None) -> str:
        """Join by or."""
        return " or ".join(guard.words(of) for guard in self.of)


@dataclass(frozen=True, slots=True)
class AllOf(Guard):
    """All of these hold; refuses with the first that does not."""

    of: tuple[Guard, ...]

    def check(self, view: View) -> Refusal | None:
        """Stop at the first that fails."""
        return next((r for r in (guard.check(view) for guard in self.of) if r), None)

    def words(self, of: Procedure | None = None) -> str:
        """Join by and."""
        return " and ".join(guard.words(of) for guard in self.of)


@dataclass(frozen=True, slots=True)
class Not(Guard):
    """The other condition does not hold."""

    guard: Guard

    def check(self, view: View) -> Refusal | None:
        """Turn the answer round."""
        if self.guard.check(view):
            return None
        return Refusal(f"Not while {self.guard.words(view.procedure)}.", reveals=_tracks_of(self.guard, view))

    def words(self, of: Procedure | None = None) -> str:
        """Turn the words round."""
        return f"not ({self.guard.words(of)})"


@dataclass(frozen=True, slots=True)
class Says(Guard):
    """Another guard under a sentence and a provision of its own."""

    guard: Guard
    sentence: str
    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask the guard, answer with the sentence."""
        refusal = self.guard.check(view)
        return refusal and replace(refusal, sentence=self.sentence, under=(self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """The guard's own words."""
        return self.guard.words(of)


@dataclass(frozen=True, slots=True)
class Lapsed(Guard):
    """A limit has passed (on the track at hand where it runs on tracks)."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Refuse with the day after the expiry where the limit is running; one that is stopped has no such day."""
        running = view.limit(self.limit)
        if running and running.passed(view.at):
            return None
        title = view.limit_title(self.limit)
        under = view.limit_cited(self.limit)
        if running is None or running.expires_at is None or not running.is_open:
            word = "is stopped" if running and running.paused_at else "is not running"
            return Refusal(f"“{title}” {word}.", under)
        opens = running.day_after(view.procedure_zone(self.limit))
        return Refusal(f"“{title}” runs until {running.says_until()}.", under, opens)

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"“{limit_called(of, self.limit)}” has passed"


@dataclass(frozen=True, slots=True)
class Running(Guard):
    """A limit was started and has not passed nor been stopped."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Refuse once it has passed, or before it starts."""
        running = view.limit(self.limit)
        if running and running.is_open and not running.passed(view.at):
            return None
        passed = running is not None and running.expires_at is not None and running.passed(view.at)
        word = "has passed" if passed else "is not running"
        return Refusal(f"“{view.limit_title(self.limit)}” {word}.", view.limit_cited(self.limit))

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"“{limit_called(of, self.limit)}” is running"


@dataclass(frozen=True, slots=True)
class Stopped(Guard):
    """A limit is stopped for a time, and its remaining length is kept."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Refuse unless it is paused."""
        running = view.limit(self.limit)
        if running and running.paused_at:
            return None
        return Refusal(f"“{view.limit_title(self.limit)}” is not stopped.", view.limit_cited(self.limit))

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"“{limit_called(of, self.limit)}” is stopped"


@dataclass(frozen=True, slots=True)
class Done(Guard):
    """A step was taken before (on the track at hand where it is taken on tracks), at least so many times."""

    step: str
    times: int = 1

    def check(self, view: View) -> Refusal | None:
        """Count."""
        done = view.done(self.step)
        if done and done.count >= self.times:
            return None
        return Refusal(f"“{step_called(view.procedure, self.step)}” has not been taken.")

    def words(self, of: Procedure | None = None) -> str:
        """Name the step."""
        return f"“{step_called(of, self.step)}” is on record"


@dataclass(frozen=True, slots=True)
class HandLaid(Guard):
    """A hand of one of these waits on a joint step (on the track at hand where there is one): it has spoken, if not
    alone."""

    step: str
    by: Actor

    def check(self, view: View) -> Refusal | None:
        """Look among the hands that wait."""
        pending = view.case.pending.get(f"{self.step}@{view.track.key}" if view.track else self.step)
        laid = {party for party, _, _ in pending.laid} if pending else set()
        if any(laid & slot for slot in self.by.slots(view)):
            return None
        return Refusal(
            f"“{step_called(view.procedure, self.step)}” was not agreed to by {self.by.words(view.procedure)}."
        )

    def words(self, of: Procedure | None = None) -> str:
        """Name step and actor."""
        return f"“{step_called(of, self.step)}” was agreed to by {self.by.words(of)}"


@dataclass(frozen=True, slots=True)
class InState(Guard):
    """The case is in one of these states."""

    states: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Compare."""
        if view.case.state in self.states:
            return None
        now, wanted = state_called(view.procedure, view.case.state), states_called(view.procedure, self.states)
        return Refusal(f"The case is at {now}, not at {wanted}.")

    def words(self, of: Procedure | None = None) -> str:
        """Name the states."""
        return f"the case is at {states_called(of, self.states)}"


@dataclass(frozen=True, slots=True)
class CameFrom(Guard):
    """The present state was entered from one of these."""

    states: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Look at what is remembered."""
        came = view.case.came_from.get(view.case.state)
        if came in self.states:
            return None
        return Refusal(f"The case did not come here from {states_called(view.procedure, self.states)}.")

    def words(self, of: Procedure | None = None) -> str:
        """Name the states."""
        return f"the case came from {states_called(of, self.states)}"


@dataclass(frozen=True, slots=True)
class TrackIn(Guard):
    """The track at hand, or the one track with this key, is in one of these states."""

    states: tuple[str, ...]
    key: str | None = None

    def check(self, view: View) -> Refusal | None:
        """Compare."""
        track = view.case.tracks.get(self.key) if self.key else view.track
        if track and track.state in self.states:
            return None
        wanted = states_called(view.procedure, self.states, track.set if track else self._set)
        sentence = capital(f"{view.track_name(self.key)} is not {wanted}.")
        return Refusal(sentence, reveals=(track.key,) if track else ())

    def words(self, of: Procedure | None = None) -> str:
        """Name the states."""
        called = track_called(of, self.key) if self.key else "the track"
        return f"{called} is {states_called(of, self.states, self._set)}"

    @property
    def _set(self) -> str:
        return (self.key or "").partition(":")[0]


@dataclass(frozen=True, slots=True)
class AllTracks(Guard):
    """Every live track of a set is in one of these states, and there is at least one (unless ``none`` is allowed)."""

    set: str
    states: tuple[str, ...]
    none: bool = False

    def check(self, view: View) -> Refusal | None:
        """Name the first that is not."""
        tracks = view.tracks_of(self.set)
        if not tracks and not self.none:
            return Refusal(f"There is no {set_called(view.procedure, self.set)} yet.")
        stray = next((t for t in tracks if t.state not in self.states), None)
        if stray is None:
            return None
        now = state_called(view.procedure, stray.state, self.set)
        wanted = states_called(view.procedure, self.states, self.set)
        return Refusal(capital(f"{view.track_name(stray.key)} is {now}; needed is {wanted}."), reveals=(stray.key,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the set and the states."""
        return f"every {set_called(of, self.set)} is {states_called(of, self.states, self.set)}"


@dataclass(frozen=True, slots=True)
class AnyTrack(Guard):
    """At least so many live tracks of a set are in one of these states."""

    set: str
    states: tuple[str, ...]
    least: int = 1

    def check(self, view: View) -> Refusal | None:
        """Count."""
        found = sum(t.state in self.states for t in view.tracks_of(self.set))
        if found >= self.least:
            return None
        wanted = states_called(view.procedure, self.states, self.set)
        called = set_called(view.procedure, self.set)
        few = f"No {called} is" if self.least == 1 else f"Fewer than {self.least} ({called}) are"
        return Refusal(f"{few} {wanted}.", reveals=_tracks_of(self, view))

    def words(self, of: Procedure | None = None) -> str:
        """Name the set and the states."""
        called, wanted = set_called(of, self.set), states_called(of, self.states, self.set)
        return (
            f"at least one {called} is {wanted}"
            if self.least == 1
            else f"at least {self.least} ({called}) are {wanted}"
        )


@dataclass(frozen=True, slots=True)
class OwnTrack(Guard):
    """The acting party has a track of a set in one of these states: it is present, or was given the floor."""

    set: str
    states: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Look at the acting party's own tracks."""
        own = [track for track in view.tracks_of(self.set) if track.party == view.acting]
        if any(track.state in self.states for track in own):
            return None
        called, wanted = set_called(view.procedure, self.set), states_called(view.procedure, self.states, self.set)
        if not own:
            return Refusal(f"Your party has no {called} here; needed is one that is {wanted}.")
        now = state_called(view.procedure, own[0].state, self.set)
        return Refusal(f"Your {called} is {now}; needed is {wanted}.", reveals=(own[0].key,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the set and the states."""
        return f"one's own {set_called(of, self.set)} is {states_called(of, self.states, self.set)}"


@dataclass(frozen=True, slots=True)
class Flagged(Guard):
    """A flag is set on the case or on the track at hand."""

    flag: str

    def check(self, view: View) -> Refusal | None:
        """Look on both."""
        if self.flag in view.case.flags or (view.track and self.flag in view.track.flags):
            return None
        return Refusal(f"“{humanise(self.flag)}” is not on record.")

    def words(self, of: Procedure | None = None) -> str:
        """Name the flag."""
        return f"“{humanise(self.flag)}” is on record"


@dataclass(frozen=True, slots=True)
class Fact(Guard):
    """A fact that the case keeps has one of these values."""

    fact: str
    values: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Compare as text."""
        value = str(view.fact(self.fact, ""))
        named = fact_called(view.procedure, self.fact)
        return None if value in self.values else Refusal(f"{named} is not {_values(self.values)}.")

    def words(self, of: Procedure | None = None) -> str:
        """Name fact and values."""
        return f"{fact_called(of, self.fact)} is {_values(self.values)}"


@dataclass(frozen=True, slots=True)
class Nearer(Guard):
    """A date or an instant that the case keeps lies less than a period ahead; where it is not known, it does not."""

    fact: str
    length: Length

    def check(self, view: View) -> Refusal | None:
        """Count the period from now, and compare."""
        named = fact_called(view.procedure, self.fact)
        at, length = as_instant(view.fact(self.fact)), length_of(self.length, view)
        on = at.astimezone(UTC).date() if at else as_date(view.fact(self.fact))
        if on is None or length is None:
            return Refusal(f"{named} is not known as a date.", (PRODUCT,))
        ends = expiry(view.at, length, "UTC", calendar=view.world.calendar(view.principal()))
        if (at is None and ends.on and on < ends.on) or (
            (at or ends.on is None) and (at or start_of_day(on, "UTC")) < ends.at
        ):
            return None
        return Refusal(f"{named} ({say_day(on)}) is not within {length.text()} from now.", (PRODUCT,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the fact."""
        return (
            f"{fact_called(of, self.fact)} is within {self.length.text()}"
            if isinstance(self.length, Period)
            else f"{fact_called(of, self.fact)} is near"
        )


@dataclass(frozen=True, slots=True)
class ActivityIs(Guard):
    """The activity has one of these statuses, as the filing states it, else as the world knows it, else as the case
    has it.
    """

    statuses: tuple[str, ...]
    under: Citation = PRODUCT
    offers: str = ""

    def check(self, view: View) -> Refusal | None:
        """Compare, and name what is offered instead."""
        status = view.activity()
        if status in self.statuses:
            return None
        more = f" {self.offers}" if self.offers else ""
        return Refusal(
            f"The activity is {status or 'of unknown status'}, not {_values(self.statuses)}.{more}", (self.under,)
        )

    def words(self, of: Procedure | None = None) -> str:
        """Name the statuses."""
        return f"the activity is {_values(self.statuses)}"


@dataclass(frozen=True, slots=True)
class Bound(Guard):
    """An instrument is in force and binds the acting party (and the parties in a field, where one is named) on the
    date of the act, or on the date that a fact of the case keeps.
    """

    instrument: str
    under: Citation
    field: str | None = None
    advice: str = ""
    on: str = ""

    def check(self, view: View) -> Refusal | None:
        """Ask for each party; the first that is not bound refuses, with the reason and the advice."""
        parties = [view.principal(), *(view.filed_parties(self.field) if self.field else ())]
        day = (as_date(view.fact(self.on)) if self.on else None) or view.day()
        for party in parties:
            answer = view.ask("bound", self.instrument, party, day.isoformat())
            if not answer["bound"]:
                more = f" {self.advice}" if self.advice else ""
                why, since = str(answer["reason"]).rstrip("."), as_date(answer.get("since"))
                return Refusal(f"{why}.{more}", (self.under,), None if self.on else since)
        return None

    def words(self, of: Procedure | None = None) -> str:
        """Name the instrument."""
        of_fact = f"on the date of {fact_called(of, self.on)}" if self.on else "on that date"
        return f"{self.instrument} is in force and binds the party {of_fact}"


@dataclass(frozen=True, slots=True)
class AllBound(Guard):
    """An instrument is in force and binds every party with a stake on the date of the act, or on the date that a fact
    of the case keeps."""

    instrument: str
    under: Citation
    on: str = ""

    def check(self, view: View) -> Refusal | None:
        """Ask for each; the first that is not bound refuses, with the reason and since when it will be."""
        day = (as_date(view.fact(self.on)) if self.on else None) or view.day()
        for party in sorted(view.stakeholders()):
            answer = view.ask("bound", self.instrument, party, day.isoformat())
            if not answer["bound"]:
                since = None if self.on else as_date(answer.get("since"))
                return Refusal(f"{str(answer['reason']).rstrip('.')}.", (self.under,), since)
        return None

    def words(self, of: Procedure | None = None) -> str:
        """Name the instrument."""
        of_fact = f"on the date of {fact_called(of, self.on)}" if self.on else "on that date"
        return f"{self.instrument} is in force and binds every party {of_fact}"


def _named(guard: Among | Absent | OfKind, view: View, party: str | None) -> Refusal | None:
    """Refuse with the guard's sentence about a party, where there is one."""
    if party is None:
        return None
    return Refusal(capital(guard.sentence.replace("{party}", view.called(party))), (guard.under,))


@dataclass(frozen=True, slots=True)
class Among(Guard):
    """The acting party, and those whom a field of the filing names, are all in a list: the parties to a text."""

    parties: tuple[str, ...]
    sentence: str
    under: Citation
    field: str | None = None

    def check(self, view: View) -> Refusal | None:
        """The first that is not in the list refuses, by name."""
        named = [view.principal(), *(view.filed_parties(self.field) if self.field else ())]
        stray = next((party for party in named if party not in self.parties), None)
        return _named(self, view, stray)

    def words(self, of: Procedure | None = None) -> str:
        """Name the list."""
        return f"all are among {', '.join(self.parties)}"


@dataclass(frozen=True, slots=True)
class Absent(Guard):
    """No party with a stake is in a list, as of those that made a reservation."""

    parties: tuple[str, ...]
    sentence: str
    under: Citation

    def check(self, view: View) -> Refusal | None:
        """The first that is in the list refuses, by name."""
        found = next((party for party in sorted(view.stakeholders()) if party in self.parties), None)
        return _named(self, view, found)

    def words(self, of: Procedure | None = None) -> str:
        """Name the list."""
        return f"none of {', '.join(self.parties)} is a party to the matter"


@dataclass(frozen=True, slots=True)
class Reachable(Guard):
    """Every party with a stake has a contact point that was proved, as the world knows it."""

    under: Citation = PRODUCT

    def check(self, view: View) -> Refusal | None:
        """Ask for each party."""
        for party in sorted(view.stakeholders()):
            if not view.ask("reachable", party):
                return Refusal(capital(f"{view.called(party)} has no contact point that answered."), (self.under,))
        return None

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "every party has a contact point that answered"


@dataclass(frozen=True, slots=True)
class Linked(Guard):
    """A linked case of this kind is in one of these states."""

    kind: str
    states: tuple[str, ...] = ()

    def check(self, view: View) -> Refusal | None:
        """Ask the world for the states of linked cases."""
        states = view.ask("linked", self.kind)
        if any(not self.states or state in self.states for state in states):
            return None
        wanted = f" that is {_values(self.states)}" if self.states else ""
        return Refusal(f"There is no linked {humanise(self.kind).lower()}{wanted}.")

    def words(self, of: Procedure | None = None) -> str:
        """Name kind and states."""
        return f"a linked {humanise(self.kind).lower()} is {_values(self.states) or 'there'}"


@dataclass(frozen=True, slots=True)
class MoreLinked(Guard):
    """More linked cases of a kind are in these states than tracks of a set are in others: what happened there is not
    all counted here yet."""

    kind: str
    reached: tuple[str, ...]
    set: str
    states: tuple[str, ...]

    def check(self, view: View) -> Refusal | None:
        """Ask the world for the states of linked cases, and count."""
        there = sum(state in self.reached for state in view.ask("linked", self.kind))
        if there > sum(track.state in self.states for track in view.tracks_of(self.set)):
            return None
        return Refusal(f"There is no further linked {humanise(self.kind).lower()} that is {_values(self.reached)}.")

    def words(self, of: Procedure | None = None) -> str:
        """Name kind, states and set."""
        here = f"({set_called(of, self.set)}) are {states_called(of, self.states, self.set)}"
        return f"more cases linked as {humanise(self.kind).lower()} are {_values(self.reached)} than here {here}"


@dataclass(frozen=True, slots=True)
class OfKind(Guard):
    """The acting party is of one of these kinds: a State, an organisation of States, or a body that is neither."""

    kinds: tuple[str, ...]
    sentence: str
    under: Citation

    def check(self, view: View) -> Refusal | None:
        """Ask the world what the party is."""
        if view.ask("kind", view.principal()) in self.kinds:
            return None
        return _named(self, view, view.principal())

    def words(self, of: Procedure | None = None) -> str:
        """Name the kinds."""
        return f"the party is {either(KINDS_OF_PARTY[kind] for kind in self.kinds)}"


KINDS_OF_PARTY = {"state": "a State", "igo": "an intergovernmental organisation", "body": "a body that is neither"}


@dataclass(frozen=True, slots=True)
class NoOther(Guard):
    """The acting party has no other case of a procedure, under one value of its term, that stands in one of these
    states."""

    procedure: str
    term: str
    states: tuple[str, ...]
    under: Citation

    def check(self, view: View) -> Refusal | None:
        """Ask the world for its cases, and name the first, which the party knows."""
        value = str(view.procedure.terms.get(self.term, ""))
        found = view.ask("entered", self.procedure, value, view.principal())
        ref = next((ref for ref, state in found if state in self.states), None)
        return None if ref is None else Refusal(f"You have a case on this already ({ref}): go on there.", (self.under,))

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "the party has no other case on this"


@dataclass(frozen=True, slots=True)
class Available(Guard):
    """A procedure is in the catalogue of this installation."""

    procedure: str

    def check(self, view: View) -> Refusal | None:
        """Ask the world."""
        if view.ask("available", self.procedure):
            return None
        return Refusal(not_installed(humanise(self.procedure)), (PRODUCT,))

    def words(self, of: Procedure | None = None) -> str:
        """Name the procedure."""
        return f"the procedure “{humanise(self.procedure)}” is installed"


@dataclass(frozen=True, slots=True)
class Proofs(Guard):
    """Delivery to every track of a set in the given states was proved so often, on so many channels."""

    set: str
    step: str
    least: int = 2
    channels: int = 2
    states: tuple[str, ...] = ()

    def check(self, view: View) -> Refusal | None:
        """Count the proofs and their channels on each track."""
        for track in view.tracks_of(self.set):
            if self.states and track.state not in self.states:
                continue
            done = view.case.done.get(f"{self.step}@{track.key}")
            seen = track.facts.get("channel", ())
            if (done.count if done else 0) < self.least or len(seen) < self.channels:
                called, count = capital(view.track_name(track.key)), done.count if done else 0
                needed = f"{self.least} proofs of delivery on {self.channels} channels are needed"
                return Refusal(
                    f"{called}: {needed}; recorded: {count} on {len(seen)}.", (PRODUCT,), reveals=(track.key,)
                )
        return None

    def words(self, of: Procedure | None = None) -> str:
        """Say how many."""
        return f"{self.least} proofs of delivery on {self.channels} channels for each {set_called(of, self.set)}"
