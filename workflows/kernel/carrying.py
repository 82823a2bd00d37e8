"""Whether an edition carries a case: everything that the case holds is there, and means the same to those who read it.

A case may go on under another edition only if its state, its tracks and where they stand, its roles, its limits and
every step on record are known to it, and if nothing that was filed would be read by others than before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from .naming import limit_called, set_called, state_called, step_called, track_called

if TYPE_CHECKING:
    from .case import Case
    from .procedure import Procedure


class Obstacle(NamedTuple):
    """Why an edition does not carry a case, and the tracks of which the sentence tells."""

    sentence: str
    reveals: tuple[str, ...] = ()


def why_not_carried(case: Case, new: Procedure, name: Callable[[str], str]) -> Iterator[Obstacle]:
    """List every reason why a case cannot go on under an edition, none where it can; ``name`` names parties."""
    old: Procedure = case.procedure
    if new.key != old.key or new.level != old.level or new.levels != old.levels or new.room != old.room:
        yield Obstacle("The new edition is of another procedure or level, or opens the case to others.")
        return
    yield from _state(case, new)
    yield from _roles(case, new)
    yield from _tracks(case, new, name)
    yield from _limits(case, new)
    yield from _record(case, new)


def _state(case: Case, new: Procedure) -> Iterator[Obstacle]:
    """The state of the case, and those to which it may go back."""
    old, known = case.procedure, {state.key: state.kind for state in new.states}
    for key in dict.fromkeys((case.state, *case.came_from, *case.came_from.values())):
        if known.get(key) != old.state(key).kind:
            yield Obstacle(f"The new edition does not know the state “{old.state(key).title}” as it is here.")


def _roles(case: Case, new: Procedure) -> Iterator[Obstacle]:
    for key, parties in case.parties.items():
        was, now = case.procedure.role(key), new.role(key)
        same = was is not None and now is not None
        if parties and was and not (same and now and _part(was) == _part(now)):
            yield Obstacle(f"The new edition does not know the {was.words()} as a part in the case, or as another one.")
    if new.filer != case.procedure.filer:
        yield Obstacle("In the new edition another part opens the case.")


def _part(role: object) -> tuple[object, ...]:
    return tuple(getattr(role, name) for name in ("stake", "office", "reads"))


def _tracks(case: Case, new: Procedure, name: Callable[[str], str]) -> Iterator[Obstacle]:
    """The sets of tracks, where each track stands, and who sees it."""
    old, sets = case.procedure, {of.key: of for of in new.tracks}
    for track in case.tracks.values():
        was, now = old.track_set(track.set), sets.get(track.set)
        called = name(track.party) if track.party else track_called(old, track.key)
        if now is None:
            yield Obstacle(f"The new edition has no {set_called(old, track.set)}.", (track.key,))
            continue
        for key in dict.fromkeys((track.state, *track.came_from, *track.came_from.values())):
            if now.state(key) is None:
                where = state_called(old, key, track.set)
                yield Obstacle(f"The new edition does not know {called} as {where}.", (track.key,))
        same = ("role", "office", "gone", "passive")
        if any(getattr(was, name) != getattr(now, name) for name in same) or (
            old.audience_of_track(track.key) != new.audience_of_track(track.key)
        ):
            yield Obstacle(f"In the new edition others see {called}, or its party takes part otherwise.", (track.key,))


def _limits(case: Case, new: Procedure) -> Iterator[Obstacle]:
    """Every limit on record: those that run go on by their rule, the others are still shown."""
    for running in case.limits.values():
        was, now = case.procedure.rule(running.limit), new.limit(running.limit)
        called, reveals = limit_called(case.procedure, running.limit), (running.track,) if running.track else ()
        if now is None or now.per != was.per:
            yield Obstacle(f"The new edition does not have the period “{called}”, which is on record.", reveals)
        elif (now.exact, now.backwards) != (was.exact, was.backwards) or (
            case.procedure.audience_of(running.limit, running.track) != new.audience_of(running.limit, running.track)
        ):
            yield Obstacle(f"The new edition counts the period “{called}” otherwise, or shows it to others.", reveals)


def _record(case: Case, new: Procedure) -> Iterator[Obstacle]:
    """Every step that was taken or waits for hands: it stays known, asks the same, and is read by the same."""
    taken = dict.fromkeys([key.partition("@")[0] for key in case.done] + [one.step for one in case.pending.values()])
    for key in taken:
        called = step_called(case.procedure, key)
        if key not in new.rows:
            yield Obstacle(f"The new edition does not know “{called}”, which is on record.")
        elif _kept(case.procedure, key) != _kept(new, key):
            yield Obstacle(f"What was filed with “{called}” would be read otherwise, or by others, in the new edition.")


def _kept(of: Procedure, key: str) -> frozenset[tuple[object, ...]]:
    """What of a step decides who reads what was filed with it, and as what it is kept."""
    return frozenset(
        (
            row.level, row.file, row.tell, row.without_prejudice, row.records, row.registers, row.tables, row.keeps,
            row.publishes,
            tuple((one.key, one.kind, one.level, one.withholdable) for one in row.filing.fields) if row.filing else (),
        )
        for row in of.rows[key]
    )  # fmt: skip
