"""Which fields of an entry an audit log opens: never more than its maker may open, nor than its set allows.

The set for all parties opens what a party to the case may open that has no relation of its own in it; the public set
what everybody may who knows of the case: of a paper only where every one of its questions is for everybody.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from consult import casebook
from consult.casebook.papers import without_documents
from consult.casebook.values import Entry, FiledPaper
from consult.docket.editions import Editions
from consult.log.openings import Access, access_to, fields_given
from consult.models.audit import audit_chain
from consult.models.cases import CASE_TRACK, DEADLINE, DOCUMENT
from consult.reports.audit.asking import Asked
from consult.reports.scope import Reach
from consult.visibility import Membership, Viewer
from workflows.kernel.case import Act
from workflows.kernel.procedure import Procedure

CASES_KEPT = 512
"""Of how many cases what may be opened is remembered, while entries of many follow one another."""


class Opening:
    """Says which fields of acts are opened, for one audit log over one connection."""

    def __init__(self, connection: Connection, asked: Asked, editions: Editions) -> None:
        """Remember a bounded number of cases, tracks and limits among them."""
        self.connection, self.asked, self.editions = connection, asked, editions
        self.viewer = asked.viewer
        self._of_case = lru_cache(maxsize=CASES_KEPT)(self._read_case)

    def fields_of(self, row: Any, chain: int) -> frozenset[str]:
        """Give the fields that may be opened of an act, whose row may be seen and whose leaf lies in a chain."""
        accesses, hidden = self._of_case(row.id, row.ref, row.filer, row.existence)
        procedure = self.editions.of(self.connection, row.edition)
        act = Act.from_json(json.loads(row.body))
        entry = Entry(row, act, row.seq, None, _paper(row, act, hidden))
        fields = frozenset.intersection(*(fields_given(each, procedure, entry, chain) for each in accesses))
        if self.asked.reach == Reach.FULL:
            return fields
        return fields if _is_open(procedure, act, self.asked.reach) else fields - {"doc", "filing", "rest"}

    def _read_case(self, *case: Any) -> tuple[tuple[Access, ...], frozenset[str]]:
        """Give with which eyes acts of a case are looked at, and the documents that one of them may not have."""
        of = _Case(*case)
        own = access_to(self.connection, self.viewer, of)
        reach = self.asked.reach
        accesses = (own,) if reach == Reach.FULL else (own, _anybody(self.connection, of, reach))
        return accesses, frozenset(self._hidden(of))

    def _hidden(self, of: "_Case") -> set[str]:
        """Give the digests of documents that the maker may not have, or that the set may not name."""
        query = select(DOCUMENT.c.digest, DOCUMENT.c.level).where(DOCUMENT.c.case_id == of.id)
        rows = self.connection.execute(query).all()
        if not rows:
            return set()
        known = {row.digest for row in casebook.documents_of(self.connection, self.viewer, of)}
        if self.asked.reach != Reach.FULL:
            known -= {row.digest for row in rows if row.level not in self.asked.reach.levels}
        return {row.digest for row in rows} - known


class _Case:
    """What the policy of visibility asks of a case."""

    def __init__(self, number: int, ref: str, filer: str, existence: str) -> None:
        self.id, self.ref, self.filer, self.existence = number, ref, filer, existence


def _anybody(connection: Connection, of: _Case, reach: Reach) -> Access:
    """Give the eyes of a party to the case that is on none of its relations; for the public set, of nobody in it."""
    levels = sorted(reach.levels)
    tracks = select(CASE_TRACK.c.key).where(CASE_TRACK.c.case_id == of.id, CASE_TRACK.c.level.in_(levels))
    limits = select(DEADLINE.c.key).where(DEADLINE.c.case_id == of.id, DEADLINE.c.level.in_(levels))
    shared = select(audit_chain.c.id).where(audit_chain.c.case_id == of.id, audit_chain.c.kind == "case")
    in_it = reach == Reach.PARTIES
    return Access(
        Viewer(""),
        Membership(takes_part=in_it, is_party=in_it),
        frozenset(connection.execute(tracks).scalars()),
        frozenset(connection.execute(limits).scalars()),
        frozenset(connection.execute(shared).scalars()) if in_it else frozenset(),
    )


def _paper(row: Any, act: Act, hidden: frozenset[str]) -> FiledPaper | None:
    if not act.digest or row.author is None:
        return None
    words: Mapping[str, Any] | None = json.loads(row.words) if row.words is not None else None
    if words is not None and hidden and any(digest in row.words for digest in hidden):
        words = without_documents(words, hidden)
    return FiledPaper(act.digest, "", row.author, "", act.level, words)


def _is_open(procedure: Procedure, act: Act, reach: Reach) -> bool:
    """Say whether every question of a paper may stand in a set."""
    spec = next((row.filing for row in procedure.rows.get(act.step, ()) if row.filing), None)
    return spec is None or all(each.level is None or each.level in reach.levels for each in spec.fields)
