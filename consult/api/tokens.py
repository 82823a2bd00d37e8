"""Tokens: those that stand on the own mandate, and those of the party where one manages it; listed and revoked.

None is made here: a token that made tokens could outlive its own end and reach further than it was given. Somebody
signed in makes them, and sees the secret.
"""

from typing import Literal

from pydantic import Field

from consult.api.frame.changing import alter
from consult.api.frame.declaring import Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, following, keyed
from consult.api.values.tokens import TokenItem, TokenList, token_item
from consult.pages.tokens import token_lines
from consult.people.tokens import revoke_token
from consult.refusals import Unknown
from consult.web.parts import reader

noun = Noun(
    "tokens",
    "Tokens",
    "What lets machines in: listed with their last use, and revoked. They are made by somebody signed in alone, since a"
    " token that made tokens could give itself more than it has.",
)


class TokenQuery(Keyed):
    """Whose tokens are listed, and where the list goes on."""

    of: Literal["mandate", "party"] = Field("mandate", description="Of the own mandate, or of the party one manages.")
    sort: Literal["-made"] = Field("-made", description="The last made first.")


@noun.get("/tokens", answers=TokenList, query=TokenQuery, refuses=(403, 404, 422))
def index(asked: Asked) -> Answer:
    """List tokens with their last use: those of the own mandate, or of the party to a system that manages it."""
    items, last = keyed(_lines(asked, asked.query.of == "party"), asked.query, lambda one: one.handle)
    onward, headers = following(last)
    return Answer(TokenList(items, onward), headers=headers)


@noun.post("/tokens/<handle>/revocation", answers=TokenItem, refuses=(403, 404, 409, 422), keyed=True)
def revoke(asked: Asked, handle: str) -> TokenItem:
    """Revoke a token at once, with what was granted on it.

    A token revokes itself, whatever it reaches: whoever finds it in the wrong hands can end it. Others it revokes where
    it manages.
    """
    alter(asked, lambda connection: revoke_token(connection, asked.by, handle, asked.at))
    for of_party in (False, True):
        for one in _lines(asked, of_party):
            if one.handle == handle:
                return one
    raise Unknown


def _lines(asked: Asked, of_party: bool) -> tuple[TokenItem, ...]:
    own = asked.by.through.handle if asked.by.through else ""
    return tuple(token_item(one, own) for one in token_lines(reader(), asked.by, asked.at, of_party=of_party))
