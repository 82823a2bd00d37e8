"""Random walks through a procedure: who acts, what is taken and how much time passes are numbers drawn by a test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from workflows.kernel.acts import Act, Hand
from workflows.kernel.case import Case
from workflows.kernel.editions import digest_of, freeze, thaw
from workflows.kernel.guards import Refused
from workflows.kernel.machine import Offer, Taken, offers, perform, settle
from workflows.kernel.opening import open_case, roles_of_tracks
from workflows.kernel.placeholders import Known, fill
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import FINAL, OPEN, STAY, Step
from workflows.kernel.view import Facts, View

START = datetime(2030, 1, 31, 9, 30, tzinfo=UTC)
CAPACITIES = frozenset(("draft", "clear", "dispatch", "office"))
OUTSIDER = "OUT"
FAR = START + timedelta(days=365 * 60)


def cast(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Give every role two parties; the filer has one."""
    roles = [role.key for role in procedure.roles]
    return {key: (f"P{i}A",) if key == procedure.filer else (f"P{i}A", f"P{i}B") for i, key in enumerate(roles)}


@dataclass
class Walk:
    """One story in the making, with every text that was filed by its digest."""

    procedure: Procedure
    world: Facts = field(default_factory=Facts)
    at: datetime = START
    acts: list[Act] = field(default_factory=list)
    filed: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Known({}, cast(self.procedure))
        given = roles_of_tracks(self.procedure)
        self.parties = {role: who for role, who in self.known.parties.items() if role not in given}
        self.case = open_case(self.procedure, self.parties, START)

    def everybody(self) -> list[str]:
        """List all who may act, and one who stands outside."""
        inside = {party for who in self.case.parties.values() for party in who}
        return [*sorted(inside | {t.party for t in self.case.tracks.values() if t.party}), OUTSIDER]

    def wait(self, hours: int) -> None:
        """Let time pass; once settled, nothing more is due."""
        self.at += timedelta(hours=hours)
        taken = settle(self.case, self.at, self.world)
        if taken:
            self._keep(taken)
        assert settle(self.case, self.at, self.world) is None, "what is settled is settled"

    def _keep(self, taken: Taken) -> None:
        for before, act in zip([*self.acts[-1:], *taken.acts], taken.acts, strict=False):
            assert not self.acts or before is act or before.went == act.came, "acts follow each other"
        self.case = taken.case
        self.acts += taken.acts

    def hand(self, party: str, person: int = 1) -> Hand:
        """Make the hand of a person of a party."""
        return Hand(party, CAPACITIES, f"{party} {person}")

    def open_to(self, party: str, person: int = 1) -> list[Offer]:
        """List what is open to a party."""
        return [offer for offer in self.offers(party, person) if offer.is_open]

    def offers(self, party: str, person: int = 1) -> list[Offer]:
        """List everything that a party is shown."""
        return list(offers(self.case, self.hand(party, person), self.at, self.world))

    def take(self, offer: Offer, party: str, person: int = 1, on: datetime | None = None) -> Act:
        """Take what is offered; a hand on a joint step is laid on the text that lies there."""
        body, digest = self._text(offer, party, person)
        try:
            taken = self._performed(offer, party, person, body, digest, on)
        except Refused as refused:
            if refused.kind != "content" or not offer.digest:
                raise
            # A text that waits for hands can be overtaken by time; then a new one is needed.
            body, digest = self._text(replace(offer, digest=""), party, person)
            taken = self._performed(offer, party, person, body, digest, on)
        self._keep(taken)
        self.wait(0)
        return taken.act

    def _performed(self, offer: Offer, party: str, person: int, body: Any, digest: str, on: datetime | None) -> Taken:
        track = offer.track.key if offer.track else None
        who = self.hand(party, person)
        return perform(
            self.case,
            offer.step.key,
            by=who,
            at=self.at,
            world=self.world,
            track=track,
            filing=body,
            digest=digest,
            on=on,
        )

    def _text(self, offer: Offer, party: str, person: int) -> tuple[Mapping[str, Any] | None, str]:
        if offer.digest in self.filed:
            return self.filed[offer.digest] or None, offer.digest
        body: dict[str, Any] | None = None
        if offer.step.filing is not None:
            view = View(self.procedure, self.case, self.hand(party, person), self.at, self.world, track=offer.track)
            view.step = offer.step
            body = fill(offer.step, {}, view, self.known)
        digest = digest_of(body or {})
        self.filed[digest] = body or {}
        return body, digest

    def ends(self, offer: Offer) -> bool:
        """Say whether a step can only end the case."""
        targets = self.procedure.targets_of(offer.step)
        return bool(targets) and all(self.procedure.state(to).kind == FINAL for to in targets)

    def is_refused(self, offer: Offer, party: str) -> bool:
        """Say whether a closed offer is refused when it is tried, with a reason that was shown."""
        try:
            body, digest = self._text(offer, party, 1)
            self._performed(offer, party, 1, body, digest, None)
        except Refused as refused:
            return bool(refused.refusals)
        return False

    def replayed(self) -> Case:
        """Read the record back from text: edition, opening, acts."""
        procedure = thaw(freeze(self.procedure))
        texts = [json.dumps(act.to_json(), ensure_ascii=False) for act in self.acts]
        return open_case(procedure, self.parties, START).replay(Act.from_json(json.loads(text)) for text in texts)

    def stranded(self) -> list[str]:
        """List the parties with a stake that, alone and with time passing, can do nothing from here."""
        if self.case.procedure.state(self.case.state).kind != OPEN or self._by_common_step():
            return []
        roles = {role: self.case.parties.get(role, ()) for role in self.procedure.stakes}
        held = {e.subject for e in self.procedure.exempt if e.check == "nobody_is_stranded"}
        waiting = {p for role, who in roles.items() if f"{self.case.state}/{role}" not in held for p in who}
        state = self.case.state
        later = Walk(self.procedure, self.world, self.at)
        later.case = self.case
        for _ in range(40):
            waiting -= {party for party in waiting if any(self._alone(later, o, party) for o in later.open_to(party))}
            if not waiting or not later.skip() or later.case.state != state:
                return sorted(waiting) if later.case.state == state else []
        return sorted(waiting)

    def _by_common_step(self) -> bool:
        return any(row.common and self.case.state in row.targets for row in self.procedure.steps)

    @staticmethod
    def _alone(walk: "Walk", offer: Offer, party: str) -> bool:
        row: Step = offer.step
        view = View(walk.procedure, walk.case, walk.hand(party), walk.at, walk.world, step=row, track=offer.track)
        moves = row.to != STAY or row.track or row.asks or row.flags or row.opens
        return not row.common and row.hands == 1 and bool(moves) and all(party in slot for slot in row.by.slots(view))

    def skip(self) -> bool:
        """Go to the next expiry; say whether there was one."""
        ends = [limit.expires_at for limit in self.case.limits.values() if limit.is_open and limit.expires_at]
        if not ends or not self.case.is_live:
            return False
        self.at = max(min(ends), self.at)
        self.wait(0)
        return True
