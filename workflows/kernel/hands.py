"""Joint steps: one hand after the other on the same text; the last hand performs."""

from __future__ import annotations

from .actors import CLOCK_PARTY, Slot
from .case import Pending, Track
from .frozen import dataclass
from .levelling import LEVELLING
from .paper_keys import handle
from .steps import Step
from .view import View


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying this hand does: whether the step is joint, whether all hands are there, whether the text is a fresh
    one, on which earlier hands are void.
    """

    key: str
    is_joint: bool
    complete: bool
    fresh: bool

    @staticmethod
    def key_of(step: str, track: Track | None) -> str:
        """The key under which the hands of a step wait."""
        return f"{step}@{track.key}" if track else step

    @staticmethod
    def key_at(view: View, row: Step) -> str:
        """The key under which the hands of a step wait here: on its track, or on the paper that it is about."""
        n = view.filed("act") if row.key in LEVELLING else None
        return handle(row.key, n) if type(n) is int else Laid.key_of(row.key, view.track)

    @staticmethod
    def is_waited_for(view: View, row: Step, pending: Pending) -> bool:
        """Say whether the step still lacks a hand that this party can lay."""
        hands = {(party, person) for party, person, _ in pending.laid}
        return any(view.acting in slot and not _is_filled(slot, hands, row.hands) for slot in row.by.slots(view))

    @staticmethod
    def is_laid_by(view: View, row: Step) -> bool:
        """Say whether this person's (for a step of one hand a party: this party's) hand is already on the text at
        hand.
        """
        pending = view.case.pending.get(Laid.key_at(view, row))
        if pending is None:
            return False
        if row.hands > 1:
            return (view.acting, view.hand.person) in {(party, person) for party, person, _ in pending.laid}
        return view.acting in {party for party, _, _ in pending.laid}


def lay(view: View, row: Step, digest: str) -> Laid:
    """Lay a hand: see which slots the hands on this digest fill, and whether the step is complete."""
    slots = row.by.slots(view)
    key = Laid.key_at(view, row)
    if (len(slots) == 1 and row.hands == 1) or view.acting == CLOCK_PARTY:
        return Laid(key, False, True, False)
    pending = view.case.pending.get(key)
    fresh = pending is None or pending.digest != digest
    earlier = pending.laid if pending is not None and not fresh else ()
    hands = {(party, person) for party, person, _ in earlier} | {(view.acting, view.hand.person)}
    complete = all(_is_filled(slot, hands, row.hands) for slot in slots)
    return Laid(key, True, complete, fresh)


def _is_filled(slot: Slot, hands: set[tuple[str, str]], needed: int) -> bool:
    return any(_persons(hands, party) >= needed for party in slot)


def _persons(hands: set[tuple[str, str]], party: str) -> int:
    return sum(1 for who, _ in hands if who == party)
