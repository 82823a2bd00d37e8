"""When a close approach is what to warn of. Soft: LTS B.1, B.4; behind them OST IX first sentence."""

from __future__ import annotations

from workflows.kernel.advice import EARTH_ORBIT, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.kernel.reciprocity import Counted

GUIDELINES, TREATY_OF_1967, LIABILITY = Source("LTS", Binding.SOFT, Grade.M), Source("OST"), Source("LC")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("close_approach",), places=(EARTH_ORBIT,),
            under=(GUIDELINES("B.4"), GUIDELINES("B.1"), TREATY_OF_1967("IX", 1)),
            why="Whoever sees two objects come close warns the other side; data are exchanged, and who manoeuvres is "
                "agreed and recorded.",
            not_there="Close approaches are assessed in orbit around the Earth; on the Moon there is the notice of an "
                      "activity.",
            cautions=(Caution("No text says who manoeuvres; after a collision the claim for damage asks about fault.",
                              LIABILITY("III")),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("serve_warning", "told_before", "concerned"),
    Counted("send_data", "information_opened", "warning"),
    Counted("refuse_data", "information_refused", "warning"),
)
