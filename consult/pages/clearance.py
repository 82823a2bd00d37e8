"""The clearance of a draft: who gave it, of which text, and who still has to give it."""

from datetime import datetime
from typing import Any

from consult import drafts
from consult.standing import Standing
from workflows.kernel.frozen import dataclass
from workflows.kernel.steps import Step


@dataclass(frozen=True, slots=True)
class Clearance:
    """Who cleared the present text, and whether it needs clearing by this person or somebody else."""

    applies: bool
    needed: bool
    is_given: bool
    office: str
    at: datetime | None
    changed_since: bool
    may_clear: bool


def clearance_of(row: Any, step: Step, standing: Standing) -> Clearance:
    """Say how the clearance of a draft stands for a person; it is needed for what is dispatched."""
    given = drafts.is_cleared(row)
    applies = str(step.capacity) == "dispatch"
    return Clearance(
        applies,
        applies and "clear" not in standing.capacities,
        given,
        row.cleared_office if given else "",
        row.cleared_at if given else None,
        row.cleared_digest is not None and not given,
        applies and "clear" in standing.capacities and not given,
    )
