"""Golden drawings: compared as text, one element a line; `python -m tests.consult.drawing.golden_files` writes them."""

from pathlib import Path

from consult.drawing.statechart import statechart
from consult.drawing.timeline import timeline
from tests.consult.drawing.machines import COMMON, EDGES, MARKS, NODES, NOW, SPANS

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
    return {name: svg.replace("><", ">\n<") + "\n" for name, svg in drawn.items()}


if __name__ == "__main__":
    for name, text in draw_all().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
