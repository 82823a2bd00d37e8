"""When the procedures of the lunar mechanism are to be used. A proposal that binds nobody; OST stands behind it."""

from __future__ import annotations

from workflows.kernel.advice import CELESTIAL, OURS, PLANNED, UNDER_WAY, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.lunar.activity import NOTICES, OST
from workflows.lunar.deciding import DECIDING

TAKING_PART = Source("LCM", Binding.SOFT, Grade.SRC)("participation")
MANDATE = Source("ATLAC_D", Binding.SOFT, Grade.S)("mandate")
PRACTICE = Source("COPUOS_P", Binding.SOFT, Grade.M)("consensus")
ON_BODIES = "The mechanism is for the Moon; elsewhere there is consultation under Article IX."
LAW = Caution("A proposal and no law: the duties to inform and to consult stand beside it.", OST("IX", 3))

NOTICE = Advice(
    grounds=(
        Ground(
            matters=("lunar_activity", "interference"), stages=(PLANNED, UNDER_WAY), places=(CELESTIAL,), sides=(OURS,),
            under=(NOTICES, OST("XI"), OST("IX", 3)), cautions=(LAW,), not_there=ON_BODIES,
            why="An activity is told to those whom it may touch, compared with the register, and talked over where it "
                "overlaps.",
            not_then="Notice is given of what is planned or goes on; of what is over one informs.",
            not_theirs="Each State gives notice of its own activity; on another’s it asks for consultation.",
        ),
    )
)  # fmt: skip
DRAFTING = Advice(
    grounds=(
        Ground(
            matters=("lunar_text", "new_rules"), under=(MANDATE, PRACTICE),
            why="A team drafts a text together for its body: versions, brackets, assent clause by clause, consensus.",
            cautions=(Caution("The text binds nobody by being drafted here; its own body adopts it.", PRACTICE),),
        ),
    )
)  # fmt: skip
DECISION = Advice(
    grounds=(
        Ground(
            matters=("lunar_decision",), under=DECIDING, cautions=(LAW,),
            why="The mechanism decides by consensus, or by a silence that nobody breaks.",
        ),
    )
)  # fmt: skip
PARTICIPATION = Advice(
    grounds=(
        Ground(
            matters=("lunar_participation",), under=TAKING_PART,
            why="Whoever wants to take part asks for a class, changes it, or leaves, under the charter.",
        ),
    )
)  # fmt: skip
