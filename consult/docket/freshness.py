"""Whether somebody acts on what the case is now: a page may be older than what its reader may see of the case, and a
filing may be written by the schema of another edition.
"""

from consult import casebook
from consult.docket.errors import Stale
from consult.docket.taking import Work
from consult.docket.values import Filed
from consult.i18n import _
from consult.refusals import Malformed
from consult.standing import Standing
from consult.visibility import Viewer


def require_fresh(work: Work, standing: Standing, filed: Filed) -> None:
    """Raise Stale where the asker's page is older than what the asker may now see of the case."""
    if filed.seen_n is None:
        return
    now_n = casebook.last_seen(work.connection, Viewer.of(standing), work.row)
    if filed.seen_n != now_n:
        raise Stale(work.before.state, now_n)


def require_edition(work: Work, filed: Filed) -> None:
    """Raise Malformed where the asker says by which edition the words were written, and the case runs on another."""
    if filed.edition is not None and filed.edition != work.edition:
        raise Malformed(
            {"edition": _("The case does not run on this edition. Read it again: its offers name the schemas.")}
        )
