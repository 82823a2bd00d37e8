"""State diagrams as SVG text, and the same as rows of words.

`statechart` draws the whole machine, or with `compact` only the neighbourhood of one state. The look of each kind is a
shape first and a colour second, so that it survives print: draft boxes are dashed, resting ones pills, final ones
doubled; clock moves are dashed with a clock face, returns dotted with an open head. Guards and time limits are not
drawn; they stand in the table of the procedure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from consult.drawing.canvas import Canvas, Direction
from consult.drawing.chart_paint import Sheet, caption_of, measure_box, measure_caption
from consult.drawing.chart_sheet import paint
from consult.drawing.layers import arrange
from consult.drawing.machine import (
    Edge,
    EdgeKind,
    Link,
    Node,
    NodeKind,
    Words,
    bundle,
    check,
    check_named,
    common_exits,
    gather_exits,
    narrow,
)
from consult.drawing.placement import Plan, place

__all__ = [
    "Edge",
    "EdgeKind",
    "Exit",
    "Node",
    "NodeKind",
    "StateRow",
    "Words",
    "common_exits",
    "statechart",
    "statechart_table",
]

_WORDS = Words()


@dataclass(frozen=True, slots=True)
class _Focus:
    """The state a compact diagram is drawn around, where it came from, and how far to look ahead."""

    current: str
    came_from: tuple[str, ...]
    reach: int


def _place(nodes: tuple[Node, ...], links: tuple[Link, ...], captions: tuple[tuple[str, ...], ...]) -> Plan:
    """Arrange and place a machine."""
    looped = {link.source for link in links if link.source == link.target}
    sizes = [measure_box(node, at in looped) for at, node in enumerate(nodes)]
    drawn = [(link, caption) for link, caption in zip(links, captions, strict=True) if link.source != link.target]
    lattice = arrange(len(nodes), [(link.source, link.target) for link, _ in drawn])
    return place(lattice, sizes, [measure_caption(caption) for _, caption in drawn])


@lru_cache(maxsize=256)
def _compose(
    nodes: tuple[Node, ...],
    edges: tuple[Edge, ...],
    common: frozenset[str],
    focus: _Focus | None,
    labelled: bool,
    words: Words,
) -> Sheet:
    """Lay a machine out; remembered, since most of it does not change while a case runs."""
    check(nodes, edges)
    exits = gather_exits(nodes, edges, common, words, focus.current if focus else None)
    placed, moves = _leave_out(nodes, edges, common)
    if focus:
        placed, moves = narrow(placed, moves, focus.current, focus.came_from, focus.reach)
    links = bundle(placed, moves)
    captions = tuple(caption_of(link, words, full=focus is not None) if labelled else () for link in links)
    return Sheet(placed, links, captions, exits, _place(placed, links, captions))


def statechart(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    current: str | None,
    visited: frozenset[str],
    direction: Direction = "ltr",
    title: str,
    description: str,
    common: frozenset[str] = frozenset(),
    compact: bool = False,
    came_from: str | None = None,
    reach: int = 1,
    edge_labels: bool | None = None,
    legend: bool | None = None,
    words: Words = _WORDS,
    ident: str = "statechart",
) -> str:
    """Draw a machine as SVG text.

    `common` names states drawn once under a heading; `compact` needs `current` and shows what leads to it (`came_from`,
    or else the visited states that can) and what follows within `reach` steps. Labels of steps are shown in the compact
    form unless `edge_labels` says otherwise; the legend in the full one unless `legend` does. `ident` must be unique in
    the page. Raises ValueError for states that are not there, and for a compact form of no state.

    Long because: its arguments are the whole of what a diagram can be asked for.
    """
    check_named(nodes, sorted({*common, *visited, *(key for key in (current, came_from) if key is not None)}))
    focus = _find_focus(edges, current, came_from, visited, reach, nodes) if compact else None
    apart = common - {current, *focus.came_from} if focus else common
    labelled = compact if edge_labels is None else edge_labels
    return paint(
        _compose(tuple(nodes), tuple(edges), apart, focus, labelled, words),
        current=current,
        visited=visited,
        words=words,
        legend=not compact if legend is None else legend,
        canvas_for=lambda width, height: Canvas(width, height, direction),
    ).svg("statechart statechart-compact" if compact else "statechart", ident, title, description)


def _leave_out(
    nodes: Sequence[Node], edges: Sequence[Edge], common: frozenset[str]
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Return what is left to place once the common states are drawn apart."""
    moves = tuple(e for e in edges if e.source not in common and e.target not in common)
    return tuple(node for node in nodes if node.key not in common), moves


def _find_focus(
    edges: Sequence[Edge],
    current: str | None,
    came_from: str | None,
    visited: frozenset[str],
    reach: int,
    nodes: Sequence[Node],
) -> _Focus:
    """Return what a compact diagram is drawn around; unsaid, it came from the visited states that lead there."""
    if current is None:
        raise ValueError("A compact diagram is drawn around a state, and none is given as current.")
    if reach not in (1, 2):
        raise ValueError(f"A compact diagram reaches one or two steps ahead, not {reach}.")
    if came_from is not None:
        return _Focus(current, (came_from,), reach)
    leading = {edge.source for edge in edges if edge.target == current and edge.source != current}
    return _Focus(current, tuple(node.key for node in nodes if node.key in leading & visited), reach)


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a state, in words."""

    label: str
    kind: EdgeKind
    target: str
    target_label: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state of the diagram in words, with its ways out in the order of the steps."""

    key: str
    label: str
    kind: NodeKind
    kind_label: str
    note: str
    is_current: bool
    was_visited: bool
    leads_to: tuple[Exit, ...]


def statechart_table(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    current: str | None,
    visited: frozenset[str],
    words: Words = _WORDS,
) -> list[StateRow]:
    """Return the rows that say in words what the diagram shows; raise ValueError as `statechart` does."""
    check(nodes, edges)
    check_named(nodes, sorted(visited | {current} if current else visited))
    label = {node.key: node.label for node in nodes}
    return [
        StateRow(
            key=node.key,
            label=node.label,
            kind=node.kind,
            kind_label=words.of_kind(node.kind),
            note=node.note,
            is_current=node.key == current,
            was_visited=node.key in visited,
            leads_to=tuple(Exit(e.label, e.kind, e.target, label[e.target]) for e in edges if e.source == node.key),
        )
        for node in nodes
    ]
