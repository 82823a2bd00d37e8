"""When a zone around a lunar operation is what to tell of. Law: OST II, IX, XI; ARTEMIS 11 binds nobody."""

from __future__ import annotations

from workflows.kernel.advice import CELESTIAL, OURS, OWN, PLANNED, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.kernel.reciprocity import Counted

TREATY_OF_1967, ACCORDS = Source("OST"), Source("ARTEMIS", Binding.SOFT)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("safety_zone", "interference"), stages=(PLANNED, UNDER_WAY), places=(CELESTIAL,), sides=(OURS,),
            binds=OWN, under=(TREATY_OF_1967("XI", 1), TREATY_OF_1967("IX", 1), ACCORDS("11")),
            why="Others are told of an operation and its bounds, and asked to coordinate before they come near; the "
                "zone changes and ends with the operation.",
            not_then="A zone ends with the operation; of what is over one informs.",
            not_there="A zone stands around an operation on a celestial body.",
            not_theirs="The State whose operation it is tells of the zone; others ask for its basis, object, or ask to "
                       "enter in that case.",
            voluntary="The treaty does not bind you on that day: others are told of the zone voluntarily.",
            cautions=(Caution("A zone excludes nobody and appropriates nothing.",
                              TREATY_OF_1967("II", grade=Grade.M)),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("notify", "told_before", "addressee"),
    Counted("answer_basis", "information_opened"),
)
