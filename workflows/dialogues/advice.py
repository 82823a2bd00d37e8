"""When a series of talks is what to propose. Law: none but the arrangement of the two governments."""

from __future__ import annotations

from workflows.kernel.advice import Advice, Caution, Ground
from workflows.kernel.language import PRODUCT, Binding, Grade, Source

BENEFITS = Source("GA51_122", Binding.SOFT, Grade.SRC)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("dialogue",), under=(PRODUCT, BENEFITS("para 4")),
            why="Two governments set up a series of meetings, each with agenda, record and action items of its own.",
            cautions=(Caution("What binds, if anything, is the arrangement of the two; limits that their own laws set "
                              "to contacts of agencies stand beside it.", PRODUCT),),
        ),
    )
)  # fmt: skip
