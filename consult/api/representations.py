"""Who acts in whose name: read by a machine; a person alone records, accepts and ends an arrangement."""

from typing import Literal

from pydantic import Field

from consult import clock
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.values.representations import RepresentationList, RepresentationValue, representation_value
from consult.pages.representations import representation_lines
from consult.refusals import Unknown
from consult.web.parts import parts, reader

noun = Noun(
    "representations",
    "Acting in another's name",
    "Arrangements by which one party acts in the name of another. A person records, accepts and ends them, from the"
    " pages; a token never acts in another party's name.",
)


class RepresentationQuery(Numbered):
    """What a list of arrangements is narrowed to, and where it goes on."""

    worth: Literal["", "waits", "counts", "begins", "ended", "revoked"] = Field("", description="As of today.")
    sort: Literal["number"] = Field("number", description="In the order of recording.")


@noun.get("/representations", answers=RepresentationList, query=RepresentationQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the arrangements of the own party, those that are over too."""
    lines = representation_lines(reader(), parts().docket, asked.by, clock.today(asked.by.party_zone))
    found = [one for one in lines if asked.query.worth in ("", one.worth)]
    items, last = numbered(found, asked.query, lambda one: one.id)
    onward, headers = following(last)
    values = tuple(representation_value(one, PREFIX) for one in items)
    return Answer(RepresentationList(values, onward), headers=headers)


@noun.get("/representations/<int:number>", answers=RepresentationValue, refuses=(404,))
def show(asked: Asked, number: int) -> RepresentationValue:
    """Show one arrangement of the own party."""
    for one in representation_lines(reader(), parts().docket, asked.by, clock.today(asked.by.party_zone)):
        if one.id == number:
            return representation_value(one, PREFIX)
    raise Unknown
