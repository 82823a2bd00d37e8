"""When a notice that builds confidence is what to give. Soft: GGE, LTS B.9."""

from __future__ import annotations

from workflows.kernel.advice import OURS, Advice, Caution, Ground
from workflows.kernel.language import Binding, Source
from workflows.kernel.reciprocity import Counted

EXPERTS, GUIDELINES = Source("GGE", Binding.SOFT), Source("LTS", Binding.SOFT)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("confidence", "visit"), sides=(OURS,), under=(EXPERTS("transparency"),),
            why="A State gives notice of its own accord: of launches, manoeuvres, hazards, policy; or invites others "
                "to visit a site.",
            not_theirs="Each State gives notice of what is its own; of another’s one asks, or consults.",
            cautions=(Caution("All of it is voluntary; asking what it means is too.", EXPERTS("consultation")),),
        ),
        Ground(
            matters=("reentry",), sides=(OURS,), under=(GUIDELINES("B.9"), EXPERTS("transparency")),
            why="A re-entry of high risk is told to those whom it may touch, with updates.",
            not_theirs="The State whose object it is gives the notice.",
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("send", "information_opened", "addressee"),
    Counted("answer", "information_opened"),
    Counted("refuse", "information_refused"),
)
