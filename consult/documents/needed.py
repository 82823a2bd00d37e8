"""Which bytes the rows of an installation name, store by store: what must be there, and what nothing needs any more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, select, union

from consult.documents.rows import ERASED
from consult.documents.stores.values import Store
from consult.models.cases import DOCUMENT
from consult.models.channels import PAPER
from consult.models.imported import IMPORTED
from consult.models.keeping import DOCUMENT_ERASED
from consult.models.outputs import OUTPUT
from consult.models.parties import MANDATE
from consult.models.representation import REPRESENTATION

AT_ONCE = 1000
MOST_NAMED = 20
Naming = tuple[Column[Any], ColumnElement[bool]]
NAMING: dict[str, tuple[Naming, ...]] = {
    "documents": (
        (DOCUMENT.c.digest, DOCUMENT.c.id.not_in(select(DOCUMENT_ERASED.c.document_id))),
        (PAPER.c.scan, PAPER.c.scan_name != ERASED),
        (MANDATE.c.document, MANDATE.c.document.is_not(None)),
        (REPRESENTATION.c.document, REPRESENTATION.c.document.is_not(None)),
    ),
    "imported": ((IMPORTED.c.sha256, IMPORTED.c.removed_at.is_(None)),),
    "outputs": ((OUTPUT.c.digest, OUTPUT.c.digest.is_not(None)),),
}
"""The columns that name what lies in a store, and which of their rows count."""


@dataclass(slots=True)
class Compared:
    """A store beside the rows that name what lies there: how much is there and how much is named, what is missing (the
    first few by name), and how many bytes lie there that nothing names."""

    there: int = 0
    named: int = 0
    missing: int = 0
    first_missing: list[str] = field(default_factory=list)
    unnamed: int = 0
    unnamed_bytes: int = 0


def _query(naming: Naming, digests: Collection[str] | None = None) -> Select[Any]:
    column, counts = naming
    query = select(column.label("digest")).where(column.is_not(None), counts)
    return query if digests is None else query.where(column.in_(sorted(digests)))


def named_in(connection: Connection, name: str) -> Iterator[str]:
    """Yield every digest that rows name in a store, once and in order."""
    every = union(*(_query(one) for one in NAMING[name])).order_by("digest")
    with connection.execution_options(yield_per=AT_ONCE).execute(every) as found:
        yield from found.scalars()


def unneeded(connection: Connection, name: str, digests: Collection[str]) -> list[str]:
    """Answer which of some digests no row names; those that were erased name nothing. Whoever then takes their bytes
    away has their turn (`consult.documents.holding`), so that nobody begins to name one meanwhile."""
    named: set[str] = set()
    for one in NAMING[name]:
        named |= set(connection.execute(_query(one, digests)).scalars())
    return sorted(set(digests) - named)


def compare(connection: Connection, name: str, store: Store) -> Compared:
    """Lay what lies in a store beside the rows that name it, in one walk along both. Away where the store is."""
    found, kept = Compared(), store.each()
    there = next(kept, None)
    for digest in named_in(connection, name):
        found.named += 1
        while there is not None and there.digest < digest:
            _count_unnamed(found, there.size)
            there = next(kept, None)
        if there is not None and there.digest == digest:
            found.there += 1
            there = next(kept, None)
        else:
            found.missing += 1
            found.first_missing = [*found.first_missing, digest][:MOST_NAMED]
    while there is not None:
        _count_unnamed(found, there.size)
        there = next(kept, None)
    return found


def _count_unnamed(found: Compared, size: int) -> None:
    found.there += 1
    found.unnamed += 1
    found.unnamed_bytes += size
