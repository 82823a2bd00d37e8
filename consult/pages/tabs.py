"""The way between the page of a case and its sheets."""

from consult.citations import law
from consult.visibility import Membership, may_see_sheet
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.sheets import sheets_of


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a case; the one without a key is the case itself."""

    key: str
    title: str
    here: bool


def tabs_of(procedure: Procedure, membership: Membership, here: str = "") -> tuple[Tab, ...]:
    """List the sheets of a case that are there for a viewer, the one in use marked."""
    return tuple(
        Tab(sheet.key, law(sheet.title), sheet.key == here)
        for sheet in sheets_of(procedure)
        if may_see_sheet(membership, sheet.level)
    )
