"""The difference between two texts: words taken out and put in, and clauses added, removed or moved.

Every difference is whole: put together from what stayed and what was taken out it gives the first text, from what
stayed and what was put in the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from .frozen import dataclass
from .joint_text import Clause

SAME, TAKEN_OUT, PUT_IN = "same", "del", "ins"
ADDED, REMOVED, CHANGED, UNCHANGED = "added", "removed", "changed", "unchanged"

_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
MOST_PAIRS = 1_000_000
"""How many pairs of words of one text are compared at most, and of all clauses four times as many; what is longer is
compared line by line, and at last as a whole.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stayed, was taken out or was put in."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause between two versions; ``moved`` says that it stands at another place among those that
    both have.
    """

    key: str
    kind: str
    moved: bool
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; long ones line by line, and the longest as wholes."""
    return _Comparing(MOST_PAIRS).compare(old, new)


class _Comparing:
    """Compares one text after another until so many pairs of words were looked at; then line by line."""

    def __init__(self, left: int) -> None:
        self.left = left

    def compare(self, old: str, new: str) -> tuple[Piece, ...]:
        if old == new:
            return (Piece(SAME, old),) if old else ()
        for unit in (_WORDS, _LINES):
            before, after = unit.findall(old), unit.findall(new)
            first, last = _shared(before, after)
            mid, other = before[first : len(before) - last], after[first : len(after) - last]
            pairs = len(mid) * len(other)
            if pairs <= min(self.left, MOST_PAIRS):
                self.left -= pairs
                ends = Piece(SAME, "".join(before[:first])), Piece(SAME, "".join(before[len(before) - last :]))
                return tuple(_joined((ends[0], *_runs(mid, other), ends[1])))
        return tuple(Piece(kind, text) for kind, text in ((TAKEN_OUT, old), (PUT_IN, new)) if text)


def _shared(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Count the words that two texts share at the beginning and, after those, at the end."""
    most = min(len(before), len(after))
    first = next((i for i in range(most) if before[i] != after[i]), most)
    last = next((i for i in range(most - first) if before[-1 - i] != after[-1 - i]), most - first)
    return first, last


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[i:j]))
        else:
            yield Piece(TAKEN_OUT, "".join(before[i:j]))
            yield Piece(PUT_IN, "".join(after[k:m]))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out what is empty, and let a single blank between two changes change with them: words are read in rows."""
    runs = [piece for piece in pieces if piece.text]
    out, put = "", ""
    for i, piece in enumerate(runs):
        between = 0 < i < len(runs) - 1 and piece.kind == SAME and piece.text.isspace() and "\n" not in piece.text
        if between:
            out, put = out + piece.text, put + piece.text
        elif piece.kind == TAKEN_OUT:
            out += piece.text
        elif piece.kind == PUT_IN:
            put += piece.text
        else:
            yield from _both(out, put)
            out, put = "", ""
            yield piece
    yield from _both(out, put)


def _both(out: str, put: str) -> Iterator[Piece]:
    if out:
        yield Piece(TAKEN_OUT, out)
    if put:
        yield Piece(PUT_IN, put)


def compare_clauses(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[ClauseChange, ...]:
    """Compare two versions clause by clause, in the order of the second; a removed clause stands where it stood."""
    before, after = {c.key: c for c in old}, {c.key for c in new}
    words = _Comparing(4 * MOST_PAIRS)
    matcher = SequenceMatcher(None, [c.key for c in old], [c.key for c in new], autojunk=False)
    found: list[ClauseChange] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            found += [_change(words, c, None, REMOVED) for c in old[i:j] if c.key not in after]
        found += [_kept(words, before.get(c.key), c, moved=tag != "equal") for c in new[k:m]]
    return tuple(found)


def _kept(words: _Comparing, was: Clause | None, clause: Clause, *, moved: bool) -> ClauseChange:
    kind = ADDED if was is None else UNCHANGED if was.wording == clause.wording else CHANGED
    return _change(words, was, clause, kind, moved=moved and was is not None)


def _change(
    words: _Comparing, was: Clause | None, clause: Clause | None, kind: str, *, moved: bool = False
) -> ClauseChange:
    old, new = was.wording if was else ("", ""), clause.wording if clause else ("", "")
    key = (clause or was or Clause("", "", "")).key
    return ClauseChange(key, kind, moved, words.compare(old[0], new[0]), words.compare(old[1], new[1]))


def applied(pieces: Iterable[Piece], old: str) -> str:
    """Apply a difference to the text that it was made from; ValueError where that is another text."""
    held = tuple(pieces)
    if "".join(p.text for p in held if p.kind != PUT_IN) != old:
        raise ValueError("this difference was made from another text")
    return "".join(p.text for p in held if p.kind != TAKEN_OUT)


def applied_to_clauses(changes: Iterable[ClauseChange], old: Sequence[Clause]) -> tuple[Clause, ...]:
    """Apply the difference of two versions to the first; ValueError where it was made from another one."""
    before, found = {c.key: c for c in old}, []
    for change in changes:
        was = before.pop(change.key, Clause(change.key, "", ""))
        clause = Clause(change.key, applied(change.heading, was.heading), applied(change.text, was.text))
        if change.kind != REMOVED:
            found.append(clause)
    if before:
        raise ValueError("this difference was made from another text")
    return tuple(found)
