"""Whether the register agrees with itself: each version with its words and its origin, the index with the versions.

An entry that was imported or shipped comes from no act, one of a case from acts alone; whether these say the same as
their filings is asked where cases are replayed (`consult.docket.registered`). Words that were erased are not compared.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.lunar import index, register, runs
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_ENTRY, LUNAR_PUBLIC, LUNAR_VERSION
from workflows.kernel.editions import digest_of

CHUNK = 500
CASE = "case"


def version_findings(connection: Connection) -> Iterator[Finding]:
    """Compare every version with its digest and with the origin of its entry, and count that none is missing."""
    joined = LUNAR_VERSION.join(LUNAR_ENTRY, LUNAR_ENTRY.c.id == LUNAR_VERSION.c.entry_id)
    query = select(LUNAR_VERSION, LUNAR_ENTRY.c.key, LUNAR_ENTRY.c.origin).select_from(joined)
    query, after = query.order_by(LUNAR_VERSION.c.id).limit(CHUNK), 0
    while rows := connection.execute(query.where(LUNAR_VERSION.c.id > after)).all():
        after = rows[-1].id
        said = words_of(connection, [row.id for row in rows])
        for row in rows:
            yield from _of_version(row, said.get(row.id))
    yield from _numbers(connection)


def words_of(connection: Connection, versions: list[int]) -> dict[int, dict[str, Any]]:
    """Read what versions say in all their parts, by number; one of which no words are left is absent."""
    found: dict[int, dict[str, Any]] = {}
    for row in connection.execute(select(LUNAR_BODY).where(LUNAR_BODY.c.version_id.in_(versions))):
        found.setdefault(row.version_id, {}).update(json.loads(row.body))
    return found


def _of_version(row: Any, said: dict[str, Any] | None) -> Iterator[Finding]:
    if said is not None and digest_of(said) != row.digest:
        yield fault(row.key, _("version %(n)s does not say what its digest was made of", n=row.number))
    if (row.origin == CASE) != (row.act_id is not None):
        yield fault(
            row.key,
            _("version %(n)s comes from no act", n=row.number)
            if row.origin == CASE
            else _("version %(n)s names an act, and the entry comes from none", n=row.number),
        )


def _numbers(connection: Connection) -> Iterator[Finding]:
    """Find entries whose versions are not numbered from 1 without a gap, or whose newest is not the one shown."""
    count, highest = func.count().label("count"), func.max(LUNAR_VERSION.c.number).label("highest")
    told = LUNAR_ENTRY.outerjoin(LUNAR_VERSION, LUNAR_VERSION.c.entry_id == LUNAR_ENTRY.c.id)
    told = told.outerjoin(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    query = select(LUNAR_ENTRY.c.key, LUNAR_CURRENT.c.number, count, highest).select_from(told)
    for row in connection.execute(query.group_by(LUNAR_ENTRY.c.key, LUNAR_CURRENT.c.number).order_by("key")):
        if not row.highest or row.count != row.highest:
            yield fault(row.key, _("its versions are not numbered one after another"))
        elif row.number != row.highest:
            yield fault(row.key, _("its newest version is %(n)s, and another one is shown", n=row.highest))


def index_findings(connection: Connection) -> Iterator[Finding]:
    """Compare the index, row by row, with what the newest versions put there, and what each version is to everybody."""
    yield from _public_findings(connection)
    stored = {row[0]: row for row in index.stored(connection)}
    for entry, version_id, new in register.standing(connection):
        for expected in index.rows_for(entry, version_id, new)[1]:
            found = stored.pop(expected[0], None)
            if found is None:
                yield fault(entry.key, _("the index lacks a part of its newest version"))
            elif tuple(found) != tuple(expected):
                yield fault(entry.key, _("the index says another thing than its newest version"))
    if stored:
        yield Finding("index", None, _("The index holds %(n)s rows of no newest version.", n=len(stored)))


def _public_findings(connection: Connection) -> Iterator[Finding]:
    kept = {row.version_id: tuple(row) for row in connection.execute(select(LUNAR_PUBLIC))}
    wrong = [row[0] for row in runs.expected(connection) if kept.get(row[0]) != row]
    if wrong:
        said = _("To everybody %(n)s versions are others than their public parts say.", n=len(wrong))
        yield Finding("index", None, said)


def fault(key: str, what: str) -> Finding:
    """Say what is wrong with an entry."""
    return Finding("register", None, _("Entry %(key)s of the register: %(what)s.", key=key, what=what))
