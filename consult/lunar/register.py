"""The register of planned activities: record the next version of an entry, read an entry with all its versions, list.

A version is recorded in the transaction of the act that files it, or of an import; nothing is ever changed. What an
entry's newest version and its case have led to is kept beside it for lists and for screening, and can be made again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from consult.lunar import index, runs
from consult.lunar.entries import whole_description
from consult.lunar.levels import Parts, bodies_of, parts_of, said, window_of
from consult.models.lunar import (
    INDEX,
    LUNAR_BODY,
    LUNAR_CURRENT,
    LUNAR_ENTRY,
    LUNAR_PUBLIC,
    LUNAR_VERSION,
    MEMBERS,
    PUBLIC,
)
from workflows.kernel.editions import canonical, digest_of
from workflows.kernel.frozen import dataclass

PREFIX = "LUN-"
PLANNED = "planned"
_IN_ORDER = f"lunar_public, {INDEX}, lunar_current"
"""The tables that are made anew, in the order in which a version and a status are written there."""
OVER = frozenset({"cancelled", "withdrawn", "superseded", "voided_error"})
"""Statuses in which an activity touches nobody: its features leave the index, its versions stay."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from: the case with its reference, or an import, or what is shipped; and whether it is an
    exercise."""

    kind: str
    state: str
    others: tuple[str, ...] = ()
    key: str = ""
    case_id: int | None = None
    exercise: bool = False


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is said of an activity now: the description, by whom, on what, and who reads the part for participants."""

    description: Mapping[str, Any]
    at: datetime
    charter: str = ""
    act_id: int | None = None
    party: str = ""
    person_id: int | None = None
    source: str = ""
    grade: str = ""
    since: datetime | None = None
    """Since when everybody reads the same of it, where that is longer than participants do."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry and version that were recorded."""

    entry_id: int
    version_id: int
    key: str
    number: int


def record(connection: Connection, origin: Origin, new: NewVersion, entry_id: int | None = None) -> Recorded:
    """Record a description as the first version of a new entry, or as the next one of the entry given."""
    if entry_id is None:
        entry_id = _open(connection, origin, new.at)
    entry = connection.execute(select(LUNAR_ENTRY).where(LUNAR_ENTRY.c.id == entry_id)).one()
    before = runs.newest(connection, entry_id)
    number = before.number + 1 if before is not None else 1
    parts = parts_of(new.description)
    version_id = _write_version(connection, entry_id, number, new, parts)
    new = replace(new, since=runs.add(connection, before, version_id).since)
    _write_current(connection, entry, version_id, number, new, parts)
    return Recorded(entry_id, version_id, entry.key, number)


def _open(connection: Connection, origin: Origin, at: datetime) -> int:
    row = {
        "key": origin.key or _next_key(connection),
        "state": origin.state,
        "others": "".join(f"|{other}" for other in origin.others) + "|" if origin.others else "",
        "origin": origin.kind,
        "case_id": origin.case_id,
        "exercise": origin.exercise,
        "opened_at": at,
    }
    return int(connection.execute(insert(LUNAR_ENTRY), row).inserted_primary_key[0])  # type: ignore[index] # an insert always has one


def _next_key(connection: Connection) -> str:
    """Give the number after that of the newest entry without a case; all are never counted, since imports are long."""
    newest = select(LUNAR_ENTRY.c.key).where(LUNAR_ENTRY.c.case_id.is_(None)).order_by(LUNAR_ENTRY.c.id.desc()).limit(1)
    last = str(connection.execute(newest).scalar() or "").removeprefix(PREFIX)
    number = int(last) + 1 if last.isascii() and last.isdigit() else 1
    while connection.execute(select(LUNAR_ENTRY.c.id).where(LUNAR_ENTRY.c.key == f"{PREFIX}{number:04d}")).first():
        number += 1
    return f"{PREFIX}{number:04d}"


def _write_version(connection: Connection, entry_id: int, number: int, new: NewVersion, parts: Parts) -> int:
    row = {
        "entry_id": entry_id,
        "number": number,
        "recorded_at": new.at,
        "digest": digest_of(dict(new.description)),
        "charter": new.charter,
        "act_id": new.act_id,
        "party": new.party,
        "person_id": new.person_id,
        "source": new.source[:400],
        "grade": new.grade,
    }
    version_id = int(connection.execute(insert(LUNAR_VERSION), row).inserted_primary_key[0])  # type: ignore[index] # an insert always has one
    bodies = {PUBLIC: parts.public, MEMBERS: parts.members}
    connection.execute(
        insert(LUNAR_BODY),
        [
            {"version_id": version_id, "level": level, "body": canonical(body).decode()}
            for level, body in bodies.items()
            if body or level == PUBLIC
        ],
    )
    return version_id


def _write_current(
    connection: Connection, entry: Any, version_id: int, number: int, new: NewVersion, parts: Parts
) -> None:
    """Say where the entry stands now, and put its features into the index instead of those before."""
    starts, ends = window_of(new.description)
    status = said(new.description, "activity_status") or PLANNED
    _drop_features(connection, entry.id)
    features = 0 if status in OVER else index.write(connection, entry, version_id, new)
    row = {
        "entry_id": entry.id,
        "version_id": version_id,
        "number": number,
        "recorded_at": new.at,
        "title": said(new.description, "activity_title")[:400],
        "operator": said(new.description, "operator")[:400],
        "activity_class": said(new.description, "activity_class"),
        "status": status,
        "starts": starts,
        "ends": ends,
        "bodies": bodies_of(parts.public),
        "all_bodies": bodies_of(new.description),
        "features": features,
    }
    connection.execute(delete(LUNAR_CURRENT).where(LUNAR_CURRENT.c.entry_id == entry.id))
    connection.execute(insert(LUNAR_CURRENT), row)


def _drop_features(connection: Connection, entry_id: int) -> None:
    query = select(LUNAR_CURRENT.c.version_id, LUNAR_CURRENT.c.features).where(LUNAR_CURRENT.c.entry_id == entry_id)
    before = connection.execute(query).first()
    if before is not None:
        index.drop(connection, before.version_id, before.features)


def mark(connection: Connection, case_id: int, status: str) -> None:
    """Say where the entry of a case stands since an act that filed no description; nothing where there is no entry."""
    query = select(LUNAR_ENTRY.c.id).where(LUNAR_ENTRY.c.case_id == case_id)
    entry_id = connection.execute(query).scalar()
    if entry_id is None:
        return
    mine = LUNAR_CURRENT.c.entry_id == entry_id
    if status in OVER:
        _drop_features(connection, entry_id)
        connection.execute(update(LUNAR_CURRENT).where(mine).values(features=0))
    connection.execute(update(LUNAR_CURRENT).where(mine).values(status=status))


def entry_of_case(connection: Connection, case_id: int) -> int | None:
    """Give the number of the entry that a case opened, or None."""
    return connection.execute(select(LUNAR_ENTRY.c.id).where(LUNAR_ENTRY.c.case_id == case_id)).scalar()


def rebuild(connection: Connection) -> int:
    """Make anew what each version is to everybody, and the index from the newest ones; give the entries in it. On
    PostgreSQL nobody records a version or a status meanwhile: it would be missing from what is made anew."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {_IN_ORDER} IN EXCLUSIVE MODE"))  # reading goes on
    runs.rebuild(connection)
    index.clear(connection)
    count = 0
    for entry, version_id, new in standing(connection):
        features = index.write(connection, entry, version_id, new)
        mine = LUNAR_CURRENT.c.entry_id == entry.id
        connection.execute(update(LUNAR_CURRENT).where(mine).values(features=features))
        count += 1
    return count


def standing(connection: Connection) -> Iterator[tuple[Any, int, NewVersion]]:
    """Give each entry whose activity may touch somebody, with the number and the words of its newest version."""
    joined = LUNAR_CURRENT.join(LUNAR_VERSION, LUNAR_VERSION.c.id == LUNAR_CURRENT.c.version_id)
    joined = joined.join(LUNAR_PUBLIC, LUNAR_PUBLIC.c.version_id == LUNAR_VERSION.c.id)
    joined = joined.join(runs.FIRST, runs.FIRST.c.id == LUNAR_PUBLIC.c.first_id)
    query = select(LUNAR_VERSION, runs.FIRST.c.recorded_at.label("since")).select_from(joined)
    for row in connection.execute(query.where(LUNAR_CURRENT.c.status.not_in(OVER)).order_by(LUNAR_VERSION.c.id)).all():
        entry = connection.execute(select(LUNAR_ENTRY).where(LUNAR_ENTRY.c.id == row.entry_id)).one()
        told = whole_description(connection, row.entry_id)
        yield entry, row.id, NewVersion(told, row.recorded_at, row.charter, since=row.since)
