"""The directory of contact points: how the organs of all parties are reached, and how well that works."""

from pydantic import Field

from consult import clock, people
from consult.api.frame.choosing import choice, require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.values.directory import DirectoryList, directory_list
from consult.pages.directory import STATES, directory_page
from consult.people import CHANNELS
from consult.web.parts import reader

noun = Noun("directory", "Directory", "How the organs of all parties are reached, and how well that works.")


class DirectoryQuery(Keyed):
    """Of which party, by which channel, in which state."""

    party: str = Field("", max_length=80, description="Key of a party.")
    channel: str = choice(CHANNELS, "Channel.")
    state: str = choice(STATES, "Those that end soon, that were not proved lately, or that are for what is urgent.")


@noun.get("/directory", answers=DirectoryList, query=DirectoryQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the contact points of all parties, with what they answered in drills.

    Addresses of others as far as they are the asker's to see.
    """
    query, by = asked.query, asked.by
    require_known(query, {"party": {one.key for one in people.list_parties(reader())} if query.party else ()})
    wished = {name: getattr(query, name) for name in ("party", "channel", "state")}
    page = directory_page(reader(), by, clock.today(by.party_zone), asked.at, wished)
    return paged(directory_list(page, PREFIX), query, lambda one: one.party)
