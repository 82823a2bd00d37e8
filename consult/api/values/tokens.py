"""Tokens that stand on the own mandate, or those of the party, as a machine reads them; never a secret."""

from datetime import date, datetime

from consult.pages.tokens import TokenLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TokenItem:
    """One token, by its handle: whose it is (person or organ), on whose mandate, how far it reaches, until when, when
    it was last used (to ten minutes). Of its cases those that the asker may know are named, the others counted;
    `worth` is counts, ended, revoked or no_mandate; `in_use` that this request came with it."""

    handle: str
    kind: str
    name: str
    person: str
    office: str
    organ: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...] | None
    cases: tuple[str, ...] | None
    other_cases: int
    valid_until: date
    made_at: datetime
    last_used_at: datetime | None
    worth: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class TokenList:
    """Tokens, the last made first."""

    items: tuple[TokenItem, ...]
    next: str | None


def token_item(one: TokenLine, handle: str) -> TokenItem:
    """Write one token; `handle` is that of the one in use.

    Long because: one line a field, in the order in which it is read.
    """
    return TokenItem(
        one.handle,
        one.kind,
        one.name,
        one.person,
        one.office,
        one.organ,
        one.capacities,
        one.procedures,
        one.cases,
        one.other_cases,
        one.valid_until,
        one.made_at,
        one.last_used_at,
        one.worth,
        one.handle == handle,
    )
