"""When a project aboard a station is what to open. Law: OST VI; GA51_122 2, which binds nobody."""

from __future__ import annotations

from workflows.kernel.advice import EARTH_ORBIT, Advice, Caution, Ground
from workflows.kernel.language import Binding, Grade, Source
from workflows.kernel.reciprocity import Counted

BENEFITS, TREATY_OF_1967 = Source("GA51_122", Binding.SOFT, Grade.SRC), Source("OST")
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("utilisation",), places=(EARTH_ORBIT,), under=(BENEFITS("para 2"), TREATY_OF_1967("VI", 2)),
            why="An experiment aboard a station: arrangement, integration, operation, results; who has jurisdiction in "
                "a module is what the arrangement says.",
            not_there="The procedure is for a station in orbit; on the Moon there is the notice of an activity.",
            cautions=(Caution("A State authorises and supervises what its own institutions do aboard.",
                              TREATY_OF_1967("VI", 2)),),
        ),
    )
)  # fmt: skip
COUNTED = (Counted("file_final_results", "information_opened", "provider"),)
