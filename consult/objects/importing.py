"""Importing an index of objects: all of a file or nothing; a line that is there already is replaced by the new one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from consult.models.objects import SPACE_OBJECT
from consult.objects.reading import COLUMNS, Wrong, read_lines
from workflows.kernel.frozen import dataclass

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: lines that are new, changed, and the same as before; or what is wrong, and then nothing."""

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: Sequence[Wrong] = ()


def import_table(connection: Connection, content: bytes, at: datetime, *, source: str = "", grade: str = "") -> Report:
    """Import a file; `source` and `grade` hold for lines that give none. Nothing is written where anything is wrong."""
    rows, wrong = read_lines(content, source, grade)
    if wrong:
        return Report(wrong=wrong)
    report = Report()
    for start in range(0, len(rows), CHUNK):
        report = _sum(report, _write(connection, rows[start : start + CHUNK], at))
    return report


def _sum(one: Report, other: Report) -> Report:
    return Report(one.new + other.new, one.changed + other.changed, one.same + other.same)


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]], at: datetime) -> Report:
    keys = [row["designator"] for row in rows]
    found = connection.execute(select(SPACE_OBJECT).where(SPACE_OBJECT.c.designator.in_(keys))).all()
    held = {row.designator: {name: getattr(row, name) for name in COLUMNS} for row in found}
    new = [{**row, "imported_at": at} for row in rows if row["designator"] not in held]
    changed = [row for row in rows if row["designator"] in held and held[row["designator"]] != row]
    if new:
        connection.execute(insert(SPACE_OBJECT), new)
    if changed:
        named = [{f"b_{name}": value for name, value in {**row, "imported_at": at}.items()} for row in changed]
        connection.execute(_CHANGED, named)
    return Report(len(new), len(changed), len(rows) - len(new) - len(changed))


_CHANGED = (
    update(SPACE_OBJECT)
    .where(SPACE_OBJECT.c.designator == bindparam("b_designator"))
    .values({name: bindparam(f"b_{name}") for name in (*COLUMNS[1:], "imported_at")})
)
