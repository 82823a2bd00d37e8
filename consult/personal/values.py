"""What the inventory says of personal data: which columns hold it, of whom, why, how long, and what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, or_, select

from consult.i18n import _l
from consult.models.parties import MANDATE
from consult.models.tokens import API_TOKEN
from workflows.kernel.frozen import dataclass

Whose = Callable[[int], ColumnElement[bool]]

ACTS, ACCOUNT, SECURITY, WISH, DELIVERY, WORK = "acts", "account", "security", "wish", "delivery", "work"
WHY: Mapping[str, Any] = {
    ACTS: _l(
        "The record of what parties did: who acted in which office must be provable for as long as the act counts."
    ),
    ACCOUNT: _l("A person acts for a party only when known by name, address and mandate."),
    SECURITY: _l("It keeps others out of the account, and shows afterwards who was in it."),
    WISH: _l("The person asked for it, and can take it back."),
    DELIVERY: _l("What was served must reach somebody, and its delivery must be provable."),
    WORK: _l("Work in progress of a party, seen by that party alone."),
}
"""Why each kind of personal data is kept, in plain words; no sentence here cites a law: each party's own applies."""

KEEPS, DELETES, OVERWRITES = "keeps", "deletes", "overwrites"
FATE: Mapping[str, Any] = {
    KEEPS: _l("stays"),
    DELETES: _l("deleted"),
    OVERWRITES: _l("overwritten"),
}
"""What becomes of it when the account of the person is erased."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Columns of one table that hold personal data: what, why, by which rule of retention it goes (else until when it
    is kept), whose rows are found how, what of them an export gives, and what an erasure of the account does."""

    table: Table
    columns: tuple[str, ...]
    what: Any
    why: str
    rule: str = ""
    until: Any = ""
    erased: str = KEEPS
    whose: Whose | None = None
    gives: tuple[str, ...] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name by which it is known in an export: its table."""
        return self.table.name


def by(*columns: Column[Any]) -> Whose:
    """Find the rows of a person by columns that hold the number of the person."""
    return lambda person: or_(*(column == person for column in columns))


def by_mandate(*columns: Column[Any]) -> Whose:
    """Find the rows of a person by the mandates on which they stand."""
    mine = select(MANDATE.c.id)
    return lambda person: or_(*(column.in_(mine.where(MANDATE.c.person_id == person)) for column in columns))


def by_token(column: Column[Any]) -> Whose:
    """Find the rows of a person by the tokens on whose mandates they stand."""
    mine = select(API_TOKEN.c.id).join(MANDATE, MANDATE.c.id == API_TOKEN.c.mandate_id)
    return lambda person: column.in_(mine.where(MANDATE.c.person_id == person))
