"""Filings: what was filed in a case, by kind and relation; and one by its act, with the schema of its edition."""

from typing import Literal

from pydantic import Field

from consult.api.frame.choosing import require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following
from consult.api.values.acts import filing_value
from consult.api.values.filings import FilingList, FilingOfAct, filing_item
from consult.forms.schema import filing_schema
from consult.pages.cases.filed import filing_lines, spec_filed, told_tracks
from consult.refusals import Unknown
from consult.web.opening import act_read
from consult.web.parts import parts, reader
from workflows.kernel.describe import filings_of

noun = Noun("filings", "Filings", "What parties filed with their acts.")


class FilingQuery(Cursor):
    """What the list of filings is narrowed to, and where it goes on."""

    kind: str = Field("", max_length=80, description="Key of a filing of the case's procedure.")
    track: str = Field("", max_length=200, description="Key of a relation of the case that the own party is told of.")
    party: str = Field("", max_length=80, description="Key of the party whose paper it is.")
    sort: Literal["n"] = Field("n", description="In the order of recording.")
    after: int = Field(-1, ge=-1, le=2**31 - 1, description="Number of the last act of the page before.")


@noun.get("/cases/<ref>/filings", answers=FilingList, query=FilingQuery, refuses=(404, 422))
def index(asked: Asked, ref: str) -> Answer:
    """List what was filed in a case, in the order of recording.

    Without the words: to read these, and thereby to receive them, ask for one.
    """
    seen, query = parts().docket.see(reader(), asked.by, ref, asked.at), asked.query
    tracks = told_tracks(reader(), asked.by, seen)
    kinds = {spec.key for spec in filings_of(seen.procedure)}
    require_known(query, {"kind": sorted(kinds), "track": sorted(tracks)})
    narrowed = {"kind": query.kind, "track": query.track, "party": query.party}
    lines = filing_lines(reader(), asked.by, seen, **narrowed, after=query.after, most=query.size + 1)
    onward, headers = following(lines[query.size - 1].entry.n if len(lines) > query.size else None)
    case = f"{PREFIX}/cases/{ref}"
    items = tuple(filing_item(one, case, tracks) for one in lines[: query.size])
    return Answer(FilingList(items, onward), headers=headers)


@noun.get("/cases/<ref>/acts/<int:n>/filing", answers=FilingOfAct, refuses=(404,))
def show(asked: Asked, ref: str, n: int) -> FilingOfAct:
    """Show what was filed with an act, with the schema of its edition.

    Reading an act that was served on the own party proves its receipt. 404 for an act without a filing.
    """
    page = act_read(ref, n)
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    filing, spec = filing_value(page), spec_filed(seen, n, page.line.step)
    if filing is None or spec is None:
        raise Unknown
    act = f"{PREFIX}/cases/{ref}/acts/{n}"
    hrefs = {"self": f"{act}/filing", "act": act, "case": f"{PREFIX}/cases/{ref}"}
    return FilingOfAct(ref, n, page.line.step, filing, filing_schema(spec), hrefs)
