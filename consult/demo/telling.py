"""Stories played through the docket, as cases that are marked as exercises.

The rows of the record are those that real acts would leave. What a story expects is not compared here: that is what
`consult rehearse` does. Where the docket's own world differs from that of a story (zones, holidays, treaty status) a
step may be refused; then the case stays as it is and the reason is given. Steps that a story expects to be refused are
left out.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from sqlalchemy import Connection

from consult.casebook import links_of
from consult.db import reading
from consult.demo.seeding import desk_of
from consult.demo.tales import Tale
from consult.docket import Docket, Filed, Refused, Seen, hand_of
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.agreements import agreements
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.hands import Laid
from workflows.kernel.opening import roles_of_tracks
from workflows.kernel.placeholders import Known, fill
from workflows.kernel.rules import track_for
from workflows.kernel.steps import Step
from workflows.kernel.stories import OUTSIDER
from workflows.kernel.story import Event, Part
from workflows.kernel.story_bodies import in_keys
from workflows.kernel.story_cases import row_for
from workflows.kernel.story_world import KNOWN_FACTS
from workflows.kernel.view import View


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a tale: its cases, its number of acts, and why it stopped before its end, if it did."""

    key: str
    refs: tuple[str, ...]
    acts: int
    stopped: str = ""


def tell(docket: Docket, tale: Tale) -> Told:
    """Play a tale from its first event to its last, or to the first refusal that it does not expect."""
    telling = Telling(docket, tale, facts=dict(tale.story.facts))
    stopped = ""
    for number, event in enumerate(tale.story.events):
        try:
            telling.play(number, event)
        except (Refused, Closed, Unknown, ValueError) as refusal:
            reason = str(refusal) or "there is no such case for this party"
            stopped = f"line {event.line}, {event.step}: {reason}"
            break
    return Told(tale.key, tuple(telling.refs.values()), telling.acts, stopped)


@dataclass(slots=True)
class Telling:
    """A tale in the middle of being told: its cases by their key in the story, its facts, its texts by digest."""

    docket: Docket
    tale: Tale
    facts: dict[str, Any]
    refs: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    desks: dict[tuple[str, str], Standing] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    acts: int = 0

    def play(self, number: int, event: Event) -> None:
        """Take the step of one event with all its hands, or let time pass."""
        self.facts.update(event.facts)
        if event.step is None:
            self.docket.sweep(event.at)
            return
        if event.expect.refused is not None or event.expect.opens_on is not None:
            return
        body: Mapping[str, Any] | None = None
        for place, label in enumerate(event.by):
            desk = self._standing(event, label)
            if event.case not in self.refs:
                self.refs[event.case] = self._open(event, desk)
            hand = replace(desk, capacities=frozenset(event.capacity)) if event.capacity else desk
            body = self._body(event, hand, self.refs[event.case]) if place == 0 else body
            filed = self._filed(event, body, desk.office, f"demo:{self.tale.key}:{number}:{place}")
            receipt = self.docket.take(hand, self.refs[event.case], filed, at=event.at)
            self.acts += 1
            self._find_opened(event, hand, receipt.n)

    def _find_opened(self, event: Event, standing: Standing, n: int) -> None:
        """Go on in the linked cases that an act opened."""
        part = self._part(event)
        if not part.links:
            return
        with reading(self.docket.engine) as connection:
            row = self.docket.see(connection, standing, self.refs[event.case], event.at).row
            found = links_of(connection, Viewer.of(standing), row)
        for one in found:
            key = part.opens_next(one.kind, self.refs) if one.own and one.act_n == n else None
            if key is not None:
                self.refs[key] = one.other_ref

    def _filed(self, event: Event, body: Mapping[str, Any] | None, office: str, key: str) -> Filed:
        """Make what is filed; in an exercise the desk clears its own papers."""
        cleared = (digest_of(body), office) if body is not None else (None, None)
        filed = Filed(event.step or "", self._track(event), body, event.on, key=key, withdraw=event.withdraw)
        return replace(filed, cleared_digest=cleared[0], cleared_office=cleared[1])

    def _standing(self, event: Event, label: str) -> Standing:
        """Find who acts for a label: the exercise desk of the party, whose mandates stay as they are in a tale."""
        level = self._level(event)
        if (label, level) not in self.desks:
            with reading(self.docket.engine) as connection:
                standing = desk_of(connection, self.tale.keys[label], level, event.at)
            if standing is None:
                raise Unknown
            self.desks[label, level] = standing
        return self.desks[label, level]

    def _level(self, event: Event) -> str:
        """Give the level at which the procedure of a case files: that of its terms, else its own."""
        if event.case not in self.levels:
            part = self._part(event)
            self.levels[event.case] = self.docket.procedure(_procedure(part), _terms(part)).level
        return self.levels[event.case]

    def _part(self, event: Event) -> Part:
        return self.tale.story.cases[event.case]

    def _open(self, event: Event, standing: Standing) -> str:
        """Open the case of an event, with the roles that do not come with a track."""
        part = self._part(event)
        procedure = self.docket.procedure(_procedure(part), _terms(part))
        left_out = {procedure.filer, OUTSIDER, *roles_of_tracks(procedure)}
        held = {role: keys for role, keys in self._roles(part).items() if role not in left_out}
        receipt = self.docket.open(
            standing,
            _procedure(part),
            at=min(event.at, event.on or event.at),
            title=self.tale.title(part),
            proposed=_terms(part),
            exercise=True,
            roles=held,
        )
        return str(receipt.ref)

    def _roles(self, part: Part) -> dict[str, tuple[str, ...]]:
        """Give the keys of the parties by role."""
        held: dict[str, tuple[str, ...]] = {}
        for label, roles in part.parties.items():
            for role in roles:
                held[role] = (*held.get(role, ()), self.tale.keys[label])
        return held

    def _track(self, event: Event) -> str | None:
        """Write the track of an event with the key of its party."""
        if event.track is None:
            return None
        of, colon, label = event.track.rpartition(":")
        return f"{of}{colon}{self.tale.keys.get(label, label)}"

    def _body(self, event: Event, standing: Standing, ref: str) -> Mapping[str, Any] | None:
        """Write the filing for the record; a loose story is completed with marked placeholders."""
        with reading(self.docket.engine) as connection:
            seen = self.docket.see(connection, standing, ref, event.at)
            view = self._view(connection, event, standing, seen)
            pending = seen.case.pending.get(Laid.key_of(event.step or "", view.track))
            if event.filing is None and pending is not None:
                return self.texts.get(pending.digest)
            row = row_for(view, event.step or "")
            given = self._referring(row, in_keys(row.filing, event.filing, self.tale.keys))
            body = self._titled(event, row, given)
            if row.filing is not None and self.tale.story.loose:
                body = fill(row, body, view, self._known(event))
        if body is not None:
            self.texts[digest_of(body)] = body
        return body

    def _referring(self, row: Step, body: dict[str, Any] | None) -> dict[str, Any] | None:
        """Give the reference of another case of the story where the paper names it by its key there."""
        name = row.link.field if row.link else None
        if body is None or name is None or body.get(name) not in self.refs:
            return body
        return {**body, name: self.refs[body[name]]}

    def _view(self, connection: Connection, event: Event, standing: Standing, seen: Seen) -> View:
        """Look at the case as the hand does, on the track of the event."""
        world = self.docket.world(connection, event.at, seen.row.id)
        hand = hand_of(standing, seen.procedure, event.at)
        view = View(seen.procedure, seen.case, hand, event.on or event.at, world)
        try:
            view.track = track_for(view, event.step or "", self._track(event))
        except Refused:
            view.track = None
        return view

    def _titled(self, event: Event, row: Step, body: dict[str, Any] | None) -> dict[str, Any] | None:
        """Let the title of a paper say that the case follows a historical one; a loose paper gets the story's title."""
        name = next((one.key for one in row.filing.fields if one.fills == "title"), None) if row.filing else None
        if name is None or (body is None and not self.tale.story.loose):
            return body
        given = dict(body or {})
        if given.get(name) or self.tale.story.loose:
            own = given.get(name)
            given[name] = f"{self.tale.prefix}{own}" if own else self.tale.title(self._part(event))
        return given

    def _known(self, event: Event) -> Known:
        """Give what feeds the fields that a loose story leaves open."""
        facts = {name: value for name, value in self.facts.items() if name not in KNOWN_FACTS}
        roles = {role: keys for role, keys in self._roles(self._part(event)).items() if role != OUTSIDER}
        return Known(in_keys(None, facts, self.tale.keys) or {}, roles)


def _procedure(part: Part) -> str:
    """Give the procedure of a case, which its agreement may name."""
    return part.procedure or agreements()[part.agreement or ""].procedure


def _terms(part: Part) -> dict[str, Any]:
    """Give the terms of a case over those of its agreement."""
    agreed = agreements()[part.agreement].terms if part.agreement else {}
    return {**agreed, **part.terms}
