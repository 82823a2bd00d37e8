"""Papers by other channels: notes verbales, letters, faxes and calls, registered once by a secretariat.

A paper that came in becomes at most one act, in the name of the party that wrote it (`consult.docket.by_paper`); one
that went out proves at most one service. The same paper twice is refused with the reference of the first: by the
digest of its scan, without a scan by what was registered of it, and by its number, of which an organ writes one under a
date. The party may say within a period of the product that a paper is not its reply; that stands beside the act and
changes nothing else. Not modelled: papers between two parties, of which no secretariat knows.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select

from consult.delivery import moves
from consult.documents.naming import clean_name
from consult.documents.rows import Upload
from consult.i18n import LANGUAGE_NAMES, _
from consult.log.own import Own, record
from consult.models.cases import ACT, CASES, SERVICE
from consult.models.channels import PAPER, PAPER_ACT, PAPER_CHANNELS, PAPER_OBJECTION
from consult.models.parties import PARTY, PERSON
from consult.people import authority
from consult.people.entries import hand
from consult.refusals import Closed, Malformed, NotThrough, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from consult.visibility import Viewer, act_condition, case_condition, whole_service
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass

IN, OUT = "in", "out"
CHANNELS = PAPER_CHANNELS
OBJECTION = timedelta(days=14)
"""A default of the product: so long a party may say that a paper is not its reply."""
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
A_DAY = timedelta(days=1)
NO_NUMBER = frozenset({"none", "-", "–", "0", "n/a", "s/n", "nil"})
"""What is written where a paper has no number: it tells no paper from another."""


class Registered(Closed):
    """This very paper stands in the register; the sentence names it."""

    def __init__(self, ref: str) -> None:
        """Keep the reference of the first registration."""
        super().__init__(_("This paper was registered already, as %(ref)s. Nothing was recorded.", ref=ref))
        self.ref = ref


@dataclass(frozen=True, slots=True)
class NewPaper:
    """What is registered of a paper: whence or whither, its number and dates, what it says in short, its scan."""

    direction: str
    channel: str
    number: str
    dated_on: date | None
    came_at: datetime
    party: str
    organ: str
    language: str
    summary: str
    scan: Upload | None = None

    @property
    def digest(self) -> str:
        """Answer what tells this paper from every other."""
        if self.scan is not None:
            return self.scan.digest
        on = self.dated_on.isoformat() if self.dated_on else ""
        return digest_of([self.direction, self.channel, self.number, on, self.came_at.isoformat(), self.party])


def register(
    conn: Connection, by: Standing, new: NewPaper, at: datetime, choose: Callable[[str], str] = secrets.choice
) -> str:
    """Register a paper as a secretariat and answer its reference; Registered where it stands there already."""
    require_secretariat(by)
    faults = faults_of(conn, new, at)
    if faults:
        raise Malformed(faults)
    wait_turn(conn, f"papers:{new.party}")  # two scans of one paper have two digests
    first = _first_of(conn, new)
    if first is not None:
        raise Registered(str(first))
    ref = f"PAP-{at.year}-{''.join(choose(LETTERS) for _i in range(6))}"
    conn.execute(insert(PAPER).values(**_values(by, new), ref=ref, registered_at=at))
    body = {"ref": ref, "direction": new.direction, "channel": new.channel, "party": new.party, "digest": new.digest}
    record(conn, Own("paper", by.party_key, body, at, by=hand(by)))
    return ref


def _first_of(conn: Connection, new: NewPaper) -> str | None:
    """Give the reference under which a paper stands already: of the same content, or of the same number and date of the
    same organ, which was scanned twice or once only."""
    c = PAPER.c
    same = c.digest == new.digest
    if new.number and new.number.casefold() not in NO_NUMBER:
        written = and_(c.direction == new.direction, c.channel == new.channel, c.party == new.party)
        named = and_(func.lower(c.number) == new.number.lower(), func.lower(c.organ) == new.organ.lower())
        same = or_(same, and_(written, named, c.dated_on == new.dated_on if new.dated_on else c.dated_on.is_(None)))
    return conn.execute(select(c.ref).where(same).order_by(c.id)).scalar()


def _values(by: Standing, new: NewPaper) -> dict[str, Any]:
    """Give the columns of a paper.

    Long because: one line a column.
    """
    scan = new.scan
    return {
        "direction": new.direction,
        "channel": new.channel,
        "number": new.number,
        "dated_on": new.dated_on,
        "came_at": new.came_at,
        "party": new.party,
        "organ": new.organ,
        "language": new.language,
        "summary": new.summary,
        "digest": new.digest,
        "scan": scan.digest if scan else None,
        "scan_name": clean_name(scan.name) if scan else "",
        "scan_media": scan.media if scan else "",
        "keeper": by.party_key,
        "office": by.office,
        "registered_by": by.person_id,
    }


def faults_of(conn: Connection, new: NewPaper, at: datetime) -> dict[str, str]:
    """Name what is wrong with a paper, by field."""
    faults = {}
    if new.channel not in PAPER_CHANNELS:
        faults["channel"] = _("Choose a channel from the list.")
    if not new.number and new.channel in ("note_verbale", "letter"):
        faults["number"] = _("Give the number that stands on the paper; where it has none, write “none”.")
    if new.came_at > at:
        faults["came_at"] = _("This lies in the future.")
    elif new.dated_on and new.dated_on > (new.came_at.astimezone(UTC) + A_DAY).date():
        faults["dated_on"] = _("The paper is dated after the day on which it came.")
    if conn.execute(select(PARTY.c.key).where(PARTY.c.key == new.party)).first() is None:
        faults["party"] = _("Choose a party from the list.")
    if not new.organ:
        faults["organ"] = _("Give the organ that stands on the paper.")
    if not new.summary:
        faults["summary"] = _("Say in short what the paper says.")
    if new.language not in LANGUAGE_NAMES:
        faults["language"] = _("Choose one from the list.")
    return faults


def require_secretariat(by: Standing) -> None:
    """Refuse as unknown whoever is no secretariat. NotThrough for the system of one that its mandate or token keeps out
    of the office, or that covers some procedures or cases alone: the register is one, of all papers."""
    authority.require_secretariat(by)
    if by.through and by.through.narrow:
        raise NotThrough(
            _("This token is narrowed to some procedures or cases; the register of papers is that of all.")
        )


_ACTS: Select[Any] = (
    select(PAPER, PERSON.c.name.label("registrar"), PARTY.c.name.label("party_name"))
    .add_columns(PAPER_ACT.c.act_id, PAPER_ACT.c.attached_at, ACT.c.n, ACT.c.case_id, CASES.c.ref.label("case_ref"))
    .add_columns(PAPER_OBJECTION.c.words, PAPER_OBJECTION.c.at.label("objected_at"))
    .add_columns(PAPER_OBJECTION.c.office.label("objector"))
    .select_from(
        PAPER.join(PERSON, PERSON.c.id == PAPER.c.registered_by)
        .join(PARTY, PARTY.c.key == PAPER.c.party)
        .outerjoin(PAPER_ACT, PAPER_ACT.c.paper_id == PAPER.c.id)
        .outerjoin(ACT, ACT.c.id == PAPER_ACT.c.act_id)
        .outerjoin(CASES, CASES.c.id == ACT.c.case_id)
        .outerjoin(PAPER_OBJECTION, PAPER_OBJECTION.c.paper_id == PAPER.c.id)
    )
)


def find(conn: Connection, by: Standing, ref: str) -> Row[Any]:
    """Find a paper of one's own secretariat, with what it was registered as; anything else is unknown."""
    require_secretariat(by)
    row = conn.execute(_ACTS.where(PAPER.c.ref == ref, PAPER.c.keeper == by.party_key)).first()
    if row is None:
        raise Unknown
    return row


def list_papers(conn: Connection, by: Standing, most: int = 100, after: str = "") -> Sequence[Row[Any]]:
    """List the papers of one's own secretariat, the last registered first; after one of them, by its reference."""
    require_secretariat(by)
    query = _ACTS.where(PAPER.c.keeper == by.party_key).order_by(PAPER.c.id.desc()).limit(most)
    query = query.where(PAPER.c.id < find(conn, by, after).id) if after else query
    return conn.execute(query).all()


def of_act(conn: Connection, viewer: Viewer, act_id: int) -> Sequence[Row[Any]]:
    """List the papers of an act that was read through the policy of visibility: the one it was registered from, for
    whoever sees the act, and those that prove its service, each for its addressee and for who sees all of the service.
    """
    mine = or_(PAPER.c.direction == IN, PAPER.c.party == viewer.party, whole_service(viewer))
    return conn.execute(_ACTS.where(PAPER_ACT.c.act_id == act_id, mine).order_by(PAPER.c.id)).all()


def require_free(conn: Connection, number: int) -> None:
    """Hold a paper, and refuse where it was registered as an act before."""
    conn.execute(select(PAPER.c.id).where(PAPER.c.id == number).with_for_update())
    taken = conn.execute(_ACTS.where(PAPER.c.id == number, PAPER_ACT.c.act_id.is_not(None))).first()
    if taken is not None:
        where = {"ref": taken.case_ref, "number": taken.n}
        raise Closed(_("This paper belongs to act %(number)s of %(ref)s already; a paper stands once only.", **where))


def attach(conn: Connection, number: int, case_id: int, act_n: int, at: datetime) -> None:
    """Keep as which act a paper was registered, in the transaction of the act; Closed where it is one already."""
    require_free(conn, number)
    act = select(ACT.c.id).where(ACT.c.case_id == case_id, ACT.c.n == act_n)
    values = {"paper_id": number, "act_id": conn.execute(act).scalar_one(), "attached_at": at}
    conn.execute(insert(PAPER_ACT).values(values))


def prove_service(conn: Connection, by: Standing, ref: str, case_ref: str, act_n: int, at: datetime) -> None:
    """Let a paper that went out prove the service of an act on its addressee, as delivered on the day it says."""
    paper = find(conn, by, ref)
    if paper.direction != OUT:
        raise Closed(_("Only a paper that went out proves a service."))
    require_free(conn, paper.id)
    viewer = Viewer.of(by)
    seen = select(ACT.c.id, ACT.c.case_id, ACT.c.recorded_at).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    seen = seen.where(CASES.c.ref == case_ref, ACT.c.n == act_n, case_condition(viewer), act_condition(viewer))
    act = conn.execute(seen).first()
    if act is None:
        raise Malformed({"act": _("There is no such act in a case that you see.")})
    if paper.came_at < act.recorded_at:
        raise Malformed({"act": _("The paper was delivered before this act was recorded; it cannot have served it.")})
    addressed = conn.execute(
        select(SERVICE.c.id).where(SERVICE.c.act_id == act.id, SERVICE.c.party == paper.party)
    ).first()
    if addressed is None:
        raise Malformed({"act": _("This act is not served on %(party)s.", party=paper.party_name)})
    row = {"act_id": act.id, "case_id": act.case_id, "party": paper.party, "channel": paper.channel}
    if conn.execute(select(SERVICE.c.id).filter_by(**{k: row[k] for k in ("act_id", "party", "channel")})).first():
        raise Closed(_("A service of this act on this addressee by this channel is on record already."))
    conn.execute(insert(SERVICE).values(**row, state="delivered", changed_at=paper.came_at))
    served = moves.rows_of(conn, act.id, paper.party, paper.channel)
    moves.add(conn, served, "delivered", paper.came_at, f"{paper.ref} {paper.number} {paper.digest}", None)
    conn.execute(insert(PAPER_ACT).values(paper_id=paper.id, act_id=act.id, attached_at=at))


def objection_until(paper: Any) -> datetime:
    """Give the moment until which a party may say that a paper is not its reply."""
    until: datetime = paper.attached_at + OBJECTION
    return until


def may_object(by: Standing, paper: Any, at: datetime) -> bool:
    """Say whether somebody may object now: for the party in whose name it was registered, once, in time."""
    is_reply = paper.direction == IN and paper.act_id is not None
    return is_reply and by.speaks and by.party_key == paper.party and not paper.words and at < objection_until(paper)


def object_to(conn: Connection, by: Standing, act_id: int, words: str, at: datetime) -> None:
    """Keep that a party says of an act registered in its name: this is not our reply."""
    paper = next(
        (one for one in of_act(conn, Viewer.of(by), act_id) if one.direction == IN and one.party == by.party_key), None
    )
    if paper is None or not by.speaks:
        raise Unknown
    if not may_object(by, paper, at):
        raise Closed(_("The period for this is over, or your party has said so already."))
    if not words:
        raise Malformed({"words": _("Say what is wrong with it.")})
    values = {"paper_id": paper.id, "party": by.party_key, "office": by.office, "person_id": by.person_id}
    conn.execute(insert(PAPER_OBJECTION).values(**values, words=words, at=at))
    body = {"paper": paper.ref, "case": paper.case_ref, "act": paper.n, "words": digest_of([words])}
    record(conn, Own("paper_objection", by.party_key, body, at, by=hand(by)))
