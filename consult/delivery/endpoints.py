"""Endpoints of webhooks: registered, paused, removed by the manager of their party, and the secrets that sign for them.

What an endpoint is told may name any case of its party, so a mandate for some procedures alone manages none. Each
change is an entry in the party's own chain of the log, by number and digest of the address, never with a secret.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from consult import kept_secrets
from consult.delivery import signing
from consult.delivery.targets import NotAllowed, Resolve, Rules, check, look_up, read_url
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.own import Own, record
from consult.models.webhooks import WEBHOOK_ENDPOINT, WEBHOOK_SECRET
from consult.people.authority import require_manager
from consult.people.entries import hand
from consult.refusals import Closed, Malformed, Unknown
from consult.settings import Settings
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

SERVED, REMINDED, FAILED, DRILL = "act.served", "deadline.reminder", "service.failed", "drill"
EVENTS = (SERVED, REMINDED, FAILED, DRILL)
TEST = "endpoint.test"
kept_secrets.remember(WEBHOOK_SECRET.c.kept, signing.PURPOSE)
MOST = 10
"""Endpoints of one party that are not removed: each act that is served on it is told to every one."""


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """What is registered: an address, the events it is told, and whether it is for exercises."""

    url: str
    events: tuple[str, ...] = EVENTS
    exercises: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A secret on its way to the manager, this once."""

    endpoint_id: int
    secret: str


def rules_of(settings: Settings) -> Rules:
    """Give what an installation lets through."""
    chosen = settings.webhooks
    return Rules(chosen.allow_private, chosen.allow_http, chosen.allow_any_port)


def read(new: NewEndpoint, rules: Rules, resolve: Resolve = look_up) -> NewEndpoint:
    """Check an endpoint before it is registered, and give it with its address in one spelling. A name is looked up, so
    this is done outside any transaction. Raises Malformed."""
    faults, url = {}, new.url
    try:
        place = read_url(new.url, rules)
        check(place, rules, resolve)
        url = place.url
    except NotAllowed as reason:
        faults["url"] = str(reason)
    if not new.events or set(new.events) - set(EVENTS):
        faults["events"] = _("Choose at least one from the list.")
    if faults:
        raise Malformed(faults)
    return NewEndpoint(url, tuple(one for one in EVENTS if one in new.events), new.exercises)


def require_keeper(by: Standing | None, party: str) -> None:
    """Refuse as unknown whoever does not manage this party, and as closed a mandate for some procedures alone."""
    require_manager(by, party)
    if by is not None and by.procedures is not None:
        raise Closed(
            _(
                "Your mandate is for some procedures alone. Webhooks may name any case of your party: somebody whose "
                "mandate is for all of them manages these."
            )
        )


def register(conn: Connection, by: Standing | None, party: str, new: NewEndpoint, key: str, at: datetime) -> Shown:
    """Register an endpoint that was read, and give its secret; `key` is the installation's own secret."""
    require_keeper(by, party)
    wait_turn(conn, f"endpoints:{party}")
    standing = [row for row in endpoints_of(conn, party) if row.state != "removed"]
    if any(row.url == new.url for row in standing):
        raise Malformed({"url": _("This address is registered already. Make a new secret for it, or remove it first.")})
    if len(standing) >= MOST:
        raise Closed(_("A party has %(most)s endpoints at most. Remove one first.", most=MOST))
    row = {"party": party, "url": new.url, "events": list(new.events), "exercises": new.exercises}
    row |= {"state": "active", "paused_by": "", "registered_at": at, "changed_at": at}
    row["registered_by"] = by.person_id if by else None
    number = int(conn.execute(insert(WEBHOOK_ENDPOINT).values(row).returning(WEBHOOK_ENDPOINT.c.id)).scalar_one())
    secret = _add_secret(conn, number, key, at)
    more = {"events": list(new.events), "exercises": new.exercises}
    record(conn, _entry(by, party, number, new.url, "registered", at, **more))
    return Shown(number, secret)


def rotate(
    conn: Connection, by: Standing | None, endpoint_id: int, key: str, overlap: timedelta, at: datetime
) -> Shown:
    """Make a new secret; the one before signs beside it for some time and is then deleted."""
    row = find(conn, by, endpoint_id, live=True)
    signing_now = secrets_of(conn, row.id, at)
    if len(signing_now) > 1:
        raise Closed(_("Two secrets sign already. Retire the old one first."))
    conn.execute(update(WEBHOOK_SECRET).where(WEBHOOK_SECRET.c.endpoint_id == row.id).values(retires_at=at + overlap))
    secret = _add_secret(conn, row.id, key, at)
    record(conn, _entry(by, row.party, row.id, row.url, "rotated", at, overlaps_until=(at + overlap).isoformat()))
    return Shown(row.id, secret)


def retire_old(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> None:
    """Delete the secret that was replaced, before its time is over."""
    row = find(conn, by, endpoint_id, live=True)
    old = WEBHOOK_SECRET.c.endpoint_id == row.id, WEBHOOK_SECRET.c.retires_at.is_not(None)
    if conn.execute(delete(WEBHOOK_SECRET).where(*old, WEBHOOK_SECRET.c.retires_at > at)).rowcount == 0:
        raise Closed(_("One secret signs; there is no old one."))
    record(conn, _entry(by, row.party, row.id, row.url, "old_secret_retired", at))


def pause(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> None:
    """Send nothing more to an endpoint until it is resumed; what it would be told is kept."""
    row = find(conn, by, endpoint_id, live=True)
    if row.state == "paused":
        raise Closed(_("This endpoint is paused already."))
    set_state(conn, row, "paused", "manager", at)
    record(conn, _entry(by, row.party, row.id, row.url, "paused", at, why="manager"))


def resume(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> Row[Any]:
    """Let an endpoint be told again; what was kept meanwhile is for the caller to send."""
    row = find(conn, by, endpoint_id, live=True)
    if row.state != "paused":
        raise Closed(_("This endpoint is not paused."))
    set_state(conn, row, "active", "", at)
    record(conn, _entry(by, row.party, row.id, row.url, "resumed", at))
    return row


def remove(conn: Connection, by: Standing | None, endpoint_id: int, at: datetime) -> None:
    """Use an endpoint no more and delete its secrets; what was sent to it stays on record."""
    row = find(conn, by, endpoint_id, live=True)
    set_state(conn, row, "removed", "", at)
    conn.execute(delete(WEBHOOK_SECRET).where(WEBHOOK_SECRET.c.endpoint_id == row.id))
    record(conn, _entry(by, row.party, row.id, row.url, "removed", at))


def stop(conn: Connection, row: Row[Any], why: str, at: datetime) -> None:
    """Pause an endpoint without anybody's hand: "gone" as its receiver said, or "failing" for too long."""
    set_state(conn, row, "paused", why, at)
    record(conn, Own("webhook", row.party, _body(row.id, row.url, "paused", why=why), at, by={"office": "clock"}))


def set_state(conn: Connection, row: Row[Any], state: str, paused_by: str, at: datetime) -> None:
    """Move an endpoint to another state."""
    values = {"state": state, "paused_by": paused_by, "changed_at": at}
    conn.execute(update(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.id == row.id).values(values))


def find(conn: Connection, by: Standing | None, endpoint_id: int, *, live: bool = False) -> Row[Any]:
    """Find an endpoint that the asker manages, or refuse as unknown; `live` locks it and refuses a removed one."""
    query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.id == endpoint_id)
    row = conn.execute(query.with_for_update() if live else query).first()
    if row is None or (by is not None and row.party != by.party_key):
        raise Unknown
    require_keeper(by, row.party)
    if live and row.state == "removed":
        raise Closed(_("This endpoint was removed. Register its address anew."))
    return row


def endpoints_of(conn: Connection, party: str) -> Sequence[Row[Any]]:
    """List the endpoints of a party, removed ones last, then the newest first."""
    query = select(WEBHOOK_ENDPOINT).where(WEBHOOK_ENDPOINT.c.party == party)
    rows = conn.execute(query.order_by(WEBHOOK_ENDPOINT.c.id.desc())).all()
    return sorted(rows, key=lambda row: row.state == "removed")


def secrets_of(conn: Connection, endpoint_id: int, at: datetime) -> Sequence[Row[Any]]:
    """List the secrets that sign at an instant, the newest first, as they are kept."""
    c = WEBHOOK_SECRET.c
    query = select(WEBHOOK_SECRET).where(c.endpoint_id == endpoint_id, or_(c.retires_at.is_(None), c.retires_at > at))
    return conn.execute(query.order_by(c.id.desc())).all()


def forget_old(conn: Connection, endpoint_id: int, at: datetime) -> None:
    """Delete what signs no more."""
    over = WEBHOOK_SECRET.c.endpoint_id == endpoint_id, WEBHOOK_SECRET.c.retires_at <= at
    conn.execute(delete(WEBHOOK_SECRET).where(*over))


def stopped_of(conn: Connection, party: str) -> int:
    """Count the endpoints of a party that were paused by no manager, and wait for one."""
    waits = WEBHOOK_ENDPOINT.c.state == "paused", WEBHOOK_ENDPOINT.c.paused_by.in_(("gone", "failing"))
    query = select(func.count()).select_from(WEBHOOK_ENDPOINT)
    return int(conn.execute(query.where(WEBHOOK_ENDPOINT.c.party == party, *waits)).scalar_one())


def _add_secret(conn: Connection, endpoint_id: int, key: str, at: datetime) -> str:
    forget_old(conn, endpoint_id, at)
    secret = signing.draw()
    row = {"endpoint_id": endpoint_id, "kept": signing.lock(secret, key), "made_at": at}
    conn.execute(insert(WEBHOOK_SECRET).values(row))
    return secret


def _entry(by: Standing | None, party: str, number: int, url: str, event: str, at: datetime, **more: Any) -> Own:
    return Own("webhook", party, _body(number, url, event, **more), at, by=hand(by), person=by.name if by else "")


def _body(number: int, url: str, event: str, **more: Any) -> dict[str, Any]:
    return {"endpoint": number, "event": event, "url": digest_secret(url), **more}
