"""The desk: what the own party has to do; up to where a person has seen what others did; and the overview."""

from pydantic import Field

from consult import casebook
from consult.api.frame.declaring import PREFIX, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.desk import DeskValue, NewsValue, desk_value, news_value
from consult.api.values.overview import OverviewValue, overview_value
from consult.desk import go_back, mark_seen
from consult.i18n import _
from consult.pages.desk import MOST_NEWS, desk_page
from consult.pages.news import news_part
from consult.pages.overview import overview_page
from consult.web.parts import parts, reader, writing

noun = Noun("desk", "Desk", "What the own party has to do, by legal date.")


class NewMark(Body):
    """Up to which act all that others did is marked as seen, as `upto` of the news gives it; or `back` alone, to return
    to the mark before."""

    case: str = Field("", max_length=40)
    n: int | None = Field(None, ge=0, le=2**31 - 1)
    back: bool = False


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

    Limits that run for it and for others, what others did, what did not arrive, what waits for its hand, what was
    served on it, and what it is preparing.
    """
    return desk_value(desk_page(reader(), parts().docket, asked.by, asked.at), asked.by.party_key, PREFIX)


@noun.post(
    "/desk/seen",
    answers=NewsValue,
    body=NewMark,
    refuses=(403, 404, 409, 422),
    example={"case": "OST9-2026-ABC234", "n": 1},
)
def mark(asked: Asked) -> NewsValue:
    """Mark what others did as seen, up to an act, or go back to the mark before; show what is new then.

    The mark is the person's own: 403 for the token of a system. 404 for an act that may not be seen, 409 where as much
    is marked already.
    """
    new = asked.body
    if new.back and (new.case or new.n is not None):
        raise Misfit([("/back", _("Give an act to mark, or go back; not both."))])
    if not new.back and (not new.case or new.n is None):
        raise Misfit([("/case" if not new.case else "/n", _("This must be answered."))])
    with writing() as connection:
        if new.back:
            go_back(connection, asked.by)
        else:
            mark_seen(connection, asked.by, new.case, new.n, asked.at)
    names = casebook.said_names(casebook.party_names(reader()))
    return news_value(news_part(reader(), parts().docket, asked.by, names, MOST_NEWS), f"{PREFIX}/cases/")


@noun.get("/overview", answers=OverviewValue, refuses=(404,))
def show_overview(asked: Asked) -> OverviewValue:
    """Show the affairs of the own party to whoever clears or dispatches.

    What waits for release, what runs out and what then happens, what is asked of whom, and matters by what the party
    is in them. 404 for everybody else.
    """
    return overview_value(overview_page(reader(), parts().docket, asked.by, asked.at), PREFIX)
