"""Charters of the lunar mechanism: proposals, none of which is law."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.charters import (
    CharterComparison,
    CharterList,
    CharterValue,
    charter_comparison,
    charter_list,
    charter_value,
)
from consult.pages import charters as pages

noun = Noun("charters", "Charters", "Charters of the lunar mechanism: proposals, none of which is law.")


@noun.get("/charters", answers=CharterList)
def index(asked: Asked) -> CharterList:
    """List every charter."""
    return charter_list(pages.charters_page(), PREFIX)


@noun.get("/charters/<charter>", answers=CharterValue, refuses=(404,))
def show(asked: Asked, charter: str) -> CharterValue:
    """Show one charter: rights by class, values with what they rest on, and what it says under each heading."""
    return charter_value(pages.charter_page(charter), PREFIX)


@noun.get("/charters/<charter>/against/<against>", answers=CharterComparison, refuses=(404,))
def compare(asked: Asked, charter: str, against: str) -> CharterComparison:
    """Show two charters side by side, with every value in which they differ."""
    return charter_comparison(pages.comparison_page(charter, against), PREFIX)
