"""Who takes part in something larger than one case: read from the cases of the procedure by which one comes to take
part, so that there is no second list that could say otherwise. Exercises have rolls of their own."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from consult.docket.editions import Editions
from consult.models.cases import CASES
from workflows.kernel.procedure import Procedure
from workflows.kernel.summaries import load


def on_roll(
    connection: Connection, editions: Editions, procedure: str, under: str, of: str, *, exercise: bool = False
) -> list[str]:
    """List the parties of one class, in order of their keys."""
    found = _enrolled(connection, editions, procedure, exercise)
    return sorted({party for party, term, held in found if (term, held) == (under, of)})


def classes_of(
    connection: Connection, editions: Editions, procedure: str, under: str, party: str, *, exercise: bool = False
) -> set[str]:
    """Give the classes in which a party takes part."""
    found = _enrolled(connection, editions, procedure, exercise, party)
    return {held for _party, term, held in found if term == under}


def departed(
    connection: Connection, editions: Editions, procedure: str, *, exercise: bool = False
) -> frozenset[tuple[str, str]]:
    """Name who took part and takes part no more: under which term, and which party. Whoever came back takes part."""
    present: set[tuple[str, str]] = set()
    gone: set[tuple[str, str]] = set()
    for row, form in _filed(connection, editions, procedure, exercise, ""):
        if form.enrols is None:
            continue
        about = str(form.terms.get(form.enrols.term, "")), row.filer
        if row.state in form.enrols.states:
            present.add(about)
        elif load(form, row.summary).facts.get(form.enrols.fact):
            gone.add(about)
    return frozenset(gone - present)


def entered(
    connection: Connection, editions: Editions, procedure: str, under: str, party: str, *, exercise: bool = False
) -> list[tuple[str, str]]:
    """List the cases by which a party came, or tried, to take part: the reference of each and where it stands."""
    found = _filed(connection, editions, procedure, exercise, party)
    return [(row.ref, row.state) for row, form in found if form.enrols and form.terms.get(form.enrols.term) == under]


def _enrolled(
    connection: Connection, editions: Editions, procedure: str, exercise: bool, party: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Give filer, term and class of each case that puts its filer on a roll."""
    for row, form in _filed(connection, editions, procedure, exercise, party):
        if form.enrols is not None and row.state in form.enrols.states:
            held = load(form, row.summary).facts.get(form.enrols.fact)
            yield row.filer, str(form.terms.get(form.enrols.term, "")), str(held or "")


def _filed(
    connection: Connection, editions: Editions, procedure: str, exercise: bool, party: str
) -> Iterator[tuple[Any, Procedure]]:
    """Give the cases of a procedure, of one filer where one is named, each with the edition on which it runs."""
    query = select(CASES.c.ref, CASES.c.filer, CASES.c.state, CASES.c.edition, CASES.c.summary).order_by(CASES.c.id)
    query = query.where(CASES.c.procedure == procedure, CASES.c.exercise.is_(exercise))
    for row in connection.execute(query.where(CASES.c.filer == party) if party else query):
        yield row, editions.of(connection, row.edition)
