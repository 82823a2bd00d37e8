"""A world in the making: copies of moulds, every leaf sealed anew in its own chain, written some thousand at a time.

References are all different: a number is spread over the letters by a multiplication that never gives the same twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from consult.bench.filling import Sink
from consult.bench.moulds import Leaf, Mould
from consult.bench.shapes import Copy, Ends, Shape
from consult.docket.opening import LETTERS
from consult.log import tree
from consult.log.append import split_peaks
from consult.log.chain import KEY_BYTES, step_tag, write_hash
from consult.log.leaf import Written, seal
from consult.models.audit import audit_leaf, audit_node, audit_opening

SPREAD, MOST = 715_827_883, len(LETTERS) ** 6
"""An odd number near two thirds of the references there are: neighbours come to lie far apart."""


@dataclass(slots=True)
class World:
    """A world as far as it is written: where its log stands, the next number of each table, and what waits."""

    sink: Sink
    random: Random
    size: int
    peaks: tuple[bytes, ...]
    next: dict[str, int]
    acts: int = 0
    count: int = 0
    waiting: dict[str, list[Sequence[Any]]] = field(default_factory=lambda: defaultdict(list))
    hashes: list[bytes] = field(default_factory=list)
    shapes: dict[int, Shape] = field(default_factory=dict)

    @classmethod
    def begun(cls, sink: Sink, random: Random) -> "World":
        """Begin where the log and the numbers of a database stand."""
        size, peaks = sink.head()
        return cls(sink, random, size, split_peaks(peaks), sink.next_numbers())

    @property
    def end(self) -> int:
        """Give the place of the next leaf."""
        return self.size + len(self.hashes)

    def cast(self, mould: Mould) -> None:
        """Add a copy of a mould to what waits to be written."""
        if mould.id not in self.shapes:
            self.shapes[mould.id] = Shape(mould, self.sink)
        shape, first = self.shapes[mould.id], {}
        for table, count in shape.counts.items():
            first[table] = self.next[table]
            self.next[table] += count
        copy = Copy(self._new_ref(shape.prefix), first, self.end, self.random)
        copy.chains = self.seal(shape.leaves(copy))
        for table, templates in shape.templates.items():
            self.waiting[table] += [each.filled(copy) for each in templates]
        self.acts += self.end - copy.seq

    def _new_ref(self, prefix: str) -> str:
        self.count += 1
        left, letters = self.count * SPREAD % MOST, ""
        for _place in range(6):
            left, letter = divmod(left, len(LETTERS))
            letters += LETTERS[letter]
        return f"{prefix}{letters}"

    def seal(self, leaves: Iterable[Leaf]) -> Ends:
        """Seal leaves in their order, each in a chain that begins here; give key, length and last leaf of each."""
        chains: dict[int, tuple[bytes, int, bytes | None]] = {}
        rows, openings = self.waiting[audit_leaf.name], self.waiting[audit_opening.name]
        for leaf in leaves:
            key, last, prev = chains.get(leaf.chain) or (self.random.randbytes(KEY_BYTES), 0, None)
            n, seq = last + 1, self.end
            tag, linked = step_tag(key, n), {"n": n, "prev": write_hash(prev) if prev else None}
            values = {name: Written(value) for name, value in leaf.values.items()}
            sealed = seal({**values, **linked}, tag, random=self.random.randbytes)
            rows.append((seq, sealed.leaf, sealed.hash, tag, leaf.chain, n))
            openings += [(seq, one.field, one.salt, one.value) for one in sealed.openings]
            self.hashes.append(sealed.hash)
            chains[leaf.chain] = key, n, sealed.hash
        return chains

    def flush(self) -> None:
        """Write what waits, with the nodes that its leaves complete and the head, in one transaction."""
        growth = tree.grow(self.size, self.peaks, self.hashes)
        self.waiting[audit_node.name] += growth.nodes
        self.sink.write(self.waiting, growth.size, b"".join(growth.peaks))
        self.size, self.peaks = growth.size, growth.peaks
        self.waiting.clear()
        self.hashes.clear()

    def add(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Let rows wait to be written that are the same in every copy."""
        self.waiting[table] += rows
