"""What an addressee's own act says of the service of an earlier one: that it was received.

Where a party takes a step that counts as receipt on its own track, the act that had served it there is acknowledged,
by every channel by which it went. That the other side records a proof is no acknowledgement.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from consult.casebook import act_of
from consult.delivery import moves
from consult.delivery.matter import case_of
from consult.i18n import _
from consult.models.cases import ACT, SERVICE
from workflows.kernel.acts import STEP, Act

_ACT = select(ACT).where(ACT.c.id == bindparam("act"))


def acknowledge(connection: Connection, act_id: int, at: datetime) -> int:
    """Mark as acknowledged what an act acknowledges; give how many services that were."""
    row = connection.execute(_ACT, {"act": act_id}).one()
    if row.kind != STEP or row.track is None:
        return 0
    act = act_of(row)
    if act.track is None or not _is_receipt(connection, row.case_id, act):
        return 0
    served = _served_before(connection, row, act.track)
    if served is None:
        return 0
    said = _("Acknowledged by act %(n)s.", n=act.n)
    return moves.move(connection, moves.rows_of(connection, served, act.party), "acknowledged", at, said)


def _is_receipt(connection: Connection, case_id: int, act: Act) -> bool:
    """Say whether an act counts as receipt, taken by the party of its own track."""
    case = case_of(connection, case_id)
    track = case.tracks.get(act.track or "")
    rows = case.procedure.rows.get(act.step, ())
    return track is not None and track.party == act.party and any(row.receipt for row in rows)


def _served_before(connection: Connection, row: Any, track: str) -> int | None:
    """Find the last act before one that put the track where it was and was served on the track's party."""
    query = select(ACT).select_from(ACT.join(SERVICE, SERVICE.c.act_id == ACT.c.id))
    mine = ACT.c.case_id == row.case_id, ACT.c.n < row.n, SERVICE.c.party == row.party, SERVICE.c.channel == moves.HERE
    for earlier in connection.execute(query.where(*mine).order_by(ACT.c.n.desc())):
        if any(effect[0] in ("open", "track") and effect[1] == track for effect in act_of(earlier).effects):
            return int(earlier.id)
    return None
