"""Drills: every contact point is asked to answer, and what came of it is kept.

A mail carries a link that answers without sign-in. Its token is drawn when the mail is put together, and kept as a
digest alone: a mail that is sent anew brings a fresh link. A point in this product is answered by somebody of its
organ; what can only be tried by hand, the secretariat tries and records. From an installation that is an exercise
nothing leaves, so that there the others are tried by hand too. A drill is never service: it touches no act and no row
of `service`. Not modelled: drills of a part of a party's points.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, func, insert, or_, select, update

from consult.db import reading, writing
from consult.delivery import endpoints, messages, webhooks
from consult.delivery.messages import NewMessage
from consult.delivery.wording import Dropped, Words, when_ended, words_of
from consult.digests import digest_secret, draw_secret
from consult.i18n import _, write_instant
from consult.models.channels import DRILL, DRILL_POINT
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY
from consult.people.authority import require_secretariat
from consult.people.contacts import note_proof
from consult.refusals import Closed, Malformed, NotThrough, Unknown
from consult.standing import Standing

KIND = "drill"
DAYS = 7
WAITING, ANSWERED, SILENT, FAILED, DROPPED = "waiting", "answered", "silent", "failed", "dropped"
MAIL, HERE, HAND = "mail", "here", "hand"
_WAY = {"mail": MAIL, "in_app": HERE}
LONGEST_REMARK = 500
_POINTS = (
    select(DRILL_POINT, DRILL.c.closes_at, DRILL.c.closed_at, CONTACT_POINT.c.address, CONTACT_POINT.c.organ_id)
    .add_columns(ORGAN.c.name.label("organ"), PARTY.c.name.label("party_name"), PARTY.c.zone)
    .select_from(
        DRILL_POINT.join(DRILL)
        .join(CONTACT_POINT, CONTACT_POINT.c.id == DRILL_POINT.c.contact_id)
        .join(ORGAN, ORGAN.c.id == CONTACT_POINT.c.organ_id)
        .join(PARTY, PARTY.c.key == ORGAN.c.party_key)
    )
)


def start(
    conn: Connection,
    by: Standing | None,
    at: datetime,
    *,
    parties: Collection[str] | None = None,
    days: int = DAYS,
    exercise: bool = False,
) -> int:
    """Begin a drill over the contact points in use, of some parties or of all, and answer its number; `by` is the
    secretariat, None the installation itself, which may be an exercise. Closed where one runs already or there is
    nothing to try.

    Long because: one argument a line.
    """
    if by is not None:
        require_secretariat(by)
    _take_turns(conn)
    if running(conn, at):
        raise Closed(_("A drill is running already; the next one can begin when it is closed."))
    found = points_in_use(conn, at.date(), _known(conn, parties))
    if not found:
        raise Closed(_("There is no contact point in use that could be tried."))
    values = {
        "started_at": at,
        "closes_at": at + timedelta(days=days),
        "started_by": by.person_id if by else None,
        "parties": sorted(parties) if parties is not None else None,
    }
    drill = int(conn.execute(insert(DRILL).values(values).returning(DRILL.c.id)).scalar_one())
    for point in found:
        _ask(conn, drill, point, at, exercise=exercise)
    told = set() if exercise else {point.party_key for point in found}
    for party in sorted(told):
        webhooks.tell(conn, party, endpoints.DRILL, None, None, {"drill": drill}, at)
    return drill


def _take_turns(conn: Connection) -> None:
    """Let whoever else begins or closes a drill wait for this transaction."""
    conn.execute(select(PARTY.c.key).order_by(PARTY.c.key).limit(1).with_for_update())


def _known(conn: Connection, parties: Collection[str] | None) -> Collection[str] | None:
    """Give the parties that were chosen, or refuse a choice of none and of some that nobody knows."""
    if parties is None:
        return None
    known = set(conn.execute(select(PARTY.c.key).where(PARTY.c.key.in_(sorted(parties)))).scalars())
    if not parties or set(parties) - known:
        raise Malformed({"parties": _("Choose at least one party from the list.")})
    return known


def points_in_use(conn: Connection, on: date, parties: Collection[str] | None = None) -> Sequence[Row[Any]]:
    """List the contact points in use on a day, of some parties or of all, in the order in which they are tried."""
    c = CONTACT_POINT.c
    used = or_(c.valid_until.is_(None), c.valid_until >= on), or_(c.valid_from.is_(None), c.valid_from <= on)
    query = select(CONTACT_POINT, ORGAN.c.party_key).select_from(CONTACT_POINT.join(ORGAN)).where(*used)
    if parties is not None:
        query = query.where(ORGAN.c.party_key.in_(sorted(parties)))
    return conn.execute(query.order_by(ORGAN.c.party_key, c.organ_id, c.position, c.id)).all()


def _ask(conn: Connection, drill: int, point: Any, at: datetime, *, exercise: bool) -> None:
    """Ask one contact point, by mail where it is one.

    Long because: the columns of a row and the parts of a message stand one a line.
    """
    way = HAND if exercise and point.channel == MAIL else _WAY.get(point.channel, HAND)
    values = {
        "drill_id": drill,
        "contact_id": point.id,
        "party": point.party_key,
        "channel": point.channel,
        "way": way,
        "asked_at": at,
        "result": WAITING,
        "remark": "",
    }
    number = int(conn.execute(insert(DRILL_POINT).values(values).returning(DRILL_POINT.c.id)).scalar_one())
    if way == MAIL:
        asked = NewMessage(
            key=f"{KIND}:{drill}:{point.id}",
            kind=KIND,
            channel="mail",
            party=point.party_key,
            address=point.address,
            organ_id=point.organ_id,
            contact_id=point.id,
            about={"point": number},
        )
        message = messages.ask(conn, asked, at)
        conn.execute(update(DRILL_POINT).where(DRILL_POINT.c.id == number).values(message_id=message))


@words_of(KIND)
def _words(conn: Connection, message: Any, at: datetime) -> Words:
    """Word the mail of a drill, with a link that answers for this point alone."""
    point = _point(conn, int(message.about["point"]))
    if not _is_open(point, at):
        raise Dropped(_("The drill is over, or the contact point has answered."))
    token = draw_secret()
    conn.execute(update(DRILL_POINT).where(DRILL_POINT.c.id == point.id).values(token_hash=digest_secret(token)))
    lines = (
        _("This is a drill. Nothing is served with it, no period begins, and nothing else has to be done."),
        _(
            "It shows that this contact point of %(organ)s (%(party)s) is read. Open the page and press the button.",
            organ=point.organ,
            party=point.party_name,
        ),
        _("The link works once, until %(until)s, and asks for no sign-in.", until=write_instant(point.closes_at)),
    )
    return Words(_("Drill: please answer that this address is read"), lines, f"/drill/{token}")


@when_ended(KIND)
def _ended(conn: Connection, message: Any, state: str, _said: str, _at: datetime) -> None:
    """Keep that the mail to a point could not be handed over, came back, or was not to be sent any more."""
    outcome = {"failed": FAILED, "returned": FAILED, "dropped": DROPPED}.get(state)
    if outcome:
        mine = DRILL_POINT.c.id == int(message.about["point"]), DRILL_POINT.c.result == WAITING
        conn.execute(update(DRILL_POINT).where(*mine).values(result=outcome))


def find_open(conn: Connection, token: str, at: datetime) -> Row[Any]:
    """Find the point that a link answers for; a link that is unknown, used or over is refused alike."""
    row = conn.execute(_POINTS.where(DRILL_POINT.c.token_hash == digest_secret(token))).first()
    if row is None or not _is_open(row, at):
        raise Unknown
    return row


def answer(conn: Connection, token: str, at: datetime) -> Row[Any]:
    """Answer by a link, once: the contact point is proved today, in the zone of its party."""
    point = find_open(conn, token, at)
    _record(conn, point, ANSWERED, at)
    return point


def answer_here(conn: Connection, by: Standing, point_id: int, at: datetime) -> None:
    """Answer for a point in this product as somebody of its organ; anybody else learns nothing of it. NotThrough for a
    system that reads alone."""
    point = _point(conn, point_id)
    if point.way != HERE or by.party_key != point.party or by.organ_id != point.organ_id:
        raise Unknown
    if by.through and not by.capacities:
        raise NotThrough(_("This token reads alone, and to answer a drill is more. Use one that has a capacity."))
    _require_open(point, at)
    _record(conn, point, ANSWERED, at, by=by)


def record_by_hand(
    conn: Connection, by: Standing, drill: int, point_id: int, at: datetime, *, reached: bool, remark: str = ""
) -> None:
    """Record what the secretariat found when it tried a point by hand."""
    require_secretariat(by)
    point = _point(conn, point_id)
    if point.way != HAND or point.drill_id != drill:
        raise Unknown
    _require_open(point, at)
    _record(conn, point, ANSWERED if reached else FAILED, at, by=by, remark=remark[:LONGEST_REMARK])


def _record(
    conn: Connection, point: Any, result: str, at: datetime, *, by: Standing | None = None, remark: str = ""
) -> None:
    values: dict[str, Any] = {"result": result, "remark": remark, "recorded_by": by.person_id if by else None}
    values["answered_at"] = at if result == ANSWERED else None
    open_yet = (WAITING, FAILED) if point.way == MAIL else (WAITING,)  # a mail may come back at this very moment
    mine = DRILL_POINT.c.id == point.id, DRILL_POINT.c.result.in_(open_yet)
    if conn.execute(update(DRILL_POINT).where(*mine).values(values)).rowcount != 1:
        raise Unknown  # somebody answered in between
    if result == ANSWERED:
        note_proof(conn, point.contact_id, at.astimezone(ZoneInfo(point.zone)).date())


def _is_open(point: Any, at: datetime) -> bool:
    """Say whether a point can still answer; one whose mail came back may have got it all the same."""
    by_mail = point.way == MAIL and point.result == FAILED
    return point.closed_at is None and at < point.closes_at and (point.result == WAITING or by_mail)


def _require_open(point: Any, at: datetime) -> None:
    if not _is_open(point, at):
        raise Closed(_("This drill is over, or the result is recorded already."))


def _point(conn: Connection, number: int) -> Row[Any]:
    row = conn.execute(_POINTS.where(DRILL_POINT.c.id == number)).first()
    if row is None:
        raise Unknown
    return row


def running(conn: Connection, at: datetime) -> Row[Any] | None:
    """Give the drill that runs at a moment."""
    return conn.execute(select(DRILL).where(DRILL.c.closed_at.is_(None), DRILL.c.closes_at > at)).first()


def close_due(conn: Connection, at: datetime) -> int:
    """Close the drills whose time is over and say how many. Who did not answer is silent; a mail that never left this
    house, for want of a mail server, is not counted against anybody."""
    over = conn.execute(select(DRILL.c.id).where(DRILL.c.closed_at.is_(None), DRILL.c.closes_at <= at)).scalars().all()
    if over:
        here = DRILL_POINT.c.drill_id.in_(over), DRILL_POINT.c.result == WAITING
        unsent = select(MESSAGE.c.id).where(MESSAGE.c.kind == KIND, MESSAGE.c.state == "waiting")
        left = update(DRILL_POINT).where(*here, DRILL_POINT.c.message_id.in_(unsent))
        conn.execute(left.values(result=DROPPED))
        conn.execute(update(DRILL_POINT).where(*here).values(result=SILENT))
        conn.execute(update(DRILL).where(DRILL.c.id.in_(over)).values(closed_at=at))
    return len(over)


def tend(engine: Engine, at: datetime, *, monthly: bool, days: int = DAYS, exercise: bool = False) -> None:
    """Close what is over, and begin the drill of the month where the installation wants one; mostly a look suffices."""
    with reading(engine) as conn:
        over = conn.execute(select(DRILL.c.id).where(DRILL.c.closed_at.is_(None), DRILL.c.closes_at <= at)).first()
        begins = monthly and _is_due(conn, at)
    if over is None and not begins:
        return
    with writing(engine) as conn:
        _take_turns(conn)
        close_due(conn, at)
        if monthly and _is_due(conn, at):
            start(conn, None, at, days=days, exercise=exercise)


def _is_due(conn: Connection, at: datetime) -> bool:
    """Say whether no drill of all parties was begun in this month (UTC), none runs, and there is something to try."""
    first = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    begun = select(func.count()).select_from(DRILL).where(DRILL.c.started_at >= first)
    return not conn.execute(begun).scalar_one() and not running(conn, at) and bool(points_in_use(conn, at.date()))
