"""Erasure of a person's account: what hangs on it and is no record goes; what the record says of the person stays, or
its name is withheld where the party concerned wishes so.

In one transaction: sessions, factors, links, wishes, marks, feeds, kept answers and files are deleted; mandates and
tokens are ended; mail address and password go; the address in messages is overwritten. Acts keep office and capacity,
and the name as the party wishes (`consult.personal.naming`). A party that withholds names has the openings of those
names erased: digests stay, and every proof holds. The log says in the chain of each party what was done; it names the
person by number alone.

Not reached: words of filings and documents, in which a person may be named, are erased paper by paper; where somebody
acted in the place of another both names stand in one sealed field, and go together.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from consult.log.append import Entry
from consult.log.erasing import NAME, NothingToErase, Taken, Target, take_out
from consult.log.leaf import write_value
from consult.log.own import Own, record_many
from consult.log.stones import ask_to_scrub
from consult.models.audit import audit_opening
from consult.models.cases import ACT, ACT_LEAF, ACT_PERSON
from consult.models.keeping import PERSON_ERASED, WITHHOLD
from consult.models.logbook import AUDIT_ENTRY
from consult.models.outputs import OUTPUT
from consult.models.parties import MANDATE, ORGAN, PERSON
from consult.models.tokens import API_TOKEN
from consult.people.authority import parties_of
from consult.people.entries import mandate_entry
from consult.people.tokens import sealed_body
from consult.personal.inventory import INVENTORY, deleted_with_account
from consult.personal.naming import names_of
from consult.standing import Standing

ENTRY = "account_erased"
NOWHERE = "erased.invalid"
"""The domain of addresses that take the place of erased ones; it reaches nobody, by RFC 2606."""


def is_erased(conn: Connection, person_id: int) -> bool:
    """Say whether the account of a person was erased."""
    return conn.execute(select(PERSON_ERASED.c.since).where(PERSON_ERASED.c.person_id == person_id)).first() is not None


def erase_person(
    conn: Connection, by: Standing, person_id: int, at: datetime, more: Sequence[Own] = ()
) -> Sequence[Entry]:
    """Erase the account of a person, with all that hangs on it, and give the entries made, of which the last says so;
    `more` are entries that go before. Who may ask for it and who must confirm is for `consult.personal.wishes`, where
    the turn of people was waited for.

    Long because: the order of what is done is read in one place.
    """
    name = str(conn.execute(select(PERSON.c.name).where(PERSON.c.id == person_id)).scalar_one())
    parties = sorted(parties_of(conn, person_id, live_only=False))
    names = {one: names_of(conn, one) for one in parties}
    shown = {one: "" if names[one] == WITHHOLD else name for one in parties}
    taken = {one: found for one in parties if not shown[one] and (found := _withhold(conn, person_id, name, one))}
    tokens = _tokens(conn, person_id)
    entries = [
        *more,
        *(Own("token_revoked", row.party_key, sealed_body(row._asdict(), row.organ_key), at, by=by.hand,
              person=shown[row.party_key]) for row in tokens),
        *_end_mandates(conn, by, person_id, shown, at),
        *(Own("erasure", one, found.told(), at, by=by.hand) for one, found in taken.items()),
    ]  # fmt: skip
    mine = OUTPUT.c.person_id == person_id, OUTPUT.c.digest.is_not(None)
    files = sorted(conn.execute(select(OUTPUT.c.digest).where(*mine)).scalars())
    body = {"person": person_id, "gone": _delete(conn, person_id), "names": names}
    last = sorted(parties, key=lambda one: one == by.party_key)
    entries += [Own(ENTRY, one, body, at, by=by.hand) for one in last]
    made = record_many(conn, entries)
    _end_tokens(conn, by, tokens, made[len(more) :], at)
    of_kind = {(own.kind, own.party): entry.seq for own, entry in zip(entries, made, strict=True)}
    for one, found in taken.items():
        found.leave_stones(conn, of_kind["erasure", one], at)
    _empty(conn, person_id, withheld=not any(shown.values()))
    conn.execute(insert(PERSON_ERASED).values(person_id=person_id, since=at, seq=made[-1].seq))
    ask_to_scrub(conn, at, outputs=files)
    return made


def _withhold(conn: Connection, person_id: int, name: str, party: str) -> Taken | None:
    """Take the name out of the acts and entries of a party that withholds it; None where none has it."""
    targets = [*_of_acts(conn, person_id, name, party), *_of_entries(conn, name, party)]
    try:
        return take_out(conn, targets)
    except NothingToErase:
        return None


def _of_acts(conn: Connection, person_id: int, name: str, party: str) -> Iterator[Target]:
    """Give the acts of a party in which a person acted, or was absent while another did."""
    joined = ACT_PERSON.join(ACT, ACT.c.id == ACT_PERSON.c.act_id).join(ACT_LEAF, ACT_LEAF.c.act_id == ACT.c.id)
    named = or_(ACT_PERSON.c.person_id == person_id, ACT_PERSON.c.for_name == name)
    query = select(ACT_LEAF.c.seq).select_from(joined).where(named, ACT.c.party == party)
    for seq in conn.execute(query.order_by(ACT_LEAF.c.seq)).scalars().all():
        yield Target(seq, ("person",), (NAME,))


def _of_entries(conn: Connection, name: str, party: str) -> Iterator[Target]:
    """Give the entries of a party that name a person: as who was concerned or acted, alone or with another. The whole
    name is compared: that of somebody else may begin with it."""
    c = audit_opening.c
    value = write_value("person", name)
    part = value[1:-1]
    some = or_(c.value == value, c.value.endswith(f', for {part}"', autoescape=True),
               c.value.startswith(f'"{part}, for ', autoescape=True))  # fmt: skip
    query = select(c.seq).join(AUDIT_ENTRY, AUDIT_ENTRY.c.seq == c.seq)
    query = query.where(c.field == "person", AUDIT_ENTRY.c.party == party, some)
    for seq in conn.execute(query.order_by(c.seq)).scalars().all():
        yield Target(seq, ("person",))


def _end_mandates(
    conn: Connection, by: Standing, person_id: int, shown: Mapping[str, str], at: datetime
) -> Iterator[Own]:
    """Revoke every mandate that stands, and give what the log says of each."""
    query = select(MANDATE, ORGAN.c.party_key).join(ORGAN, ORGAN.c.id == MANDATE.c.organ_id)
    for row in conn.execute(query.where(MANDATE.c.person_id == person_id, MANDATE.c.revoked_at.is_(None))).all():
        made = mandate_entry(conn, by, "mandate_revoked", row.id, row._asdict(), at)
        revoked = {"revoked_at": at, "revoked_by": by.person_id}
        conn.execute(update(MANDATE).where(MANDATE.c.id == row.id).values(revoked))
        yield Own(made.kind, made.party, made.body, at, by=made.by, person=shown[row.party_key])


def _tokens(conn: Connection, person_id: int) -> Sequence[Any]:
    """List the tokens on the mandates of a person that stand, and lock them: each is revoked once."""
    joined = API_TOKEN.join(MANDATE, MANDATE.c.id == API_TOKEN.c.mandate_id).join(
        ORGAN, ORGAN.c.id == MANDATE.c.organ_id
    )
    query = select(API_TOKEN, ORGAN.c.key.label("organ_key"), ORGAN.c.party_key).select_from(joined)
    mine = MANDATE.c.person_id == person_id, API_TOKEN.c.revoked_at.is_(None)
    held = query.where(*mine).order_by(API_TOKEN.c.id).with_for_update(of=API_TOKEN)
    return conn.execute(held).all()


def _end_tokens(conn: Connection, by: Standing, tokens: Sequence[Any], made: Sequence[Entry], at: datetime) -> None:
    """Revoke tokens, each by the entry that says so."""
    for row, entry in zip(tokens, made, strict=False):
        values = {"revoked_at": at, "revoked_by": by.person_id, "revoked_seq": entry.seq}
        conn.execute(update(API_TOKEN).where(API_TOKEN.c.id == row.id).values(values))


def _delete(conn: Connection, person_id: int) -> dict[str, int]:
    """Delete and overwrite what the inventory says; give how much of each."""
    gone = {}
    for one in deleted_with_account():
        if one.whose is not None and (number := conn.execute(delete(one.table).where(one.whose(person_id))).rowcount):
            gone[one.key] = int(number)
    for one in INVENTORY:
        if one.blanks and one.whose is not None:
            conn.execute(update(one.table).where(one.whose(person_id)).values(dict(one.blanks)))
    return gone


def _empty(conn: Connection, person_id: int, *, withheld: bool) -> None:
    """Leave of the account a number that signs in nowhere; the name stays as long as one party keeps it."""
    values = {"email": f"person-{person_id}@{NOWHERE}", "password_hash": None, "active": False, "language": "en"}
    values |= {"name": f"№ {person_id}"} if withheld else {}
    conn.execute(update(PERSON).where(PERSON.c.id == person_id).values(values))
