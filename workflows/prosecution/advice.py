"""When misconduct aboard a station is to be consulted on. Law: IGA98 22 between its parties."""

from __future__ import annotations

from workflows.kernel.advice import BOTH, COMPLETED, EARTH_ORBIT, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Grade, Source
from workflows.kernel.reciprocity import Counted

STATION = Source("IGA98")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("misconduct",), stages=(UNDER_WAY, COMPLETED), places=(EARTH_ORBIT,), binds=BOTH,
            under=(STATION("22(1)"), STATION("22(2)")),
            why="Each partner has jurisdiction over its own nationals; an affected partner asks for consultation, and "
                "may exercise jurisdiction where the other concurs or gives no assurance in time.",
            not_then="Nothing has happened; what is expected of a crew is in its code.",
            not_there="The agreement is that of a station in orbit around the Earth; elsewhere the State of registry "
                      "has jurisdiction.",
            voluntary="The agreement does not bind both sides on that day: the same pattern holds for those who agree "
                      "to it, and jurisdiction follows the registry.",
            cautions=(Caution("Order on board stays with the commander.", STATION("22(5)", grade=Grade.M)),),
        ),
    )
)  # fmt: skip
COUNTED = (Counted("answer_assistance", "help_given"),)
