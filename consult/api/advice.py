"""“Which procedure?”: a question of facts, and the answer with its reasons. Nothing is recorded."""

from pydantic import Field

from consult import clock
from consult.api.frame.choosing import Day, choice
from consult.api.frame.declaring import PREFIX, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.advice import AdviceQuestions, AdviceValue, advice_questions, advice_value
from consult.pages.advice import advice_page
from consult.web.parts import parts
from workflows.advising import matters
from workflows.kernel.advice import PLACES, SIDES, STAGES

noun = Noun("advice", "Which procedure?", "Which procedure fits some facts, and why; nothing is recorded.")


class AdviceQuery(Query):
    """The facts: what happened or is planned, how far it is, where, whose it is, for whom, with whom, on which day."""

    matter: str = choice(matters(), "What happened, or is planned.")
    stage: str = choice(STAGES, "How far it is.")
    where: str = choice(PLACES, "Where.")
    whose: str = choice(SIDES, "Whose it is.")
    own: str = Field("", max_length=80, description="Key of the party for which is asked; the own one otherwise.")
    others: str = Field("", max_length=800, description="Keys of those who are concerned too, separated by commas.")
    on: Day | None = Field(None, description="Who is bound is looked up for this day; today where none is given.")


@noun.get("/which-procedure", answers=AdviceValue, query=AdviceQuery, refuses=(422,))
def ask(asked: Asked) -> AdviceValue:
    """Ask which procedure fits some facts.

    What applies, what is barred and who else it is for, each with the provisions that say so.
    """
    query, today = asked.query, clock.today(asked.by.party_zone)
    given = {name: [getattr(query, name)] for name in ("matter", "stage", "where", "whose")}
    given |= {"own": [query.own or asked.by.party_key], "other": [one for one in query.others.split(",") if one]}
    given |= {"on": [query.on.isoformat()]} if query.on else {}
    page = advice_page(parts().docket.forms, given, asked.by.party_key, today)
    if page.answer is None:
        names = {"other": "others"}
        raise Misfit((f"?{names.get(one.name, one.name)}", one.error) for one in page.asked if one.error)
    return advice_value(page.answer, PREFIX)


@noun.get("/which-procedure/questions", answers=AdviceQuestions)
def list_questions(asked: Asked) -> AdviceQuestions:
    """List what can be asked: matters, stages, places and sides, in words."""
    return advice_questions()
