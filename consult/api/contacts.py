"""Contact points: how parties are reached, as far as that may be seen; those of the own party recorded, proved, put in
order and withdrawn by whoever manages it.
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from consult import clock, people
from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.choosing import Day
from consult.api.frame.declaring import Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.frame.reading import Misfit
from consult.api.organs import organs_of, require_own
from consult.api.values.organs import ContactList, ContactValue
from consult.i18n import LANGUAGE_NAMES, _
from consult.people import Hours, NewContact
from consult.people.authority import require_manager
from consult.refusals import Malformed, Unknown
from consult.web.parts import reader

noun = Noun("contacts", "Contact points", "How the organs of parties are reached, and when that was last proved.")
OF_HOURS = ("days", "opens", "closes", "zone")


class ContactQuery(Numbered):
    """What a list of contact points is narrowed to, and where it goes on."""

    organ: str = Field("", max_length=40, description="Key of an organ.")
    urgent: Literal["", "yes", "no"] = Field("", description="yes or no.")
    sort: Literal["number"] = Field("number", description="In the order of recording.")


class ContactHours(Body):
    """When somebody is there: days of the week (0 is Monday), from one time to another in a zone."""

    days: list[int] = Field(max_length=7)
    opens: str = Field(max_length=5)
    closes: str = Field(max_length=5)
    zone: str = Field(max_length=60)


class Contact(Body):
    """A contact point to be recorded: a telephone or fax in international form, a webhook as an https address. Without
    a last day it is used until it is withdrawn."""

    organ: str = Field(max_length=40)
    channel: str = Field(max_length=40)
    address: str = Field(max_length=500)
    urgent: bool = False
    languages: list[str] = Field(default_factory=list, max_length=6)
    valid_from: Day | None = None
    valid_until: Day | None = None
    hours: ContactHours | None = None


class Urgency(Body):
    """Whether a contact point is for what is urgent."""

    urgent: bool


class Move(Body):
    """Whether a contact point is tried one place earlier or later among those of its organ."""

    way: Literal["earlier", "later"]


@noun.get("/parties/<key>/contacts", answers=ContactList, query=ContactQuery, refuses=(404, 422))
def index(asked: Asked, key: str) -> Answer:
    """List the contact points of a party that may be seen, those that are over too."""
    query, organs = asked.query, organs_of(asked, key)
    if query.organ and query.organ not in {one.key for one in organs}:
        raise Misfit([("?organ", _("There is no such organ."))])
    found = [
        one
        for organ in organs
        for one in organ.contacts
        if query.organ in ("", one.organ) and query.urgent in ("", "yes" if one.urgent else "no")
    ]
    items, last = numbered(found, query, lambda one: one.number)
    onward, headers = following(last)
    return Answer(ContactList(items, onward), headers=headers)


@noun.get("/parties/<key>/contacts/<int:number>", answers=ContactValue, refuses=(404,))
def show(asked: Asked, key: str, number: int) -> ContactValue:
    """Show one contact point."""
    for organ in organs_of(asked, key):
        for one in organ.contacts:
            if one.number == number:
                return one
    raise Unknown


CHANGES = {"answers": ContactValue, "refuses": (403, 404, 409, 422), "keyed": True}
EXAMPLE = {"organ": "MOFA", "channel": "mail", "address": "registry@mofa.example", "urgent": False, "languages": ["en"]}


@noun.post(
    "/parties/<key>/contacts",
    answers=ContactValue,
    status=201,
    body=Contact,
    refuses=(403, 404, 422),
    keyed=True,
    example=EXAMPLE,
    follows={"contacts_show": {"key": "$request.path.key", "number": "$response.body#/number"}},
)
def add(asked: Asked, key: str) -> Answer:
    """Record a contact point of the own party, after the other ones of its organ."""
    require_manager(asked.by, require_own(asked, key))
    new, today = _new(asked.body), clock.today(asked.by.party_zone)
    organ = _organ(asked, key)
    try:
        made, repeated = change(asked, lambda connection: people.add_contact(connection, asked.by, organ, new, today))
    except Malformed as fault:
        raise Misfit((f"/{_place(name)}", sentence) for name, sentence in fault.fields.items()) from None
    value = show(asked, key, int(made))
    return Answer(value, status_of(repeated), {"Location": value.href})


def _new(body: Contact) -> NewContact:
    strange = [one for one in body.languages if one not in LANGUAGE_NAMES]
    if strange:
        raise Misfit([("/languages", _("Choose from: %(choices)s.", choices=", ".join(LANGUAGE_NAMES)))])
    said = body.hours
    if said is not None and not set(said.days) <= set(range(7)):
        raise Misfit([("/hours/days", _("Days of the week are numbers from 0 (Monday) to 6."))])
    hours = Hours(tuple(sorted(set(said.days))), said.opens, said.closes, said.zone) if said else None
    return NewContact(
        body.channel,
        body.address,
        body.urgent,
        tuple(dict.fromkeys(body.languages)),
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        hours=hours,
    )


def _organ(asked: Asked, key: str) -> int:
    try:
        return int(people.find_organ(reader(), key, asked.body.organ).id)
    except Unknown:
        raise Misfit([("/organ", _("There is no such organ."))]) from None


def _place(name: str) -> str:
    return f"hours/{name}" if name in OF_HOURS else name


@noun.post("/parties/<key>/contacts/<int:number>/proof", **CHANGES)
def prove(asked: Asked, key: str, number: int) -> ContactValue:
    """Record that a contact point was proved to work today.

    In the zone of the party. 422 where a later proof stands.
    """
    today = _today(asked, key)
    alter(asked, lambda connection: people.prove_contact(connection, asked.by, number, today, today))
    return show(asked, key, number)


@noun.post("/parties/<key>/contacts/<int:number>/withdrawal", **CHANGES)
def withdraw(asked: Asked, key: str, number: int) -> ContactValue:
    """Withdraw a contact point.

    Yesterday was its last day; it stays on record for what was served through it.
    """
    last = _today(asked, key) - timedelta(days=1)
    alter(asked, lambda connection: people.withdraw_contact(connection, asked.by, number, last))
    return show(asked, key, number)


@noun.post("/parties/<key>/contacts/<int:number>/move", body=Move, example={"way": "earlier"}, **CHANGES)
def move(asked: Asked, key: str, number: int) -> ContactValue:
    """Let a contact point be tried one place earlier or later.

    Among those of its organ that are not over; at the end of the list nothing changes.
    """
    today, way = _today(asked, key), asked.body.way
    alter(asked, lambda connection: people.move_contact(connection, asked.by, number, way, today))
    return show(asked, key, number)


@noun.post("/parties/<key>/contacts/<int:number>/urgency", body=Urgency, example={"urgent": True}, **CHANGES)
def set_urgent(asked: Asked, key: str, number: int) -> ContactValue:
    """Say whether a contact point is for what is urgent."""
    today, urgent = _today(asked, key), asked.body.urgent
    alter(asked, lambda connection: people.set_urgent(connection, asked.by, number, urgent, today))
    return show(asked, key, number)


def _today(asked: Asked, key: str) -> date:
    """Give today in the zone of the own party; another's key is unknown."""
    require_manager(asked.by, require_own(asked, key))
    return clock.today(asked.by.party_zone)
