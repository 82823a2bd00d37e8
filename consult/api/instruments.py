"""Instruments, their provisions in words of this product, and who is bound by them on a day."""

from pydantic import Field

from consult import clock
from consult.api.frame.choosing import Day, choice, require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, paged
from consult.api.values.instruments import (
    InstrumentList,
    InstrumentValue,
    ProvisionValue,
    instrument_list,
    instrument_value,
    provision_value,
)
from consult.library.texts import LAYERS
from consult.pages.instruments import instrument_page, instruments_page
from consult.pages.provisions import provision_page
from consult.web.library import shelf
from workflows.parties import parties

noun = Noun(
    "instruments", "Instruments", "Treaties and other texts, in words of this product, and who is bound by them."
)
ON = "Who is bound is told of this day; of today where none is given."


class InstrumentsQuery(Keyed):
    """Which layer of law, and on which day."""

    layer: str = choice(LAYERS, "Layer of law.")
    on: Day | None = Field(None, description=ON)


class InstrumentQuery(Query):
    """Of which party, and on which day."""

    party: str = Field("", max_length=40, description="Key of a party: its status alone.")
    on: Day | None = Field(None, description=ON)


class ProvisionQuery(Query):
    """On which day."""

    on: Day | None = Field(None, description="What is law is told of this day; of today where none is given.")


@noun.get("/instruments", answers=InstrumentList, query=InstrumentsQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the instruments, by layer of law."""
    page = instruments_page(asked.query.on or clock.today(asked.by.party_zone))
    return paged(instrument_list(page, PREFIX, asked.query.layer), asked.query, lambda one: one.key)


@noun.get("/instruments/<instrument>", answers=InstrumentValue, query=InstrumentQuery, refuses=(404, 422))
def show(asked: Asked, instrument: str) -> InstrumentValue:
    """Show one instrument: dates, provisions, and the status of every party or of one.

    Each with its source and how it was checked; whether it binds is told of the day that is asked about.
    """
    require_known(asked.query, {"party": parties()})
    on = asked.query.on or clock.today(asked.by.party_zone)
    return instrument_value(instrument_page(shelf(), instrument, on, asked.query.party), PREFIX)


@noun.get("/instruments/<instrument>/<place>", answers=ProvisionValue, query=ProvisionQuery, refuses=(404, 422))
def show_provision(asked: Asked, instrument: str, place: str) -> ProvisionValue:
    """Show one provision by its place, such as p-IX-s3: what it says, since when it binds, and what rests on it."""
    on = asked.query.on or clock.today(asked.by.party_zone)
    return provision_value(provision_page(shelf(), instrument, place, on), PREFIX)
