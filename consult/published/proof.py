"""What proves a public act to anybody: the receipt of its entry, and what of the entry is opened.

Opened are the step with its provisions, for whom and from which office it was taken, the case, and the times; and the
digest of the filing where the whole of that is public. Closed stays whatever tells of acts that are not public: where
the act came from, its place in its chain, the act with its effects.
"""

from sqlalchemy import Connection

from consult.log.openings import Openings, openings_of
from consult.log.receipts import Receipt, Unprovable, make_receipt
from consult.log.verifier import Policy
from consult.published.values import PublicAct
from consult.refusals import Unknown

OPENED = ("case", "time")


def receipt_of_act(conn: Connection, act: PublicAct, policy: Policy | None) -> Receipt:
    """Make the receipt of a public act; Unknown where its entry is not in the log."""
    if act.seq is None:
        raise Unknown
    try:
        return make_receipt(conn, act.seq, policy)
    except Unprovable:
        raise Unknown from None


def openings_of_act(conn: Connection, act: PublicAct) -> Openings:
    """Open the entry of a public act as far as that is public; Unknown where its entry is not in the log."""
    if act.seq is None:
        raise Unknown
    fields = [*OPENED, *act.opened]
    if act.digest and not act.is_part:
        fields.append("doc")
    return openings_of(conn, act.seq, fields)
