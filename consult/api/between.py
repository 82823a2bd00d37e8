"""What passed between the own State and another one: for these two alone."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.between import BetweenValue, between_value
from consult.pages.reciprocity import reciprocity_page
from consult.web.parts import parts, reader

noun = Noun("between", "Between us", "What passed between the own State and another one, and no balance.")


@noun.get("/parties/<party>/between", answers=BetweenValue, refuses=(404,))
def show(asked: Asked, party: str) -> BetweenValue:
    """Show what passed between the own State and another one.

    Counts of what procedures count, each with the acts behind it. 404 where either is no State.
    """
    return between_value(reciprocity_page(reader(), parts().docket, asked.by, party), PREFIX)
