"""Import into the register: everything is looked at first, and all of it is recorded or nothing.

A row without a key opens an entry; one with the key of an entry is its next version, unless it says nothing new. A
person of a State imports for that State alone, those who keep the register for any. What a case has registered is
changed in its case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.lunar import register
from consult.lunar.exchange.csv_text import read_csv
from consult.lunar.exchange.geojson import read_geojson
from consult.lunar.exchange.rows import GRADE, KEY, SOURCE, STATE, Row, RowError, faults_of
from consult.lunar.register import NewVersion, Origin
from consult.models.lunar import LUNAR_CURRENT, LUNAR_ENTRY, LUNAR_VERSION
from consult.models.parties import PARTY
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass

GRADES = ("", "V", "S", "M", "src")


@dataclass(frozen=True, slots=True)
class Importer:
    """In whose name, by whom, and for any State or for one's own alone."""

    party: str
    person_id: int | None = None
    keeps: bool = False
    charter: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: the faults of its rows, and the keys opened, renewed and left as they were."""

    errors: tuple[RowError, ...]
    opened: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    rows: int = 0

    @property
    def sound(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.errors


@dataclass(frozen=True, slots=True)
class File:
    """A text that was read: its rows, and what is wrong with them by themselves."""

    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]


def read_text(text: str, form: str) -> File:
    """Read a text of a format and look through each row; this is slow for large files and needs no database, so that
    nobody has to wait for it."""
    rows, errors = (read_csv if form == "csv" else read_geojson)(text)
    unread = {error.row for error in errors}
    found = (fault for row in rows if row.number not in unread for fault in faults_of(row))
    return File(tuple(rows), (*errors, *found))


def import_file(connection: Connection, file: File, by: Importer, at: datetime, *, dry_run: bool = False) -> Report:
    """Import what was read, inside the transaction of the connection; with any fault nothing is recorded.

    With `dry_run` nothing is recorded either: keys that would be opened are not yet known and are given as empty.
    """
    rows, errors = file.rows, list(file.errors)
    parties = set(connection.execute(select(PARTY.c.key)).scalars())
    known = _known(connection, [row.about.get(KEY, "") for row in rows])
    for row in rows:
        errors += _standing(row, by, parties, known)
    errors += _twice(rows)
    errors.sort(key=lambda error: error.row)
    if errors:
        return Report(tuple(errors), rows=len(rows))
    return _record(connection, rows, known, by, at, dry_run=dry_run)


def import_text(
    connection: Connection, text: str, form: str, by: Importer, at: datetime, *, dry_run: bool = False
) -> Report:
    """Read a text and import it; see `import_file`."""
    return import_file(connection, read_text(text, form), by, at, dry_run=dry_run)


def _known(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    """Look the entries up that are named, some hundreds at a time."""
    joined = LUNAR_ENTRY.join(LUNAR_CURRENT, LUNAR_CURRENT.c.entry_id == LUNAR_ENTRY.c.id)
    joined = joined.join(LUNAR_VERSION, LUNAR_VERSION.c.id == LUNAR_CURRENT.c.version_id)
    columns = (LUNAR_ENTRY, LUNAR_VERSION.c.digest, LUNAR_VERSION.c.source, LUNAR_VERSION.c.grade)
    query = select(*columns, LUNAR_VERSION.c.charter).select_from(joined)
    named = sorted({key for key in keys if key})
    found: dict[str, Any] = {}
    for i in range(0, len(named), 500):
        rows = connection.execute(query.where(LUNAR_ENTRY.c.key.in_(named[i : i + 500])))
        found |= {row.key: row for row in rows}
    return found


def _standing(row: Row, by: Importer, parties: set[str], known: Mapping[str, Any]) -> Iterator[RowError]:
    """Yield why this importer may not record this row."""
    key, states = row.about.get(KEY, ""), row.states
    for state in states:
        if state not in parties:
            yield RowError(row.number, STATE, _("There is no State or organisation %(key)s here.", key=state))
    if not by.keeps and any(state != by.party for state in states):
        yield RowError(row.number, STATE, _("You import for your own State alone: %(key)s.", key=by.party))
    if row.about.get(GRADE, "") not in GRADES:
        yield RowError(row.number, GRADE, _("The grade is V, S, M, src, or left empty."))
    if not key:
        return
    entry = known.get(key)
    if entry is None or (not by.keeps and entry.state != by.party):
        yield RowError(row.number, KEY, _("You have no entry %(key)s; leave the key empty for a new one.", key=key))
    elif entry.case_id is not None:
        yield RowError(row.number, KEY, _("%(key)s comes from a case; change it there.", key=key))
    elif states and states[0] != entry.state:
        yield RowError(row.number, STATE, _("%(key)s belongs to %(state)s.", key=key, state=entry.state))


def _twice(rows: Sequence[Row]) -> Iterator[RowError]:
    seen: set[str] = set()
    for row in rows:
        key = row.about.get(KEY, "")
        if key and key in seen:
            yield RowError(row.number, KEY, _("%(key)s stands there twice.", key=key))
        seen.add(key)


def _record(
    connection: Connection, rows: Sequence[Row], known: Mapping[str, Any], by: Importer, at: datetime, *, dry_run: bool
) -> Report:
    opened: list[str] = []
    renewed: list[str] = []
    unchanged: list[str] = []
    for row in rows:
        entry = known.get(row.about.get(KEY, ""))
        if entry is not None and _same(entry, row):
            unchanged.append(entry.key)
            continue
        key = entry.key if entry is not None else ""
        if not dry_run:
            key = _record_row(connection, row, entry, by, at)
        (opened if entry is None else renewed).append(key)
    return Report((), tuple(opened), tuple(renewed), tuple(unchanged), len(rows))


def _same(entry: Any, row: Row) -> bool:
    """Say whether a row says what the newest version says, from the same source."""
    said = (digest_of(dict(row.description)), row.about.get(SOURCE, ""), row.about.get(GRADE, ""))
    return bool(said == (entry.digest, entry.source, entry.grade))


def _record_row(connection: Connection, row: Row, entry: Any, by: Importer, at: datetime) -> str:
    first, *others = row.states
    version = NewVersion(
        row.description, at, by.charter, party=by.party, person_id=by.person_id,
        source=row.about.get(SOURCE, ""), grade=row.about.get(GRADE, ""),
    )  # fmt: skip
    origin = Origin("import", first, tuple(others))
    return register.record(connection, origin, version, entry.id if entry is not None else None).key
