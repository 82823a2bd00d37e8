"""What a state diagram is drawn from: states, steps between them, and the words around them.

Steps between the same two states become one link; exits that nearly every state has are gathered under one heading that
says exactly from where they are open; the compact view keeps one state, where it came from and what follows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

NodeKind = Literal["open", "resting", "final", "draft"]
EdgeKind = Literal["step", "clock", "back"]
NODE_KINDS: tuple[NodeKind, ...] = ("draft", "open", "resting", "final")
EDGE_KINDS: tuple[EdgeKind, ...] = ("step", "clock", "back")


@dataclass(frozen=True, slots=True)
class Node:
    """A state: its key, the label shown, its kind and a short note under the label."""

    key: str
    label: str
    kind: NodeKind = "open"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A move from one state to another, or to itself: taken by hand, by the clock, or back to where one was."""

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = "step"


@dataclass(frozen=True, slots=True)
class Link:
    """All moves between the same two states, as places of nodes."""

    source: int
    target: int
    kind: EdgeKind
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exits:
    """States that are drawn once: the heading that says from where they are open, and their nodes with a remark."""

    heading: str
    nodes: tuple[tuple[Node, str], ...]


def _count_steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a state diagram, in English unless the caller translates them; the braces must stay."""

    from_any_open: str = "From any open state"
    from_any_open_but: str = "From any open state except {names}"
    from_some: str = "From {names}"
    also_from: str = "{heading}, and from {names}"
    also_here: str = "Also possible from here"
    returns: str = "then back to the state before"
    leads_to: str = "then {names}"
    comma: str = ", "
    current: str = "where the case is"
    visited: str = "passed"
    draft: str = "draft"
    open: str = "open"
    resting: str = "resting, can reopen"
    final: str = "final"
    step: str = "step"
    clock: str = "by the clock"
    back: str = "back to the state before"
    steps: Callable[[int], str] = _count_steps

    def of_kind(self, kind: NodeKind | EdgeKind) -> str:
        """Return the word for a kind of state or of step."""
        return str(getattr(self, kind))


def check_named(nodes: Sequence[Node], named: Iterable[str]) -> None:
    """Raise ValueError when a named state is not there."""
    known = {node.key for node in nodes}
    for key in named:
        if key not in known:
            raise ValueError(f'The state "{key}" is not among the states of the diagram.')


def check(nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
    """Raise ValueError for a machine that cannot be drawn: doubled or unknown states, unknown kinds."""
    known = {node.key for node in nodes}
    if len(known) < len(nodes):
        doubled = next(node.key for at, node in enumerate(nodes) if node.key in {n.key for n in nodes[:at]})
        raise ValueError(f'The state "{doubled}" is given twice.')
    check_named(nodes, (end for edge in edges for end in (edge.source, edge.target)))
    for kind in [node.kind for node in nodes]:
        if kind not in NODE_KINDS:
            raise ValueError(f'A state is one of {", ".join(NODE_KINDS)}; "{kind}" is not.')
    for way in [edge.kind for edge in edges]:
        if way not in EDGE_KINDS:
            raise ValueError(f'A step is one of {", ".join(EDGE_KINDS)}; "{way}" is not.')


def bundle(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[Link, ...]:
    """Merge the moves between the same two states; a link made of several kinds counts as a step."""
    place = {node.key: at for at, node in enumerate(nodes)}
    merged: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        merged.setdefault((place[edge.source], place[edge.target]), []).append(edge)
    links = []
    for (source, target), moves in merged.items():
        kinds = {move.kind for move in moves}
        kind = moves[0].kind if len(kinds) == 1 else "step"
        labels = tuple(dict.fromkeys(move.label for move in moves if move.label))
        links.append(Link(source, target, kind, labels))
    return tuple(links)


def common_exits(nodes: Sequence[Node], edges: Sequence[Edge]) -> frozenset[str]:
    """Return the states that can be entered from at least two thirds of the open states, and from three or more."""
    usual = {node.key for node in nodes if node.kind == "open"}
    entered: dict[str, set[str]] = {}
    for edge in edges:
        if edge.source != edge.target and edge.source in usual:
            entered.setdefault(edge.target, set()).add(edge.source)
    wide = {key for key, sources in entered.items() if len(sources) >= 3 and 3 * len(sources) >= 2 * len(usual - {key})}
    return frozenset(wide)


def gather_exits(
    nodes: Sequence[Node], edges: Sequence[Edge], common: frozenset[str], words: Words, origin: str | None = None
) -> tuple[Exits, ...]:
    """Group the common states by where they are open from; with an `origin`, only those open from there."""
    groups: dict[frozenset[str], list[tuple[Node, str]]] = {}
    label = {node.key: node.label for node in nodes}
    for node in [node for node in nodes if node.key in common]:
        sources = frozenset(e.source for e in edges if e.target == node.key and e.source not in common)
        sources = sources & {origin} if origin else sources
        if sources or not origin:
            groups.setdefault(sources, []).append((node, _say_what_follows(node.key, edges, label, common, words)))
    return tuple(
        Exits(words.also_here if origin else _say_sources(nodes, sources, common, words), tuple(found))
        for sources, found in groups.items()
    )


def _say_what_follows(
    key: str, edges: Sequence[Edge], label: Mapping[str, str], common: frozenset[str], words: Words
) -> str:
    """Say where a common state leads, or nothing."""
    leaving = [edge for edge in edges if edge.source == key and edge.target not in common]
    onward = dict.fromkeys(label[edge.target] for edge in leaving if edge.kind != "back")
    if onward:
        return words.leads_to.format(names=words.comma.join(onward))
    return words.returns if leaving else ""


def _say_sources(nodes: Sequence[Node], sources: frozenset[str], common: frozenset[str], words: Words) -> str:
    """Say from which states a group of exits is open, no more and no less."""
    usual = [node for node in nodes if node.kind == "open" and node.key not in common]
    closed = [node.label for node in usual if node.key not in sources]
    if not usual or len(closed) > len(usual) // 3:
        return words.from_some.format(names=words.comma.join(n.label for n in nodes if n.key in sources))
    heading = words.from_any_open_but.format(names=words.comma.join(closed)) if closed else words.from_any_open
    others = [node.label for node in nodes if node.key in sources and node not in usual]
    return words.also_from.format(heading=heading, names=words.comma.join(others)) if others else heading


def narrow(
    nodes: Sequence[Node], edges: Sequence[Edge], current: str, came_from: Sequence[str], reach: int
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Keep one state, where it came from, and what can be reached from it in `reach` steps."""
    shown = [e for e in edges if e.source in came_from and e.target == current]
    kept, border = {current, *came_from}, {current}
    for _ in range(reach):
        following = [e for e in edges if e.source in border and not _returns_elsewhere(e, edges, came_from)]
        following = [e for e in following if e.source == current or e.target not in kept]
        shown += following
        border = {e.target for e in following} - kept
        kept |= border
    ordered = [*came_from, current, *(node.key for node in nodes if node.key in kept)]
    by_key = {node.key: node for node in nodes}
    return tuple(by_key[key] for key in dict.fromkeys(ordered)), tuple(dict.fromkeys(shown))


def _returns_elsewhere(edge: Edge, edges: Sequence[Edge], came_from: Sequence[str]) -> bool:
    """Say whether a return leads to another state than the one the case came from, which the same return reaches."""
    if edge.kind != "back" or edge.target in came_from:
        return False
    same = [e for e in edges if (e.source, e.label, e.kind) == (edge.source, edge.label, "back")]
    return any(e.target in came_from for e in same)
