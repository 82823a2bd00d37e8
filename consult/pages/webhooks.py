"""Endpoints of webhooks as their manager sees them: where they lead, how they stand, and what was sent there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from consult.delivery import endpoints, webhook_ends, webhooks
from consult.delivery.endpoints import EVENTS, Shown
from consult.i18n import _, _l
from consult.pages.fields import FormField, Given, Option, fill
from consult.standing import Standing
from consult.visibility import Viewer
from consult.words import name
from workflows.kernel.frozen import dataclass

LINES = 50
EVENT: Mapping[str, Any] = MappingProxyType(
    {
        endpoints.SERVED: _l("An act was served on us"),
        endpoints.REMINDED: _l("A date comes near"),
        endpoints.FAILED: _l("Service of our act failed"),
        endpoints.DRILL: _l("A drill of our contact points"),
        endpoints.TEST: _l("Test"),
    }
)
STATE: Mapping[str, Any] = MappingProxyType({"active": _l("in use"), "paused": _l("paused"), "removed": _l("removed")})
WHY: Mapping[str, Any] = MappingProxyType(
    {
        "manager": _l("Paused by a manager of your party."),
        "gone": _l("Its receiver answered that it is gone for good."),
        "failing": _l("Its receiver took nothing for several days."),
    }
)
SENT: Mapping[str, Any] = MappingProxyType(
    {
        "waiting": _l("on its way"),
        "sent": _l("taken"),
        "failed": _l("given up"),
        "returned": _l("came back"),
        "dropped": _l("not sent"),
    }
)


@dataclass(frozen=True, slots=True)
class EndpointView:
    """One endpoint: its address, what it is told, and how it stands."""

    id: int
    url: str
    events: tuple[str, ...]
    event_keys: tuple[str, ...]
    exercises: bool
    state: str
    state_name: str
    why: str
    is_stopped: bool
    registered_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class EndpointsPage:
    """The endpoints of one's own party."""

    title: str
    endpoints: tuple[EndpointView, ...]


@dataclass(frozen=True, slots=True)
class TryLine:
    """One try: when, and what was answered."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class SentLine:
    """One message: which event, about what, how far it came, and each try."""

    number: str
    event: str
    event_key: str
    ref: str
    n: int | None
    asked_at: datetime
    state: str
    state_name: str
    tries: tuple[TryLine, ...]
    may_send_again: bool


@dataclass(frozen=True, slots=True)
class EndpointPage:
    """One endpoint with its secrets' dates and what was sent to it lately."""

    title: str
    endpoint: EndpointView
    secret_made_at: datetime | None
    old_until: datetime | None
    failing_since: datetime | None
    sent: tuple[SentLine, ...]
    following: str


@dataclass(frozen=True, slots=True)
class SecretPage:
    """A secret, shown this once."""

    title: str
    shown: Shown
    url: str


def endpoints_page(conn: Connection, by: Standing) -> EndpointsPage:
    """Draw up the endpoints of the own party, for somebody who manages them."""
    endpoints.require_keeper(by, by.party_key)
    return EndpointsPage(_("Webhooks"), tuple(_view(row) for row in endpoints.endpoints_of(conn, by.party_key)))


def endpoint_page(
    conn: Connection, by: Standing, endpoint_id: int, before: str, at: datetime, most: int = LINES
) -> EndpointPage:
    """Draw up one endpoint of the own party with so many messages, or refuse as unknown."""
    row = endpoints.find(conn, by, endpoint_id)
    secrets = endpoints.secrets_of(conn, row.id, at)
    rows = webhook_ends.sent_to(conn, Viewer.of(by), row.id, at, before, most + 1)
    tries = webhook_ends.tries_of(conn, [one.id for one in rows[:most]])
    old = [one.retires_at for one in secrets if one.retires_at is not None]
    return EndpointPage(
        title=_("Webhook endpoint"),
        endpoint=_view(row),
        secret_made_at=secrets[0].made_at if secrets else None,
        old_until=min(old) if len(secrets) > 1 and old else None,
        failing_since=webhooks.failing_since(conn, row.id) if row.state != "removed" else None,
        sent=tuple(_line(one, tries[one.id], row.state) for one in rows[:most]),
        following=rows[most - 1].reference if len(rows) > most else "",
    )


def stopped_on_desk(conn: Connection, by: Standing) -> int:
    """Count the endpoints that were paused by no manager and wait for this one."""
    return endpoints.stopped_of(conn, by.party_key) if by.manages and by.procedures is None else 0


def secret_page(conn: Connection, by: Standing, shown: Shown) -> SecretPage:
    """Draw up the page that shows a secret this once."""
    return SecretPage(_("Secret of the endpoint"), shown, endpoints.find(conn, by, shown.endpoint_id).url)


def endpoint_fields(given: Given, errors: Mapping[str, str]) -> tuple[FormField, ...]:
    """Ask for an endpoint."""
    events = tuple(Option(key, name(EVENT, key), key) for key in EVENTS)
    exercises = _("For exercises: it is told of exercise cases, and of no others")
    where = _("Begins with https:// and leads to a public host. What is sent there holds references and links only.")
    fields = (
        FormField("url", _("Address"), help=where),
        FormField("events", _("What it is told"), "choices", EVENTS, events),
        FormField("exercises", exercises, "yes_no", required=False),
    )
    return fill(fields, given, errors)


def _view(row: Any) -> EndpointView:
    return EndpointView(
        id=row.id,
        url=row.url,
        events=tuple(name(EVENT, key) for key in row.events),
        event_keys=tuple(row.events),
        exercises=row.exercises,
        state=row.state,
        state_name=name(STATE, row.state),
        why=name(WHY, row.paused_by) if row.paused_by else "",
        is_stopped=row.paused_by in ("gone", "failing"),
        registered_at=row.registered_at,
        changed_at=row.changed_at,
    )


def _line(row: Any, tries: Sequence[Any], state: str) -> SentLine:
    event = str(row.about.get("event", ""))
    may = row.state in webhook_ends.NOT_ARRIVED and (
        state == "active" or (state == "paused" and event == endpoints.TEST)
    )
    return SentLine(
        number=row.reference,
        event=name(EVENT, event),
        event_key=event,
        ref=row.ref or "",
        n=row.n if row.ref else None,
        asked_at=row.asked_at,
        state=row.state,
        state_name=name(SENT, row.state),
        tries=tuple(TryLine(one.at, one.said) for one in reversed(tries)),
        may_send_again=may,
    )
