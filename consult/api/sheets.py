"""Sheets of a case: ladder, positions, commitments, tribunal, docket, calendar, text and their like."""

from pydantic import Field

from consult.api.frame.declaring import PREFIX, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.values.sheets import SheetList, SheetValue, sheet_item, sheet_value
from consult.pages.sheets import sheet_page
from consult.pages.tabs import tabs_of
from consult.visibility import Viewer, membership_of
from consult.web.parts import parts, reader

noun = Noun("sheets", "Sheets", "What a procedure tells of its cases beside the timeline, drawn from the same acts.")


class SheetQuery(Query):
    """What some kinds of sheet are asked for; the others take no notice."""

    by: str = Field("", max_length=80, description="Docket: key of a party whose entries are wanted.")
    kind: str = Field("", max_length=80, description="Docket: kind of the entries that are wanted.")
    track: str = Field("", max_length=200, description="Text: key of the relation whose text is wanted.")
    older: str = Field("", alias="from", max_length=10, description="Text: number of the act of an older version.")
    newer: str = Field("", alias="to", max_length=10, description="Text: number of the act of a newer version.")


@noun.get("/cases/<ref>/sheets", answers=SheetList, refuses=(404,))
def index(asked: Asked, ref: str) -> SheetList:
    """List the sheets of a case that are there for the own party."""
    seen, viewer = parts().docket.see(reader(), asked.by, ref, asked.at), Viewer.of(asked.by)
    tabs = tabs_of(seen.procedure, membership_of(reader(), viewer, seen.row))
    return SheetList(tuple(sheet_item(one, f"{PREFIX}/cases/{ref}") for one in tabs), None)


@noun.get("/cases/<ref>/sheets/<key>", answers=SheetValue, query=SheetQuery, refuses=(404, 422))
def show(asked: Asked, ref: str, key: str) -> SheetValue:
    """Show one sheet of a case: what its page shows, but for drawings."""
    args = {name: value for name, value in asked.query.model_dump(by_alias=True).items() if value}
    _template, page = sheet_page(reader(), parts().docket, asked.by, ref, key, asked.at, args)
    return sheet_value(page, f"{PREFIX}/cases/{ref}")
