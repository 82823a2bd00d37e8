"""A case played in a test: time passes, a hand acts, and the record can be read back in every way it is kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workflows.kernel.acts import Act, Hand
from workflows.kernel.case import Case
from workflows.kernel.editions import digest_of, freeze, thaw
from workflows.kernel.guards import Refused
from workflows.kernel.machine import Taken, offers, perform, settle
from workflows.kernel.opening import open_case
from workflows.kernel.placeholders import fill
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step
from workflows.kernel.view import Facts, View, World

EVERY_CAPACITY = frozenset(("draft", "clear", "dispatch", "office"))


def utc(text: str) -> datetime:
    """Read an instant in UTC; a date alone is its noon."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def hand(party: str, *capacities: str, person: str = "", on_behalf_of: str | None = None) -> Hand:
    """Make a hand with every capacity, or with those named."""
    held = frozenset(capacities) or EVERY_CAPACITY
    return Hand(party, held, person or f"{party} 1", on_behalf_of=on_behalf_of)


@dataclass
class Play:
    """One case in play: ``take`` settles, performs and settles again, as the docket does."""

    procedure: Procedure
    opened_on: str
    parties: Mapping[str, Iterable[str]]
    world: World = field(default_factory=Facts)
    acts: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = self.case = open_case(self.procedure, self.parties, utc(self.opened_on))

    def pass_time(self, at: str) -> list[str]:
        """Let the clock act, and list the steps (or lapsed limits) that it recorded."""
        return [act.step for act in self._settled(utc(at))]

    def _settled(self, at: datetime) -> tuple[Act, ...]:
        taken = settle(self.case, at, self.world)
        return self._kept(taken).acts if taken else ()

    def _kept(self, taken: Taken) -> Taken:
        self.case = taken.case
        self.acts += taken.acts
        return taken

    def take(self, step: str, by: str | Hand, at: str, **rest: Any) -> Act:
        """Take a step with a filing completed by placeholders, or with exactly the one given; give its act."""
        moment = utc(at)
        self._settled(moment)
        who = hand(by) if isinstance(by, str) else by
        given, exact = rest.pop("filing", None), rest.pop("exact", False)
        filing = given if exact else self._filing(step, who, moment, given)
        if isinstance(rest.get("on"), str):
            rest["on"] = utc(rest["on"])
        rest.setdefault("digest", digest_of(filing) if filing is not None else "")
        taken = perform(self.case, step, by=who, at=moment, world=self.world, filing=filing, **rest)
        self._kept(taken)
        self._settled(moment)
        return taken.act

    def filled(self, step: str, who: Hand, at: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Complete a filing as `take` does, so that several hands can be laid on one text."""
        return self._filing(step, who, utc(at), given) or {}

    def _filing(self, step: str, who: Hand, at: datetime, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
        row = self._row(step)
        if row is None or row.filing is None:
            return dict(given) if given else None
        view = View(self.procedure, self.case, who, at, self.world, step=row)
        return fill(row, given or {}, view)

    def _row(self, step: str) -> Step | None:
        rows = self.procedure.rows.get(step, ())
        return next((row for row in rows if self.case.state in row.frm), rows[0] if rows else None)

    def refused(self, step: str, by: str | Hand, at: str, **rest: Any) -> Refused:
        """Try a step that must be refused, and give the refusal; the case stays as it was."""
        before = (self.case, len(self.acts))
        try:
            self.take(step, by, at, **rest)
        except Refused as refused:
            assert before == (self.case, len(self.acts)) or self.acts[before[1] :], "a refusal leaves the case alone"
            return refused
        raise AssertionError(f"{step} was taken, though it should have been refused")

    def offered(self, by: str | Hand, at: str) -> set[str]:
        """List what is open to a hand: steps, with ``@track`` where they are taken on one."""
        who = hand(by) if isinstance(by, str) else by
        found = offers(self.case, who, utc(at), self.world)
        return {f"{o.step.key}@{o.track.key}" if o.track else o.step.key for o in found if o.is_open}

    def state(self, track: str = "") -> str:
        """Say where the case, or one of its tracks, is."""
        return self.case.tracks[track].state if track else self.case.state

    def ends(self, limit: str) -> str:
        """Say when a limit ends: its date, or its instant where it is counted in hours; with its status if not
        running.
        """
        held = self.case.limits[limit]
        when = held.expires_on.isoformat() if held.expires_on else ""
        when = when or (held.expires_at.strftime("%Y-%m-%dT%H:%M:%S") if held.expires_at else "unknown")
        return when if held.status == "running" else f"{held.status} {when}"

    def replayed(self) -> Case:
        """Read the record back: the edition from its text, each act from its JSON."""
        procedure = thaw(freeze(self.procedure))
        again = open_case(procedure, self.parties, utc(self.opened_on))
        return again.replay(Act.from_json(json.loads(json.dumps(act.to_json()))) for act in self.acts)
