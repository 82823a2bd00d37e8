"""Acts that stand in a case and not in the log: whether there are any, and which.

An act and its entry are written in one transaction, so that there are none. A version before this one could leave such
an act behind where the register refused what it described: its author was told that nothing was recorded. Entries are
not looked at here; asked by the keys of acts and entries alone, it is quick in a large record too.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.models.cases import ACT, ACT_LEAF, CASES

CODE = "act-unsealed"
_HALVES = (
    select(ACT.c.n, CASES.c.ref)
    .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id).outerjoin(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id))
    .where(ACT_LEAF.c.act_id.is_(None))
    .order_by(ACT.c.id)
)


def half_acts(connection: Connection) -> Iterator[Finding]:
    """Find every act to which no entry of the log belongs, the oldest first."""
    for row in connection.execute(_HALVES):
        sentence = _("Act %(n)s of case %(ref)s stands in no entry of the log.", n=row.n, ref=row.ref)
        yield Finding(CODE, None, sentence)


def remedy() -> str:
    """Say what an operator does where there are some."""
    return _(
        "Change no row. Tell every party of the case that this act stands there, that its author was told that nothing "
        "was recorded, and that no entry proves it; its State ends that case, or files the act anew in it."
    )
