"""The sheet of a note: each point that it tells, and what other States hold of it, side by side."""

from __future__ import annotations

from workflows.informing.frame import POINT
from workflows.informing.papers import CONFIRMED
from workflows.kernel.sheets import Positions, Sheet

SHEETS: tuple[Sheet, ...] = (
    Positions(
        key="positions",
        title="Side by side",
        says="What the State that informs tells, point by point, and what other States hold of it. No reply is owed, "
        "silence admits nothing, and the product takes no view.",
        set=POINT,
        step="state_position",
        choice="stance",
        reasons="words",
        agreed=(CONFIRMED,),
    ),
)
