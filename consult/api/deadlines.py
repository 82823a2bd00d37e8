"""Deadlines: the time limits of a case, and those of all cases of the own party, by the day on which they end."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from consult.api.frame.choosing import Day, require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, Keyed, following, keyed, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.cases import deadline_value
from consult.api.values.deadlines import DeadlineList, LimitList
from consult.api.values.desk import due_value
from consult.casebook import Place
from consult.i18n import _
from consult.pages.deadlines import Narrowed, deadlines_page, limits_of_case
from consult.web.parts import parts, reader

noun = Noun("deadlines", "Deadlines", "Time limits: rule with provision, how it binds, day with zone, what comes then.")
BETWEEN = "~"
"""What stands between the parts of a place in the list."""


class DeadlineQuery(Cursor):
    """What the list of limits is narrowed to, and where it goes on. Days are those of the own party's zone."""

    status: Literal["running", "over"] = Field("running", description="Those that run, or those that are over.")
    since: Day | None = Field(None, description="Those that end on this day or later.")
    until: Day | None = Field(None, description="Those that end on this day or before.")
    procedure: str = Field("", max_length=80, description="Key of a procedure.")
    case: str = Field("", max_length=40, description="Reference of a case.")
    whose: Literal["", "ours", "theirs"] = Field("", description="Those that the own party must keep, or others.")
    force: Literal["", "law", "target"] = Field(
        "", description="Those of treaty, agreement or national law; or targets without such force."
    )
    kind: Literal["", "deadline", "instant", "silence"] = Field(
        "", description="Ends of periods, moments at which something happens by itself, or ends of a silence."
    )
    sort: Literal["expires"] = Field("expires", description="The first to end first.")
    after: str = Field("", max_length=400, description="Place of the last limit of the page before: take it from next.")


@noun.get("/deadlines", answers=DeadlineList, query=DeadlineQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the time limits of all cases of the own party.

    Those that end on a day or at an instant; what still waits for its start, such as for proof of receipt, stands with
    its case. A limit that was met or stopped is in no list.
    """
    query, docket = asked.query, parts().docket
    narrowed = _narrowed(query)
    after = _place(query.after)
    page = deadlines_page(reader(), docket, asked.by, narrowed, asked.at, after=after, size=query.size)
    onward, headers = following(_written(page.following))
    return Answer(DeadlineList(tuple(due_value(one, PREFIX) for one in page.lines), onward), headers=headers)


def _narrowed(query: DeadlineQuery) -> Narrowed:
    """Read what the list is narrowed to; Misfit for a procedure that there is not, and for a span without days."""
    require_known(query, {"procedure": parts().docket.forms})
    if query.since and query.until and query.since > query.until:
        raise Misfit([("?until", _("This day lies before the first one."))])
    of = (query.status, query.since, query.until, query.procedure, query.case, query.whose, query.force, query.kind)
    return Narrowed(*of)


def _written(place: Place | None) -> str | None:
    return BETWEEN.join((place[0].isoformat(), *place[1:])) if place else None


def _place(text: str) -> Place | None:
    """Read a place in the list; Misfit for what is none."""
    if not text:
        return None
    at, _sep, rest = text.partition(BETWEEN)
    ref, sep, key = rest.partition(BETWEEN)
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        raise nowhere() from None
    if not sep or found.tzinfo is None or not 1900 <= found.year <= 2999:
        raise nowhere()
    return found, ref, key


class LimitQuery(Keyed):
    """Where the list of limits of a case goes on."""

    after: str = Field("", max_length=400, description="Key of the last limit of the page before.")


@noun.get("/cases/<ref>/deadlines", answers=LimitList, query=LimitQuery, refuses=(404, 422))
def list_of_case(asked: Asked, ref: str) -> Answer:
    """List the time limits of a case that may be seen.

    Also those that wait for their start, were met or are over; the first to end first.
    """
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    lines = limits_of_case(reader(), asked.by, seen)
    found, last = keyed(lines, asked.query, lambda one: one.key)
    onward, headers = following(last)
    return Answer(LimitList(tuple(deadline_value(one) for one in found), onward), headers=headers)
