"""The roster of neutrals: whom a party to a dispute may nominate."""

from typing import Literal

from pydantic import Field

from consult import clock
from consult.api.frame.choosing import Day, choice
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.values.neutrals import NeutralList, neutral_list
from consult.i18n import LANGUAGE_NAMES
from consult.pages.neutrals import roster_page
from consult.people import SERVES_AS
from consult.web.parts import reader

noun = Noun("neutrals", "Neutrals", "The roster of those whom parties to a dispute may nominate.")


class RosterQuery(Keyed):
    """Who serves as what, in which language, listed on which day, in which order."""

    serving: str = choice(SERVES_AS, "As what they serve.")
    language: str = choice(LANGUAGE_NAMES, "A language in which they serve.")
    on: Day | None = Field(None, description="Who is listed on this day; today where none is given.")
    sort: Literal["name", "-name", "since"] = Field("name", description="By name, or by the day since when listed.")


@noun.get("/neutrals", answers=NeutralList, query=RosterQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the neutrals who may be nominated. Nobody's cases stand here, nor how many they are."""
    query = asked.query
    on = query.on or clock.today(asked.by.party_zone)
    page = roster_page(reader(), on, query.serving, query.language, query.sort)
    return paged(neutral_list(page, PREFIX), query, lambda one: one.key)
