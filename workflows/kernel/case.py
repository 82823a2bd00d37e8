"""A case: a bounded summary of what its acts have left (state, tracks, limits, flags, first and last of each step).

A case is the fold of its acts and nothing else: ``Case.replay(acts)`` builds the same value from the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .acts import HAND, HAND_WITHDRAWN, JSON, LAPSE, STEP, Act, Effect, Hand, plain_json
from .folding import Draft, Editions, no_edition
from .holdings import Done, Limit, Pending, Track, altered

__all__ = [
    "HAND", "HAND_WITHDRAWN", "JSON", "LAPSE", "STEP", "Act", "Case", "Done", "Effect", "Hand", "Limit", "Pending",
    "Track", "plain_json",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A running procedure as its acts have left it; ``public_from`` is the moment at which an act made it known to
    everybody, where its procedure does not open in public."""

    procedure: Any
    state: str
    opened_on: datetime
    n: int = 0
    activity: str | None = None
    last_on: datetime | None = None
    public_from: datetime | None = None
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    facts: Mapping[str, JSON] = field(default_factory=dict)
    came_from: Mapping[str, str] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    pending: Mapping[str, Pending] = field(default_factory=dict)

    def replay(self, acts: Iterable[Act], editions: Editions = no_edition) -> Case:
        """Apply acts one after the other; from the opened case they give the present one. ``editions`` reads the text
        to which an act moved the case."""
        case = self
        for act in acts:
            case = case.after(act, editions)
        return case

    def after(self, act: Act, editions: Editions = no_edition) -> Case:
        """Give the case as this act leaves it; the act's effects decide, nothing is looked up but an edition by its
        digest."""
        if act.n != self.n + 1:
            raise ValueError(f"act {act.n} does not follow act {self.n}")
        draft = Draft(self, editions)
        for effect in act.effects:
            getattr(draft, f"do_{effect[0]}")(act, *effect[1:])
        return draft.finish(act)

    def patched(self, effects: tuple[Effect, ...]) -> Case:
        """Apply effects without counting an act: what the case would be had they not happened."""
        draft = Draft(self)
        act = Act(self.n + 1, "patch", "", "", self.opened_on, self.opened_on, self.state, self.state)
        for effect in effects:
            getattr(draft, f"do_{effect[0]}")(act, *effect[1:])
        return altered(self, **draft.changed)

    @property
    def is_live(self) -> bool:
        """Say whether the case is in a state where something may be due."""
        return bool(self.procedure.state(self.state).kind == "open")
