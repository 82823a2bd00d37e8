"""When a submission to a body of the United Nations is what to open."""

from __future__ import annotations

from workflows.kernel.advice import OURS, Advice, Caution, Ground
from workflows.submitting.terms import CALLS, DOCUMENTS, INFORMATION

ADVISED = Advice(
    grounds=(
        Ground(
            matters=("reporting",), sides=(OURS,), under=(CALLS, DOCUMENTS),
            why="A delegation draws its report from the record, asks whoever is told of for consent, and has it issued "
                "as a document of the session.",
            not_theirs="Each State and organisation reports for itself; several may do so together.",
            cautions=(
                Caution("What concerns another party and is not public is told with its consent alone; its silence "
                        "refuses.", INFORMATION),
                Caution("Documents are slotted weeks before a session; a late one may stay untranslated.", DOCUMENTS),
            ),
        ),
    )
)  # fmt: skip
