"""Another day: a case and the desk as they stood on it, or as they would stand on one to come if nobody acts."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.days import CaseOnDay, DeskOnDay, case_on_day, desk_on_day
from consult.pages.as_of import AsOf, desk_as_of, read_day
from consult.pages.cases.as_of import case_as_of
from consult.refusals import Malformed
from consult.web.parts import parts, reader

noun = Noun("days", "Other days", "Cases and desk on a day that is past or to come; nothing can be done there.")


@noun.get("/cases/<ref>/on/<day>", answers=CaseOnDay, refuses=(404, 422))
def show_case(asked: Asked, ref: str, day: str) -> CaseOnDay:
    """Show a case on another day, such as 2027-03-01, in the zone of the own party.

    Where it stood, what had been recorded and which limits ran; of a day to come what the clock would record if nobody
    acted. No offers: they stand with the case as it is today. 404 for a day before the own party was in it.
    """
    page = case_as_of(reader(), parts().docket, asked.by, ref, _day(asked, day), asked.at)
    return case_on_day(page, PREFIX)


@noun.get("/desk/on/<day>", answers=DeskOnDay, refuses=(404, 422))
def show_desk(asked: Asked, day: str) -> DeskOnDay:
    """Show the desk on another day."""
    page = desk_as_of(reader(), parts().docket, asked.by, _day(asked, day), asked.at)
    return desk_on_day(page, asked.by.party_key, PREFIX)


def _day(asked: Asked, day: str) -> AsOf:
    """Read a day; Misfit for what is none that can be told."""
    try:
        found = read_day(day, asked.by, asked.at)
    except Malformed as fault:
        raise Misfit([("?day", sentence) for sentence in fault.fields.values()]) from None
    if found is None:  # no address is without one
        raise RuntimeError("a day is missing")
    return found
