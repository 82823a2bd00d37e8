"""What stands below a map of the Moon: the scale, true at a named latitude, and what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence
from math import degrees

from consult.drawing.chart_paint import flow
from consult.drawing.lettering import measure
from consult.drawing.lunar_plate import Plate, paint_mark
from consult.drawing.lunar_zones import ZONE_KINDS, MapWords, Zone, ZoneKind

SMALL, ROW, LONGEST = 11.0, 19.0, 130.0


def paint_foot(canvas: Plate, zones: Sequence[Zone], top: float, words: MapWords) -> float:
    """Paint scale and legend below `top`; return the height of the whole drawing."""
    top = _paint_scale(canvas, top, words)
    entries = _entries(zones, words)
    spots = flow([38 + measure(text, SMALL) + 12 for _, text in entries], canvas.width - 24)
    for (classes, text), (x, row) in zip(entries, spots, strict=True):
        _paint_entry(canvas, classes, text, 12 + x, top + 18 + ROW * row)
    return top + (ROW * (spots[-1][1] + 1) if spots else 0) + 10


def _paint_scale(canvas: Plate, top: float, words: MapWords) -> float:
    """Paint the bar and say where it is true; return where it ends."""
    per_km = canvas.scale * 1000
    km = max((n * 10.0**p for p in range(-3, 5) for n in (1, 2, 5) if n * 10.0**p * per_km <= LONGEST), default=0.001)
    start, end = 12.0, 12.0 + km * per_km
    canvas.begin("ln-scale")
    canvas.polyline(((start, top + 3), (start, top + 9), (end, top + 9), (end, top + 3)), "ln-bar")
    canvas.text(12, top + 24, _say_scale(canvas, km, words), "ln-note")
    canvas.finish()
    return top + 28


def _say_scale(canvas: Plate, km: float, words: MapWords) -> str:
    view, bar = canvas.view, words.say_km(km)
    if view.kind == "stereographic" and abs(view.centre[0]) == 90:
        off = degrees(view.reach)
        edge = (90 - off) * (1 if view.centre[0] > 0 else -1)
        there = words.say_km(float(f"{km / view.scale_at(view.reach):.3g}"))
        return words.true_at.format(bar, words.parallel(view.centre[0]), words.parallel(edge), there)
    return words.true_at_centre.format(bar, words.say_point(view.centre))


def _entries(zones: Sequence[Zone], words: MapWords) -> list[tuple[str, str]]:
    """List what the legend explains: only what is in the picture."""
    kinds = {zone.kind for zone in zones}
    entries: list[tuple[str, str]] = [(kind, words.of(kind)) for kind in ZONE_KINDS if kind in kinds]
    entries += [("own", words.own)] if any(zone.own for zone in zones) else []
    entries += [("overlap", words.overlaps)] if any(zone.overlaps for zone in zones) else []
    entries += [("past", words.past)] if any(zone.past for zone in zones) else []
    return entries + ([("uncertain", words.uncertain)] if any(zone.margin_km for zone in zones) else [])


def _paint_entry(canvas: Plate, of: str, text: str, x: float, y: float) -> None:
    """Paint one entry of the legend with its baseline at y."""
    canvas.begin(f"ln-zone ln-{of}" if of in ZONE_KINDS else f"ln-zone ln-site ln-{of}")
    if of == "uncertain":
        canvas.circle(x + 12, y - 4, 7, "ln-uncertain")
    elif of == "overlap":
        canvas.rect(x + 1, y - 10, 11, 11, "ln-area ln-outline")
        canvas.hatch_box(x + 1, y - 10, 11, 11)
        paint_mark(canvas, x + 23, y - 4, "site", True)
    elif of in ("own", "past", "site", "heritage"):
        kind: ZoneKind = "heritage" if of == "heritage" else "site"
        canvas.rect(x + 1, y - 10, 11, 11, "ln-area ln-outline", 5.5)
        paint_mark(canvas, x + 23, y - 4, kind, False)
    else:
        canvas.rect(x + 1, y - 10, 28, 11, "ln-area ln-outline", 5.5)
    canvas.finish()
    canvas.text(x + 36, y, text, "ln-note")
