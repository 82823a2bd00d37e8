"""The index of features: where, when and on which frequencies the newest version of each entry is.

On SQLite an R*Tree of whole numbers, on PostgreSQL ranges under GiST; both keep beside each box all that comparing
needs. It holds no more than the versions say and is made again from them at any time
(`consult.lunar.register.rebuild`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from consult.lunar.features import Feature, features_of
from consult.lunar.levels import comparable
from consult.lunar.margins import DEFAULT, Margins
from consult.lunar.packing import pack
from consult.lunar.reader import Reader
from consult.lunar.spaces import Corner, corner_of
from consult.models.lunar import INDEX, MEMBERS, PUBLIC

Row = tuple[Any, ...]
OUTSIDE = "P0"
"""Level of a row for whoever reads only the public part of a version: for participants another row stands there, of
other words or of another day."""
PER_VERSION = 100_000
"""Numbers of features of one version; more than any description can hold."""
_EPOCH = date(1970, 1, 1)
_BESIDE = "level, charter, state, exercise, low, high, detail"
_COLUMNS = f"id, x0, x1, y0, y1, z0, z1, t0, t1, {_BESIDE}"
_ADD = {
    "sqlite": f"INSERT INTO {INDEX} ({_COLUMNS}) VALUES ({', '.join('?' * 16)})",  # noqa: S608 - fixed names
    "postgresql": (
        f"INSERT INTO {INDEX} (id, x, y, z, t, level, charter, state, exercise, low, high, detail) VALUES (%s, "  # noqa: S608 - fixed names
        + ", ".join(["int8range(%s, %s, '[]')"] * 4)
        + ", %s, %s, %s, %s, %s, %s, %s)"
    ),
}
_BOX = {
    "sqlite": "x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ? AND z0 <= ? AND z1 >= ? AND t0 <= ? AND t1 >= ?",
    "postgresql": " AND ".join(f"{axis} && int8range(%s, %s, '[]')" for axis in "xyzt"),
}


def rows_of(
    features: Iterable[Feature],
    version_id: int,
    *,
    charter: str,
    states: str,
    exercise: bool,
    recorded: date,
    since: date | None = None,
    outside: Iterable[Feature] = (),
) -> Iterator[Row]:
    """Give the rows of the features of a version, then of those for whoever reads only a part of it and has read the
    same `since` another day; `states` names who answers for it, each between bars."""
    day, known = (recorded - _EPOCH).days, ((since or recorded) - _EPOCH).days
    told = [(one, PUBLIC if one.level == PUBLIC and day == known else MEMBERS, day) for one in features]
    told += [(one, OUTSIDE, known) for one in outside]
    for i, (feature, level, of) in enumerate(told):
        corner = corner_of(feature)
        if corner is not None:
            band = feature.band
            heard = (band.low_hz, band.high_hz) if band else (None, None)
            number = version_id * PER_VERSION + i
            yield (number, *corner, level, charter, states, int(exercise), *heard, pack(feature, of))


def add_rows(connection: Connection, rows: Sequence[Row]) -> None:
    """Put rows into the index."""
    if rows:
        connection.exec_driver_sql(_ADD[connection.dialect.name], list(rows))


def write(connection: Connection, entry: Any, version_id: int, new: Any) -> int:
    """Put the features of a version into the index and give how many numbers they took; raise Fault for a description
    in which something cannot be compared."""
    count, rows = rows_for(entry, version_id, new)
    add_rows(connection, rows)
    return count


def rows_for(entry: Any, version_id: int, new: Any) -> tuple[int, list[Row]]:
    """Give how many numbers a version takes, and its rows; raise Fault as `write` does."""
    told = comparable(new.description)
    features = features_of(told, key=entry.key, state=entry.state)
    recorded, since = new.at.date(), (new.since or new.at).date()
    outside: Sequence[Feature] = ()
    if since != recorded or any(one.level != PUBLIC for one in features):
        public = features_of(told, key=entry.key, state=entry.state, sees=PUBLIC)
        outside = _outside(features, public) if since == recorded else public
    states = f"|{entry.state}|{entry.others.lstrip('|')}"
    about = {"charter": new.charter, "states": states, "exercise": entry.exercise, "recorded": recorded, "since": since}
    return len(features) + len(outside), list(rows_of(features, version_id, outside=outside, **about))


def _outside(features: Sequence[Feature], public: Sequence[Feature]) -> list[Feature]:
    """Find what only whoever reads a part meets: frequencies told to everybody, of which only participants know where
    they are used. Without these rows the frequencies would be free, which is wrong, and would tell that a place is
    kept."""
    told = {one.path for one in features if one.level == PUBLIC}
    return [one for one in public if one.path not in told]


def stored(connection: Connection) -> Iterable[Row]:
    """Give all rows as they stand, in the form in which they were put there."""
    bounds = (f"lower({axis}), upper({axis}) - 1" for axis in "xyzt")
    columns = _COLUMNS if connection.dialect.name == "sqlite" else f"id, {', '.join(bounds)}, {_BESIDE}"
    yield from (tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {INDEX}")))  # noqa: S608 - fixed names


def drop(connection: Connection, version_id: int, features: int) -> None:
    """Take the features of a version out of the index."""
    numbers = [{"id": version_id * PER_VERSION + i} for i in range(features)]
    if numbers:
        connection.execute(text(f"DELETE FROM {INDEX} WHERE id = :id"), numbers)  # noqa: S608 - a fixed name


def clear(connection: Connection) -> None:
    """Take everything out of the index."""
    connection.execute(text(f"DELETE FROM {INDEX}"))  # noqa: S608 - a fixed name


def candidates(
    connection: Connection, feature: Feature, margins: Margins, reader: Reader, *, exercises: bool
) -> Sequence[Row]:
    """Find what may meet a feature, as far as a reader reads it: number, States and packed text of each."""
    corner = corner_of(feature, margins)
    if corner is None:
        return ()
    dialect = connection.dialect.name
    where, values = _readable(dialect, reader, exercises)
    low, high = _band(feature, margins)
    if high is not None:
        where += _NEAR[dialect]
        values = (*values, low, high)
    ask = f"SELECT id, state, detail FROM {INDEX} WHERE {_BOX[dialect]}{where}"  # noqa: S608 - fixed texts
    cursor = connection.connection.cursor()
    try:
        cursor.execute(ask, (*_bounds(dialect, corner), *values))
        return cursor.fetchall()
    finally:
        cursor.close()


def _bounds(dialect: str, corner: Corner) -> tuple[int, ...]:
    if dialect != "sqlite":
        return corner
    pairs = zip(corner[::2], corner[1::2], strict=True)
    return tuple(bound for low, high in pairs for bound in (high, low))


_NEAR = {
    "sqlite": " AND high + (low + high) / 4000 + 100001 >= ? AND low - (low + high) / 4000 - 100001 <= ?",
    "postgresql": " AND high + (low + high) / 4000 + 100001 >= %s AND low - (low + high) / 4000 - 100001 <= %s",
}


def _band(feature: Feature, margins: Margins) -> tuple[int | None, int | None]:
    """Give the frequencies with the guard of the question; the statement adds that of the other, which is the
    default; with other margins every frequency is compared."""
    if feature.band is None or margins != DEFAULT:
        return None, None
    guard = feature.band.guard(margins.guard_hz, margins.guard_share)
    wide = feature.band.widened(guard + 1)
    return wide.low_hz, wide.high_hz


def _readable(dialect: str, reader: Reader, exercises: bool) -> tuple[str, tuple[Any, ...]]:
    """Give the condition of what a reader reads, and its values."""
    mark, found = ("?", "instr(state, ?)") if dialect == "sqlite" else ("%s", "strpos(state, %s)")
    only = "" if exercises else " AND exercise = 0"
    if reader.keeps:
        return f"{only} AND level <> '{OUTSIDE}'", ()
    allowed: list[str] = []
    values: list[Any] = []
    if reader.party:
        allowed.append(f"{found} > 0")
        values.append(f"|{reader.party}|")
    for exercise, charters in ((0, reader.charters), (1, reader.exercised)):
        if charters:
            named = sorted({*charters, ""})
            gone = [pair for of, *pair in sorted(reader.left) if of == bool(exercise) and pair[0] in charters]
            without = f" AND NOT (charter = {mark} AND {found} = 1)" * len(gone)
            allowed.append(f"(exercise = {exercise} AND charter IN ({', '.join([mark] * len(named))}){without})")
            values += [*named, *(value for charter, state in gone for value in (charter, f"|{state}|"))]
    if not allowed:
        return f"{only} AND level IN ('{PUBLIC}', '{OUTSIDE}')", ()
    reads = f"CASE WHEN {' OR '.join(allowed)} THEN '{MEMBERS}' ELSE '{OUTSIDE}' END"
    return f"{only} AND (level = '{PUBLIC}' OR level = {reads})", tuple(values)
