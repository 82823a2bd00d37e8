"""Golden drawings: compared as text, one element a line; `python -m tests.consult.drawing.golden_files` writes them."""

from pathlib import Path

from consult.drawing.lunar_bands import lunar_bands
from consult.drawing.lunar_map import lunar_map
from consult.drawing.lunar_projection import around, half, polar
from consult.drawing.lunar_times import lunar_times
from consult.drawing.statechart import statechart
from consult.drawing.timeline import timeline
from tests.consult.drawing.machines import COMMON, EDGES, MARKS, NODES, NOW, SPANS
from tests.consult.drawing.moonscapes import STRETCHES, USES, ZONES

FOLDER = Path(__file__).parent / "golden"
PASSED = frozenset({"draft", "under_assessment", "open"})


def draw_all() -> dict[str, str]:
    """Return every golden drawing by file name."""
    told = {"title": "Consultation", "description": "The case is consulting.", "common": COMMON}
    dated = {"now": NOW, "title": "Dates", "description": "Limits and dates."}
    drawn = {
        "whole.svg": statechart(NODES, EDGES, current="consulting", visited=PASSED, **told),
        "whole-rtl.svg": statechart(NODES, EDGES, current="consulting", visited=PASSED, direction="rtl", **told),
        "compact.svg": statechart(
            NODES, EDGES, current="consulting", visited=PASSED, came_from="open", compact=True, **told
        ),
        "timeline.svg": timeline(MARKS, SPANS, **dated),
        "timeline-rtl.svg": timeline(MARKS, SPANS, direction="rtl", **dated),
    }
    drawn |= draw_moon()
    return {name: svg.replace("><", ">\n<") + "\n" for name, svg in drawn.items()}


def draw_moon() -> dict[str, str]:
    """Return the drawings of lunar activities by file name."""
    views = {"south": polar("south", 60), "far": half("far"), "around": around((-89.0, 20.0), 90)}
    told = {"title": "The Moon", "description": "Nine places.", "ident": "map"}
    drawn = {f"moon-{name}.svg": lunar_map(ZONES, view, **told) for name, view in views.items()}
    drawn["moon-south-rtl.svg"] = lunar_map(ZONES, views["south"], direction="rtl", **told)
    barred = {"title": "Bars", "description": "Rows.", "ident": "bars"}
    drawn["moon-times.svg"] = lunar_times(STRETCHES, now=NOW, **barred)
    drawn["moon-times-rtl.svg"] = lunar_times(STRETCHES, now=NOW, direction="rtl", **barred)
    drawn["moon-bands.svg"] = lunar_bands(USES, **barred)
    return drawn


if __name__ == "__main__":
    for name, text in draw_all().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
