"""The people of a world: those of the demonstration, with the entries of their mandates sealed anew."""

from typing import Any

from consult.bench.casting import World
from consult.bench.moulds import Leaf, Moulds, Row
from consult.migrate import tables
from consult.models.audit import audit_chain
from consult.models.logbook import AUDIT_ENTRY


def write_people(world: World, moulds: Moulds) -> None:
    """Write everybody, with numbers as they are: what cases say of them names these."""
    chains = {row["id"]: world.next[audit_chain.name] + i for i, row in enumerate(moulds.people[audit_chain.name])}
    world.next[audit_chain.name] += len(chains)
    first = world.end
    leaves = [Leaf(first + leaf.seq, chains[leaf.chain], leaf.values) for leaf in moulds.leaves]
    sealed = world.seal(leaves)

    def changed(name: str, row: Row) -> dict[str, Any]:
        if name == audit_chain.name:
            key, n, prev = sealed[chains[row["id"]]]
            return {**row, "id": chains[row["id"]], "key": key, "n": n, "prev": prev}
        return {**row, "seq": first + row["seq"]} if name == AUDIT_ENTRY.name else dict(row)

    for name, rows in moulds.people.items():
        table = tables().tables[name]
        world.add(name, [world.sink.bound(table, changed(name, row)) for row in rows])
    world.flush()
