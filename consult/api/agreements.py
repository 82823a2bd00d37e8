"""Agreements with a clause on disputes, and the ladder between two parties on a day."""

from pydantic import Field

from consult import clock
from consult.api.frame.choosing import Day, require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.frame.reading import Misfit
from consult.api.values.agreements import AgreementList, AgreementValue, agreement_list, agreement_value
from consult.i18n import _
from consult.pages import agreements as pages
from consult.web.parts import parts, reader
from workflows.parties import parties

noun = Noun(
    "agreements", "Agreements", "Agreements with a clause on disputes, and the ladder that it gives two parties."
)


class LadderQuery(Query):
    """Between whom the ladder is asked for, a dispute being received on which day."""

    a: str = Field("", max_length=40, description="Key of a party; then `b` is needed.")
    b: str = Field("", max_length=40, description="Key of the other party.")
    on: Day | None = Field(None, description="The day on which a dispute is received; today where none is given.")


@noun.get("/agreements", answers=AgreementList, query=Keyed, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the agreements that are shipped, and those that the own party recorded with others."""
    found = agreement_list(pages.agreements_page(reader(), parts().docket, asked.by), PREFIX)
    return paged(found, asked.query, lambda one: one.key)


@noun.get("/agreements/<agreement>", answers=AgreementValue, query=LadderQuery, refuses=(404, 422))
def show(asked: Asked, agreement: str) -> AgreementValue:
    """Show one agreement, and the ladder between two parties on a day.

    By its key, or the reference under which it was recorded. Each rung says why it is there or not, and from which day.
    """
    query = asked.query
    require_known(query, {"a": parties(), "b": parties()})
    if bool(query.a) != bool(query.b):
        raise Misfit([("?b" if query.a else "?a", _("This must be answered."))])
    between, on = (query.a, query.b), query.on or clock.today(asked.by.party_zone)
    if pages.is_shipped(agreement):
        page = pages.agreement_page(agreement, between, on)
    else:
        page = pages.recorded_page(reader(), parts().docket, asked.by, agreement, between, on)
    if page.problem:
        raise Misfit([("?b", page.problem)])
    return agreement_value(page, PREFIX)
