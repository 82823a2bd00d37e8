"""Carrying all bytes of an installation from one kind of place into another, compared with their digests at both ends.

Nothing is taken away where it came from, and what is there already is compared and left, so that it may be broken off
and done again as often as somebody likes: while the installation runs, then once more, short, while it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from consult.documents.errors import Changed
from consult.documents.stores import Stores
from consult.documents.stores.values import Kept, Store


@dataclass(slots=True)
class Moved:
    """What came of carrying a store: how much lay there, how much of it was carried now, what could not be."""

    there: int = 0
    carried: int = 0
    bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def move(source: Stores, target: Stores) -> Iterator[tuple[str, Moved]]:
    """Carry each store, and yield what came of it. Away where one end is: what was carried is carried."""
    for name, store in source.named().items():
        into, moved = target.named()[name], Moved()
        for one in store.each():
            moved.there += 1
            _carry(store, into, one, moved)
        yield name, moved


def _carry(store: Store, into: Store, one: Kept, moved: Moved) -> None:
    """Carry one file, unless the same is there, and read it there once more."""
    there = into.look(one.digest)
    if there is not None and there.size == one.size and is_sound(into, one.digest):
        return
    try:
        file = store.lend(one.digest)
    except Changed:
        moved.damaged.append(one.digest)
        return
    with file:
        into.put_file(file)
    if not is_sound(into, one.digest):
        moved.damaged.append(one.digest)
        return
    moved.carried += 1
    moved.bytes += one.size


def is_sound(store: Store, digest: str) -> bool:
    """Say whether what lies under a digest is what it says, read to its end."""
    try:
        for _piece in store.pieces(digest):
            pass
    except Changed:
        return False
    return True
