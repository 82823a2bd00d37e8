"""Stories run: each event settles what is due, takes its step, and is compared with what the story expects.

The same three calls as everywhere else: ``settle``, ``perform``, ``offers``. A story that names what its procedure does
not have raises ``StoryError``; a difference between story and procedure is a result.

Long because: one story is told by one hand, and each part needs what the others know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from .case import Act, Case, Hand
from .editions import digest_of
from .frozen import dataclass
from .guards import Refusal, Refused
from .hands import Laid
from .machine import Taken, perform, settle
from .offering import Offer, offers
from .opening import OpeningError, open_case, roles_of_tracks
from .placeholders import Known, fill
from .procedure import Procedure
from .rules import track_for
from .story import Event, Part, Story, StoryError
from .story_bodies import in_keys
from .story_cases import Form, resolve, row_for
from .story_checks import compare
from .story_files import read
from .story_links import begun, check_fit
from .story_world import KNOWN_FACTS, NO_TABLES, StoryWorld, Tables, check_facts, keys_of, status_in
from .view import View
from .words import Capacity

__all__ = ["NO_TABLES", "Result", "Story", "StoryError", "Tables", "read", "resolve", "run"]

OUTSIDER = "outsider"
"""The role of a label that has no part in the case yet."""

ORDINARY = frozenset(str(c) for c in (Capacity.DRAFT, Capacity.CLEAR, Capacity.DISPATCH))


@dataclass(frozen=True, slots=True)
class Result:
    """What an event led to: the case, its acts (the clock's included), refusals, offers by label, differences."""

    event: Event
    case: Case
    acts: tuple[Act, ...]
    refusals: tuple[Refusal, ...]
    offers: Mapping[str, tuple[Offer, ...]]
    differences: tuple[str, ...]
    cases: Mapping[str, Case] = field(default_factory=dict)

    @property
    def is_as_told(self) -> bool:
        """Say whether everything is as the story expects."""
        return not self.differences


def run(story: Story, catalogue: Mapping[str, Form], tables: Tables = NO_TABLES) -> list[Result]:
    """Run a story from its first event to its last; raises StoryError where it cannot be run."""
    telling = _Telling(story, catalogue, tables)
    return [telling.tell(event) for event in story.events]


@dataclass(slots=True)
class _Played:
    """One case being told: its procedure, its world, and the case once it is open."""

    part: Part
    procedure: Procedure
    world: StoryWorld
    case: Case | None = None


class _Telling:
    """A story in the middle of being told."""

    def __init__(self, story: Story, catalogue: Mapping[str, Form], tables: Tables) -> None:
        self.story, self.keys, self.catalogue = story, keys_of(story, tables), catalogue
        self.facts: dict[str, Any] = dict(story.facts)
        self.played: dict[str, _Played] = {}
        self.texts: dict[str, Mapping[str, Any] | None] = {}
        for key, part in story.cases.items():
            procedure = resolve(story, part, catalogue, tables)
            world = StoryWorld(self.keys, self.facts, tables, frozenset(catalogue), activity=status_in(story.facts))
            self.played[key] = _Played(part, procedure, world)
            self._check_roles(part, procedure)
        check_facts(story, None, story.facts)
        for event in story.events:
            check_facts(story, event.line_of("facts"), event.facts)
            self._check_names(event, self.played[event.case].procedure)

    def _check_roles(self, part: Part, procedure: Procedure) -> None:
        known = [*(role.key for role in procedure.roles), OUTSIDER]
        for label, roles in part.parties.items():
            for role in roles:
                if role not in known:
                    why = f"{label}: “{procedure.key}” has no role “{role}”; it has {', '.join(known)}"
                    raise self.story.wrong(part.line_of(label, "parties"), why)

    def _check_names(self, event: Event, procedure: Procedure) -> None:
        expect = event.expect
        if event.step and event.step not in procedure.rows:
            raise self.story.wrong(event.line_of("step"), f"“{event.step}” is no step of “{procedure.key}”")
        for step in _steps_in(expect.offered):
            if step.partition(":")[0] not in procedure.rows:
                line = event.line_of("offered", "expect")
                raise self.story.wrong(line, f"“{step}” is no step of “{procedure.key}”")
        for step in (name for name in _steps_in(expect.not_offered) if name.partition(":")[0] not in procedure.rows):
            if not any(step in form.build(form.terms()).rows for form in self.catalogue.values()):
                line = event.line_of("not_offered", "expect")
                raise self.story.wrong(line, f"“{step}” is no step of any procedure")
        if expect.state is not None and expect.state not in {s.key for s in procedure.states}:
            line = event.line_of("state", "expect")
            raise self.story.wrong(line, f"“{expect.state}” is no state of “{procedure.key}”")
        standards = {standard.key for standard in procedure.standards}
        for name in expect.deadlines:
            if procedure.limit(name.partition(":")[0]) is None and name not in standards:
                line = event.line_of(name, "deadlines", "expect")
                raise self.story.wrong(line, f"“{name}” is no time limit of “{procedure.key}”")

    def tell(self, event: Event) -> Result:
        """Settle every open case, take the step, compare."""
        self.facts.update(event.facts)
        if status_in(event.facts):
            for played in self.played.values():
                played.world.activity = status_in(event.facts)
        played = self.played[event.case]
        acts = [act for each in self.played.values() for act in self._settled(each, event.at, each is played)]
        if played.case is None:
            played.case = self._open(played, event)
        refusals: tuple[Refusal, ...] = ()
        if event.step:
            done, refusals = self._taken(played, event)
            acts += done
        return self._result(played, event, tuple(acts), refusals)

    def _settled(self, played: _Played, at: datetime, is_told: bool) -> tuple[Act, ...]:
        self._link(played)
        if played.case is None:
            return ()
        taken = settle(played.case, at, played.world)
        if taken is None:
            return ()
        self._take(played, taken)
        return taken.acts if is_told else ()

    def _link(self, played: _Played) -> None:
        links = {kind: [self.played[key].case for key in keys] for kind, keys in played.part.links.items()}
        played.world.linked = {kind: tuple(case.state for case in cases if case) for kind, cases in links.items()}
        played.world.cases = {key: one.case for key, one in self.played.items() if one.case}

    def _take(self, played: _Played, taken: Taken) -> None:
        played.case = taken.case
        if any(act.effects_of("activity") for act in taken.acts):
            played.world.activity = None

    def _open(self, played: _Played, event: Event, filer: str = "") -> Case:
        late = roles_of_tracks(played.procedure)
        held: dict[str, list[str]] = {}
        for label, roles in played.part.parties.items():
            for role in roles:
                if role not in late and role != OUTSIDER:
                    held.setdefault(role, []).append(self.keys[label])
        if filer:
            held[played.procedure.filer] = [filer]
        try:
            return open_case(played.procedure, held, min(event.at, event.on or event.at))
        except OpeningError as fault:
            raise self.story.wrong(played.part.line, str(fault)) from fault

    def _taken(self, played: _Played, event: Event) -> tuple[list[Act], tuple[Refusal, ...]]:
        """Lay every hand of the event on one text; stop at the first refusal."""
        acts: list[Act] = []
        filing: Mapping[str, Any] | None = None
        for i, hand in enumerate(self.hands(event)):
            self._link(played)
            if filing is None or i == 0:
                filing = self._filing(played, event, hand)
            try:
                taken = self._perform(played, event, hand, event.step or "", self._track(event), filing, event.withdraw)
                acts += [*taken.acts, *self._told(played, event, hand, taken.acts)]
                self._begin(played, event, hand, taken.acts)
            except Refused as no:
                return acts, no.refusals
        return acts, ()

    def _perform(
        self, played: _Played, event: Event, hand: Hand, step: str, track: str | None, filing: Any, withdraw: bool
    ) -> Taken:
        if played.case is None:
            played.case = self._open(played, event)
        try:
            digest = digest_of(filing) if filing is not None else ""
        except TypeError as fault:
            raise self.story.wrong(event.line, f"filing: {fault}") from fault
        self.texts[digest] = filing
        taken = perform(
            played.case, step, by=hand, at=event.at, world=played.world, track=track, filing=filing, digest=digest,
            on=event.on, withdraw=withdraw,
        )  # fmt: skip
        self._take(played, taken)
        return taken

    def _told(self, played: _Played, event: Event, hand: Hand, acts: Iterable[Act]) -> list[Act]:
        """Take the steps that an act tells linked cases to take, by the same hand in the same moment."""
        found: list[Act] = []
        told = ((key, step) for act in acts for link, step in act.tells for key in played.part.links.get(link, ()))
        for key, step in told:
            other = self.played[key]
            self._link(other)
            filing = self._body(other, step, None, hand, event, None) if step in other.procedure.rows else None
            found += self._perform(other, event, hand, step, None, filing, False).acts
        return found

    def _begin(self, played: _Played, event: Event, hand: Hand, acts: Iterable[Act]) -> None:
        """Open the linked cases that an act opens, filed by the same party in the same moment."""
        for told in begun(acts):
            opened = [key for key, other in self.played.items() if other.case is not None]
            if (key := played.part.opens_next(told[0], opened)) is not None:
                other = self.played[key]
                check_fit(self.story, event, (other.part, other.procedure, other.case is not None), told)
                other.case = self._open(other, event, hand.on_behalf_of or hand.party)

    def hands(self, event: Event) -> list[Hand]:
        """One hand for each label of the event; a label named twice is two persons of one party."""
        return [self._hand(event, label, event.by[:i].count(label) + 1) for i, label in enumerate(event.by)]

    def _hand(self, event: Event, label: str, person: int = 1) -> Hand:
        played = self.played[event.case]
        roles = [played.procedure.role(role) for role in played.part.parties.get(label, ())]
        usual = ORDINARY | {str(Capacity.OFFICE)} if any(r and r.office for r in roles) else ORDINARY
        narrowed = event.capacity is not None and (label in event.by or not event.by)
        return Hand(self.keys[label], frozenset(event.capacity or ()) if narrowed else usual, f"{label} {person}")

    def _track(self, event: Event) -> str | None:
        """The track that the event names; else the one of those whose hands are laid together, or the only one open."""
        if event.track is None:
            return self._only_track(event)
        of, colon, label = event.track.rpartition(":")
        return f"{of}{colon}{self.keys.get(label, label)}"

    def _only_track(self, event: Event) -> str | None:
        case, rows = self.played[event.case].case, self.played[event.case].procedure.rows[event.step or ""]
        if case is None:
            return None
        fitting = [t for t in case.tracks.values() if any(row.track and row.track.fits(t) for row in rows)]
        held = {self.keys[label] for label in event.by}
        own = [track.key for track in fitting if track.party in held]
        if own:
            return own[0] if len(own) == 1 and len(event.by) > 1 else None
        here = [row.track for row in rows if row.track and case.state in row.frm]
        fit = [track.key for track in fitting if any(on.fits(track) and on.allows(track.state) for on in here)]
        return fit[0] if len(fit) == 1 else None

    def _filing(self, played: _Played, event: Event, hand: Hand) -> Mapping[str, Any] | None:
        return self._body(played, event.step or "", self._track(event), hand, event, event.filing)

    def _body(
        self, played: _Played, step: str, track: str | None, hand: Hand, event: Event, given: Mapping[str, Any] | None
    ) -> Mapping[str, Any] | None:
        """The filing for the record: labels as keys, dates as text, placeholders where the story is loose."""
        case = played.case or self._open(played, event)
        view = View(played.procedure, case, hand, event.on or event.at, played.world)
        try:
            view.track = track_for(view, step, track)
        except Refused:
            view.track = None
        pending = case.pending.get(Laid.key_of(step, view.track))
        if given is None and pending is not None:
            return self.texts.get(pending.digest)
        row = row_for(view, step)
        body = in_keys(row.filing, given, self.keys)
        if row.filing is None or not self.story.loose:
            return body
        return fill(row, body, view, self._known(played))

    def _known(self, played: _Played) -> Known:
        facts = {name: value for name, value in self.facts.items() if name not in KNOWN_FACTS}
        if "activity" in self.facts and not status_in(self.facts):
            facts = {"activity_title": self.facts["activity"], **facts}
        parties: dict[str, tuple[str, ...]] = {}
        for label, roles in played.part.parties.items():
            for role in roles:
                parties[role] = (*parties.get(role, ()), self.keys[label])
        parties.pop(OUTSIDER, None)
        return Known(in_keys(None, facts, self.keys) or {}, parties)

    def _result(self, played: _Played, event: Event, acts: tuple[Act, ...], refusals: tuple[Refusal, ...]) -> Result:
        if played.case is None:
            raise RuntimeError("the case of an event is open")
        self._link(played)
        labels = dict.fromkeys((*event.by, *played.part.parties))
        found = {label: offers(played.case, self._hand(event, label), event.at, played.world) for label in labels}
        cases = {key: each.case for key, each in self.played.items() if each.case}
        result = Result(event, played.case, acts, refusals, found, (), cases)
        return replace(result, differences=compare(result, self.keys))


def _steps_in(wanted: Any) -> Iterable[str]:
    lists = wanted.values() if isinstance(wanted, Mapping) else [wanted or []]
    return [step for steps in lists for step in steps]
