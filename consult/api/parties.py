"""Parties: the directory, and one party with its organs and treaties."""

from consult import clock
from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.parties import PartyList, PartyValue, party_list, party_value
from consult.pages.parties import parties_page, party_page
from consult.web.parts import reader

noun = Noun("parties", "Parties", "States, organisations and bodies, and how they are reached.")


@noun.get("/parties", answers=PartyList, follows={"parties_show": {"key": "$response.body#/items/0/key"}})
def index(asked: Asked) -> PartyList:
    """List the parties of this installation."""
    return party_list(parties_page(reader(), clock.today(asked.by.party_zone)), PREFIX)


@noun.get(
    "/parties/<key>",
    answers=PartyValue,
    refuses=(404,),
    follows={
        "organs_index": {"key": "$response.body#/key"},
        "contacts_index": {"key": "$response.body#/key"},
    },
)
def show(asked: Asked, key: str) -> PartyValue:
    """Show one party: organs, contact points that may be seen, and the treaties that bind it today."""
    return party_value(party_page(reader(), key, asked.by, clock.today(asked.by.party_zone), asked.at), PREFIX)
