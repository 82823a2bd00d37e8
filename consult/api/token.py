"""The token in use: what it is, for whom, and how far it reaches."""

from consult.api.frame.declaring import Asked
from consult.api.frame.nouns import Noun
from consult.api.values.token import TokenValue, token_value

noun = Noun("token", "Token", "What the token in use may do.")


@noun.get("/token", answers=TokenValue, follows={"parties_show": {"key": "$response.body#/party"}})
def show(asked: Asked) -> TokenValue:
    """Show the token in use.

    For whom it acts, in what capacities, for which procedures and cases, and until when.
    """
    return token_value(asked.by)
