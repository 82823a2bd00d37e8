"""Decisions under silence: every text that lies or lay under it, as far as the asker may see."""

from consult.api.frame.choosing import choice
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.values.silences import SilenceList, silence_list
from consult.pages.silence_board import board_page
from consult.pages.silence_values import TONES
from consult.web.parts import parts, reader

noun = Noun("silences", "Decisions under silence", "Texts under silence, their instants, and who spoke.")


class SilenceQuery(Keyed):
    """Of which status, and where the list goes on: after a case and the act that opened a silence."""

    status: str = choice(TONES, "How a silence stands.")


@noun.get("/silences", answers=SilenceList, query=SilenceQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List texts under silence, the next instant first, and then what came of those before."""
    page = board_page(reader(), parts().docket, asked.by, asked.at)
    found = silence_list(page, asked.query.status, PREFIX)
    return paged(found, asked.query, lambda one: f"{one.case}/{one.act}")
