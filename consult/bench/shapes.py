"""A mould as it is copied: what changes in a copy is found once, then a copy is its rows with these places filled in.

Numbers change, and whatever is made of a number or of the reference: chains, events, keys of work, texts that name it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from random import Random
from typing import Any

from sqlalchemy import Table

from consult.bench.filling import Sink
from consult.bench.moulds import Leaf, Mould, Row, pointing
from consult.delivery.events import digest_about
from consult.migrate import tables
from consult.models.audit import audit_chain
from consult.models.cases import ACT, ACT_LEAF, CASES, OUTBOX
from consult.models.feed import FEED_EVENT
from workflows.kernel.frozen import dataclass

Ends = Mapping[int, tuple[bytes, int, bytes | None]]
"""Of each chain by its number: key, length, hash of the last leaf."""
LONGEST_STEP = 65_536


@dataclass(slots=True)
class Copy:
    """One copy in the making: its reference, the first number of its rows in each table, its first leaf, its chains."""

    ref: str
    first: Mapping[str, int]
    seq: int
    random: Random
    chains: Ends = field(default_factory=dict)


Fill = Callable[[Copy], Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A row of a mould as the database takes it, and the places that each copy fills in."""

    values: Sequence[Any]
    fills: Sequence[tuple[int, Fill]]

    def filled(self, copy: Copy) -> list[Any]:
        """Give the row of a copy."""
        row = list(self.values)
        for place, fill in self.fills:
            row[place] = fill(copy)
        return row


class Shape:
    """A mould as it is copied: its rows by table, how many numbers each table needs, and its leaves."""

    def __init__(self, mould: Mould, sink: Sink) -> None:
        """Find what changes in a copy."""
        self.mould = mould
        self.prefix = mould.ref[:-6]
        numbered = {name: rows for name, rows in mould.rows.items() if "id" in rows[0]}
        self.counts = {name: len(rows) for name, rows in numbered.items()}
        self.places = {name: {row["id"]: i for i, row in enumerate(rows)} for name, rows in numbered.items()}
        self.templates = {name: [self._template(sink, name, row) for row in rows] for name, rows in mould.rows.items()}
        chains = self.places[audit_chain.name]
        self._leaves = [(chains[leaf.chain], self._texts(leaf)) for leaf in mould.leaves]

    def leaves(self, copy: Copy) -> Iterator[Leaf]:
        """Give what is sealed of a copy."""
        first = copy.first[audit_chain.name]
        for i, (chain, texts) in enumerate(self._leaves):
            values = {name: fill if isinstance(fill, str) else fill(copy) for name, fill in texts}
            yield Leaf(copy.seq + i, first + chain, values)

    def _texts(self, leaf: Leaf) -> list[tuple[str, str | Fill]]:
        return [(name, self._renamed(text) or text) for name, text in leaf.values.items()]

    def _template(self, sink: Sink, name: str, row: Row) -> Template:
        table = tables().tables[name]
        fills = {**self._of_texts(row), **self._of_numbers(table, row), **self._of_table(sink, table, row)}
        places = {column.name: place for place, column in enumerate(table.columns)}
        return Template(sink.bound(table, row), [(places[column], fill) for column, fill in fills.items()])

    def _of_texts(self, row: Row) -> dict[str, Fill]:
        found = {name: self._renamed(value) for name, value in row.items() if isinstance(value, str)}
        return {name: fill for name, fill in found.items() if fill}

    def _renamed(self, text: str) -> Fill | None:
        """Give the text with the reference of the copy; None where it names none."""
        pieces = text.split(self.mould.ref)
        return (lambda copy: copy.ref.join(pieces)) if len(pieces) > 1 else None

    def _of_numbers(self, table: Table, row: Row) -> dict[str, Fill]:
        fills: dict[str, Fill] = {"id": self._number(table.name, row["id"])} if "id" in row else {}
        for column, target in pointing(table):
            if row[column.name] is not None:
                fills[column.name] = self._number(target.table.name, row[column.name])
        return fills

    def _number(self, table: str, number: int) -> Fill:
        place = self.places[table][number]
        return lambda copy: copy.first[table] + place

    def _of_table(self, sink: Sink, table: Table, row: Row) -> dict[str, Fill]:
        """Give what is made of numbers in a table of its own kind."""
        if table is audit_chain:
            return self._of_chain(row)
        if table is ACT_LEAF:
            place = next(i for i, leaf in enumerate(self.mould.leaves) if leaf.seq == row["seq"])
            return {"seq": lambda copy: copy.seq + place}
        if table is OUTBOX:
            return self._of_work(row)
        return self._of_event(row) if table is FEED_EVENT else {}

    def _of_chain(self, row: Row) -> dict[str, Fill]:
        number, case = self._number(audit_chain.name, row["id"]), self._number(CASES.name, self.mould.id)
        _case, _, rest = row["audience"].partition(f"/{self.mould.id}/")
        return {
            "case_id": case,
            "audience": lambda copy: f"{row['kind']}/{case(copy)}/{rest}",
            "key": lambda copy: copy.chains[number(copy)][0],
            "n": lambda copy: copy.chains[number(copy)][1],
            "prev": lambda copy: copy.chains[number(copy)][2],
        }

    def _of_work(self, row: Row) -> dict[str, Fill]:
        old = row["key"].removeprefix("serve:")
        number, rest = self._number(ACT.name, int(old)), row["payload"].removeprefix(f'{{"act": {old}')
        return {
            "key": lambda copy: f"serve:{number(copy)}",
            "payload": lambda copy: f'{{"act": {number(copy)}{rest}',
        }

    def _of_event(self, row: Row) -> dict[str, Fill]:
        """An event is known by what it is about, and lies some way behind the last leaf of its case."""
        case = self._number(CASES.name, row["case_id"])
        act = self._number(ACT.name, row["act_id"]) if row["act_id"] is not None else (lambda _copy: None)
        last = len(self.mould.leaves) - 1
        return {
            "key": lambda copy: f"{row['type']}:{row['party']}:{digest_about(case(copy), act(copy), row['about'])}",
            "place": lambda copy: copy.seq + last,
            "sub": lambda copy: copy.random.randrange(1, LONGEST_STEP),
        }
