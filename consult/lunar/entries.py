"""Entries of the register as a reader may see them: one with its newest versions, and lists a page at a time.

A field that is for participants is absent for everybody else; filters look at nothing that the reader does not read.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select

from consult.contained import holds
from consult.lunar.reader import PUBLIC_READER, Reader, members_condition
from consult.lunar.versions import (
    SHOWN,
    History,
    Version,
    newest_joined,
    newest_versions,
    number_shown,
    read_history,
)
from consult.models.cases import CASES
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_ENTRY, LUNAR_VERSION
from consult.refusals import Unknown
from workflows.kernel.frozen import dataclass

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as lists show it."""

    id: int
    key: str
    state: str
    others: tuple[str, ...]
    origin: str
    case_ref: str | None
    exercise: bool
    title: str
    operator: str
    activity_class: str
    status: str
    starts: date | None
    ends: date | None
    bodies: tuple[str, ...]
    number: int
    recorded_at: datetime
    source: str
    grade: str
    left: str = ""
    """The charter under which its State took part when it was told, and does so no more: an external reference."""

    @property
    def states(self) -> tuple[str, ...]:
        """Everybody who answers for it."""
        return (self.state, *self.others)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its newest versions, the newest first, and the one before them; None where these are all."""

    listed: Listed
    versions: tuple[Version, ...]
    older: Version | None = None

    @property
    def newest(self) -> Version:
        """What is said of it now."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; days are those within which something of the activity lies."""

    state: str = ""
    activity_class: str = ""
    status: str = ""
    body: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the key with which the next one begins; None where this is the last."""

    entries: tuple[Listed, ...]
    after: str | None


def list_entries(
    connection: Connection, reader: Reader, filters: Filters | None = None, *, after: str = "", size: int = PAGE_SIZE
) -> Page:
    """List entries, the newest first, a page at a time; `after` is the key of the last one of the page before."""
    query = _listing(reader).where(*_conditions(reader, filters or Filters()))
    if after:
        start = select(LUNAR_ENTRY.c.id).where(LUNAR_ENTRY.c.key == after).scalar_subquery()
        query = query.where(LUNAR_ENTRY.c.id < start)
    rows = connection.execute(query.order_by(LUNAR_ENTRY.c.id.desc()).limit(size + 1)).all()
    entries = tuple(_listed(row, reader) for row in rows[:size])
    return Page(entries, entries[-1].key if len(rows) > size else None)


def list_published(connection: Connection, *, exercises: bool, after: str = "", size: int = PAGE_SIZE) -> Page:
    """List what everybody reads, the last told first, a page at a time; `after` is the key of the last one of the page
    before. Exercises are left out unless they are asked for."""
    query = _listing(PUBLIC_READER)
    if not exercises:
        query = query.where(LUNAR_ENTRY.c.exercise.is_(False))
    start = connection.execute(query.where(LUNAR_ENTRY.c.key == after)).first() if after else None
    if start is not None:
        older = SHOWN.c.recorded_at < start.recorded_at
        query = query.where(or_(older, and_(SHOWN.c.recorded_at == start.recorded_at, LUNAR_ENTRY.c.id < start.id)))
    newest = query.order_by(SHOWN.c.recorded_at.desc(), LUNAR_ENTRY.c.id.desc())
    rows = connection.execute(newest.limit(size + 1)).all()
    entries = tuple(_listed(row, PUBLIC_READER) for row in rows[:size])
    return Page(entries, entries[-1].key if len(rows) > size else None)


def read_entry(connection: Connection, reader: Reader, key: str) -> Entry:
    """Read an entry with its newest versions; raise Unknown where there is none."""
    row = connection.execute(_listing(reader).where(LUNAR_ENTRY.c.key == key)).first()
    if row is None:
        raise Unknown
    found = read_history(connection, reader, row.id, whole=bool(row.reads))
    return Entry(_listed(row, reader), found.versions, found.older)


def read_older(connection: Connection, reader: Reader, entry: Entry, before: int) -> History:
    """Read versions of an entry before a number, so many at a time."""
    return read_history(connection, reader, entry.listed.id, whole=entry.newest.whole, before=before)


def read_newest(connection: Connection, reader: Reader, keys: Sequence[str]) -> dict[str, Entry]:
    """Read several entries by their keys, each with its newest version alone."""
    rows = connection.execute(_listing(reader).where(LUNAR_ENTRY.c.key.in_(keys))).all()
    versions = newest_versions(connection, reader, [row.id for row in rows])
    return {row.key: Entry(_listed(row, reader), (versions[row.id],)) for row in rows}


def _listing(reader: Reader) -> Select[Any]:
    """Select what lists show; bodies, number and day are those of the part that the reader reads."""
    return select(
        LUNAR_ENTRY,
        *(column for column in LUNAR_CURRENT.c if column.name not in ("entry_id", "number", "recorded_at")),
        number_shown(reader).label("number"),
        SHOWN.c.recorded_at,
        SHOWN.c.source,
        SHOWN.c.grade,
        LUNAR_VERSION.c.charter,
        CASES.c.ref.label("case_ref"),
        members_condition(reader).label("reads"),
    ).select_from(newest_joined(reader).outerjoin(CASES, CASES.c.id == LUNAR_ENTRY.c.case_id))


def _conditions(reader: Reader, filters: Filters) -> list[Any]:
    found = [
        column == wanted
        for column, wanted in (
            (LUNAR_CURRENT.c.activity_class, filters.activity_class),
            (LUNAR_CURRENT.c.status, filters.status),
        )
        if wanted
    ]
    if filters.state:
        named = LUNAR_ENTRY.c.others.contains(f"|{filters.state}|", autoescape=True)
        found.append(or_(LUNAR_ENTRY.c.state == filters.state, named))
    if filters.body:
        word = f"|{filters.body}|"
        told = LUNAR_CURRENT.c.all_bodies.contains(word, autoescape=True)
        public = LUNAR_CURRENT.c.bodies.contains(word, autoescape=True)
        found.append(or_(public, and_(members_condition(reader), told)))
    return [*found, *_of_window(filters), *_of_words(filters)]


def _of_window(filters: Filters) -> Iterator[Any]:
    if filters.since:
        yield or_(LUNAR_CURRENT.c.ends.is_(None), LUNAR_CURRENT.c.ends >= filters.since)
    if filters.until:
        yield or_(LUNAR_CURRENT.c.starts.is_(None), LUNAR_CURRENT.c.starts <= filters.until)


def _of_words(filters: Filters) -> Iterator[Any]:
    for word in filters.words.split():
        yield holds(word, LUNAR_CURRENT.c.title, LUNAR_CURRENT.c.operator, LUNAR_ENTRY.c.key)


def _listed(row: Row[Any], reader: Reader) -> Listed:
    """Put together what a list shows. Long because: one line a column."""
    return Listed(
        id=row.id,
        key=row.key,
        state=row.state,
        others=_barred(row.others),
        origin=row.origin,
        case_ref=row.case_ref,
        exercise=row.exercise,
        title=row.title,
        operator=row.operator,
        activity_class=row.activity_class,
        status=row.status,
        starts=row.starts,
        ends=row.ends,
        bodies=_barred(row.all_bodies if row.reads else row.bodies),
        number=row.number,
        recorded_at=row.recorded_at,
        source=row.source,
        grade=row.grade,
        left=row.charter if reader.left_under(row.state, row.charter, row.exercise) else "",
    )


def _barred(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.split("|") if one)


def whole_description(connection: Connection, entry_id: int) -> dict[str, Any]:
    """Give all that the newest version of an entry says, for whoever writes the next one."""
    newest = select(LUNAR_CURRENT.c.version_id).where(LUNAR_CURRENT.c.entry_id == entry_id)
    bodies = select(LUNAR_BODY.c.body).where(LUNAR_BODY.c.version_id == newest.scalar_subquery())
    return {key: value for body in connection.execute(bodies).scalars() for key, value in json.loads(body).items()}
