"""Who takes part in something larger than one case: read from the cases of the procedure by which one comes to take
part, so that there is no second list that could say otherwise."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from consult.docket.editions import Editions
from consult.models.cases import CASES
from workflows.kernel.summaries import load


def on_roll(connection: Connection, editions: Editions, procedure: str, under: str, of: str) -> list[str]:
    """List the parties of one class, in order of their keys."""
    return sorted(
        {party for party, term, held in _enrolled(connection, editions, procedure) if (term, held) == (under, of)}
    )


def classes_of(connection: Connection, editions: Editions, procedure: str, under: str, party: str) -> set[str]:
    """Give the classes in which a party takes part."""
    found = _enrolled(connection, editions, procedure, party)
    return {held for _party, term, held in found if term == under}


def _enrolled(
    connection: Connection, editions: Editions, procedure: str, party: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Give filer, term and class of each case that puts its filer on a roll."""
    query = select(CASES.c.filer, CASES.c.state, CASES.c.edition, CASES.c.summary)
    query = query.where(CASES.c.procedure == procedure, CASES.c.exercise.is_(False))
    for row in connection.execute(query.where(CASES.c.filer == party) if party else query):
        form = editions.of(connection, row.edition)
        if form.enrols is not None and row.state in form.enrols.states:
            held = load(form, row.summary).facts.get(form.enrols.fact)
            yield row.filer, str(form.terms.get(form.enrols.term, "")), str(held or "")
