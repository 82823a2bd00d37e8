"""People and mandates of the own party: who acts for it, invited, mandated, barred and admitted again by whoever
manages it.

No answer holds a one-time link: whoever has it sets the password and can sign in as that person, so that a system
which got it could become anybody whom it invites. A person gives it to a person, from the page of the one invited.
"""

from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from consult import clock, people
from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.choosing import Day
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.frame.reading import Misfit
from consult.api.values.people import MandateValue, PersonList, PersonValue, mandate_value, person_value
from consult.i18n import _
from consult.pages.people import mandate_views, my_party_page, person_page
from consult.people import NewMandate, NewPerson
from consult.people.authority import require_manager
from consult.refusals import Malformed, Unknown
from consult.web.parts import parts, reader

noun = Noun(
    "people",
    "People and mandates",
    "Who acts for the own party, and under which mandates. A one-time link to set a password is never given here: a"
    " person gives it to a person, from the pages.",
)
REFUSES = (403, 404, 409, 422)


class PersonQuery(Numbered):
    """What a list of people is narrowed to, and where it goes on."""

    account: Literal["", "open", "invited", "closed"] = Field("", description="open, invited or closed.")
    sort: Literal["number"] = Field("number", description="In the order of recording.")


class Mandate(Body):
    """A mandate to be recorded. Without procedures it is for all of them, without a last day until it is revoked. One
    that manages, or lets systems dispatch, act in an office or manage, is recorded by somebody signed in."""

    organ: str = Field(max_length=40)
    office: str = Field(max_length=200)
    capacities: list[str] = Field(max_length=10)
    level: str = Field("treaty", max_length=10)
    instrument: str = Field(max_length=500)
    valid_from: Day
    valid_until: Day | None = None
    procedures: list[str] | None = Field(None, max_length=200)
    through_systems: bool = False
    kind: str = Field("standing", max_length=20, description="full_powers, credentials, standing or delegation.")
    cases: list[str] | None = Field(None, max_length=100, description="References; none for all cases.")
    derived_from: int | None = Field(None, ge=1, le=2**31 - 1, description="Of a delegation: out of which mandate.")


class Invitation(Mandate):
    """A person to be recorded, with a first mandate."""

    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    language: str = Field("en", max_length=10)


@noun.get("/people", answers=PersonList, query=PersonQuery, refuses=(422,))
def index(asked: Asked) -> Answer:
    """List the people of the own party, with every mandate ever recorded."""
    wanted = asked.query.account
    page = my_party_page(reader(), asked.by, clock.today(asked.by.party_zone), asked.at)
    found = [one for one in page.people if wanted in ("", one.account)]
    lines, last = numbered(found, asked.query, lambda one: one.id)
    onward, headers = following(last)
    return Answer(PersonList(tuple(person_value(one, PREFIX) for one in lines), onward), headers=headers)


@noun.get("/people/<int:number>", answers=PersonValue, refuses=(404,))
def show(asked: Asked, number: int) -> PersonValue:
    """Show one person of the own party."""
    page = person_page(reader(), asked.by, number, clock.today(asked.by.party_zone))
    return person_value(page.person, PREFIX)


@noun.get("/mandates/<int:number>", answers=MandateValue, refuses=(404,))
def show_mandate(asked: Asked, number: int) -> MandateValue:
    """Show one mandate of the own party."""
    for one in mandate_views(reader(), asked.by.party_key, clock.today(asked.by.party_zone), asked.by):
        if one.id == number:
            return mandate_value(one, PREFIX)
    raise Unknown


MANDATE: dict[str, Any] = {
    "organ": "MOFA",
    "office": "Registrar",
    "capacities": ["draft"],
    "level": "treaty",
    "instrument": "Letter of 20 November 2026",
    "valid_from": "2026-11-20",
}
PERSON = {"name": "Registrar, MOFA", "email": "registrar@mofa.example", "language": "en"}


@noun.post(
    "/people",
    answers=PersonValue,
    status=201,
    body=Invitation,
    refuses=REFUSES,
    keyed=True,
    example={**PERSON, **MANDATE},
    follows={"people_show": {"number": "$response.body#/number"}},
)
def invite(asked: Asked) -> Answer:
    """Record a person with a first mandate.

    Whoever has no password gets a one-time link from a person, from the page of the one invited; no answer holds it.
    """
    require_manager(asked.by, asked.by.party_key)
    body, mandate = asked.body, _mandate(asked)
    person = NewPerson(body.name.strip(), body.email.strip(), body.language)

    def invited(connection: Connection) -> int:
        faults = people.faults_of_mandate(connection, asked.by, mandate, asked.at)
        if faults := {**people.faults_of_person(person), **faults}:
            raise Malformed(faults)
        return people.invite(connection, asked.by, person, mandate, asked.at)[0]

    made, repeated = change(asked, invited)
    value = show(asked, int(made))
    return Answer(value, status_of(repeated), {"Location": value.href})


@noun.post(
    "/people/<int:number>/mandates",
    answers=MandateValue,
    status=201,
    body=Mandate,
    refuses=REFUSES,
    keyed=True,
    example=MANDATE,
    follows={"people_show_mandate": {"number": "$response.body#/number"}},
)
def record_mandate(asked: Asked, number: int) -> Answer:
    """Record a further mandate of a person.

    A mandate is never edited: to change one, record the new one and revoke the old one.
    """
    require_manager(asked.by, asked.by.party_key)
    mandate = _mandate(asked)
    made, repeated = change(
        asked, lambda connection: people.record_mandate(connection, asked.by, number, mandate, asked.at)
    )
    value = show_mandate(asked, int(made))
    return Answer(value, status_of(repeated), {"Location": value.href})


@noun.post("/mandates/<int:number>/revocation", answers=MandateValue, refuses=REFUSES, keyed=True)
def revoke(asked: Asked, number: int) -> MandateValue:
    """Revoke a mandate from now on.

    With it end the tokens that stand on it. 409 for the party's last one to manage, and where it was revoked.
    """
    alter(asked, lambda connection: people.revoke_mandate(connection, asked.by, number, asked.at))
    return show_mandate(asked, number)


@noun.post("/people/<int:number>/closing", answers=PersonValue, refuses=REFUSES, keyed=True)
def close(asked: Asked, number: int) -> PersonValue:
    """Close the account of a person.

    Every session and one-time link of it ends; until it is opened again the tokens on its mandates give nothing.
    """
    alter(asked, lambda connection: people.close_account(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/people/<int:number>/opening", answers=PersonValue, refuses=REFUSES, keyed=True)
def open_again(asked: Asked, number: int) -> PersonValue:
    """Open a closed account again."""
    alter(asked, lambda connection: people.open_account(connection, asked.by, number, asked.at))
    return show(asked, number)


def _mandate(asked: Asked) -> NewMandate:
    """Read a mandate; Misfit for an organ or a procedure that there is not."""
    body = asked.body
    try:
        organ = people.find_organ(reader(), asked.by.party_key, body.organ).id
    except Unknown:
        raise Misfit([("/organ", _("There is no such organ."))]) from None
    return NewMandate(
        organ,
        body.office,
        tuple(body.capacities),
        body.instrument,
        body.valid_from,
        body.valid_until,
        body.level,
        known_procedures(body.procedures),
        through_systems=body.through_systems,
        kind=body.kind,
        cases=tuple(body.cases) if body.cases else None,
        derived_from=body.derived_from,
    )


def known_procedures(keys: list[str] | None) -> tuple[str, ...] | None:
    """Read keys of procedures, none for all; Misfit for one that there is not."""
    strange = sorted(set(keys or ()) - set(parts().docket.forms))
    if strange:
        raise Misfit([("/procedures", _("There is no such procedure: %(keys)s.", keys=", ".join(strange)))])
    return tuple(keys) if keys else None
