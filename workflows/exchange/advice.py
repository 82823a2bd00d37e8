"""When technical data are to be asked for. Law: the clause of an agreement; IGA98 19 between its parties."""

from __future__ import annotations

from workflows.kernel.advice import BOTH, EARTH, EARTH_ORBIT, Advice, Caution, Ground
from workflows.kernel.language import PRODUCT, Source
from workflows.kernel.reciprocity import Counted

STATION = Source("IGA98")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("technical_data",), under=PRODUCT,
            why="Technical data or goods are asked for, classified, licensed, consented to and followed, under the "
                "clause of the agreement of those concerned.",
            cautions=(Caution("Silence is no consent, and the law of export control of each side stands beside it.",
                              PRODUCT),),
        ),
        Ground(
            matters=("technical_data",), places=(EARTH, EARTH_ORBIT), binds=BOTH, special=True,
            under=(STATION("19(1)"), STATION("19(2)"), STATION("19(3)")),
            why="Partners of the station hand over what both sides think necessary; requests are handled speedily, "
                "never against national law, and what is marked is kept as marked.",
            not_there="The agreement is that of a station in orbit around the Earth.",
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("transfer", "information_opened", "requesting"),
    Counted("refuse", "information_refused", "requesting"),
)
