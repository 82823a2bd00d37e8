"""When observing a flight is what to ask for. Law: OST X between its parties."""

from __future__ import annotations

from workflows.kernel.advice import BOTH, PLANNED, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Source
from workflows.kernel.reciprocity import Counted

TREATY_OF_1967 = Source("OST")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("observation",), stages=(PLANNED, UNDER_WAY), binds=BOTH,
            under=(TREATY_OF_1967("X(1)"), TREATY_OF_1967("X(2)")),
            why="A State may ask to observe the flight of space objects; requests are considered on a basis of "
                "equality, and the conditions are settled by agreement.",
            not_then="The flight is over; its results are information on an activity.",
            voluntary="The treaty does not bind both sides on that day: observation is asked for on a voluntary basis.",
            cautions=(Caution("Nobody is obliged to grant the request.", TREATY_OF_1967("X(2)")),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("request_observation", "visits_asked", "asked"),
    Counted("refuse_request", "visits_declined", "requesting"),
    Counted("share_results", "information_opened", "asked"),
)
