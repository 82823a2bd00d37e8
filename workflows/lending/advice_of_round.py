"""When a round of requests for lunar samples is what to open. Law: CNSA2023 1 to 6, which bind the curator."""

from __future__ import annotations

from workflows.kernel.advice import EARTH, OURS, Advice, Ground
from workflows.kernel.language import Binding, Source

CNSA = Source("CNSA2023", Binding.LAW_N)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("samples",), places=(EARTH,), sides=(OURS,), under=(CNSA("1-6"),),
            why="Whoever keeps samples calls for requests, reviews them side by side, and announces whom it selects; "
                "each selection becomes a request of its own.",
            not_there="Samples are lent from a store on Earth; what lies on the Moon is for a notice of activity.",
            not_theirs="The call is the curator's; whoever wants samples applies in the round, or asks by itself.",
        ),
    )
)  # fmt: skip
