"""When a joint invention is to be talked over. Law: the clause of an agreement; IGA98 21(2) between its parties."""

from __future__ import annotations

from workflows.kernel.advice import BOTH, EARTH_ORBIT, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.kernel.reciprocity import Counted

STATION, FAIR_TERMS = Source("IGA98"), Source("GA51_122", Binding.SOFT, Grade.SRC)
PRIORITY = Source("PARIS", grade=Grade.M)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("invention",), under=(FAIR_TERMS("para 2"),),
            why="Those who invent together, or expect to, negotiate in good faith on who files, who owns what share, "
                "and who pays for upkeep, as the clause of their agreement says.",
            cautions=(Caution("Publication, and a filing in one country, may cost a right in others: protect first.",
                              PRIORITY("4(C)")),),
        ),
        Ground(
            matters=("invention",), places=(EARTH_ORBIT,), binds=BOTH, special=True, under=STATION("21(2)"),
            why="For the law of inventions, what is done in a flight element counts as done in the territory of the "
                "partner on whose registry it is.",
            not_there="The agreement is that of a station in orbit around the Earth.",
        ),
    )
)  # fmt: skip
COUNTED = (Counted("disclose", "information_opened", "partner"),)
