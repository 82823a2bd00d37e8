"""Webhooks: who is told what, and how it is carried.

`tell` asks for one message an endpoint that wants an event. What a message says is put together when it is sent: keys
and links alone, and of a case whose very existence is sealed not even those. It bears the same number on every try.
An endpoint that did not answer a moment ago is given a pause before the next message is tried, so that the few threads
that send are there for the others. Not modelled: payloads with what was filed; who wants to read it signs in.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from consult.delivery import endpoints, signing
from consult.delivery.carriers import Letter, NotSetUp, Proof, Refused, Unreachable, carrier, enclosing
from consult.delivery.events import digest_about, keep_events
from consult.delivery.mail import address_of
from consult.delivery.messages import NewMessage, ask
from consult.delivery.posting import NoAnswer, post
from consult.delivery.saying import said_of
from consult.delivery.targets import NotAllowed, NotFound, Rules, read_url
from consult.delivery.wording import Dropped, Words, words_of
from consult.i18n import _
from consult.models.cases import ACT, CASES, DEADLINE
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.levels import LEVEL
from consult.models.webhooks import WEBHOOK_ENDPOINT, WEBHOOK_MESSAGE
from consult.settings import Settings
from consult.visibility import SEALED, Viewer, act_condition, case_condition, deadline_condition

KIND = CHANNEL = "webhook"
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
LOOKED_AT = 100
ANY = Rules(allow_private=True, allow_http=True, allow_any_port=True)
GONE = 410
_WILL_NEVER = frozenset({GONE, 413})
"""Gone for good, and too large: what is sent again is as large. Redirects are not followed and will not be."""
_CASE_OF = (
    select(CASES.c.id, CASES.c.exercise)
    .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    .where(ACT.c.id == bindparam("act"))
)
_ENDPOINTS = (
    select(WEBHOOK_ENDPOINT.c.id, WEBHOOK_ENDPOINT.c.party, WEBHOOK_ENDPOINT.c.url, WEBHOOK_ENDPOINT.c.events)
    .where(
        WEBHOOK_ENDPOINT.c.party.in_(bindparam("parties", expanding=True)),
        WEBHOOK_ENDPOINT.c.state != "removed",
        WEBHOOK_ENDPOINT.c.exercises == bindparam("of_exercises"),
    )
    .order_by(WEBHOOK_ENDPOINT.c.id)
)


def tell(
    connection: Connection,
    party: str,
    event: str,
    case_id: int | None,
    act_id: int | None,
    about: Mapping[str, Any],
    at: datetime,
) -> int:
    """Keep an event for the feed of a party, and ask for a message to each of its endpoints that wants it, the same
    event once; give how many messages."""
    return _tell_all(connection, [party], event, case_id, act_id, about, at, _is_exercise(connection, case_id))


def _tell_all(
    connection: Connection,
    parties: Collection[str],
    event: str,
    case_id: int | None,
    act_id: int | None,
    about: Mapping[str, Any],
    at: datetime,
    is_exercise: bool,
) -> int:
    """Tell several parties of one event."""
    keep_events(connection, parties, event, case_id, act_id, about, at)
    standing = connection.execute(_ENDPOINTS, {"parties": list(parties), "of_exercises": is_exercise}).all()
    wanted = [row for party in parties for row in standing if row.party == party and event in row.events]
    for row in wanted:
        tell_one(connection, row.party, row, event, case_id, act_id, about, at)
    return len(wanted)


def tell_one(
    connection: Connection,
    party: str,
    endpoint: Any,
    event: str,
    case_id: int | None,
    act_id: int | None,
    about: Mapping[str, Any],
    at: datetime,
) -> int:
    """Ask for a message to one endpoint, under a number of its own that no count of messages can be read from."""
    key = f"webhook:{endpoint.id}:{event}:{digest_about(case_id, act_id, about)}"
    told = {**about, "event": event, "endpoint": endpoint.id}
    new = NewMessage(key, KIND, CHANNEL, party, endpoint.url, case_id=case_id, act_id=act_id, about=told)
    number = ask(connection, new, at)
    if connection.execute(select(MESSAGE.c.reference).where(MESSAGE.c.id == number)).scalar() == "":
        reference = f"msg_{secrets.token_hex(16)}"
        connection.execute(update(MESSAGE).where(MESSAGE.c.id == number).values(reference=reference))
        connection.execute(insert(WEBHOOK_MESSAGE).values(message_id=number, endpoint_id=endpoint.id))
    return number


def tell_served(connection: Connection, act_id: int, parties: Iterable[str], at: datetime) -> int:
    """Tell everybody on whom an act was served; give how many messages were asked for."""
    case = connection.execute(_CASE_OF, {"act": act_id}).first()
    if case is None or not (told := tuple(dict.fromkeys(parties))):
        return 0
    return _tell_all(connection, told, endpoints.SERVED, case.id, act_id, {}, at, case.exercise)


@words_of(KIND)
def _words(_connection: Connection, message: Any, _at: datetime) -> Words:
    """Name the event; a webhook carries keys and no sentences."""
    return Words(event_of(message), ())


@enclosing(CHANNEL)
def enclose(connection: Connection, message: Any, at: datetime) -> Mapping[str, Any]:
    """Give what the carrier needs of an endpoint, and what the message says now."""
    endpoint, event = _endpoint_of(connection, message), event_of(message)
    if endpoint.state == "paused" and event != endpoints.TEST:
        endpoint = _hold(connection, endpoint.id)
    if endpoint.state == "removed":
        raise Dropped(_("The endpoint was removed before the message was sent."))
    if endpoint.state == "paused" and event != endpoints.TEST:
        raise Dropped(_("The endpoint is paused; the message is kept until it is resumed."))
    endpoints.forget_old(connection, endpoint.id, at)
    body = {"type": event, "timestamp": message.asked_at.isoformat(), "data": data_of(connection, message)}
    kept = tuple(row.kept for row in endpoints.secrets_of(connection, endpoint.id, at))
    rests = _rests(connection, endpoint.id, message.id, at)
    return {"url": endpoint.url, "kept": kept, "body": body, "rests": rests, "at": at}


def _hold(connection: Connection, endpoint_id: int) -> Any:
    """Read a paused endpoint anew, and let whoever resumes it wait: what is kept after he has looked for what was kept,
    nobody would send."""
    query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.id == endpoint_id)
    return connection.execute(query.with_for_update(read=True)).one()


def event_of(message: Any) -> str:
    """Name the event of a message; one that no endpoint was chosen for serves an act on a contact point."""
    return str(message.about.get("event", endpoints.SERVED))


def _endpoint_of(connection: Connection, message: Any) -> Any:
    """Find the endpoint of a message: the one it was asked for, else the one registered for a contact point's address,
    since without a secret nothing could be signed."""
    c = WEBHOOK_ENDPOINT.c
    if "endpoint" in message.about:
        return connection.execute(select(WEBHOOK_ENDPOINT).where(c.id == message.about["endpoint"])).one()
    mine = (
        c.party == message.party,
        c.url == _one_spelling(message.address),
        c.exercises == _is_exercise(connection, message.case_id),
    )
    found = connection.execute(select(WEBHOOK_ENDPOINT).where(*mine).order_by(c.id.desc())).first()
    if found is None:
        raise Dropped(_("No endpoint is registered for this address, so nothing can be signed for it."))
    return found


def _one_spelling(url: str) -> str:
    try:
        return read_url(url.strip(), ANY).url
    except NotAllowed:
        return url


def _is_exercise(connection: Connection, case_id: int | None) -> bool:
    return bool(connection.execute(select(CASES.c.exercise).where(CASES.c.id == case_id)).scalar())


def data_of(connection: Connection, message: Any) -> dict[str, Any]:
    """Say what a message is about, as its party may read it now: keys, and paths that the carrier makes links of."""
    viewer = Viewer(message.party)
    case = _case(connection, viewer, message.case_id)
    is_sealed = case is None or case.existence == SEALED
    act = None if is_sealed else _act(connection, viewer, message.act_id)
    limit = None if is_sealed else _deadline(connection, viewer, message.about.get("deadline"))
    return said_of(message.party, message.about, case, act, limit)


def _case(connection: Connection, viewer: Viewer, case_id: int | None) -> Any:
    return connection.execute(select(CASES).where(CASES.c.id == case_id, case_condition(viewer))).first()


def _act(connection: Connection, viewer: Viewer, act_id: int | None) -> Any:
    seen = select(ACT.c.n, LEVEL.label("level")).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    return connection.execute(seen.where(ACT.c.id == act_id, act_condition(viewer))).first()


def _deadline(connection: Connection, viewer: Viewer, number: object) -> Any:
    """Find a limit that its party may see."""
    seen = select(DEADLINE).select_from(DEADLINE.join(CASES, CASES.c.id == DEADLINE.c.case_id))
    return connection.execute(seen.where(DEADLINE.c.id == number, deadline_condition(viewer))).first()


def failing_since(connection: Connection, endpoint_id: int) -> datetime | None:
    """Give the instant of the first try that an endpoint did not take after the last one that it took."""
    c = MESSAGE_TRY.c
    joined = MESSAGE_TRY.join(WEBHOOK_MESSAGE, WEBHOOK_MESSAGE.c.message_id == c.message_id)
    mine = WEBHOOK_MESSAGE.c.endpoint_id == endpoint_id
    taken = select(func.coalesce(func.max(c.id), 0)).select_from(joined).where(mine, c.outcome == "sent")
    failed = select(func.min(c.id)).select_from(joined).where(mine, c.outcome.in_(("unreachable", "refused")))
    first = failed.where(c.id > taken.scalar_subquery()).scalar_subquery()
    found: datetime | None = connection.execute(select(c.at).where(c.id == first)).scalar()
    return found


def pause_after(failing: timedelta) -> timedelta:
    """Give the pause of an endpoint that has taken nothing for a time: the longer that is, the longer the pause. Else a
    few that hang would keep the threads that send from all others."""
    return min(max(PAUSE, failing / 4), LONGEST_PAUSE)


def _rests(connection: Connection, endpoint_id: int, message_id: int, at: datetime) -> bool:
    """Say whether another message was not taken by this endpoint a moment ago, and none since."""
    since = failing_since(connection, endpoint_id)
    if since is None:
        return False
    pause = pause_after(at - since)
    c, w = MESSAGE_TRY.c, WEBHOOK_MESSAGE.c
    newest = select(w.message_id).where(w.endpoint_id == endpoint_id).order_by(w.message_id.desc()).limit(LOOKED_AT)
    lately = c.at > at - pause, c.at <= at
    of_late = select(c.message_id, c.outcome).where(c.message_id.in_(newest), *lately, c.outcome != "dropped")
    last = connection.execute(of_late.order_by(c.id.desc()).limit(1)).first()
    return last is not None and last.outcome == "unreachable" and last.message_id != message_id


@carrier(CHANNEL)
def carry(settings: Settings, letter: Letter) -> Proof:
    """Sign a message, post it, and give what its receiver answered."""
    given = letter.enclosed
    if given["rests"]:
        raise NotSetUp(_("The endpoint did not answer a moment ago; it is given a pause."))
    body = json.dumps(_with_links(settings, given["body"]), separators=(",", ":"), sort_keys=True)
    rules = endpoints.rules_of(settings)
    try:
        place = read_url(given["url"], rules)
        keys = [signing.unlock(kept, settings.secret_key) for kept in given["kept"]]
        headers = signing.headers(keys, letter.reference, given["at"], body)
        answer = post(place, rules, headers, body.encode(), settings.webhooks.timeout_seconds)
    except signing.Unreadable:
        raise Unreachable(_("The secret cannot be read: this installation has another one. Make a new one.")) from None
    except (NotFound, NoAnswer) as reason:
        raise Unreachable(str(reason)) from None
    except NotAllowed as reason:
        raise Refused(str(reason)) from None
    if answer.is_taken:
        return Proof(str(answer))
    if answer.status in _WILL_NEVER or 300 <= answer.status < 400:
        raise Refused(str(answer))
    raise Unreachable(str(answer))


def _with_links(settings: Settings, body: Mapping[str, Any]) -> dict[str, Any]:
    """Make the paths of a body into addresses of this installation."""
    links = {name: address_of(settings, path) for name, path in body["data"]["links"].items()}
    return {**body, "data": {**body["data"], "links": links}}
