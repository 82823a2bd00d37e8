"""Drills: what a running one asks of the own organ, answered here; begun and tried by hand by the secretariat.

The link in a mail is not answered here: it shows that somebody reads the mail, and is the mail's own.
"""

from typing import Literal

from pydantic import Field

from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.values.drills import (
    AnsweredValue,
    AskedList,
    DrillList,
    DrillValue,
    asked_value,
    drill_of_all,
    drill_of_own,
    drill_value,
)
from consult.delivery import drills
from consult.pages.drills import asked_here, drill_page, drills_of_all, drills_of_own
from consult.people.authority import require_secretariat
from consult.web.parts import parts, reader

noun = Noun("drills", "Drills", "Whether contact points answer: what is asked of the own organ, and what came of it.")


class Drill(Body):
    """Which parties a drill tries, by key; null for all."""

    parties: list[str] | None = Field(None, max_length=500)


class Result(Body):
    """What trying a contact point by hand gave."""

    found: Literal["reached", "not_reached"]
    remark: str = Field("", max_length=drills.LONGEST_REMARK)


@noun.get("/drills", answers=DrillList, query=Numbered, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the last drills with what came of them: of the own party, or of all to the secretariat."""
    if asked.by.is_secretariat:
        found = [drill_of_all(one, PREFIX) for one in drills_of_all(reader())]
    else:
        found = [drill_of_own(one) for one in drills_of_own(reader(), asked.by)]
    items, last = numbered(found, asked.query, lambda one: one.number)
    onward, headers = following(last)
    return Answer(DrillList(items, onward), headers=headers)


@noun.get("/drills/asked", answers=AskedList)
def list_asked(asked: Asked) -> AskedList:
    """List what a running drill asks of the own organ in this product."""
    return AskedList(tuple(asked_value(one, PREFIX) for one in asked_here(reader(), asked.by, asked.at)))


@noun.get("/drills/<int:number>", answers=DrillValue, refuses=(403, 404))
def show(asked: Asked, number: int) -> DrillValue:
    """Show a drill with every contact point, to the secretariat alone."""
    return drill_value(drill_page(reader(), asked.by, number), PREFIX)


@noun.post("/drills/points/<int:point>/answer", answers=AnsweredValue, refuses=(403, 404, 409, 422), keyed=True)
def answer(asked: Asked, point: int) -> AnsweredValue:
    """Answer for a contact point in this product, in the own organ: it is proved today."""
    alter(asked, lambda connection: drills.answer_here(connection, asked.by, point, asked.at))
    return AnsweredValue(point)


@noun.post(
    "/drills",
    answers=DrillValue,
    status=201,
    body=Drill,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example={"parties": ["JPN"]},
    follows={"drills_show": {"number": "$response.body#/number"}},
)
def start(asked: Asked) -> Answer:
    """Begin a drill, as the secretariat.

    409 while one runs.
    """
    require_secretariat(asked.by)
    parties, settings = asked.body.parties, parts().settings
    days, exercise = settings.drills.days, settings.exercise
    number, repeated = change(
        asked,
        lambda connection: drills.start(connection, asked.by, asked.at, parties=parties, days=days, exercise=exercise),
    )
    value = show(asked, int(number))
    return Answer(value, status_of(repeated), {"Location": value.href})


@noun.post(
    "/drills/<int:number>/points/<int:point>/result",
    answers=DrillValue,
    body=Result,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example={"found": "reached", "remark": "Answered at once."},
)
def record(asked: Asked, number: int, point: int) -> DrillValue:
    """Record what trying a contact point by hand gave, as the secretariat."""
    reached, remark = asked.body.found == "reached", asked.body.remark.strip()
    alter(
        asked,
        lambda connection: drills.record_by_hand(
            connection, asked.by, number, point, asked.at, reached=reached, remark=remark
        ),
    )
    return show(asked, number)
