"""When consent to an approach is what to ask for. Law: OST VIII."""

from __future__ import annotations

from workflows.kernel.advice import BOTH, IN_SPACE, OURS, PLANNED, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Source
from workflows.kernel.reciprocity import Counted

TREATY_OF_1967 = Source("OST")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("proximity",), stages=(PLANNED, UNDER_WAY), places=IN_SPACE, sides=(OURS,), binds=BOTH,
            under=(TREATY_OF_1967("VIII", 1), TREATY_OF_1967("VIII", 2)),
            why="Whoever would come near, service or remove an object asks the State on whose registry it is; its "
                "jurisdiction and control stay.",
            not_then="Consent is asked before; what was done without it is for a dispute, or for a claim.",
            not_there="Objects are approached in space; what has come down is returned on request.",
            not_theirs="Whoever comes near asks; the State of registry answers in that case, or asks for consultation "
                       "on the activity.",
            voluntary="The treaty does not bind both sides on that day: consent is asked on a voluntary basis.",
            cautions=(Caution("Silence is no consent, and no text lets an object be taken as abandoned.",
                              TREATY_OF_1967("VIII", 2)),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("request_consent", "consultations_asked", "registry"),
    Counted("give_consent", "requests_accepted", "requesting"),
    Counted("refuse_consent", "requests_declined", "requesting"),
    Counted("supply_information", "information_opened", "registry"),
    Counted("refuse_information", "information_refused", "registry"),
)
