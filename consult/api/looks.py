"""What staff of the host and of secretariats looked at, as it is told to the own party; and its access
in an emergency.
"""

from typing import Any

from pydantic import Field

from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following
from consult.api.values.looks import AccessList, LookList, access_value, look_value
from consult.pages.watched import looks_page
from consult.web.parts import reader

noun = Noun("looks", "Looks by staff", "What staff looked at, and its access to cases in an emergency.")


class LookQuery(Cursor):
    """Where a list of looks goes on."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="Number of the last look of the page before.")


@noun.get("/looks", answers=LookList, query=LookQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List looks by staff at papers of every case of the own party, the newest first."""
    return _listed(asked, "")


@noun.get("/cases/<ref>/looks", answers=LookList, query=LookQuery, refuses=(404, 422))
def list_of_case(asked: Asked, ref: str) -> Answer:
    """List looks by staff at papers of one case, the newest first."""
    return _listed(asked, ref)


@noun.get("/looks/accesses", answers=AccessList)
def list_accesses(asked: Asked) -> AccessList:
    """List what access staff was given to cases of the own party in an emergency, the newest first."""
    found = looks_page(reader(), asked.by, "", None, asked.at).accesses
    return AccessList(tuple(access_value(one, PREFIX) for one in found), None)


def _listed(asked: Asked, ref: str) -> Answer:
    query: Any = asked.query
    page = looks_page(reader(), asked.by, ref, query.after or None, asked.at, query.size)
    onward, headers = following(page.following)
    return Answer(LookList(tuple(look_value(one, PREFIX) for one in page.looks), onward), headers=headers)
