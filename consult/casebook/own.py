"""The cases that concern a party at all, by index: whatever asks for what lies in them looks at no others."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, union

from consult.models.cases import CASE_PARTY, CASE_TRACK, CASES
from consult.visibility import Viewer

FILER, ADDRESSED, PARTY, OTHER = "filer", "addressed", "party", "other"
ROLES = (FILER, ADDRESSED, PARTY, OTHER)
"""What a party can be in a case whatever its procedure: who filed it, one on whom a relation of it was opened, another
party to it, or one that takes part without being a party."""


MANY = 5_000
"""From so many cases on, a party's lists are read in the order in which they are shown, and not from its cases."""


def own_ids(viewer: Viewer) -> Select[Any]:
    """Give the numbers of the cases that a party filed, takes part in, or has a relation in: whoever does gets a role
    in the case with the act by which it does (`consult.docket.case_rows.fresh_roles`)."""
    return _own_ids(viewer.party)


@lru_cache(maxsize=512)
def _own_ids(party: str) -> Select[Any]:
    """Put the question together once for a party: the desk asks it several times."""
    return select(CASE_PARTY.c.case_id.label("id")).where(CASE_PARTY.c.party == party)


def own_condition(viewer: Viewer, case_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Give the condition that a case, by the column that numbers it, is one of a party's own: asked of each row by
    itself, where rows come in the order of a list and most of them are looked at no more once it is full."""
    return exists().where(CASE_PARTY.c.case_id == case_id, CASE_PARTY.c.party == viewer.party)


def has_many(connection: Connection, viewer: Viewer) -> bool:
    """Say whether a party has more cases than a list may gather; no more than those are counted."""
    roles = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == viewer.party).limit(MANY + 1).subquery()
    return bool(connection.execute(select(func.count()).select_from(roles)).scalar_one() > MANY)


def known_ids(viewer: Viewer) -> Select[Any]:
    """Give the numbers of the cases that can be visible at all: one's own, and those whose existence is public."""
    public = select(CASES.c.id).where(CASES.c.existence == "C0")
    found = union(own_ids(viewer), public).subquery()
    return select(found.c.id)


def known_condition(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition on `cases` that one is among those that can be visible at all, by index; the one that is read
    under an access in an emergency is found by its reference anyhow."""
    return CASES.c.ref == viewer.emergency if viewer.emergency else CASES.c.id.in_(known_ids(viewer))


def role_condition(viewer: Viewer, role: str) -> ColumnElement[bool]:
    """Give the condition on `cases` that one's party is something in them; of several roles the first of `ROLES`."""
    filed = CASES.c.filer == viewer.party
    addressed = CASES.c.id.in_(select(CASE_TRACK.c.case_id).where(CASE_TRACK.c.party == viewer.party))
    mine = select(CASE_PARTY.c.case_id).where(CASE_PARTY.c.party == viewer.party)
    party = CASES.c.id.in_(mine.where(CASE_PARTY.c.stake))
    return {
        FILER: filed,
        ADDRESSED: ~filed & addressed,
        PARTY: ~filed & ~addressed & party,
        OTHER: ~filed & ~addressed & ~party & CASES.c.id.in_(mine),
    }[role]
