"""Endpoints of webhooks of the own party, as a machine reads them; a secret is given once, when it is made."""

from datetime import datetime

from consult.pages.webhooks import EndpointPage, EndpointView, SentLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class EndpointItem:
    """One endpoint: its address, the events that it is told, whether it is for exercises, and how it stands (active,
    paused or removed; `why` in words)."""

    number: int
    url: str
    events: tuple[str, ...]
    exercises: bool
    state: str
    why: str
    registered_at: datetime
    changed_at: datetime
    href: str
    messages_href: str


@dataclass(frozen=True, slots=True)
class EndpointList:
    """Endpoints of the own party, by number, removed ones too."""

    items: tuple[EndpointItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class EndpointValue:
    """One endpoint, with when its secret was made, until when the one before signs beside it, and since when nothing
    arrives."""

    endpoint: EndpointItem
    secret_made_at: datetime | None
    old_until: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class SecretValue:
    """An endpoint with the secret that was just made for it. It is given this once: a request that comes again gets
    null, and whoever lost it makes a new one."""

    endpoint: EndpointItem
    secret: str | None


@dataclass(frozen=True, slots=True)
class TryValue:
    """One try: when, and what was answered."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class SentValue:
    """One message, by its number on the wire: which event, about which case and act where they may be seen, how far it
    came (waiting, sent, failed, returned or dropped), and each try."""

    number: str
    event: str
    case: str
    n: int | None
    asked_at: datetime
    state: str
    tries: tuple[TryValue, ...]
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class SentList:
    """What was sent to an endpoint in the last ninety days, the newest first."""

    items: tuple[SentValue, ...]
    next: str | None


def endpoint_item(one: EndpointView, base: str) -> EndpointItem:
    """Write one endpoint of the list."""
    here = f"{base}/webhooks/{one.id}"
    return EndpointItem(
        one.id,
        one.url,
        one.event_keys,
        one.exercises,
        one.state,
        one.why,
        one.registered_at,
        one.changed_at,
        here,
        f"{here}/messages",
    )


def endpoint_value(page: EndpointPage, base: str) -> EndpointValue:
    """Write one endpoint from its page."""
    return EndpointValue(endpoint_item(page.endpoint, base), page.secret_made_at, page.old_until, page.failing_since)


def sent_value(one: SentLine) -> SentValue:
    """Write one message."""
    tries = tuple(TryValue(each.at, each.said) for each in one.tries)
    return SentValue(one.number, one.event_key, one.ref, one.n, one.asked_at, one.state, tries, one.may_send_again)
