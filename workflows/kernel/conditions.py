"""The conditions of a step one by one: each in words, with what it rests on, met or not as a hand meets them.

An offer tells the first thing that is missing; whoever prepares wants to know all of them, and which are met already.
"""

from __future__ import annotations

from collections.abc import Iterator

from .frozen import dataclass
from .guards import AllOf, AllTracks, AnyTrack, Guard, Lapsed, Proofs, Refusal, Running, Says, Stopped, TrackIn
from .view import View
from .words import Citation, Citations, capital


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its words and provision, why it is not met (None: it is), and the tracks of which this tells."""

    words: str
    under: Citations
    refusal: Refusal | None
    reveals: tuple[str, ...]


def conditions(view: View) -> tuple[Condition, ...]:
    """List the conditions of the step at which a view looks, on the track at hand, in the order written."""
    if view.step is None or view.step.when is None:
        return ()
    return tuple(_condition(guard, view) for guard in _parts(view.step.when))


def _parts(guard: Guard) -> Iterator[Guard]:
    if isinstance(guard, AllOf):
        for one in guard.of:
            yield from _parts(one)
    else:
        yield guard


def _condition(guard: Guard, view: View) -> Condition:
    refusal = guard.check(view)
    # The sentence of its own is the one of the refusal: of a condition that is met it would say the contrary.
    said = guard.sentence if isinstance(guard, Says) and refusal else ""
    words = said or f"{capital(guard.words(view.procedure))}."
    under = refusal.under if refusal and refusal.under else _under(guard, view)
    reveals = (*tracks_told(guard, view), *(refusal.reveals if refusal else ()))
    return Condition(words, under, refusal, tuple(dict.fromkeys(reveals)))


def _under(guard: Guard, view: View) -> Citations:
    if isinstance(guard, Lapsed | Running | Stopped):
        return view.limit_cited(guard.limit)
    named = getattr(guard, "under", None)
    return (named,) if isinstance(named, Citation) else ()


def tracks_told(guard: Guard, view: View) -> tuple[str, ...]:
    """Give the tracks of whose state a condition tells, met or not."""
    inner = getattr(guard, "guard", None)
    within = (*getattr(guard, "of", ()), *((inner,) if isinstance(inner, Guard) else ()))
    found = [key for one in within for key in tracks_told(one, view)]
    if isinstance(guard, TrackIn):
        found += [guard.key] if guard.key else [view.track.key] if view.track else []
    if isinstance(guard, AllTracks | AnyTrack | Proofs):
        found += [track.key for track in view.tracks_of(guard.set)]
    return tuple(found)
