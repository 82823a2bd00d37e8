"""Service of an act beyond this product: to the contact points of the addressee, in the organ's own order.

Cases at treaty level go to the ministry, else the mission; those at agency level to the agency. The first contact
point that a program can reach is asked; where the act starts a period that is counted in hours, the urgent ones too.
One that fails is followed by the next in order, and where none is left the service has failed and is the
secretariat's work (`consult.delivery.failing`), of which the endpoints of whoever filed are told. Nobody can switch
this off; an exercise is served within this product alone. Not modelled here: note verbale, telephone and fax, which
people carry.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from consult.delivery import endpoints, moves, webhooks
from consult.delivery.acknowledging import acknowledge
from consult.delivery.exercises import leaves_the_product
from consult.delivery.here import deliver_here
from consult.delivery.matter import read_case
from consult.delivery.messages import NewMessage, ask
from consult.delivery.wording import Words, when_ended, words_of
from consult.i18n import _, write_instant
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.parties import CONTACT_POINT, ORGAN, PARTY
from workflows.kernel.reckoning import Period, local_date

KIND = "service"
CARRIED = ("mail", "webhook")
ORGANS = {"treaty": ("ministry", "mission"), "agency": ("agency",)}
RUNNING = ("armed", "running")
_MATTER = (
    select(ACT.c.n, CASES.c.exercise, CASES.c.edition, CASES.c.summary)
    .select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    .where(ACT.c.id == bindparam("act"))
)
"""What is asked of an act and its case before it is served elsewhere. Every act is served: what that asks is one
statement for all addressees where it can be, made once."""
_POINTS = (
    select(CONTACT_POINT, ORGAN.c.kind, ORGAN.c.party_key, PARTY.c.zone)
    .select_from(CONTACT_POINT.join(ORGAN).join(PARTY, PARTY.c.key == ORGAN.c.party_key))
    .where(
        ORGAN.c.party_key.in_(bindparam("parties", expanding=True)),
        ORGAN.c.kind.in_(bindparam("kinds", expanding=True)),
        CONTACT_POINT.c.channel.in_(CARRIED),
    )
    .order_by(CONTACT_POINT.c.organ_id, CONTACT_POINT.c.position, CONTACT_POINT.c.id)
)


def serve(connection: Connection, act_id: int, at: datetime) -> None:
    """Serve an act on everybody it is told to: here at once, and by messages to their contact points. An act that
    acknowledges another one's receipt says so of that one's service."""
    told = deliver_here(connection, act_id, at)
    if not told:
        return
    acknowledge(connection, act_id, at)
    matter = connection.execute(_MATTER, {"act": act_id}).one()
    if not leaves_the_product(matter):
        return
    level, is_urgent = _weight(connection, matter)
    known = points_of(connection, [row.party for row in told], level, at)
    for row in told:
        points = known[row.party]
        urgent = [point for point in points if point.urgent] if is_urgent else []
        for point in {point.id: point for point in (*points[:1], *urgent)}.values():
            _ask(connection, row, point, at)


def points_of(connection: Connection, parties: Sequence[str], level: str, at: datetime) -> Mapping[str, Sequence[Any]]:
    """List of each party the contact points that a program can reach at a level on its day, in the organ's order, the
    ministry's first."""
    found: dict[str, list[Any]] = {party: [] for party in parties}
    for row in connection.execute(_POINTS, {"parties": list(found), "kinds": ORGANS[level]}):
        today = local_date(at, str(row.zone or "UTC"))
        if (row.valid_from or today) <= today <= (row.valid_until or today):
            found[row.party_key].append(row)
    return {party: sorted(rows, key=lambda row: ORGANS[level].index(row.kind)) for party, rows in found.items()}


def _weight(connection: Connection, matter: Any) -> tuple[str, bool]:
    """Say at which level a case is, and whether an act started a period that is counted in hours."""
    case = read_case(connection, matter)
    started = [one for one in case.limits.values() if one.n == matter.n and one.status in RUNNING and one.length]
    return case.procedure.level, any(Period.parse(one.length).hours for one in started)


def _ask(connection: Connection, told: Any, point: Any, at: datetime) -> None:
    """Ask for one message of service, and enter that the act was sent by its channel."""
    there = moves.rows_of(connection, told.act_id, told.party, point.channel)
    moves.put_back(connection, [row for row in there if row.state == "failed"], "sent", at)
    if not there:
        of = {"act_id": told.act_id, "case_id": told.case_id, "party": told.party, "channel": point.channel}
        connection.execute(insert(SERVICE).values({**of, "state": "sent", "changed_at": at}))
    new = NewMessage(
        f"{KIND}:{told.act_id}:{point.id}", KIND, point.channel, told.party, point.address,
        organ_id=point.organ_id, contact_id=point.id, case_id=told.case_id, act_id=told.act_id,
    )  # fmt: skip
    ask(connection, new, at)


@words_of(KIND)
def word(connection: Connection, message: Any, _at: datetime) -> Words:
    """Say that an act was served, where and when, and nothing of what it says."""
    query = select(CASES.c.ref, ACT.c.n, ACT.c.recorded_at).select_from(ACT.join(CASES))
    act = connection.execute(query.where(ACT.c.id == message.act_id)).one()
    name = connection.execute(select(PARTY.c.name).where(PARTY.c.key == message.party)).scalar() or message.party
    subject = _("%(ref)s: act %(n)s was served on %(party)s", ref=act.ref, n=act.n, party=name)
    served = _("Act %(n)s in case %(ref)s was served on %(party)s.", n=act.n, ref=act.ref, party=name)
    lines = (
        served,
        _("It was recorded on %(at)s.", at=write_instant(act.recorded_at)),
        _("What it says is not in this message. Sign in with your mandate to read it and to see what runs from it."),
    )
    return Words(subject, lines, f"/cases/{act.ref}/acts/{act.n}")


@when_ended(KIND)
def follow(connection: Connection, message: Any, state: str, said: str, at: datetime) -> None:
    """Move a service on when its message was taken, or try the next contact point when it was not."""
    rows = moves.rows_of(connection, message.act_id, message.party, message.channel)
    if state == "sent":
        moves.move(connection, rows, "delivered", at, said, message.id)
        return
    following = _next_point(connection, message, at)
    if following is not None:
        told = moves.rows_of(connection, message.act_id, message.party, moves.HERE)
        _ask(connection, told[0], following, at)
    moves.add(connection, rows, "failed", at, said, message.id)
    there = _where(connection, message)
    moves.put_back(connection, rows, there, at)
    if there == "failed":
        _tell_filer(connection, message, at)


def _tell_filer(connection: Connection, message: Any, at: datetime) -> None:
    """Tell the endpoints of whoever filed that a channel to an addressee failed."""
    filer = connection.execute(select(ACT.c.party).where(ACT.c.id == message.act_id)).scalar_one()
    about = {"channel": message.channel, "to": message.party}
    webhooks.tell(connection, filer, endpoints.FAILED, message.case_id, message.act_id, about, at)


def _where(connection: Connection, message: Any) -> str:
    """Say where a service stands by the messages of its channel: one was taken, one may still be, or none is left."""
    same = [getattr(MESSAGE.c, name) == getattr(message, name) for name in ("kind", "act_id", "party", "channel")]
    others = select(MESSAGE.c.state).where(*same, MESSAGE.c.id != message.id)
    states = set(connection.execute(others).scalars())
    return "delivered" if "sent" in states else "sent" if "waiting" in states else "failed"


def _next_point(connection: Connection, message: Any, at: datetime) -> Any | None:
    """Find the next contact point that was not asked yet."""
    level, _urgent = _weight(connection, connection.execute(_MATTER, {"act": message.act_id}).one())
    of_service = MESSAGE.c.kind == KIND, MESSAGE.c.act_id == message.act_id, MESSAGE.c.party == message.party
    asked = set(connection.execute(select(MESSAGE.c.contact_id).where(*of_service)).scalars())
    points = points_of(connection, [message.party], level, at)[message.party]
    return next((point for point in points if point.id not in asked), None)
