"""Whether those who join a case later are served with an act that was recorded before."""

from workflows.kernel.acts import STEP, Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step


def is_basic(procedure: Procedure, act: Act) -> bool:
    """Say whether those who join later are served with this act too: it opened the talks, put them on a new footing, or
    tabled the text that they are asked to sign. What was said without prejudice was said to those who were there."""
    rows = [row for row in procedure.rows.get(act.step, ()) if not row.common and not row.without_prejudice]
    begins = any(row.opens or row.tables or row.freezes or _moves_the_matter(procedure, row) for row in rows)
    return act.kind == STEP and begins


def _moves_the_matter(procedure: Procedure, row: Step) -> bool:
    """Say whether a row moves other tracks than those of offices, which begin and end with what they serve."""
    return any(not procedure.track_set(moves.set).office for moves in row.moves)
