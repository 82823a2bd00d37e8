"""The calendar of all cases that the own party may know of, a month at a time."""

from pydantic import Field

from consult.api.frame.choosing import Month, choice
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.values.calendar import CalendarList, calendar_list, key_of
from consult.pages.calendar import calendar_page
from consult.pages.calendar_entries import KINDS
from consult.web.parts import parts, reader

noun = Noun("calendar", "Calendar", "Limits, meetings, dates in space and instants of all cases, by month.")


class CalendarQuery(Keyed):
    """Which month, and what of it."""

    month: Month = Field("", description="A month such as 2027-03, in the own party's zone; this month otherwise.")
    kind: str = choice(KINDS, "What kind of date.")
    after: str = Field("", max_length=300, description="Case and key of the last entry of the page before.")


@noun.get("/calendar", answers=CalendarList, query=CalendarQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List what lies in a month, in order of time.

    Days are those of the own party; each limit says in which zone it is counted, by which rule, and how it binds.
    """
    query = asked.query
    page = calendar_page(reader(), parts().docket, asked.by, asked.at, query.month, query.kind)
    return paged(calendar_list(page, PREFIX), query, key_of)
