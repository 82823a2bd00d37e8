"""The desk: what the own party has to do."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.desk import DeskValue, desk_value
from consult.pages.desk import desk_page
from consult.web.parts import parts, reader

noun = Noun("desk", "Desk", "What the own party has to do, by legal date.")


@noun.get(
    "/desk",
    answers=DeskValue,
    follows={
        "cases_show": {"ref": "$response.body#/theirs/0/case"},
        "acts_show": {"ref": "$response.body#/served/0/case", "n": "$response.body#/served/0/n"},
        "drafts_show": {"ref": "$response.body#/drafts/0/ref"},
    },
)
def show(asked: Asked) -> DeskValue:
    """Show what the own party has to do.

    Limits that run for it and for others, what waits for its hand, what was served on it, and what it is preparing.
    """
    return desk_value(desk_page(reader(), parts().docket, asked.by, asked.at), asked.by.party_key, PREFIX)
