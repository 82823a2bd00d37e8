"""When a report of harmful radio interference is what to file. Law: ITU_RR 15 VI and Appendix 10, ITU_CS 45."""

from __future__ import annotations

from workflows.kernel.advice import COMPLETED, NOBODYS, THEIRS, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Grade, Source
from workflows.kernel.reciprocity import Counted

RADIO, UNION = Source("ITU_RR"), Source("ITU_CS", grade=Grade.M)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("radio_interference",), stages=(UNDER_WAY, COMPLETED), sides=(THEIRS, NOBODYS),
            under=(RADIO("15 VI"), RADIO("App. 10"), UNION("45")),
            why="Harmful interference is measured, located and reported to the administration responsible, which finds "
                "and ends it.",
            not_then="Nothing disturbs yet: a planned use is coordinated under the Radio Regulations, or consulted on.",
            not_theirs="The administration whose station is disturbed reports; the one responsible answers in that "
                       "case.",
            cautions=(Caution("The parties are administrations: an agency acts through that of its State. Whether both "
                              "are members of the Union is not looked up here.", UNION("45")),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("cease", "requests_accepted", "reporter"),
    Counted("supply_measurements", "help_given", "reporter"),
)
