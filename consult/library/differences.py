"""Two editions told apart in words: what was added, what was removed, and what changed from what to what.

Each part of a procedure is read by the same rows that its page shows, so that page and difference cannot tell different
stories. Where two parts differ and no row of the page says so, the difference names the words of the form that differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from consult.i18n import _
from consult.library.told import PARTS, Told
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import humanise

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line of a part: what it says in the first edition and what in the second; empty where it says nothing."""

    what: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Change:
    """One state, step, limit, question or other thing that was added, removed or changed."""

    kind: str
    key: str
    name: str
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part of a procedure with what changed in it."""

    key: str
    title: str
    changes: tuple[Change, ...]


def differences(one: Procedure, other: Procedure) -> tuple[ChangedPart, ...]:
    """Tell two editions apart, part by part; empty where they are the same."""
    found = (ChangedPart(key, str(title), tuple(_changes(read(one), read(other)))) for key, title, read in PARTS)
    return tuple(part for part in found if part.changes)


def counted(parts: Iterable[ChangedPart]) -> Mapping[str, int]:
    """Count what was added, removed and changed."""
    kinds = [change.kind for part in parts for change in part.changes]
    return {kind: kinds.count(kind) for kind in (ADDED, REMOVED, CHANGED)}


def _changes(one: Iterable[Told], other: Iterable[Told]) -> Iterator[Change]:
    """Pair what two editions hold of one part, in the order of the second; what was removed comes last."""
    was = _by_key(one)
    for key, news in _by_key(other).items():
        yield from _of_key(was.pop(key, []), news)
    for olds in was.values():
        yield from _of_key(olds, [])


def _by_key(told: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(one.key, []).append(one)
    return found


def _of_key(olds: list[Told], news: list[Told]) -> Iterator[Change]:
    """Pair the rows of one key: what is the same in both first, then whatever has most in common."""
    left = [old for old in olds if not any(old.value == new.value for new in news)]
    fresh = [new for new in news if not any(new.value == old.value for old in olds)]
    for new in fresh:
        old = max(left, key=lambda row: _alike(row, new), default=None)
        if old is None:
            yield _alone(ADDED, new)
            continue
        left.remove(old)
        yield Change(CHANGED, new.key, new.name, tuple(_lines(old, new)))
    yield from (_alone(REMOVED, old) for old in left)


def _alike(one: Told, other: Told) -> int:
    return sum(one.says.get(what) == said for what, said in other.says.items())


def _alone(kind: str, told: Told) -> Change:
    """Tell one thing that only one of the editions has."""
    added = kind == ADDED
    lines = (ChangedLine(what, *(("", said) if added else (said, ""))) for what, said in told.says.items() if said)
    return Change(kind, told.key, told.name, tuple(lines))


def _lines(one: Told, other: Told) -> Iterator[ChangedLine]:
    """Give each line in which two rows differ; the words of the form alone where no line does."""
    whats = dict.fromkeys((*one.says, *other.says))
    pairs = [(what, one.says.get(what, ""), other.says.get(what, "")) for what in whats]
    differ = [ChangedLine(*pair) for pair in pairs if pair[1] != pair[2]]
    if differ:
        yield from differ
    else:
        named = ", ".join(_words_that_differ(one.value, other.value))
        yield ChangedLine(_("In the form alone"), named, named)


def _words_that_differ(one: Any, other: Any) -> Iterator[str]:
    """Name the words of the form in which two values differ."""
    if is_dataclass(one) and type(one) is type(other):
        names = (spec.name for spec in fields(one) if getattr(one, spec.name) != getattr(other, spec.name))
        yield from (humanise(name).lower() for name in names)
