"""Coordinates for an arranged graph: boxes in columns, links as right-angled runs in the channels between them.

A link crosses a column only on a line of its own between the boxes, and changes height only in a channel, on a track
of its own; so no line touches a box it does not belong to. Heights solve, column by column, the least-squares problem
of staying level with the neighbours while keeping order and distance (pool adjacent violators).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from consult.drawing.canvas import Point
from consult.drawing.layers import Lattice

BOX_GAP, LINE_GAP, MIXED_GAP = 15.0, 9.0, 12.0
PORT, TRACK, STUB, ARROW = 10.0, 9.0, 15.0, 16.0
LEVEL, SLACK, NEARLY, TOUCHING = 14.0, 4.0, 3.0, 6
PASSES = 6


@dataclass(frozen=True)
class Size:
    """What a box needs: width, height, and free room above for a loop, in pixels."""

    width: float
    height: float
    above: float = 0.0


@dataclass(frozen=True)
class Box:
    """Where a box stands: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plan:
    """A placed graph: boxes, and for each link its points from source to target and the end at its right-hand box."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    routes: tuple[tuple[Point, ...], ...]
    right_ends: tuple[Point, ...]


class _Placement:
    """The working figures of one placement; heights are centres of vertices."""

    def __init__(self, lattice: Lattice, sizes: Sequence[Size], captions: Sequence[Size]) -> None:
        self.lattice, self.sizes, self.captions = lattice, sizes, captions
        self.count = len(sizes)
        total = sum(map(len, lattice.columns))
        self.place, self.column_of = [0] * total, [0] * total
        for number, column in enumerate(lattice.columns):
            for at, vertex in enumerate(column):
                self.place[vertex], self.column_of[vertex] = at, number
        self.height = [sizes[v].height if v < self.count else 0.0 for v in range(total)]
        self.ports: list[tuple[float, ...]] = [()] * len(lattice.chains)
        self.centre = [0.0] * total

    def set_ports(self) -> None:
        """Spread the ends of links along the sides of their boxes, in the order of where they lead."""
        right: list[list[int]] = [[] for _ in range(self.count)]
        left: list[list[int]] = [[] for _ in range(self.count)]
        chains = self.lattice.chains
        for link, chain in enumerate(chains):
            right[chain[0]].append(link)
            left[chain[-1]].append(link)
        start, end = [0.0] * len(chains), [0.0] * len(chains)
        for vertex in range(self.count):
            right[vertex].sort(key=lambda link: (self.place[chains[link][1]], link))
            left[vertex].sort(key=lambda link: (self.place[chains[link][-2]], link))
            self._spread(vertex, right[vertex], start, [PORT] * len(right[vertex]))
            self._spread(vertex, left[vertex], end, [max(PORT, self.captions[link].height) for link in left[vertex]])
        self.ports = list(zip(start, end, strict=True))

    def _spread(self, vertex: int, links: Sequence[int], offset: list[float], rooms: Sequence[float]) -> None:
        """Set the offsets of one side's ends from the middle of the box, growing the box where they need it."""
        top = -sum(rooms) / 2
        for link, room in zip(links, rooms, strict=True):
            offset[link] = top + (room / 2 if room == PORT else room - PORT / 2)
            top += room
        self.height[vertex] = max(self.height[vertex], sum(rooms) + 8)

    def set_heights(self) -> None:
        """Find the height of every vertex, sweeping right and left."""
        beside = self._beside()
        for column in self.lattice.columns:
            self._settle(column, dict.fromkeys(column, (0.0, 1.0)))
        spans = range(len(self.lattice.columns))
        for turn in range(PASSES):
            sides = (0,) if turn % 3 == 0 else (1,) if turn % 3 == 1 else (0, 1)
            for at in reversed(spans) if turn % 3 == 1 else spans:
                wishes = {}
                for vertex in self.lattice.columns[at]:
                    pulls = [pull for side in sides for pull in beside[side][vertex]]
                    weight = sum(pull[2] for pull in pulls)
                    wish = sum((self.centre[o] + shift) * w for o, shift, w in pulls)
                    wishes[vertex] = (wish / weight, weight) if weight else (self.centre[vertex], 0.1)
                self._settle(self.lattice.columns[at], wishes)

    def straighten(self) -> None:
        """Level the small steps of lines that pass a column, where their neighbours leave room."""
        for link, chain in enumerate(self.lattice.chains):
            for step in range(1, len(chain) - 1):
                for beside in (step - 1, step + 1):
                    level = _level(self, link, beside)
                    if abs(level - self.centre[chain[step]]) < LEVEL and self._has_room(chain[step], level):
                        self.centre[chain[step]] = level
                        break
            self._align_ends(link, chain)

    def _align_ends(self, link: int, chain: Sequence[int]) -> None:
        """Move the ends of a link on its boxes by a hair where that makes it level."""
        start, end = self.ports[link]
        after, before = _level(self, link, 1), _level(self, link, len(chain) - 2)
        if len(chain) > 2 and abs(after - start - self.centre[chain[0]]) < NEARLY:
            start = after - self.centre[chain[0]]
        if abs(before - end - self.centre[chain[-1]]) < NEARLY:
            end = before - self.centre[chain[-1]]
        self.ports[link] = (start, end)

    def _has_room(self, vertex: int, level: float) -> bool:
        """Say whether a passing line can move to a height without touching its neighbours in the column."""
        column = self.lattice.columns[self.column_of[vertex]]
        at = self.place[vertex]
        over = at == 0 or level - self.centre[column[at - 1]] >= self._apart(column[at - 1], vertex) - SLACK
        under = at + 1 == len(column) or (
            self.centre[column[at + 1]] - level >= self._apart(vertex, column[at + 1]) - SLACK
        )
        return over and under

    def _beside(self) -> tuple[list[list[tuple[int, float, float]]], list[list[tuple[int, float, float]]]]:
        """Return for each vertex its neighbours on the left and right: (other, shift of own centre, weight)."""
        left: list[list[tuple[int, float, float]]] = [[] for _ in self.centre]
        right: list[list[tuple[int, float, float]]] = [[] for _ in self.centre]
        for chain, (start, end) in zip(self.lattice.chains, self.ports, strict=True):
            for a, b in pairwise(chain):
                from_a, to_b = (start if a == chain[0] else 0.0), (end if b == chain[-1] else 0.0)
                weight = 1.0 + 3.0 * (a >= self.count) + 3.0 * (b >= self.count)
                right[a].append((b, to_b - from_a, weight))
                left[b].append((a, from_a - to_b, weight))
        return left, right

    def _apart(self, upper: int, lower: int) -> float:
        """Return the least distance between the centres of two neighbours in a column."""
        boxes = (upper < self.count) + (lower < self.count)
        gap = (LINE_GAP, MIXED_GAP, BOX_GAP)[boxes]
        above = self.sizes[lower].above if lower < self.count else 0.0
        return (self.height[upper] + self.height[lower]) / 2 + gap + above

    def _settle(self, column: Sequence[int], wishes: dict[int, tuple[float, float]]) -> None:
        """Place one column as near to its wishes (height, weight) as order and distance allow."""
        blocks: list[tuple[float, float, int]] = []
        offset, offsets = 0.0, []
        for at, vertex in enumerate(column):
            offset += self._apart(column[at - 1], vertex) if at else 0.0
            offsets.append(offset)
            wish, weight = wishes[vertex]
            block = (wish - offset, weight, 1)
            while blocks and blocks[-1][0] > block[0]:
                mean, mass, many = blocks.pop()
                mass_now = mass + block[1]
                block = ((mean * mass + block[0] * block[1]) / mass_now, mass_now, many + block[2])
            blocks.append(block)
        levels = [mean for mean, _, many in blocks for _ in range(many)]
        for vertex, level, shift in zip(column, levels, offsets, strict=True):
            self.centre[vertex] = level + shift


def _prefer(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Return how many crossings fewer it makes to run the rise of a left of that of b."""

    def within(y: float, run: tuple[float, float]) -> int:
        return min(run) <= y <= max(run)

    def touch(y: float, other: float) -> int:
        return TOUCHING * (abs(y - other) < PORT / 2)

    left = within(b[0], a) + within(a[1], b) + touch(a[1], b[0])
    return within(a[0], b) + within(b[1], a) + touch(a[0], b[1]) - left


def assign_tracks(runs: Sequence[tuple[float, float]]) -> list[int]:
    """Give each run (height at the left, height at the right) of a channel a track; level runs get track 0."""
    order: list[int] = []
    for here in sorted(range(len(runs)), key=lambda at: (min(runs[at]), at)):
        gains = [_prefer(runs[here], runs[other]) for other in order]
        best = max(range(len(order) + 1), key=lambda at: sum(gains[at:]) - sum(gains[:at]))
        order.insert(best, here)
    tracks = [0] * len(runs)
    for at, here in enumerate(order):
        low, high = min(runs[here]) - PORT, max(runs[here]) + PORT
        for other in order[:at]:
            if min(runs[other]) < high and max(runs[other]) > low:
                tracks[here] = max(tracks[here], tracks[other] + 1)
    return tracks


def _measure_channels(found: _Placement) -> tuple[list[float], list[dict[tuple[int, int], float]]]:
    """Return the left edge of each column, and per channel the x of each (link, step)'s track."""
    runs: list[list[tuple[int, int, float, float]]] = [[] for _ in found.lattice.columns]
    for link, chain in enumerate(found.lattice.chains):
        for step in range(len(chain) - 1):
            yl, yr = _level(found, link, step), _level(found, link, step + 1)
            if abs(yl - yr) >= 0.5:
                runs[found.column_of[chain[step]]].append((link, step, yl, yr))
    words = [0.0] * len(runs)
    for link, chain in enumerate(found.lattice.chains):
        before = found.column_of[chain[-1]] - 1
        words[before] = max(words[before], found.captions[link].width)
    edges, tracks, x = [], [], 0.0
    for at, column in enumerate(found.lattice.columns):
        edges.append(x)
        x += max((found.sizes[v].width for v in column if v < found.count), default=0.0)
        given = assign_tracks([(yl, yr) for _, _, yl, yr in runs[at]])
        tracks.append({(r[0], r[1]): x + STUB + TRACK * t for r, t in zip(runs[at], given, strict=True)})
        x += max(46.0, 2 * STUB + TRACK * max(given, default=0) + words[at] + ARROW)
    return [*edges, x], tracks


def _level(found: _Placement, link: int, step: int) -> float:
    """Return the height of a link at one vertex of its chain."""
    chain, (start, end) = found.lattice.chains[link], found.ports[link]
    shift = start if step == 0 else end if step == len(chain) - 1 else 0.0
    return found.centre[chain[step]] + shift


def place(lattice: Lattice, sizes: Sequence[Size], captions: Sequence[Size]) -> Plan:
    """Place boxes of these sizes and links with captions of these sizes (width 0 for none)."""
    found = _Placement(lattice, sizes, captions)
    found.set_ports()
    found.set_heights()
    found.straighten()
    edges, tracks = _measure_channels(found)
    boxes: list[Box] = [Box(0, 0, 0, 0)] * found.count
    for at, column in enumerate(lattice.columns):
        real = [v for v in column if v < found.count]
        width = max((sizes[v].width for v in real), default=0.0)
        for v in real:
            boxes[v] = Box(edges[at], found.centre[v] - found.height[v] / 2, width, found.height[v])
    routes, ends = _route(found, edges, tracks, boxes)
    return _shift(boxes, routes, ends, sizes)


def _route(
    found: _Placement, edges: Sequence[float], tracks: Sequence[dict[tuple[int, int], float]], boxes: Sequence[Box]
) -> tuple[list[tuple[Point, ...]], list[Point]]:
    """Return each link's corner points from source to target and the point where it meets its right-hand box."""
    routes, ends = [], []
    for link, chain in enumerate(found.lattice.chains):
        first, last = boxes[chain[0]], boxes[chain[-1]]
        points = [(first.x + first.width, _level(found, link, 0))]
        for step in range(len(chain) - 1):
            x = tracks[found.column_of[chain[step]]].get((link, step))
            if x is not None:
                points += [(x, _level(found, link, step)), (x, _level(found, link, step + 1))]
        ends.append((last.x, _level(found, link, len(chain) - 1)))
        points.append(ends[-1])
        routes.append(tuple(reversed(points)) if found.lattice.turned[link] else tuple(points))
    return routes, ends


def _shift(
    boxes: Sequence[Box], routes: Sequence[tuple[Point, ...]], ends: Sequence[Point], sizes: Sequence[Size]
) -> Plan:
    """Move everything so that the drawing starts at zero, and measure it."""
    tops = [box.y - size.above for box, size in zip(boxes, sizes, strict=True)] + [y for r in routes for _, y in r]
    top = min(tops, default=0.0)
    placed = tuple(Box(b.x, b.y - top, b.width, b.height) for b in boxes)
    moved = tuple(tuple((x, y - top) for x, y in route) for route in routes)
    lowest = max([b.y + b.height for b in placed] + [y for r in moved for _, y in r], default=0.0)
    width = max((b.x + b.width for b in placed), default=0.0)
    return Plan(width, lowest, placed, moved, tuple((x, y - top) for x, y in ends))
