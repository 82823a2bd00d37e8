"""Rows of the search: written with their words in the index, and taken out of both."""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, delete, select, text

from consult.docket.rows import adding
from consult.fixed import Fixed
from consult.models.search import SEARCH_TEXT
from consult.search.folding import fold
from consult.visibility import AS_THE_ACT
from workflows.kernel.frozen import dataclass

_ROW = adding(SEARCH_TEXT, "kind", "case_id", "act_id", "level", "words", gives_id=True)
_INTO_SQLITE = Fixed(text("INSERT INTO search_index (rowid, words) VALUES (:id, :words)"))
_INTO_POSTGRES = Fixed(text("INSERT INTO search_index (id, words) VALUES (:id, CAST(:words AS tsvector))"))
_OUT_OF_SQLITE = text("DELETE FROM search_index WHERE rowid = :id")
_OUT_OF_POSTGRES = text("DELETE FROM search_index WHERE id = :id")
_CLEAN_SQLITE = text("INSERT INTO search_index (search_index) VALUES ('optimize')")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are to be found: of what kind, under which case, act and level."""

    kind: str
    case_id: int
    words: str
    act_id: int | None = None
    level: str = AS_THE_ACT


def add(connection: Connection, rows: Iterable[Words]) -> None:
    """Write rows, each with its words in the index; one without words is left out."""
    on_sqlite = connection.dialect.name == "sqlite"
    index = _INTO_SQLITE if on_sqlite else _INTO_POSTGRES
    for row in rows:
        folded = fold(row.words)
        if folded:
            number = _ROW.number(connection, asdict(row))
            words = " ".join(folded) if on_sqlite else _vector(folded)
            index.run(connection, {"id": number, "words": words})


def _vector(words: list[str]) -> str:
    """Write words with their places as PostgreSQL reads a vector; folded words need no escaping."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, start=1))


def remove_cases(connection: Connection, case_ids: Collection[int]) -> None:
    """Take out the rows of some cases themselves; those of their acts stay."""
    _remove(connection, (SEARCH_TEXT.c.kind == "case") & SEARCH_TEXT.c.case_id.in_(sorted(case_ids)))


def forget_title_of(connection: Connection, case_id: int, title: str) -> None:
    """Leave out of what a case is found by its title, which stands in a line of its own; all else of it stays."""
    of = (SEARCH_TEXT.c.kind == "case") & (SEARCH_TEXT.c.case_id == case_id)
    words = connection.execute(select(SEARCH_TEXT.c.words).where(of)).scalar()
    if words is not None:
        remove_cases(connection, [case_id])
        kept = "\n".join(line for line in words.split("\n") if line != title)
        add(connection, [Words("case", case_id, kept)])


def forget_act(connection: Connection, act_id: int, kind: str = "") -> None:
    """Take out every word of an act, or those of one kind, and clear the index of what it keeps of words that are
    gone."""
    of_act = SEARCH_TEXT.c.act_id == act_id
    if (
        _remove(connection, of_act & (SEARCH_TEXT.c.kind == kind) if kind else of_act)
        and connection.dialect.name == "sqlite"
    ):
        connection.execute(_CLEAN_SQLITE)


def _remove(connection: Connection, which: ColumnElement[bool]) -> int:
    numbers = connection.execute(select(SEARCH_TEXT.c.id).where(which)).scalars().all()
    if numbers:
        statement = _OUT_OF_SQLITE if connection.dialect.name == "sqlite" else _OUT_OF_POSTGRES
        connection.execute(statement, [{"id": number} for number in numbers])
        connection.execute(delete(SEARCH_TEXT).where(SEARCH_TEXT.c.id.in_(numbers)))
    return len(numbers)
