"""Service: who was served with which act, when, by which channel, by what proof, and what failed."""

from typing import Literal

from pydantic import Field

from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following, nowhere
from consult.api.values.service import ServingList, serving_value
from consult.casebook import Serving
from consult.pages.cases.serving import Key, serving_page
from consult.refusals import Unknown
from consult.web.parts import parts, reader

noun = Noun(
    "service", "Service", "Delivery of acts with proof: of those that the own party took, and of those served on it."
)


class ServiceQuery(Cursor):
    """What the list of services is narrowed to, and where it goes on."""

    stands: Literal["", "open", "failed", "proved"] = Field("", description="How far a service came.")
    side: Literal["", "sent", "received"] = Field("", description="Of acts of the own party, or on the own party.")
    party: str = Field("", max_length=80, description="Key of the addressee.")
    sort: Literal["-entered"] = Field("-entered", description="The last entered first.")
    after: str = Field("", max_length=400, description="Key of the last service of the page before.")


class CaseServiceQuery(ServiceQuery):
    """The same in one case, and for one of its acts."""

    n: int | None = Field(None, ge=0, le=2**31 - 1, description="Number of an act.")


@noun.get("/service", answers=ServingList, query=ServiceQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List services in all cases of the own party.

    On every addressee of its own acts, on itself of those of others; the secretariat of a case sees all of them there.
    To list a service receives nothing.
    """
    return _listed(asked, Serving(party=asked.query.party, stands=asked.query.stands, side=asked.query.side))


@noun.get("/cases/<ref>/service", answers=ServingList, query=CaseServiceQuery, refuses=(404, 422))
def list_of_case(asked: Asked, ref: str) -> Answer:
    """List services of one case, or of one of its acts."""
    row, query = parts().docket.see(reader(), asked.by, ref, asked.at).row, asked.query
    return _listed(asked, Serving(row.id, query.n, query.party, query.stands, query.side))


def _listed(asked: Asked, narrowed: Serving) -> Answer:
    try:
        after = _key(asked.query.after)
        page = serving_page(reader(), parts().docket, asked.by, narrowed, after=after, size=asked.query.size)
    except Unknown:
        raise nowhere() from None
    onward, headers = following("/".join(map(str, page.following)) if page.following else None)
    return Answer(ServingList(tuple(serving_value(one, PREFIX) for one in page.lines), onward), headers=headers)


def _key(text: str) -> Key | None:
    """Read what names a service; Unknown for what names none."""
    if not text:
        return None
    named = text.split("/")
    if len(named) != 4 or not (named[1].isascii() and named[1].isdecimal() and len(named[1]) < 10):
        raise Unknown
    return named[0], int(named[1]), named[2], named[3]
