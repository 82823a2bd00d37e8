"""When registration is the procedure to use. Law: REG II, IV; for those not bound, GA 1721 B."""

from __future__ import annotations

from workflows.kernel.advice import IN_SPACE, OURS, OWN, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.registry.papers import LTS, REG

BEFORE = Source("GA1721B", Binding.SOFT, Grade.S)("para 1")

REGISTERING = Advice(
    grounds=(
        Ground(
            matters=("registration",), places=IN_SPACE, sides=(OURS,), binds=OWN,
            under=(REG("IV(1)"), REG("II(1)"), BEFORE),
            why="A launching State enters its object in its registry, and tells the Secretary-General of it as soon as "
                "practicable; where there are several, they choose one.",
            not_there="What is launched into orbit around the Earth or beyond is registered, and nothing else.",
            not_theirs="A launching State registers its own object; of another’s, or of one not known, one asks that "
                       "State, or asks for help to identify it.",
            voluntary="The Convention does not bind you on that day: the same is told under the resolution of 1961, on "
                      "a voluntary basis.",
            cautions=(Caution("Several launching States agree before the launch who registers.", LTS("A.5(3)")),),
        ),
    )
)  # fmt: skip
