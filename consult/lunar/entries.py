"""Entries of the register as a reader may see them: one with all its versions, and lists a page at a time.

A field that is for participants is absent for everybody else; filters look at nothing that the reader does not read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select

from consult.lunar.reader import Reader, members_condition
from consult.models.cases import ACT, CASES
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_ENTRY, LUNAR_VERSION, MEMBERS, PUBLIC
from consult.refusals import Unknown

PAGE_SIZE = 50


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
    """An entry with its versions, the newest first."""

    listed: Listed
    versions: tuple[Version, ...]

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


def read_entry(connection: Connection, reader: Reader, key: str) -> Entry:
    """Read an entry with all its versions; raise Unknown where there is none."""
    row = connection.execute(_listing(reader).where(LUNAR_ENTRY.c.key == key)).first()
    if row is None:
        raise Unknown
    versions = _versions(connection, reader, [row.id])
    return Entry(_listed(row, reader), tuple(versions[row.id]))


def read_newest(connection: Connection, reader: Reader, keys: Sequence[str]) -> dict[str, Entry]:
    """Read several entries by their keys, each with its newest version alone."""
    rows = connection.execute(_listing(reader).where(LUNAR_ENTRY.c.key.in_(keys))).all()
    versions = newest_versions(connection, reader, [row.id for row in rows])
    return {row.key: Entry(_listed(row, reader), (versions[row.id],)) for row in rows}


def newest_versions(connection: Connection, reader: Reader, entry_ids: Sequence[int]) -> dict[int, Version]:
    """Read the newest version of each of some entries."""
    newest = LUNAR_VERSION.c.id == LUNAR_CURRENT.c.version_id
    return {entry: found[0] for entry, found in _versions(connection, reader, entry_ids, newest).items()}


def _listing(reader: Reader) -> Select[Any]:
    """Select what lists show; the bodies are those of the part that the reader reads."""
    joined = LUNAR_ENTRY.join(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    joined = joined.join(LUNAR_VERSION, LUNAR_VERSION.c.id == LUNAR_CURRENT.c.version_id)
    joined = joined.outerjoin(CASES, CASES.c.id == LUNAR_ENTRY.c.case_id)
    return select(
        LUNAR_ENTRY,
        *(column for column in LUNAR_CURRENT.c if column.name != "entry_id"),
        LUNAR_VERSION.c.source,
        LUNAR_VERSION.c.grade,
        LUNAR_VERSION.c.charter,
        CASES.c.ref.label("case_ref"),
        members_condition(reader).label("reads"),
    ).select_from(joined)


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
        like = f"%{word.replace('%', '').replace('_', ' ')}%"
        yield or_(*(c.ilike(like) for c in (LUNAR_CURRENT.c.title, LUNAR_CURRENT.c.operator, LUNAR_ENTRY.c.key)))


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


def _versions(connection: Connection, reader: Reader, entry_ids: Sequence[int], *only: Any) -> dict[int, list[Version]]:
    """Read versions with the parts that the reader reads, by entry and the newest first."""
    joined = LUNAR_VERSION.join(LUNAR_ENTRY, LUNAR_ENTRY.c.id == LUNAR_VERSION.c.entry_id)
    joined = joined.join(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    joined = joined.outerjoin(ACT, ACT.c.id == LUNAR_VERSION.c.act_id)
    query = select(LUNAR_VERSION, ACT.c.n.label("act_n"), members_condition(reader).label("reads")).select_from(joined)
    query = query.where(LUNAR_ENTRY.c.id.in_(entry_ids), *only).order_by(LUNAR_VERSION.c.number.desc())
    rows = connection.execute(query).all()
    bodies = _bodies(connection, {row.id: row.reads for row in rows})
    found: dict[int, list[Version]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(_version(row, bodies.get(row.id, {})))
    return found


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


def whole_description(connection: Connection, entry_id: int) -> dict[str, Any]:
    """Give all that the newest version of an entry says, for whoever writes the next one."""
    newest = select(LUNAR_CURRENT.c.version_id).where(LUNAR_CURRENT.c.entry_id == entry_id)
    bodies = select(LUNAR_BODY.c.body).where(LUNAR_BODY.c.version_id == newest.scalar_subquery())
    return {key: value for body in connection.execute(bodies).scalars() for key, value in json.loads(body).items()}
