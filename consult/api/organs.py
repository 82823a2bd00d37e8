"""Organs of parties: shown as in the directory, recorded for the own party by whoever manages it."""

from pydantic import Field

from consult import clock, people
from consult.api.frame.changing import change, status_of
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Keyed, following, keyed
from consult.api.values.organs import OrganList, OrganValue, organ_values
from consult.pages.parties import party_page
from consult.people import NewOrgan
from consult.people.authority import require_manager
from consult.refusals import Unknown
from consult.web.parts import reader

noun = Noun("organs", "Organs", "Ministries, missions, agencies and operators of a party.")


class Organ(Body):
    """An organ to be recorded. Its key has capital letters, digits and hyphens, and stays; its kind says whether it
    can dispatch treaty filings."""

    key: str = Field(max_length=40)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=40)


@noun.get("/parties/<key>/organs", answers=OrganList, query=Keyed, refuses=(404, 422))
def index(asked: Asked, key: str) -> Answer:
    """List the organs of a party, by key, each with the contact points that may be seen."""
    found = sorted(organs_of(asked, key), key=lambda one: one.key)
    items, last = keyed(found, asked.query, lambda one: one.key)
    onward, headers = following(last)
    return Answer(OrganList(items, onward), headers=headers)


@noun.get(
    "/parties/<key>/organs/<organ>",
    answers=OrganValue,
    refuses=(404,),
    follows={"organ_keys_index": {"key": "$request.path.key", "organ": "$response.body#/key"}},
)
def show(asked: Asked, key: str, organ: str) -> OrganValue:
    """Show one organ of a party."""
    return find(asked, key, organ)


@noun.post(
    "/parties/<key>/organs",
    answers=OrganValue,
    status=201,
    body=Organ,
    refuses=(403, 404, 422),
    keyed=True,
    example={"key": "MEXT", "name": "Ministry of Education and Science", "kind": "ministry"},
    follows={"organs_show": {"key": "$request.path.key", "organ": "$response.body#/key"}},
)
def add(asked: Asked, key: str) -> Answer:
    """Record an organ of the own party.

    For whoever manages it.
    """
    require_manager(asked.by, require_own(asked, key))
    new = NewOrgan(asked.body.key.strip(), asked.body.name.strip(), asked.body.kind)
    _number, repeated = change(asked, lambda connection: people.add_organ(connection, asked.by, key, new))
    value = find(asked, key, new.key)
    return Answer(value, status_of(repeated), {"Location": value.href})


def organs_of(asked: Asked, key: str) -> tuple[OrganValue, ...]:
    """Give the organs of a party as its page shows them; Unknown for no party."""
    return organ_values(party_page(reader(), key, asked.by, clock.today(asked.by.party_zone), asked.at), PREFIX)


def find(asked: Asked, key: str, organ: str) -> OrganValue:
    """Find one organ, or refuse as unknown."""
    for one in organs_of(asked, key):
        if one.key == organ:
            return one
    raise Unknown


def require_own(asked: Asked, key: str) -> str:
    """Give the key of the own party, or refuse that of another as unknown."""
    if key != asked.by.party_key:
        raise Unknown
    return key
