"""Putting a state diagram together: the placed machine, the exits drawn once below it, and the legend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consult.drawing.canvas import Canvas
from consult.drawing.chart_paint import (
    MARGIN,
    NOTE_LINE,
    NOTE_SIZE,
    TICK,
    Sheet,
    flow,
    measure_box,
    paint_box,
    paint_links,
    paint_run,
    paint_shape,
)
from consult.drawing.lettering import measure, wrap
from consult.drawing.machine import EDGE_KINDS, NODE_KINDS, Exits, Node, NodeKind, Words
from consult.drawing.placement import Box

GAP, INSIDE, REMARK, LEAST_SHEET = 16.0, 12.0, 15.0, 520.0
BOLD = 1.08


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame of exits laid out from its own corner: heading lines, boxes with remarks, and its size."""

    heading: tuple[str, ...]
    places: tuple[tuple[Node, Box, str], ...]
    width: float
    height: float


def _arrange_panel(exits: Exits, width: float) -> Panel:
    """Lay out one group of exits in at most a width."""
    inner = width - 2 * INSIDE
    sizes = [measure_box(node) for node, _ in exits.nodes]
    remarks = [wrap(remark, NOTE_SIZE, inner, 1) for _, remark in exits.nodes]
    rooms = [
        max(size.width, *(measure(line, NOTE_SIZE) for line in remark), 0.0) + INSIDE
        for size, remark in zip(sizes, remarks, strict=True)
    ]
    spots = flow(rooms, inner + INSIDE)
    tall = max(s.height + (REMARK if r else 0) for s, r in zip(sizes, remarks, strict=True))
    words = max(rooms[at] + x for at, (x, _) in enumerate(spots)) - INSIDE
    heading = wrap(exits.heading, NOTE_SIZE * BOLD, inner - 24, 4)
    top = 14 + NOTE_LINE * len(heading)
    places = tuple(
        (node, Box(INSIDE + x, top + row * (tall + INSIDE), size.width, size.height), " ".join(remark))
        for (node, _), (x, row), size, remark in zip(exits.nodes, spots, sizes, remarks, strict=True)
    )
    across = max([words, *(measure(line, NOTE_SIZE * BOLD) + 24 for line in heading)]) + 2 * INSIDE
    return Panel(heading, places, across, top + (spots[-1][1] + 1) * (tall + INSIDE))


def _arrange_panels(groups: Sequence[Exits], width: float) -> list[tuple[Panel, float, float]]:
    """Set the panels in rows; return each with its x and y."""
    panels = [_arrange_panel(exits, width) for exits in groups]
    set_out, y = [], 0.0
    spots = flow([panel.width + GAP for panel in panels], width + GAP)
    for row in range(spots[-1][1] + 1 if spots else 0):
        members = [(panel, x) for panel, (x, at) in zip(panels, spots, strict=True) if at == row]
        set_out += [(panel, x, y) for panel, x in members]
        y += max(panel.height for panel, _ in members) + GAP
    return set_out


def paint(
    sheet: Sheet,
    *,
    current: str | None,
    visited: frozenset[str],
    words: Words,
    legend: bool,
    canvas_for: Callable[[float, float], Canvas],
) -> Canvas:
    """Paint a sheet on a canvas of the size it turns out to need.

    Long because: the layers of the drawing are painted in one order, one a line.
    """
    panels = _arrange_panels(sheet.exits, max(sheet.plan.width, LEAST_SHEET))
    width = max([sheet.plan.width, *(x + panel.width for panel, x, _ in panels)])
    below = sheet.plan.height + GAP if sheet.nodes else 0.0
    foot = max([below - GAP, *(below + y + panel.height for panel, _, y in panels)])
    entries = _list_legend(sheet, current, visited, words) if legend else []
    spots = flow([48 + measure(text, NOTE_SIZE) for _, _, text in entries], max(width, 320))
    wide = max([width, *(x + 30 + measure(e[2], NOTE_SIZE) for e, (x, _) in zip(entries, spots, strict=True))])
    height = foot + (12 + 20 * (spots[-1][1] + 1) if spots else 0)
    canvas = canvas_for(wide + 2 * MARGIN, height + 2 * MARGIN)
    paint_links(canvas, sheet, current)
    for node, box in zip(sheet.nodes, sheet.plan.boxes, strict=True):
        paint_box(canvas, node, _move(box, MARGIN, MARGIN), current, visited, words)
    for panel, x, y in panels:
        _paint_panel(canvas, panel, MARGIN + x, MARGIN + below + y, current, visited, words)
    for (family, kind, text), (x, row) in zip(entries, spots, strict=True):
        _paint_entry(canvas, family, kind, text, MARGIN + x, MARGIN + foot + 26 + 20 * row)
    return canvas


def _move(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)


def _paint_panel(
    canvas: Canvas, panel: Panel, x: float, y: float, current: str | None, visited: frozenset[str], words: Words
) -> None:
    """Paint the exits that are drawn once, under the words that say from where."""
    canvas.begin("sc-exits")
    canvas.rect(x, y, panel.width, panel.height, "sc-panel", 8)
    paint_run(canvas, ((x + INSIDE, y + 14), (x + INSIDE + 16, y + 14)), "step")
    for row, line in enumerate(panel.heading):
        canvas.text(x + INSIDE + 24, y + 18 + NOTE_LINE * row, line, "sc-heading")
    canvas.finish()
    for node, place, remark in panel.places:
        box = _move(place, x, y)
        paint_box(canvas, node, box, current, visited, words, remark)
        if remark:
            canvas.text(box.x, box.y + box.height + 12, remark, "sc-remark")


def _list_legend(
    sheet: Sheet, current: str | None, visited: frozenset[str], words: Words
) -> list[tuple[str, str, str]]:
    """List what the legend explains: only what is in the drawing."""
    nodes = [*sheet.nodes, *(node for exits in sheet.exits for node, _ in exits.nodes)]
    kinds, ways = {node.kind for node in nodes}, {link.kind for link in sheet.links}
    entries = [("mark", "sc-current", words.current)] if current else []
    entries += [("mark", "sc-visited", words.visited)] if visited - {current} else []
    entries += [("node", kind, words.of_kind(kind)) for kind in NODE_KINDS if kind in kinds]
    return entries + [("edge", way, words.of_kind(way)) for way in EDGE_KINDS if way in ways]


def _paint_entry(canvas: Canvas, family: str, kind: str, text: str, x: float, y: float) -> None:
    """Paint one entry of the legend with its baseline at y."""
    if family == "edge":
        canvas.begin(f"sc-edge sc-{kind}")
        paint_run(canvas, ((x, y - 4), (x + 24, y - 4)), next(way for way in EDGE_KINDS if way == kind))
    else:
        shape: NodeKind = next((known for known in NODE_KINDS if known == kind), "open")
        canvas.begin(f"sc-node sc-{shape}" + (f" {kind}" if family == "mark" else ""))
        paint_shape(canvas, shape, Box(x, y - 11, 22, 14))
        if kind == "sc-visited":
            canvas.glyph(x + 11, y - 4, TICK, "sc-tick")
    canvas.finish()
    canvas.text(x + 30, y, text, "sc-key")
