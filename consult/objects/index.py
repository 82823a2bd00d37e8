"""Looking objects up: by designator, by words of the name, by the State or organisation."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from consult.contained import holds
from consult.models.objects import SPACE_OBJECT
from workflows.kernel.frozen import dataclass

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One object as the index tells of it, with where that was read and how well it was checked."""

    designator: str
    name: str
    state: str
    launched_on: date | None
    launch_site: str
    orbit: str
    function: str
    status: str
    ended_on: date | None
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of objects, the newest launched first; `after` begins the next one."""

    lines: tuple[Line, ...]
    after: str

    @property
    def source(self) -> str:
        """Answer the one source of all lines, empty where they have several."""
        sources = {line.source for line in self.lines}
        return next(iter(sources)) if len(sources) == 1 else ""


def list_objects(
    connection: Connection, *, words: str = "", state: str = "", after: str = "", size: int = PAGE
) -> Found:
    """List objects whose designator begins so or whose name holds the words; of one State where one is named."""
    query = select(*(SPACE_OBJECT.c[name] for name in Line.__dataclass_fields__))
    if words := words.strip():
        named = holds(words, SPACE_OBJECT.c.name)
        query = query.where(named | SPACE_OBJECT.c.designator.startswith(words.upper(), autoescape=True))
    if state:
        query = query.where(SPACE_OBJECT.c.state == state)
    if after:
        query = query.where(SPACE_OBJECT.c.designator < after)
    rows = connection.execute(query.order_by(SPACE_OBJECT.c.designator.desc()).limit(size + 1)).all()
    lines = tuple(Line(*row) for row in rows[:size])
    return Found(lines, lines[-1].designator if len(rows) > size else "")


def count_lines(connection: Connection) -> dict[str, int]:
    """Count the lines of each State or organisation."""
    rows: Any = connection.execute(
        select(SPACE_OBJECT.c.state, func.count()).group_by(SPACE_OBJECT.c.state).order_by(SPACE_OBJECT.c.state)
    )
    return {state: int(number) for state, number in rows}


def has_line(connection: Connection, designator: str) -> bool:
    """Say whether the index has an object of this designator."""
    query = select(SPACE_OBJECT.c.designator).where(SPACE_OBJECT.c.designator == designator)
    return connection.execute(query).first() is not None
