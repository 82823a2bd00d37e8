"""Wishes to erase: a person's account, or the words and documents of a paper. Who may ask, who confirms, who may not.

The host alone erases neither. What is asked is put before every party concerned, and is done when the manager of the
last one has confirmed: for an account the parties for which the person acts or acted; for a paper the party that filed
it, and every party to the case that may see it, since it stands in the record of each. A manager of one of them who
asks confirms for the own party by asking. Nobody decides about the own account, and the last manager of a party is not
erased. A wish waits thirty days. Who asked, when, for which reason (by digest) and who confirmed are entries of the log
of each party.

Not modelled: what a court may order a host against the will of the parties. The digest of an order goes with the wish;
whoever is under it shows it to them.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from consult.accounts.recovering import managers_of, require_reason
from consult.digests import digest_secret
from consult.i18n import _
from consult.log.append import Entry
from consult.log.erasing import DOCUMENTS, WORDS, NothingToErase, Target, take_out
from consult.log.own import Own, record_many
from consult.models.cases import ACT, ACT_LEAF, CASE_PARTY, CASES, DOCUMENT, FILING
from consult.models.keeping import ERASURE_WISH, PAPER, PERSON_OF
from consult.models.parties import PERSON
from consult.people.authority import parties_of, require_in_person, require_manager, require_person
from consult.people.lasting import wait_for_people
from consult.personal.erasing import erase_person, is_erased
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from consult.visibility import Viewer, act_condition, case_condition
from workflows.kernel.frozen import dataclass

ENTRY = "erasure_wish"
LIFE = timedelta(days=30)
"""For how long a wish waits: a default of the product."""
OPENINGS = ("note", "doc", "filing", "rest")
"""Fields of the entry of a paper that go with its words: they hold its digest, its note and what was made of it."""


@dataclass(frozen=True, slots=True)
class About:
    """What is to be erased: an account, or the paper of an act; and the parties that have to confirm."""

    kind: str
    parties: tuple[str, ...]
    person_id: int | None = None
    act_id: int | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


_SUBJECT = PERSON.alias("subject")
_LISTED = (
    select(ERASURE_WISH, _SUBJECT.c.name.label("subject"), CASES.c.ref, ACT.c.n)
    .select_from(
        ERASURE_WISH.outerjoin(_SUBJECT, _SUBJECT.c.id == ERASURE_WISH.c.person_id)
        .outerjoin(ACT, ACT.c.id == ERASURE_WISH.c.act_id)
        .outerjoin(CASES, CASES.c.id == ACT.c.case_id)
    )
    .order_by(ERASURE_WISH.c.id)
)


def ask_for_self(conn: Connection, by: Standing, reason: str, at: datetime) -> str:
    """Ask that one's own account be erased; every party for which one acts or acted has to confirm. Closed (409) where
    one is the last manager, Malformed (422) without a reason."""
    require_in_person(by, _("Whether an account is erased is asked by its person, signed in."))
    return _ask(conn, by, _about_person(conn, by, by.person_id, at), reason, "", at, confirms=False)


def ask_for_person(conn: Connection, by: Standing | None, person_id: int, reason: str, at: datetime) -> str:
    """Ask that the account of a person of the own party be erased, and confirm it for the own party by asking; None is
    the host, who confirms nothing. Unknown for a stranger, Closed (409) about oneself and about the last manager."""
    require_person(conn, by, person_id)
    require_in_person(by, _("Whether an account is erased is decided by a person."))
    if by is not None and by.person_id == person_id:
        raise Closed(_("Another manager decides about your own account. Ask for it on the page of your data."))
    return _ask(conn, by, _about_person(conn, by, person_id, at), reason, "", at, confirms=by is not None)


def ask_for_paper(
    conn: Connection, by: Standing | None, ref: str, n: int, reason: str, decision: str, at: datetime
) -> str:
    """Ask that the words and documents of an act be erased. By a manager of the party that filed it, who confirms for
    the own party by asking, or by the host. Unknown where there is none to be seen, Closed (409) where nothing is
    there to erase."""
    if by is not None:
        require_manager(by, by.party_key)
        require_in_person(by, _("Whether a paper is erased is decided by a person."))
    return _ask(conn, by, _about_paper(conn, by, ref, n, at), reason, decision, at, confirms=by is not None)


def decide(conn: Connection, by: Standing, number: int, confirmed: bool, at: datetime) -> bool:
    """Confirm or refuse a wish for the own party; say whether it was done with this. Unknown for another party's and
    one that is over, Closed (409) about oneself, and for whoever has become the last manager of a party meanwhile."""
    wait_for_people(conn, by)
    require_manager(by, by.party_key)
    require_in_person(by, _("Whether something is erased is decided by a person."))
    c = ERASURE_WISH.c
    mine = c.id == number, c.party_key == by.party_key, *_waiting(at)
    row = conn.execute(select(ERASURE_WISH).where(*mine)).first()
    if row is None:
        raise Unknown
    if row.person_id == by.person_id:
        raise Closed(_("Another manager decides about your own account."))
    _hold(conn, row)
    of = c.key == row.key if not confirmed else c.id == row.id
    values = {"decided_at": at, "decided_by": by.person_id, "confirmed": confirmed}
    conn.execute(update(ERASURE_WISH).where(of, c.decided_at.is_(None)).values(values))
    event = "confirmed" if confirmed else "refused"
    entry = Own(ENTRY, by.party_key, {"wish": row.key, "event": event}, at, by=by.hand, person=by.names)
    left = conn.execute(select(c.id).where(c.key == row.key, c.decided_at.is_(None))).first()
    if not confirmed or left is not None:
        record_many(conn, [entry])
        return False
    about = About(row.kind, (), person_id=row.person_id, act_id=row.act_id)
    _carry_out(conn, by, about, row.key, row.decision, [entry], at)
    conn.execute(update(ERASURE_WISH).where(c.key == row.key).values(done_at=at))
    return True


def _hold(conn: Connection, row: Any) -> None:
    """Lock a wish for all parties: of two who confirm at once each would else find the other's answer missing, and what
    all have confirmed would be done by nobody. Unknown where this one was answered meanwhile."""
    c = ERASURE_WISH.c
    query = select(c.id, c.decided_at).where(c.key == row.key).order_by(c.id).with_for_update()
    if row.id not in {one.id for one in conn.execute(query) if one.decided_at is None}:
        raise Unknown


def waiting_for(conn: Connection, by: Standing, at: datetime) -> Sequence[Any]:
    """List the wishes that wait for the own party; nothing to whoever does not manage it."""
    return conn.execute(_LISTED.where(*_known(by), *_waiting(at))).all() if by.manages else ()


def wishes_on(conn: Connection, by: Standing, most: int = 50) -> Sequence[Any]:
    """List the wishes that concern the own party, the last first."""
    query = _LISTED.where(*_known(by)).order_by(None).order_by(ERASURE_WISH.c.id.desc())
    return conn.execute(query.limit(most)).all()


def _known(by: Standing) -> tuple[Any, ...]:
    """Give the wishes that somebody may know of: about papers, which name cases, only whoever acts in all of them."""
    mine = ERASURE_WISH.c.party_key == by.party_key
    return (mine,) if (by.procedures, by.cases) == (None, None) else (mine, ERASURE_WISH.c.kind == PERSON_OF)


def own_wish(conn: Connection, person_id: int, at: datetime) -> Any:
    """Give the wish that waits about a person's own account, None where there is none."""
    mine = ERASURE_WISH.c.person_id == person_id, *_waiting(at)
    return conn.execute(select(ERASURE_WISH).where(*mine).limit(1)).first()


def _waiting(at: datetime) -> tuple[Any, ...]:
    c = ERASURE_WISH.c
    return c.decided_at.is_(None), c.done_at.is_(None), c.asked_at > at - LIFE


def _about_person(conn: Connection, by: Standing | None, person_id: int, at: datetime) -> About:
    wait_for_people(conn, by)
    if is_erased(conn, person_id):
        raise Closed(_("This account was erased already."))
    if own_wish(conn, person_id, at) is not None:
        raise Closed(_("It was asked already, and waits for those who have to confirm it."))
    parties = sorted(parties_of(conn, person_id, live_only=False))
    _require_no_last_manager(conn, person_id, at)
    for one in parties:
        if not managers_of(conn, one, at):
            raise Closed(_no_manager(one))
    if not parties:
        raise Closed(_("This person acts for no party, so that nobody could confirm it."))
    return About(PERSON_OF, tuple(parties), person_id=person_id, told={"person": person_id})


def _require_no_last_manager(conn: Connection, person_id: int, at: datetime) -> None:
    """Refuse to erase whoever alone manages a party. Closed (409)."""
    for one in sorted(parties_of(conn, person_id, live_only=True)):
        if {row.id for row in managers_of(conn, one, at)} == {person_id}:
            raise Closed(_("This is the last manager of %(party)s: let another one be recorded first.", party=one))


def _no_manager(party: str) -> str:
    return _("%(party)s has no manager who could confirm it; the host alone erases nothing.", party=party)


def _about_paper(conn: Connection, by: Standing | None, ref: str, n: int, at: datetime) -> About:
    wait_turn(conn, f"erasure:{ref}:{n}")
    seen = () if by is None else (case_condition(Viewer.of(by)), act_condition(Viewer.of(by)))
    query = select(ACT.c.id, ACT.c.case_id, ACT.c.party).join_from(ACT, CASES, CASES.c.id == ACT.c.case_id)
    row = conn.execute(query.where(CASES.c.ref == ref, ACT.c.n == n, *seen)).first()
    if row is None:
        raise Unknown
    if by is not None and row.party != by.party_key:
        raise Closed(_("The party that filed a paper asks for its erasure; yours did not file this one."))
    if not _targets(conn, row.id):
        raise Closed(_("Nothing was filed with this act, so that there is nothing to erase."))
    known = ERASURE_WISH.c.act_id == row.id, *_waiting(at)
    if conn.execute(select(ERASURE_WISH.c.id).where(*known).limit(1)).first():
        raise Closed(_("It was asked already, and waits for those who have to confirm it."))
    parties = _readers(conn, row)
    for one in parties:
        if not managers_of(conn, one, at):
            raise Closed(_no_manager(one))
    return About(PAPER, parties, act_id=row.id, told={"case": ref, "act": n})


def _readers(conn: Connection, act: Any) -> tuple[str, ...]:
    """List the parties in whose record a paper stands: its own, and every party to the case that may see the act."""
    stakes = select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == act.case_id, CASE_PARTY.c.stake).distinct()
    joined = select(ACT.c.id).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id)).where(ACT.c.id == act.id)
    found = {act.party}
    for one in conn.execute(stakes).scalars():
        if conn.execute(joined.where(act_condition(Viewer(one)))).first():
            found.add(one)
    return tuple(sorted(found))


def _ask(
    conn: Connection,
    by: Standing | None,
    about: About,
    reason: str,
    decision: str,
    at: datetime,
    *,
    confirms: bool,
) -> str:
    """Keep a wish for every party that has to confirm it, enter it in the log of each, and do it where nobody is left
    who has to; give the key of the wish.

    Long because: one row a party, and what follows at once where there is but one.
    """
    require_reason(reason)
    key, mine = secrets.token_hex(8), by.party_key if by else ""
    body = {"wish": key, "of": about.kind, "event": "asked", "for": mine, "reason": digest_secret(reason.strip())}
    body |= {**about.told, **({"decision": decision} if decision else {})}
    asked = [_asked(by, one, body, at) for one in about.parties]
    at_once = confirms and about.parties == (mine,)
    made = _carry_out(conn, by, about, key, decision, asked, at) if by and at_once else record_many(conn, asked)
    for one, entry in zip(about.parties, made, strict=False):
        row = {
            "key": key,
            "kind": about.kind,
            "party_key": one,
            "person_id": about.person_id,
            "act_id": about.act_id,
            "reason": "" if at_once and about.person_id else reason.strip(),
            "decision": decision,
            "seq": entry.seq,
            "asked_by": by.person_id if by else None,
            "asked_for": mine,
            "asked_at": at,
        }
        if by and confirms and one == mine:
            row |= {"decided_at": at, "decided_by": by.person_id, "confirmed": True}
        conn.execute(insert(ERASURE_WISH).values({**row, "done_at": at if at_once else None}))
    return key


def _asked(by: Standing | None, party: str, body: Mapping[str, Any], at: datetime) -> Own:
    """Give the entry of a wish in the chain of one party; who asked is named to the own party alone."""
    if by is None:
        return Own(ENTRY, party, body, at, by={"office": "operator"})
    if party != by.party_key:
        return Own(ENTRY, party, body, at, by={"office": "another party"})
    return Own(ENTRY, party, body, at, by=by.hand, person=by.names)


def _carry_out(
    conn: Connection, by: Standing, about: About, key: str, decision: str, before: Sequence[Own], at: datetime
) -> Sequence[Entry]:
    """Erase what every party confirmed, and give the entries made, those given first."""
    if about.person_id is not None:
        _require_no_last_manager(conn, about.person_id, at)  # who confirmed first may have gone since
        return erase_person(conn, by, about.person_id, at, before)
    try:
        taken = take_out(conn, _targets(conn, about.act_id or 0))
    except NothingToErase as fault:
        raise Closed(str(fault)) from None
    done = Own("erasure", None, taken.told(decision, wish=key), at, by={"office": "every party concerned"})
    made = record_many(conn, [*before, done])
    taken.leave_stones(conn, made[-1].seq, at)
    return made


def _targets(conn: Connection, act_id: int) -> tuple[Target, ...]:
    """Give what of an act is to be erased; nothing where nothing was filed with it."""
    filed = select(FILING.c.id).where(FILING.c.act_id == act_id)
    attached = (DOCUMENT.c.case_id == ACT.c.case_id) & (DOCUMENT.c.act_n == ACT.c.n)
    papers = select(DOCUMENT.c.id).select_from(DOCUMENT.join(ACT, attached)).where(ACT.c.id == act_id)
    seq = conn.execute(select(ACT_LEAF.c.seq).where(ACT_LEAF.c.act_id == act_id)).scalar()
    if seq is None or not (conn.execute(filed).first() or conn.execute(papers).first()):
        return ()
    return (Target(int(seq), OPENINGS, (WORDS, DOCUMENTS)),)
