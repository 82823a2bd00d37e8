"""The feed: what the own party's systems need to stay in step, from a place on, without a gap and without a repeat.

It holds no connection open until something happens: an installation on SQLite has eight threads, and so many systems
that wait would keep everybody out. A webhook wakes, the feed tells; and a page on which nothing is new is answered with
304 to whoever has it.
"""

import re
from typing import Literal

from pydantic import Field

from consult.api.frame.declaring import PREFIX, Answer, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import following
from consult.api.frame.reading import Misfit
from consult.api.values.events import EventList, event_list, write_place
from consult.delivery.events import are_waiting, place_all
from consult.delivery.feed import FIRST, TYPES, Place, Wanted, read_feed
from consult.i18n import _
from consult.visibility import Viewer
from consult.web.parts import close_reader, parts, reader

noun = Noun("events", "Events", "What happened, in one order, for systems that stay in step.")
CURSOR = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.([1-9][0-9]{0,17}))?")
MOST = 1000


class EventQuery(Query):
    """Where the feed is read on, how much of it at once, and what it is narrowed to."""

    after: str = Field("", max_length=40, description="The cursor up to which all was read; empty: from the beginning.")
    size: int = Field(200, ge=1, le=MOST)
    sort: Literal["place"] = Field("place", description="In the order in which it was committed.")
    type: str = Field("", max_length=300, description="Types of events, separated by commas.")
    case: str = Field("", max_length=40, description="Reference of a case.")
    procedure: str = Field("", description="Key of a procedure.")
    exercise: str = Field("", description="yes or no.")


@noun.get("/events", answers=EventList, query=EventQuery, refuses=(422,), fresh=True)
def index(asked: Asked) -> Answer:
    """Read what happened after a place.

    Acts and entries of the log that may be read, what was served, limits that were reached, and what webhooks tell. The
    cursor of a page leads on: nothing is skipped and nothing repeated, however much is recorded meanwhile. To read it
    is no receipt of anything. A page may hold fewer events than asked for, or none, and say that there is more.
    """
    wanted, after = _wanted(asked.query), _place(asked.query.after)
    if are_waiting(reader()):
        close_reader()
        place_all(parts().engine)
    page = read_feed(reader(), Viewer.of(asked.by), wanted, after, asked.query.size)
    onward, headers = following(write_place(page.last))
    return Answer(event_list(page, onward or "", PREFIX), headers=headers)


def _place(text: str) -> Place:
    """Read a cursor; Misfit for what is none."""
    if not text:
        return FIRST
    found = CURSOR.fullmatch(text)
    if found is None:
        raise Misfit([("?after", _("Give the cursor of a page as it was given to you."))])
    return Place(int(found[1]), int(found[2] or 0))


def _wanted(query: EventQuery) -> Wanted:
    """Read what the feed is narrowed to; Misfit with what is known where a value is not."""
    types = frozenset(query.type.split(",")) if query.type else frozenset()
    known = {
        "type": (types, TYPES),
        "procedure": ({query.procedure} - {""}, parts().docket.forms),
        "exercise": ({query.exercise} - {""}, ("yes", "no")),
    }
    faults = [
        (f"?{name}", _("Choose from: %(choices)s.", choices=", ".join(map(str, choices))))
        for name, (given, choices) in known.items()
        if not given <= set(choices)
    ]
    if faults:
        raise Misfit(faults)
    exercise = query.exercise == "yes" if query.exercise else None
    return Wanted(types, query.case, query.procedure, exercise)
