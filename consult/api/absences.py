"""Absences of the own party: who stands in for whom, recorded and ended by whoever manages it.

A person records the own absence from the pages; a system does so only where it manages, since it would hand on what
its token does not have.
"""

from typing import Literal

from pydantic import Field

from consult import clock
from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.choosing import Day
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Number
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.people import known_procedures
from consult.api.values.absences import (
    AbsenceList,
    AbsenceValue,
    ActInPlaceList,
    absence_value,
    act_value,
)
from consult.delivery.changes import end_absence, record_absence
from consult.pages.absences import absence_lines, acts_in_place
from consult.people import NewSubstitution
from consult.refusals import Unknown
from consult.web.parts import parts, reader

noun = Noun("absences", "Absences", "Who stands in for whom in the own party, for what, and until when.")


class AbsenceQuery(Numbered):
    """What a list of absences is narrowed to, and where it goes on."""

    worth: Literal["", "counts", "begins", "ended", "revoked"] = Field("", description="As of today.")
    sort: Literal["number"] = Field("number", description="In the order of recording.")


class Absence(Body):
    """Who is away and who stands in, each by the number of a mandate; in which of the capacities, from which day to
    which. Without procedures or cases it is for all that the mandate of the absent person covers."""

    absent: Number
    substitute: Number
    capacities: list[str] = Field(max_length=10)
    valid_from: Day
    valid_until: Day
    procedures: list[str] | None = Field(None, max_length=200)
    cases: list[str] | None = Field(None, max_length=100)


@noun.get("/absences", answers=AbsenceList, query=AbsenceQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the substitutions of the own party, those that are over too."""
    lines = absence_lines(reader(), asked.by, clock.today(asked.by.party_zone))
    found = [one for one in lines if asked.query.worth in ("", one.worth)]
    items, last = numbered(found, asked.query, lambda one: one.id)
    onward, headers = following(last)
    return Answer(AbsenceList(tuple(absence_value(one, PREFIX) for one in items), onward), headers=headers)


@noun.get("/absences/acts", answers=ActInPlaceList)
def list_acts(asked: Asked) -> ActInPlaceList:
    """List what substitutes did lately: the last ten acts that may be seen."""
    found = acts_in_place(reader(), parts().docket, asked.by)
    return ActInPlaceList(tuple(act_value(one, PREFIX) for one in found))


@noun.get("/absences/<int:number>", answers=AbsenceValue, refuses=(404,))
def show(asked: Asked, number: int) -> AbsenceValue:
    """Show one substitution of the own party."""
    for one in absence_lines(reader(), asked.by, clock.today(asked.by.party_zone)):
        if one.id == number:
            return absence_value(one, PREFIX)
    raise Unknown


EXAMPLE = {
    "absent": 2,
    "substitute": 3,
    "capacities": ["draft"],
    "valid_from": "2026-11-20",
    "valid_until": "2026-12-01",
}


@noun.post(
    "/absences",
    answers=AbsenceValue,
    status=201,
    body=Absence,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example=EXAMPLE,
    follows={"absences_show": {"number": "$response.body#/number"}},
)
def record(asked: Asked) -> Answer:
    """Record who stands in for an absent person.

    Both are told by mail, unless they do not wish that. It ends by itself after its last day.
    """
    body, procedures = asked.body, known_procedures(asked.body.procedures)
    new = NewSubstitution(
        body.absent,
        body.substitute,
        tuple(body.capacities),
        body.valid_from,
        body.valid_until,
        procedures,
        tuple(body.cases) if body.cases else None,
    )
    made, repeated = change(asked, lambda connection: record_absence(connection, asked.by, new, asked.at))
    value = show(asked, int(made))
    return Answer(value, status_of(repeated), {"Location": value.href})


@noun.post("/absences/<int:number>/end", answers=AbsenceValue, refuses=(403, 404, 409, 422), keyed=True)
def end(asked: Asked, number: int) -> AbsenceValue:
    """End a substitution at once.

    What was done under it stays. 409 where it was revoked before.
    """
    alter(asked, lambda connection: end_absence(connection, asked.by, number, asked.at))
    return show(asked, number)
