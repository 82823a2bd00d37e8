"""Versions of an entry as a reader may see them: the newest of each of some entries, and those of one in parts.

Whoever reads the newest version as a whole sees every version. To everybody else consecutive versions that tell the
same are one, under the number and of the day that `lunar_public` has for it: a change for participants alone leaves no
trace. What such a reader was shown is always the public part, of older versions as well.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, and_, case, false, or_, select

from consult.lunar.reader import Reader, members_condition
from consult.models.cases import ACT
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_ENTRY, LUNAR_PUBLIC, LUNAR_VERSION, MEMBERS, PUBLIC
from workflows.kernel.frozen import dataclass

MOST = 50
"""Versions of one entry that are read at a time."""
SHOWN = LUNAR_VERSION.alias("shown")
"""The version whose day, source and act a reader is shown: itself, or the first that told everybody the same."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its reader sees it; `whole` says that nothing is kept from the reader."""

    number: int
    recorded_at: datetime
    description: Mapping[str, Any]
    digest: str
    act_n: int | None
    party: str
    source: str
    grade: str
    whole: bool


@dataclass(frozen=True, slots=True)
class History:
    """Some versions of an entry, the newest first, and the one before them; None where there is none."""

    versions: tuple[Version, ...]
    older: Version | None


def newest_joined(reader: Reader) -> FromClause:
    """Join entries with where they stand, their newest version, and the version that the reader is shown for it."""
    joined = LUNAR_ENTRY.join(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    joined = joined.join(LUNAR_VERSION, LUNAR_VERSION.c.id == LUNAR_CURRENT.c.version_id)
    joined = joined.join(LUNAR_PUBLIC, LUNAR_PUBLIC.c.version_id == LUNAR_VERSION.c.id)
    shown = case((members_condition(reader), LUNAR_VERSION.c.id), else_=LUNAR_PUBLIC.c.first_id)
    return joined.join(SHOWN, SHOWN.c.id == shown)


def number_shown(reader: Reader) -> ColumnElement[int]:
    """Give the number of the newest version as the reader counts; over what `newest_joined` joins."""
    return case((members_condition(reader), LUNAR_VERSION.c.number), else_=LUNAR_PUBLIC.c.number)


def newest_versions(connection: Connection, reader: Reader, entry_ids: Sequence[int]) -> dict[int, Version]:
    """Read the newest version of each of some entries."""
    columns = (LUNAR_VERSION.c.id, LUNAR_VERSION.c.entry_id, LUNAR_VERSION.c.digest, *_OF_SHOWN)
    asked = (number_shown(reader).label("number"), members_condition(reader).label("reads"))
    joined = newest_joined(reader).outerjoin(ACT, ACT.c.id == SHOWN.c.act_id)
    query = select(*columns, *asked).select_from(joined).where(LUNAR_ENTRY.c.id.in_(entry_ids))
    rows = connection.execute(query).all()
    return {row.entry_id: version for row, version in zip(rows, _versions(connection, rows), strict=True)}


def read_history(
    connection: Connection, reader: Reader, entry_id: int, *, whole: bool, before: int | None = None
) -> History:
    """Read the newest versions of an entry, or those before a number; `whole` says whether the reader reads the whole
    of the newest one of all."""
    joined = LUNAR_VERSION.join(LUNAR_ENTRY, LUNAR_ENTRY.c.id == LUNAR_VERSION.c.entry_id)
    joined = joined.join(SHOWN, SHOWN.c.id == LUNAR_VERSION.c.id).outerjoin(ACT, ACT.c.id == SHOWN.c.act_id)
    joined = joined.join(LUNAR_PUBLIC, LUNAR_PUBLIC.c.version_id == LUNAR_VERSION.c.id)
    number = LUNAR_VERSION.c.number if whole else LUNAR_PUBLIC.c.number
    reads = members_condition(reader) if whole else false()
    columns = (LUNAR_VERSION.c.id, LUNAR_VERSION.c.digest, *_OF_SHOWN, number.label("number"), reads.label("reads"))
    query = select(*columns).select_from(joined).where(LUNAR_VERSION.c.entry_id == entry_id)
    if not whole:
        query = query.where(LUNAR_PUBLIC.c.first_id == LUNAR_VERSION.c.id)
    if before is not None:
        query = query.where(number < before)
    rows = connection.execute(query.order_by(LUNAR_VERSION.c.number.desc()).limit(MOST + 1)).all()
    versions = _versions(connection, rows)
    return History(tuple(versions[:MOST]), versions[MOST] if len(versions) > MOST else None)


_OF_SHOWN = (SHOWN.c.recorded_at, SHOWN.c.party, SHOWN.c.source, SHOWN.c.grade, ACT.c.n.label("act_n"))


def _versions(connection: Connection, rows: Sequence[Row[Any]]) -> list[Version]:
    """Put versions together with what each says as far as its reader reads it."""
    bodies = _bodies(connection, {row.id: row.reads for row in rows})
    return [_version(row, bodies.get(row.id, {})) for row in rows]


def _version(row: Row[Any], description: Mapping[str, Any]) -> Version:
    digest = row.digest if row.reads else ""  # it would tell whoever guesses the rest that the guess is right
    given = (row.number, row.recorded_at, description, digest, row.act_n, row.party, row.source, row.grade)
    return Version(*given, whole=bool(row.reads))


def _bodies(connection: Connection, reads: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
    """Read what versions say, by number, each as far as its reader reads it."""
    whole = [number for number, all_of_it in reads.items() if all_of_it]
    mine = or_(LUNAR_BODY.c.level == PUBLIC, and_(LUNAR_BODY.c.level == MEMBERS, LUNAR_BODY.c.version_id.in_(whole)))
    query = select(LUNAR_BODY).where(LUNAR_BODY.c.version_id.in_(list(reads)), mine)
    found: dict[int, dict[str, Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.version_id, {}).update(json.loads(row.body))
    return found
