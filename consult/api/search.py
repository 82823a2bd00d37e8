"""Search over all that the asker may see, under the same policy as every list."""

from typing import Literal

from pydantic import Field

from consult.api.cases import require_start
from consult.api.frame.choosing import choice
from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, leading_on, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.search import SearchValue, search_value
from consult.i18n import _
from consult.pages.search import ACTS, CASES, search_page
from consult.search import place_of
from consult.search.asking import LONGEST
from consult.visibility import Viewer
from consult.web.library import shelf
from consult.web.parts import parts, reader
from workflows.kernel.subjects import SUBJECTS

noun = Noun("search", "Search", "What holds some words, of all that the asker may see.")


class SearchQuery(Cursor):
    """What is looked for: words, a “phrase”, or the beginning of a word (moon*); of which legal subject; and in which
    list, where only one is wanted."""

    q: str = Field("", max_length=LONGEST, description="Words, a “phrase”, or how a word begins (moon*).")
    part: Literal["", "cases", "acts"] = Field("", description="One list alone.")
    subject: str = choice(SUBJECTS, "Cases of this legal subject, and nothing beside cases and acts.")
    after: str = Field("", max_length=60, description="The last one of the page before, with `part`.")


@noun.get("/search", answers=SearchValue, query=SearchQuery, refuses=(422,))
def show(asked: Asked) -> SearchValue:
    """Search cases, acts, lunar activities, parties, procedures and instruments.

    Cases by title, reference and who takes part; acts by what was filed with them. An excerpt stands only beside words
    that are open to everybody who sees the act.
    """
    query = asked.query
    _require_there(asked, query.after, query.part)
    page = search_page(
        reader(),
        parts().docket,
        shelf(),
        asked.by,
        asked=query.q,
        part=query.part,
        before=query.after,
        subject=query.subject,
        size=query.size,
    )
    more_cases = leading_on(page.more_cases, part=CASES) if query.part != ACTS else None
    more_acts = leading_on(page.more_acts, part=ACTS) if query.part != CASES else None
    return search_value(page, more_cases, more_acts, PREFIX)


def _require_there(asked: Asked, after: str, part: str) -> None:
    """Refuse to go on from what is not there, and in no list: from the top, it would be given again and again."""
    if after and not part:
        raise Misfit([("?part", _("This must be answered."))])
    if part != ACTS or not after:
        require_start(asked, after)
        return
    if place_of(reader(), Viewer.of(asked.by), after) is None:
        raise nowhere()
