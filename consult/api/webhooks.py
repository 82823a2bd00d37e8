"""Endpoints of webhooks of the own party: registered, tried out, paused and removed by whoever manages it.

A secret that was just made is given once, to a system that manages as to a person: it is the endpoint's own, and with
it nobody gets in here.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Connection

from consult.api.frame.changing import alter, change, status_of
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, Numbered, following, nowhere, numbered
from consult.api.values.webhooks import (
    EndpointList,
    EndpointValue,
    SecretValue,
    SentList,
    endpoint_item,
    endpoint_value,
    sent_value,
)
from consult.delivery import endpoints, webhook_ends
from consult.delivery.endpoints import EVENTS, NewEndpoint, Shown
from consult.pages.webhooks import EndpointPage, endpoint_page, endpoints_page
from consult.web.parts import parts, reader

noun = Noun("webhooks", "Webhooks", "Addresses of systems of the own party that are told at once and ask for the rest.")
CHANGES: dict[str, Any] = {"answers": EndpointValue, "refuses": (403, 404, 409, 422), "keyed": True}


class EndpointQuery(Numbered):
    """What a list of endpoints is narrowed to, and where it goes on."""

    state: Literal["", "active", "paused", "removed"] = Field("", description="How they stand.")
    sort: Literal["number"] = Field("number", description="In the order of recording.")


class SentQuery(Cursor):
    """Where a list of messages goes on."""

    after: str = Field("", max_length=80, description="Number of the last message of the page before.")
    sort: Literal["-asked"] = Field("-asked", description="The newest first.")


class Endpoint(Body):
    """An address that begins with https:// and leads to a public host, and what it is told."""

    url: str = Field(max_length=500)
    events: list[str] = Field(default_factory=lambda: list(EVENTS), max_length=10)
    exercises: bool = False


@noun.get("/webhooks", answers=EndpointList, query=EndpointQuery, refuses=(403, 404, 409, 422))
def index(asked: Asked) -> Answer:
    """List the endpoints of the own party."""
    found = endpoints_page(reader(), asked.by).endpoints
    wanted = [one for one in found if asked.query.state in ("", one.state)]
    items, last = numbered(wanted, asked.query, lambda one: one.id)
    onward, headers = following(last)
    return Answer(EndpointList(tuple(endpoint_item(one, PREFIX) for one in items), onward), headers=headers)


@noun.get(
    "/webhooks/<int:number>",
    answers=EndpointValue,
    refuses=(403, 404, 409),
    follows={"webhooks_list_messages": {"number": "$request.path.number"}},
)
def show(asked: Asked, number: int) -> EndpointValue:
    """Show one endpoint of the own party."""
    return endpoint_value(_page(asked, number), PREFIX)


@noun.get("/webhooks/<int:number>/messages", answers=SentList, query=SentQuery, refuses=(403, 404, 409, 422))
def list_messages(asked: Asked, number: int) -> Answer:
    """List what was sent to an endpoint in the last ninety days, with each try."""
    page, after = _page(asked, number, asked.query.after, asked.query.size), asked.query.after
    if after and not webhook_ends.was_sent_to(reader(), number, after):
        raise nowhere()
    onward, headers = following(page.following or None)
    return Answer(SentList(tuple(sent_value(one) for one in page.sent), onward), headers=headers)


def _page(asked: Asked, number: int, before: str = "", most: int = 1) -> EndpointPage:
    return endpoint_page(reader(), asked.by, number, before, asked.at, most)


@noun.post(
    "/webhooks",
    answers=SecretValue,
    status=201,
    body=Endpoint,
    refuses=(403, 404, 409, 422),
    keyed=True,
    example={"url": "https://93.184.216.34/consult", "events": ["act.served"]},
    follows={"webhooks_show": {"number": "$response.body#/endpoint/number"}},
)
def register(asked: Asked) -> Answer:
    """Register an endpoint, and give its secret this once.

    A repeated request (Idempotency-Key) registers nothing more and gives no secret.
    """
    endpoints.require_keeper(asked.by, asked.by.party_key)
    body, settings = asked.body, parts().settings
    new = NewEndpoint(body.url.strip(), tuple(body.events), body.exercises)
    new = endpoints.read(new, endpoints.rules_of(settings))
    key, party = settings.secret_key, asked.by.party_key
    return _secret(asked, lambda connection: endpoints.register(connection, asked.by, party, new, key, asked.at))


@noun.post("/webhooks/<int:number>/rotation", answers=SecretValue, status=201, refuses=(403, 404, 409, 422), keyed=True)
def rotate(asked: Asked, number: int) -> Answer:
    """Make a new secret, and give it this once.

    The one before signs beside it for a while. 409 while two sign.
    """
    settings = parts().settings
    overlap = timedelta(hours=settings.webhooks.overlap_hours)
    key = settings.secret_key
    return _secret(asked, lambda connection: endpoints.rotate(connection, asked.by, number, key, overlap, asked.at))


def _secret(asked: Asked, make: Callable[[Connection], Shown]) -> Answer:
    """Answer a secret that was made now; of one that was made before nothing is known."""
    secrets: list[str] = []

    def made(connection: Connection) -> int:
        shown = make(connection)
        secrets.append(shown.secret)
        return shown.endpoint_id

    number, repeated = change(asked, made)
    item = endpoint_item(_page(asked, int(number)).endpoint, PREFIX)
    value = SecretValue(item, secrets[0] if secrets else None)
    return Answer(value, status_of(repeated), {"Location": item.href})


@noun.post("/webhooks/<int:number>/retirement", **CHANGES)
def retire(asked: Asked, number: int) -> EndpointValue:
    """Delete the old secret before its time is over."""
    alter(asked, lambda connection: endpoints.retire_old(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/webhooks/<int:number>/test", **CHANGES)
def send_test(asked: Asked, number: int) -> EndpointValue:
    """Ask for a message that says nothing, once a minute."""
    alter(asked, lambda connection: webhook_ends.send_test(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/webhooks/<int:number>/pause", **CHANGES)
def pause(asked: Asked, number: int) -> EndpointValue:
    """Send nothing more to an endpoint until it is resumed; what it would be told is kept."""
    alter(asked, lambda connection: endpoints.pause(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/webhooks/<int:number>/resumption", **CHANGES)
def resume(asked: Asked, number: int) -> EndpointValue:
    """Resume an endpoint, and send what was kept."""
    alter(asked, lambda connection: webhook_ends.resume(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/webhooks/<int:number>/removal", **CHANGES)
def remove(asked: Asked, number: int) -> EndpointValue:
    """Use an endpoint no more; what was sent to it stays on record."""
    alter(asked, lambda connection: endpoints.remove(connection, asked.by, number, asked.at))
    return show(asked, number)


@noun.post("/webhooks/<int:number>/messages/<reference>/again", **CHANGES)
def send_again(asked: Asked, number: int, reference: str) -> EndpointValue:
    """Send once more what did not arrive, under the number that it had."""
    alter(asked, lambda connection: webhook_ends.send_again(connection, asked.by, number, reference, asked.at))
    return show(asked, number)
