"""Keys of organs: shown to everybody who acts for a party, registered and retired by whoever manages the own one. The
private key is nobody's but the organ's: what is sent is the public key, and a text that it signed.
"""

from pydantic import Field

from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Numbered, following, numbered
from consult.api.organs import require_own
from consult.api.values.organ_keys import (
    OrganKeyList,
    OrganKeyValue,
    RegistrationValue,
    key_values,
    registration_value,
)
from consult.i18n import _
from consult.pages.organ_keys import OrganKeysPage, organ_keys_page
from consult.people import keys
from consult.people.authority import require_manager
from consult.refusals import Closed, Malformed, Unknown
from consult.web.parts import parts, reader

noun = Noun("organ_keys", "Organ keys", "Public keys with which organs sign their filings.")


class Key(Body):
    """A public key (verifier key, Ed25519), and the signed note over the text of its registration."""

    vkey: str = Field(max_length=4_000)
    note: str = Field(max_length=4_000)


class KeyQuery(Query):
    """Of which key the text of the registration is asked for."""

    vkey: str = Field("", max_length=400, description="The verifier key that is to be registered.")


@noun.get("/parties/<key>/organs/<organ>/keys", answers=OrganKeyList, query=Numbered, refuses=(404, 422))
def index(asked: Asked, key: str, organ: str) -> Answer:
    """List the keys that an organ ever registered, by number; at most one stands."""
    items, last = numbered(key_values(_page(asked, key, organ), PREFIX), asked.query, lambda one: one.number)
    onward, headers = following(last)
    return Answer(OrganKeyList(items, onward), headers=headers)


@noun.get("/parties/<key>/organs/<organ>/keys/<int:number>", answers=OrganKeyValue, refuses=(404,))
def show(asked: Asked, key: str, organ: str, number: int) -> OrganKeyValue:
    """Show one key of an organ."""
    for one in key_values(_page(asked, key, organ), PREFIX):
        if one.number == number:
            return one
    raise Unknown


@noun.get(
    "/parties/<key>/organs/<organ>/registration",
    answers=RegistrationValue,
    query=KeyQuery,
    refuses=(403, 404, 409, 422),
)
def prepare(asked: Asked, key: str, organ: str) -> RegistrationValue:
    """Give the text that a new key of an organ of the own party signs.

    The key that stands signs it as well. 422 for a key that this organ cannot register.
    """
    require_manager(asked.by, require_own(asked, key))
    page = _page(asked, key, organ, asked.query.vkey)
    if page.registering is None:
        raise Closed(_("A secretariat or a registry dispatches no filings of a party."))
    if page.registering.errors:
        raise Malformed({f"?{name}": sentence for name, sentence in page.registering.errors.items()})
    return registration_value(page.registering)


EXAMPLE = {
    "vkey": "consult.example.int/JPN/MOFA+06f2b5ad+AfcmHxCqXiwBX1m5bFEvSs3zZcO8Y2tN8d4mUG4Bv8m1",
    "note": "(the text of the registration, an empty line, and a signature of the key itself)",
}


@noun.post(
    "/parties/<key>/organs/<organ>/keys",
    answers=OrganKeyValue,
    status=201,
    body=Key,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example=EXAMPLE,
    follows={
        "organ_keys_show": {
            "key": "$request.path.key",
            "organ": "$request.path.organ",
            "number": "$response.body#/number",
        }
    },
)
def register(asked: Asked, key: str, organ: str) -> Answer:
    """Register a key of an organ of the own party.

    The new key has signed the text of its registration; so has the one that stands, which is retired with it. From
    then on the organ signs each filing that it dispatches.
    """
    require_manager(asked.by, require_own(asked, key))
    vkey, note, host = asked.body.vkey.strip(), asked.body.note, parts().settings.host_name
    made, repeated = change(
        asked, lambda connection: keys.register_key(connection, asked.by, organ, vkey, note, host, asked.at)
    )
    value = show(asked, key, organ, int(made))
    return Answer(value, status_of(repeated), {"Location": value.href})


@noun.post(
    "/parties/<key>/organs/<organ>/keys/<int:number>/retirement",
    answers=OrganKeyValue,
    refuses=(403, 404, 409, 422),
    keyed=True,
)
def retire(asked: Asked, key: str, organ: str, number: int) -> OrganKeyValue:
    """Retire a key of an organ of the own party.

    It signs nothing any more, and the organ files without until it registers another. 409 where it was retired.
    """
    require_manager(asked.by, require_own(asked, key))
    alter(asked, lambda connection: keys.retire_key(connection, asked.by, organ, number, asked.at))
    return show(asked, key, organ, number)


def _page(asked: Asked, key: str, organ: str, vkey: str = "") -> OrganKeysPage:
    host = parts().settings.host_name
    return organ_keys_page(reader(), asked.by, key, organ, host, given={"vkey": vkey}, errors={})
