"""Whether somebody acts on what the case is now: a page may be older than what its reader may see of the case."""

from consult import casebook
from consult.docket.errors import Stale
from consult.docket.taking import Work
from consult.docket.values import Filed
from consult.standing import Standing
from consult.visibility import Viewer


def require_fresh(work: Work, standing: Standing, filed: Filed) -> None:
    """Raise Stale where the asker's page is older than what the asker may now see of the case."""
    if filed.seen_n is None:
        return
    now_n = casebook.last_seen(work.connection, Viewer.of(standing), work.row)
    if filed.seen_n != now_n:
        raise Stale(work.before.state, now_n)
