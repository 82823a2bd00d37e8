"""When a request for lunar samples is what to file. Law: the national rules of the curator, CNSA2023 and CNSA2020."""

from __future__ import annotations

from workflows.kernel.advice import EARTH, Advice, Caution, Ground
from workflows.kernel.language import Binding, Source
from workflows.kernel.reciprocity import Counted

CNSA, STORES = Source("CNSA2023", Binding.LAW_N), Source("CNSA2020", Binding.LAW_N)
ADVISED = Advice(
    grounds=(
        Ground(
            matters=("samples",), places=(EARTH,), under=(CNSA("1-6"), STORES("procedures")),
            why="Lunar samples and data of them are asked for, lent under an agreement, kept, and given back.",
            not_there="Samples are lent from a store on Earth; what lies on the Moon is for a notice of activity.",
            cautions=(Caution("The rules bind the curator; what binds both sides is the loan agreement. Approved is "
                              "not signed, and clearance at home stands beside it.", CNSA("3")),),
        ),
    )
)  # fmt: skip
COUNTED = (
    Counted("dispatch", "information_opened", "applicant"),
    Counted("deliver_data", "information_opened", "applicant"),
)
