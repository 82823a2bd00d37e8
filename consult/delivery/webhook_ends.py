"""What follows when a webhook has come to an end, and what a manager does with those that did not arrive.

A receiver that says it is gone, or one that took nothing for some days, has its endpoint paused, and the managers of
its party are told by mail. What was asked for while an endpoint is paused is kept and sent when it is resumed.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from consult.delivery import endpoints, webhooks
from consult.delivery.messages import TOPIC, NewMessage, ask
from consult.delivery.wording import Dropped, Words, when_ended, words_of
from consult.i18n import _, ngettext
from consult.models.cases import ACT, CASES, OUTBOX
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.models.webhooks import WEBHOOK_ENDPOINT, WEBHOOK_MESSAGE
from consult.refusals import Closed, Unknown
from consult.standing import Standing, choices
from consult.visibility import Viewer, act_condition, case_condition

STOPPED = "webhook_stopped"
SHOWN = timedelta(days=90)
BETWEEN_TESTS = timedelta(minutes=1)
PAUSE_AFTER = timedelta(days=5)
NOT_ARRIVED = ("failed", "dropped")
_JOINED = MESSAGE.join(WEBHOOK_MESSAGE, WEBHOOK_MESSAGE.c.message_id == MESSAGE.c.id)


@when_ended(webhooks.KIND)
def follow(connection: Connection, message: Any, state: str, said: str, at: datetime) -> None:
    """Pause the endpoint of a message that failed where its receiver is gone, or took nothing for too long."""
    if state != "failed":
        return
    query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.id == message.about["endpoint"])
    endpoint = connection.execute(query.with_for_update()).one()
    gone = said.startswith(f"HTTP {webhooks.GONE}")
    since = webhooks.failing_since(connection, endpoint.id)
    if endpoint.state != "active" or not (gone or (since is not None and since <= at - PAUSE_AFTER)):
        return
    endpoints.stop(connection, endpoint, "gone" if gone else "failing", at)
    _tell_managers(connection, endpoint, at)


def _tell_managers(connection: Connection, endpoint: Row[Any], at: datetime) -> None:
    """Ask for a mail to everybody who may manage the endpoint now."""
    held = select(MANDATE.c.person_id).select_from(MANDATE.join(ORGAN)).where(ORGAN.c.party_key == endpoint.party)
    people = select(PERSON.c.id, PERSON.c.email).where(PERSON.c.id.in_(held), PERSON.c.active).order_by(PERSON.c.id)
    for person in connection.execute(people).all():
        mine = [one for one in choices(connection, person.id, at) if one.party_key == endpoint.party]
        if any(one.manages and one.procedures is None for one in mine):
            key, about = f"{STOPPED}:{endpoint.id}:{person.id}:{at.isoformat()}", {"endpoint": endpoint.id}
            new = NewMessage(key, STOPPED, "mail", endpoint.party, person.email, person_id=person.id, about=about)
            ask(connection, new, at)


@words_of(STOPPED)
def _words(connection: Connection, message: Any, _at: datetime) -> Words:
    """Say to a manager that an endpoint is paused, and why; its address is told by the page alone."""
    query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.id == message.about["endpoint"])
    row = connection.execute(query).one()
    if row.state != "paused":
        raise Dropped(_("The endpoint is not paused any more."))
    gone = _("Its receiver answered that it is gone for good.")
    failing = _("Its receiver took nothing for %(days)s days.", days=PAUSE_AFTER.days)
    kept = _("What it would be told is kept. Resume it when its receiver answers again, or remove it.")
    subject = _("A webhook endpoint of your party is paused")
    return Words(subject, (gone if row.paused_by == "gone" else failing, kept), f"/my-party/webhooks/{row.id}")


def send_test(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> int:
    """Ask for a message that says nothing, to a paused endpoint too; once a minute, since its host may be another's."""
    row = endpoints.find(conn, by, endpoint_id, live=True)
    last = select(func.max(MESSAGE.c.asked_at)).select_from(_JOINED)
    asked = last.where(WEBHOOK_MESSAGE.c.endpoint_id == row.id, MESSAGE.c.key.like(f"%:{endpoints.TEST}:%"))
    before = conn.execute(asked).scalar()
    if before is not None and before > at - BETWEEN_TESTS:
        raise Closed(_("A test was asked for less than a minute ago. See below what came of it."))
    about = {"asked": at.isoformat()}
    return webhooks.tell_one(conn, row.party, row, endpoints.TEST, None, None, about, at)


def send_again(conn: Connection, by: Standing | None, endpoint_id: int, reference: str, at: datetime) -> None:
    """Try once more to send what did not arrive; it bears the number it had."""
    row = endpoints.find(conn, by, endpoint_id, live=True)
    mine = WEBHOOK_MESSAGE.c.endpoint_id == row.id, MESSAGE.c.reference == reference
    found = conn.execute(select(MESSAGE).select_from(_JOINED).where(*mine).with_for_update(of=MESSAGE)).first()
    if found is None:
        raise Unknown
    if found.state not in NOT_ARRIVED:
        raise Closed(_("This message was taken, or is still on its way."))
    if row.state == "paused" and found.about["event"] != endpoints.TEST:
        raise Closed(_("The endpoint is paused. Resume it, and what was kept is sent."))
    _queue(conn, [found.id], at)


def resume(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> int:
    """Resume an endpoint and send what was kept while it was paused; give how many messages."""
    row = endpoints.resume(conn, by, endpoint_id, at)
    kept = WEBHOOK_MESSAGE.c.endpoint_id == row.id, MESSAGE.c.state == "dropped", MESSAGE.c.asked_at > at - SHOWN
    numbers = conn.execute(select(MESSAGE.c.id).select_from(_JOINED).where(*kept).order_by(MESSAGE.c.id)).scalars()
    found = [int(number) for number in numbers]
    _queue(conn, found, at)
    return len(found)


def resumed(kept: int) -> str:
    """Say that an endpoint is in use again, and how many messages are on their way with that."""
    sentence = _("The endpoint is in use again.")
    if not kept:
        return sentence
    more = ngettext(
        "%(num)s message that was kept is on its way.", "%(num)s messages that were kept are on their way.", kept
    )
    return f"{sentence} {more}"


def sent_to(
    conn: Connection, viewer: Viewer, endpoint_id: int, at: datetime, before: str, most: int
) -> Sequence[Row[Any]]:
    """List what was sent to an endpoint lately, the newest first and before a message; a case and an act are named
    where the viewer may see them. Messages are named by their number on the wire, since that of their row would tell
    how many there are of others."""
    case = and_(CASES.c.id == MESSAGE.c.case_id, case_condition(viewer))
    act = select(ACT.c.n).where(ACT.c.id == MESSAGE.c.act_id, act_condition(viewer)).scalar_subquery()
    query = select(MESSAGE, CASES.c.ref, act.label("n")).select_from(_JOINED.outerjoin(CASES, case))
    mine = query.where(WEBHOOK_MESSAGE.c.endpoint_id == endpoint_id, MESSAGE.c.asked_at > at - SHOWN)
    if before:
        last = MESSAGE.alias()
        number = select(last.c.id).where(last.c.reference == before, last.c.channel == webhooks.CHANNEL)
        mine = mine.where(WEBHOOK_MESSAGE.c.message_id < number.scalar_subquery())
    return conn.execute(mine.order_by(WEBHOOK_MESSAGE.c.message_id.desc()).limit(most)).all()


def was_sent_to(conn: Connection, endpoint_id: int, reference: str) -> bool:
    """Say whether a message of a number on the wire went to an endpoint, so that its list can go on from there."""
    mine = WEBHOOK_MESSAGE.c.endpoint_id == endpoint_id, MESSAGE.c.reference == reference
    return conn.execute(select(MESSAGE.c.id).select_from(_JOINED).where(*mine)).first() is not None


def tries_of(conn: Connection, numbers: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Give the tries of some messages, each list in their order."""
    found: dict[int, list[Row[Any]]] = {number: [] for number in numbers}
    query = select(MESSAGE_TRY).where(MESSAGE_TRY.c.message_id.in_(numbers)).order_by(MESSAGE_TRY.c.id)
    for row in conn.execute(query):
        found[row.message_id].append(row)
    return found


def _queue(conn: Connection, numbers: Sequence[int], at: datetime) -> None:
    """Put messages that did not arrive into the outbox once more."""
    if not numbers:
        return
    waiting = {"state": "waiting", "changed_at": at}
    conn.execute(update(MESSAGE).where(MESSAGE.c.id.in_(numbers)).values(waiting))
    rows = [
        {
            "key": f"{TOPIC}:{number}:{at.isoformat()}",
            "topic": TOPIC,
            "payload": json.dumps({"message": number, "channel": webhooks.CHANNEL}),
            "run_at": at,
            "attempts": 0,
        }
        for number in numbers
    ]
    conn.execute(insert(OUTBOX), rows)
