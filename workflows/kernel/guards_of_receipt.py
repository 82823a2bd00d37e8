"""Conditions on periods that begin for each party on its own day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .guards import Guard, Refusal
from .naming import limit_called

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View


@dataclass(frozen=True, slots=True)
class LapsedForAll(Guard):
    """A limit has begun and passed on every track of its set, whichever day it began on."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Name the first on whose track it has not passed."""
        under, title = view.limit_cited(self.limit), view.limit_title(self.limit)
        tracks = view.tracks_of(view.procedure.limit(self.limit).per or "")
        for track in tracks:
            held = view.case.limits.get(view.limit_key(self.limit, track))
            if held is None or not held.passed(view.at):
                until = f"runs until {held.says_until()}" if held and held.is_open else "has not begun"
                sentence = f"“{title}” {until} for {view.track_name(track.key)}."
                return Refusal(sentence, under, reveals=(track.key,))
        return None if tracks else Refusal(f"“{title}” is not running.", under)

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"“{limit_called(of, self.limit)}” has passed for all"
