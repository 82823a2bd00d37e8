"""What a test wrote behind the log, as its world was seeded: mandates that have leave for systems, and rows of cases of
which it says so. A replay finds them, and this leaves out just that."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from consult.docket.replaying import replay_cases
from consult.log.findings import Finding
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, ORGAN
from consult.people.entries import mandate_body

_written: set[str] = set()
"""How a replay begins to tell of each row of a case that a test wrote."""


def by_hand(ref: str, row: str) -> None:
    """Say that a row of a case (a role, a limit, the case itself), named as a replay names it, was written by hand."""
    _written.add(f"Case {ref}: {row} is stored as ")


def findings(connection: Connection) -> list[Finding]:
    """Give what a replay finds, but for the leave and for what was written by hand alone."""
    found = [one for one in replay_cases(connection) if not any(map(one.sentence.startswith, _written))]
    return [one for one in found if one.code != "mandate" or not _is_leave(connection, one)]


def left(connection: Connection, request: pytest.FixtureRequest) -> list[Finding]:
    """Give what is left to find after a story, whose mark says when it rewrote mandates behind the log on purpose."""
    rewritten = request.node.get_closest_marker("rewrites_mandates") is not None
    return [one for one in findings(connection) if not rewritten or one.code != "mandate"]


def _is_leave(connection: Connection, found: Finding) -> bool:
    """Say whether a mandate is otherwise what its entry says."""
    if found.seq is None:
        return False
    entry = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.seq == found.seq)).scalar_one()
    return json.loads(entry) in list(_without_leave(connection))


def _without_leave(connection: Connection) -> Iterator[dict[str, object]]:
    """Give each mandate as an entry would say it, without leave for systems."""
    query = select(MANDATE, ORGAN.c.key.label("organ_key")).select_from(MANDATE.join(ORGAN))
    for row in connection.execute(query):
        yield mandate_body(row.id, {**row._mapping, "through_systems": None}, row.organ_key)
