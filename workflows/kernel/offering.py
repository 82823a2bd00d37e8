"""What is on offer: every step that leaves the present state, open or closed with the reasons, as a hand would meet
it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from . import levelling
from .acts import Hand
from .case import Case
from .frozen import dataclass
from .guards import Refusal
from .hands import Laid
from .holdings import Track, altered
from .levelling import LEVELLING
from .moving import MOVING, concerns
from .paper_keys import PAPER, handle
from .papers import HOLDERS
from .rules import nearest, refusals_of
from .steps import Step
from .view import View, World

CLOCK_ALONE = frozenset(("@clock",))
NO_TRACK: list[Track | None] = [None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that leaves the present state, on one track where it is taken on tracks; open, or closed with its
    refusals.

    A joint step says whose hands are laid on which text, since when, and whether this party's is still waited for.
    """

    step: Step
    track: Track | None
    refusals: tuple[Refusal, ...]
    laid: tuple[str, ...] = ()
    digest: str = ""
    since: datetime | None = None
    waits_for_us: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether there is a filing with which the step performs."""
        return not self.refusals


def offers(case: Case, by: Hand, at: datetime, world: World, steps: Collection[str] | None = None) -> tuple[Offer, ...]:
    """List every step that leaves the present state, open or closed with the reasons, as this hand would meet it; with
    `steps` these alone.
    """
    found: dict[tuple[str, str], Offer] = {}
    view = View(case.procedure, case, by, at, world)
    for row in case.procedure.rows_from[case.state]:
        if row.key in LEVELLING and (steps is None or row.key in steps):
            found |= _about_papers(view, row, found)
            continue
        if row.key in LEVELLING or (row.key in MOVING and not concerns(view, row.key)):
            continue
        if row.follows is not None or row.by.roles() == CLOCK_ALONE or (steps is not None and row.key not in steps):
            continue
        for track in _tracks_for(case, row):
            key = (row.key, track.key if track else "")
            old = found.get(key)
            if old is not None and old.is_open:
                continue
            view.track = track
            refusals = refusals_of(view, row, filed=False)
            if old is not None and refusals:
                refusals = list(nearest((list(old.refusals), refusals)))
            found[key] = _offer(view, row, track, tuple(refusals))
    return tuple(found.values())


def _about_papers(
    view: View, row: Step, found: Mapping[tuple[str, str], Offer]
) -> Iterator[tuple[tuple[str, str], Offer]]:
    """Offer a step about papers: once where there are papers that it can be about, and for each paper on which hands
    wait that this party may read. The paper stands in the place of the track."""
    if levelling.concerns(view, row.key):
        refusals = tuple(refusals_of(view, row, filed=False))
        old = found.get((row.key, ""))
        if old is None or (not old.is_open and not refusals):
            yield (row.key, ""), Offer(row, None, refusals)
    for n in levelling.asked_about(view) if view.case.pending and view.ask("papers") else ():
        pending, at_paper = view.case.pending.get(handle(row.key, n)), altered(view, filing={"act": n}, track=None)
        if pending is not None and not _is_other_row(at_paper, row):
            track = Track(f"{PAPER}{n}", "paper", str(n), "asked")
            laid, since = tuple(hand[0] for hand in pending.laid), datetime.fromisoformat(pending.laid[0][2])
            waits = Laid.is_waited_for(at_paper, row, pending)
            refusals = tuple(refusals_of(at_paper, row, filed=False))
            yield (row.key, track.key), Offer(row, track, refusals, laid, pending.digest, since, waits)


def _is_other_row(view: View, row: Step) -> bool:
    """Say whether a row takes no hands together, as that of an office does."""
    return row.by != HOLDERS or view.paper_or_none() is None


def _offer(view: View, row: Step, track: Track | None, refusals: tuple[Refusal, ...]) -> Offer:
    waiting = view.case.pending
    pending = waiting.get(Laid.key_of(row.key, track)) if waiting else None
    if pending is None:
        return Offer(row, track, refusals)
    laid, since = tuple(hand[0] for hand in pending.laid), datetime.fromisoformat(pending.laid[0][2])
    return Offer(row, track, refusals, laid, pending.digest, since, Laid.is_waited_for(view, row, pending))


def _tracks_for(case: Case, row: Step) -> list[Track | None]:
    if row.track is None:
        return NO_TRACK
    return [t for t in case.tracks.values() if row.track.fits(t) and row.track.allows(t.state)]
