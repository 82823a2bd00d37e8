"""Painting the parts of a placed state diagram: links, loops and boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.drawing.canvas import Canvas, Point
from consult.drawing.lettering import measure, shorten, wrap
from consult.drawing.machine import EdgeKind, Exits, Link, Node, NodeKind, Words
from consult.drawing.placement import ARROW, Box, Plan, Size

LABEL_SIZE, LABEL_LINE, NOTE_SIZE, NOTE_LINE = 13.0, 16.0, 11.0, 13.0
TEXT_WIDTH, LEAST_WIDTH, PAD_X, PAD_Y = 118.0, 84.0, 13.0, 8.0
CAPTION_WIDTH, CAPTION_ROWS = 150.0, 4
MARGIN, BEND, LOOP = 12.0, 7.0, 13.0
TICK: tuple[Point, ...] = ((-4, 0), (-1.5, 3), (4, -3.5))
HANDS: tuple[Point, ...] = ((0, -2.6), (0, 0), (2, 0))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A machine ready to paint: placed nodes and links, their captions, the gathered exits and the plan."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    captions: tuple[tuple[str, ...], ...]
    exits: tuple[Exits, ...]
    plan: Plan


def _lines_of(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a box: label and note."""
    return wrap(node.label, LABEL_SIZE, TEXT_WIDTH, 3), wrap(node.note, NOTE_SIZE, TEXT_WIDTH, 2)


def measure_box(node: Node, looped: bool = False) -> Size:
    """Return the room a state needs."""
    label, note = _lines_of(node)
    width = max([measure(t, LABEL_SIZE) for t in label] + [measure(t, NOTE_SIZE) for t in note], default=0.0)
    height = LABEL_LINE * len(label) + NOTE_LINE * len(note) + 2 * PAD_Y
    return Size(max(LEAST_WIDTH, width + 2 * PAD_X), height, LOOP + 2 if looped else 0.0)


def caption_of(link: Link, words: Words, full: bool) -> tuple[str, ...]:
    """Return the lines written beside a link: its label, or how many, or when `full` all of them."""
    if not link.labels:
        return ()
    if len(link.labels) == 1:
        return wrap(link.labels[0], NOTE_SIZE, CAPTION_WIDTH, 2)
    if not full:
        return (words.steps(len(link.labels)),)
    shown = link.labels if len(link.labels) <= CAPTION_ROWS else link.labels[: CAPTION_ROWS - 1]
    more = len(link.labels) - len(shown)
    lines = [shorten(label, NOTE_SIZE, CAPTION_WIDTH) for label in shown]
    return (*lines, f"+ {words.steps(more)}") if more else tuple(lines)


def measure_caption(caption: tuple[str, ...]) -> Size:
    """Return the room a caption needs beside its link."""
    width = max((measure(line, NOTE_SIZE) for line in caption), default=0.0)
    return Size(width, NOTE_LINE * len(caption) + 5 if caption else 0.0)


def flow(widths: Sequence[float], width: float) -> list[tuple[float, int]]:
    """Set items of these widths in rows of a width; return each one's x and row."""
    places, x, row = [], 0.0, 0
    for item in widths:
        if x and x + item > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += item
    return places


def paint_links(canvas: Canvas, sheet: Sheet, current: str | None) -> None:
    """Paint the links, those that leave the current state last."""
    drawn = [(k, c) for k, c in zip(sheet.links, sheet.captions, strict=True) if k.source != k.target]
    order = sorted(range(len(drawn)), key=lambda at: sheet.nodes[drawn[at][0].source].key == current)
    for at in order:
        link, caption = drawn[at]
        route = tuple((x + MARGIN, y + MARGIN) for x, y in sheet.plan.routes[at])
        canvas.begin(_classes_of(link, sheet, current), _tell(link, sheet))
        paint_run(canvas, route, link.kind)
        x, y = sheet.plan.right_ends[at]
        for row, line in enumerate(reversed(caption)):
            canvas.text(x + MARGIN - ARROW, y + MARGIN - 4 - NOTE_LINE * row, line, "sc-caption", "end")
        canvas.finish()
    for link, caption in zip(sheet.links, sheet.captions, strict=True):
        if link.source == link.target:
            _paint_loop(canvas, sheet, link, caption, current)


def _classes_of(link: Link, sheet: Sheet, current: str | None) -> str:
    return f"sc-edge sc-{link.kind}" + (" sc-out" if sheet.nodes[link.source].key == current else "")


def _tell(link: Link, sheet: Sheet) -> str:
    """Say a link in one line for the pointer."""
    ends = f"{sheet.nodes[link.source].label} → {sheet.nodes[link.target].label}"
    return f"{ends}: {'; '.join(link.labels)}" if link.labels else ends


def paint_run(canvas: Canvas, route: tuple[Point, ...], kind: EdgeKind) -> None:
    """Paint one line with its head, and a clock face at its start for a move by the clock."""
    (tip_x, tip_y), side = route[-1], 1 if route[-1][0] >= route[-2][0] else -1
    canvas.bend((*route[:-1], (tip_x - side * (1 if kind == "back" else 5), tip_y)), "sc-line", BEND, "sc-halo")
    head = ((tip_x - side * 8, tip_y - 4), (tip_x, tip_y), (tip_x - side * 8, tip_y + 4))
    if kind == "back":
        canvas.polyline(head, "sc-head")
    else:
        canvas.polygon(head, "sc-head")
    if kind == "clock":
        x, y = route[0][0] + (1 if route[1][0] >= route[0][0] else -1) * 7, route[0][1]
        canvas.circle(x, y, 4, "sc-face")
        canvas.glyph(x, y, HANDS, "sc-hand")


def _paint_loop(canvas: Canvas, sheet: Sheet, link: Link, caption: tuple[str, ...], current: str | None) -> None:
    """Paint a move that stays where it is, as a loop on the top edge."""
    box = sheet.plan.boxes[link.source]
    right, top = box.x + box.width + MARGIN, box.y + MARGIN
    canvas.begin(_classes_of(link, sheet, current) + " sc-loop", _tell(link, sheet))
    out, back = right - 32, right - 14
    canvas.bend(((out, top), (out, top - LOOP), (back, top - LOOP), (back, top - 5)), "sc-line", 6)
    canvas.polygon(((back - 4, top - 8), (back, top), (back + 4, top - 8)), "sc-head")
    text = caption[0] if len(caption) == 1 else f"× {len(link.labels)}" if len(link.labels) > 1 else ""
    if text:
        canvas.text(right - 37, top - 4, shorten(text, NOTE_SIZE, box.width - 40), "sc-caption", "end")
    canvas.finish()


def paint_box(
    canvas: Canvas, node: Node, box: Box, current: str | None, visited: frozenset[str], words: Words, remark: str = ""
) -> None:
    """Paint one state."""
    here, passed = node.key == current, node.key in visited and node.key != current
    marks = [words.current] if here else [words.visited] if passed else []
    told = " · ".join([node.label, *filter(None, [node.note, remark]), words.of_kind(node.kind), *marks])
    canvas.begin(f"sc-node sc-{node.kind}" + (" sc-current" if here else " sc-visited" if passed else ""), told)
    paint_shape(canvas, node.kind, box)
    label, note = _lines_of(node)
    middle, y = box.x + box.width / 2, box.y + (box.height - LABEL_LINE * len(label) - NOTE_LINE * len(note)) / 2
    for row, line in enumerate(label):
        canvas.text(middle, y + LABEL_LINE * row + 12.5, line, "sc-label", "middle")
    for row, line in enumerate(note):
        canvas.text(middle, y + LABEL_LINE * len(label) + NOTE_LINE * row + 10, line, "sc-note", "middle")
    if passed:
        canvas.glyph(box.x + 8, box.y + 8, TICK, "sc-tick")
    canvas.finish()


def paint_shape(canvas: Canvas, kind: NodeKind, box: Box) -> None:
    """Paint the outline that tells the kind of a state."""
    radius = min(box.height, 36) / 2 if kind == "resting" else 2.0 if kind == "final" else 6.0
    canvas.rect(box.x, box.y, box.width, box.height, "sc-box", radius)
    if kind == "final":
        canvas.rect(box.x + 3, box.y + 3, box.width - 6, box.height - 6, "sc-inner")
