"""When a round for projects aboard a station is what to open. Law: the agreement on the station."""

from __future__ import annotations

from workflows.kernel.advice import EARTH_ORBIT, PLANNED, UNDER_WAY, Advice, Ground
from workflows.kernel.language import Binding, Grade, Source

FRAMEWORK = Source("OOSA_CMSA", Binding.LAW_A, Grade.SRC)
BENEFITS = Source("GA51_122", Binding.SOFT, Grade.SRC)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("utilisation",), stages=(PLANNED, UNDER_WAY), places=(EARTH_ORBIT,),
            under=(FRAMEWORK("framework"), BENEFITS("para 2")),
            why="A station is opened by a call: applications, two reviews, selection; each project then has a case of "
                "its own.",
            not_then="A round that is over leads to projects, each in a case of its own.",
            not_there="The procedure is for a station in orbit; on the Moon there is the notice of an activity.",
        ),
    )
)  # fmt: skip
