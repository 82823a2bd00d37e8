"""Layered order of a graph: which column each box stands in, and in which order from top to bottom.

Vertices are numbers in the order of declaration. Cycles are opened by turning around the links that run against that
order and close a cycle; columns come from longest paths, orders from barycentre sweeps with the fewest crossings kept.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[int, int]
SWEEPS = 8


@dataclass(frozen=True)
class Lattice:
    """Columns of vertices (boxes first numbered, bends after), and for each link its chain from left to right."""

    columns: tuple[tuple[int, ...], ...]
    chains: tuple[tuple[int, ...], ...]
    turned: tuple[bool, ...]


def _reaches(start: int, goal: int, after: Sequence[set[int]]) -> bool:
    """Say whether `goal` can be reached from `start`."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = after[here] - seen
        seen |= fresh
        waiting.extend(fresh)
    return False


def turn_cycles(count: int, pairs: Sequence[Pair]) -> tuple[bool, ...]:
    """Say for each link whether it must be turned around so that no cycle is left."""
    after: list[set[int]] = [set() for _ in range(count)]
    for source, target in pairs:
        if source < target:
            after[source].add(target)
    turned = []
    for source, target in pairs:
        against = source > target and _reaches(target, source, after)
        if source > target and not against:
            after[source].add(target)
        turned.append(against)
    return tuple(turned)


def assign_columns(count: int, pairs: Sequence[Pair]) -> list[int]:
    """Return the column of each vertex of an acyclic graph: longest path, then drawn towards what follows."""
    after: list[list[int]] = [[] for _ in range(count)]
    entering = [0] * count
    for source, target in pairs:
        after[source].append(target)
        entering[target] += 1
    waiting, order, column = [v for v in range(count) if not entering[v]], [], [0] * count
    left = list(entering)
    while waiting:
        here = waiting.pop()
        order.append(here)
        for target in after[here]:
            column[target] = max(column[target], column[here] + 1)
            left[target] -= 1
            if not left[target]:
                waiting.append(target)
    for here in reversed(order):
        if len(after[here]) > entering[here]:
            column[here] = min(column[target] for target in after[here]) - 1
    return column


def _thread(column: list[int], pairs: Sequence[Pair]) -> list[tuple[int, ...]]:
    """Add a bend in every column that a link passes; return each link's chain and extend `column` in place."""
    chains = []
    for source, target in pairs:
        bends = range(len(column), len(column) + column[target] - column[source] - 1)
        column.extend(range(column[source] + 1, column[target]))
        chains.append((source, *bends, target))
    return chains


def _count_crossings(columns: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> int:
    """Count how often links between neighbouring columns cross."""
    crossings = 0
    for here, following in pairwise(columns):
        place = {vertex: at for at, vertex in enumerate(following)}
        met: list[int] = []
        for vertex in here:
            ends = sorted(place[target] for target in right[vertex])
            for end in ends:
                crossings += len(met) - bisect_right(met, end)
            for end in ends:
                insort(met, end)
    return crossings


def _sort_by_neighbours(here: list[int], beside: Sequence[int], links: Sequence[Sequence[int]]) -> list[int]:
    """Order one column by the mean place of its neighbours; who has none keeps its place."""
    place = {vertex: at for at, vertex in enumerate(beside)}
    weight = {}
    for at, vertex in enumerate(here):
        ends = [place[other] for other in links[vertex]]
        weight[vertex] = sum(ends) / len(ends) if ends else float(at)
    return sorted(here, key=weight.__getitem__)


def _sweep(columns: list[list[int]], left: Sequence[Sequence[int]], right: Sequence[Sequence[int]], odd: bool) -> None:
    """Order all columns once, from the left, or from the right when `odd`."""
    if odd:
        for at in range(len(columns) - 2, -1, -1):
            columns[at] = _sort_by_neighbours(columns[at], columns[at + 1], right)
    else:
        for at in range(1, len(columns)):
            columns[at] = _sort_by_neighbours(columns[at], columns[at - 1], left)


def _order(columns: list[list[int]], left: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the order with the fewest crossings that the sweeps find, stopping when they find no better one twice."""
    best, fewest, idle = [list(column) for column in columns], _count_crossings(columns, right), 0
    for sweep in range(SWEEPS):
        _sweep(columns, left, right, bool(sweep % 2))
        crossings = _count_crossings(columns, right)
        idle = 0 if crossings < fewest else idle + 1
        if crossings < fewest:
            best, fewest = [list(column) for column in columns], crossings
        if not fewest or idle > 3:
            break
    return best


def arrange(count: int, pairs: Sequence[Pair]) -> Lattice:
    """Arrange vertices 0 to count-1 and links (source, target), none of them a loop, in ordered columns."""
    turned = turn_cycles(count, pairs)
    straight = [(b, a) if back else (a, b) for (a, b), back in zip(pairs, turned, strict=True)]
    column = assign_columns(count, straight)
    chains = _thread(column, straight)
    left: list[list[int]] = [[] for _ in column]
    right: list[list[int]] = [[] for _ in column]
    for chain in chains:
        for a, b in pairwise(chain):
            right[a].append(b)
            left[b].append(a)
    columns: list[list[int]] = [[] for _ in range(max(column, default=-1) + 1)]
    for vertex, at in enumerate(column):
        columns[at].append(vertex)
    ordered = _order(columns, left, right)
    return Lattice(tuple(map(tuple, ordered)), tuple(chains), turned)
