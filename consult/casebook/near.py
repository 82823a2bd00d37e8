"""What a party with very many cases is shown first, out of what lies nearest in the order of the list, whosever it is.

Such a party owns enough of all that happens for a page to be full after some steps along an index; to gather its cases
first would take the longer the more it has. How far is gone is bounded. Where that does not fill a page, the caller
asks from the cases of the party, as it does for everybody else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from consult.casebook.values import Rows

SHORT, LONG, OFTEN = 2_000, 20_000, 8
"""How many rows are looked at, the second number where the first was not enough; the first for a page that is not
large, else so many times what the page holds."""


def nearest(
    connection: Connection,
    along: Callable[[int], Select[Any]],
    shown: Callable[[Select[Any]], Select[Any]],
    given: Mapping[str, Any],
    most: int,
) -> Rows | None:
    """List what is shown among the first rows of an order, if that is a full page, or if there are no more such rows;
    else None. `along` asks for the numbers of so many rows in their order, `shown` is the question with that put in."""
    for stride in (max(SHORT, OFTEN * most), LONG):
        first = along(stride)
        rows = connection.execute(shown(first), given).all()
        if len(rows) >= most:
            return rows
        if connection.execute(select(func.count()).select_from(first.subquery()), given).scalar_one() < stride:
            return rows
    return None
