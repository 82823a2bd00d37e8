"""Keys with which organs sign their filings: registered with proof of possession, replaced, retired.

An organ has one key at a time. A new one signs the text of its own registration; where one stands, that one signs it as
well and is retired in the same transaction. Whoever has lost the key that stands retires it first, which the log shows.
Registering and retiring are entries of the party's own chain. Not modelled: keys of secretariats and registries, which
dispatch no filings of a party.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from consult.fixed import Fixed
from consult.i18n import _
from consult.log import own
from consult.log.statements import key_name, plain_note, registration_text
from consult.log.verifier import Rejected, Verifier, open_note, read_vkey
from consult.log.wording import word
from consult.models.logbook import ORGAN_KEY
from consult.models.parties import ORGAN, PERSON
from consult.people.authority import require_manager
from consult.people.directory import find_organ
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import OFFICE_ORGANS, Standing

NOTE_KEY = 0x01
_STANDING = Fixed(
    select(ORGAN_KEY.c.vkey).where(ORGAN_KEY.c.organ_id == bindparam("of_organ"), ORGAN_KEY.c.retired_at.is_(None))
)
_WITH_ORGAN = select(
    ORGAN_KEY,
    ORGAN.c.key.label("organ_key"),
    ORGAN.c.name.label("organ_name"),
    ORGAN.c.party_key,
).select_from(ORGAN_KEY.join(ORGAN))


def standing_key(conn: Connection, organ_id: int) -> str | None:
    """Give the verifier key with which an organ signs now; None where it has none."""
    found = _STANDING.first(conn, {"of_organ": organ_id})
    return str(found[0]) if found else None


def keys_of(conn: Connection, organ_id: int) -> Sequence[Row[Any]]:
    """List the keys of an organ, the newest first, with the names of who registered and retired them."""
    registrar, retirer = PERSON.alias(), PERSON.alias()
    joined = ORGAN_KEY.outerjoin(registrar, registrar.c.id == ORGAN_KEY.c.recorded_by)
    query = select(ORGAN_KEY, registrar.c.name.label("registrar"), retirer.c.name.label("retirer"))
    query = query.select_from(joined.outerjoin(retirer, retirer.c.id == ORGAN_KEY.c.retired_by))
    return conn.execute(query.where(ORGAN_KEY.c.organ_id == organ_id).order_by(ORGAN_KEY.c.id.desc())).all()


def all_keys(conn: Connection) -> Sequence[Row[Any]]:
    """List every key that was ever registered, with its organ and party, in the order of registration."""
    return conn.execute(_WITH_ORGAN.order_by(ORGAN_KEY.c.id)).all()


def keys_of_organ(conn: Connection, party_key: str, organ_key: str) -> Sequence[Row[Any]]:
    """List every key that an organ ever registered, by the words with which acts name it."""
    named = ORGAN.c.party_key == party_key, ORGAN.c.key == organ_key
    return conn.execute(_WITH_ORGAN.where(*named).order_by(ORGAN_KEY.c.id)).all()


def text_to_register(conn: Connection, by: Standing, organ_key: str, vkey: str, host: str) -> str:
    """Give the text that proves possession of a key, or refuse a key that this organ cannot register."""
    organ = _own_organ(conn, by, organ_key)
    _read(conn, by, organ, vkey, host)
    return registration_text(host, by.party_key, organ.key, vkey, standing_key(conn, organ.id))


def register_key(conn: Connection, by: Standing, organ_key: str, vkey: str, note: str, host: str, at: datetime) -> int:
    """Register a key of an organ and answer its number; the key that it replaces is retired with it."""
    organ = _own_organ(conn, by, organ_key)
    conn.execute(select(ORGAN.c.id).where(ORGAN.c.id == organ.id).with_for_update())
    new = _read(conn, by, organ, vkey, host)
    stands = ORGAN_KEY.c.organ_id == organ.id, ORGAN_KEY.c.retired_at.is_(None)
    old = conn.execute(select(ORGAN_KEY).where(*stands).with_for_update()).first()  # it may be retired at this moment
    replaced = old.vkey if old else None
    text = registration_text(host, by.party_key, organ.key, vkey, replaced)
    signed = plain_note(note)
    _require_signed(signed, text, new, read_vkey(replaced) if replaced else None)
    body = {"organ": organ.key, "vkey": vkey, "replaces": replaced, "note": signed}
    retiring = [_own("organ_key_retired", by, _retired(organ.key, replaced, vkey), at)] if replaced else []
    made = own.record_many(conn, [*retiring, _own("organ_key", by, body, at)])
    if old:
        _retire(conn, by, old.id, made[0].seq, at)
    row = {"organ_id": organ.id, "vkey": vkey, "recorded_at": at, "recorded_by": by.person_id, "seq": made[-1].seq}
    return int(conn.execute(insert(ORGAN_KEY).values(row).returning(ORGAN_KEY.c.id)).scalar_one())


def _retired(organ_key: str, vkey: str, replaced_by: str | None) -> dict[str, Any]:
    return {"organ": organ_key, "vkey": vkey, "replaced_by": replaced_by}


def retire_key(conn: Connection, by: Standing, organ_key: str, key_id: int, at: datetime) -> None:
    """Retire a key of an organ: it signs nothing any more, and the organ files without until it registers another."""
    organ = _own_organ(conn, by, organ_key)
    query = select(ORGAN_KEY).where(ORGAN_KEY.c.id == key_id, ORGAN_KEY.c.organ_id == organ.id)
    found = conn.execute(query.with_for_update()).first()
    if found is None:
        raise Unknown
    if found.retired_at is not None:
        raise Closed(_("This key was retired already."))
    entry = own.record(conn, _own("organ_key_retired", by, _retired(organ.key, found.vkey, None), at))
    _retire(conn, by, found.id, entry.seq, at)


def _retire(conn: Connection, by: Standing, key_id: int, seq: int, at: datetime) -> None:
    values = {"retired_at": at, "retired_by": by.person_id, "retired_seq": seq}
    conn.execute(update(ORGAN_KEY).where(ORGAN_KEY.c.id == key_id).values(values))


def _own(kind: str, by: Standing, body: dict[str, Any], at: datetime) -> own.Own:
    who = {**by.hand, "mandate": f"mandate:{by.mandate_id}"}
    return own.Own(kind, by.party_key, body, at, by=who, person=by.name)


def _own_organ(conn: Connection, by: Standing, organ_key: str) -> Row[Any]:
    """Find an organ of one's own party that signs, for a manager."""
    require_manager(by, by.party_key)
    organ = find_organ(conn, by.party_key, organ_key)
    if organ.kind in OFFICE_ORGANS:
        raise Closed(_("A secretariat or a registry dispatches no filings of a party."))
    return organ


def _read(conn: Connection, by: Standing, organ: Row[Any], vkey: str, host: str) -> Verifier:
    """Read a verifier key as one that this organ can register; Malformed where it is none."""
    name = key_name(host, by.party_key, organ.key)
    try:
        key = read_vkey(vkey)
    except Rejected as fault:
        raise Malformed({"vkey": _("This is no verifier key: %(why)s", why=word(fault))}) from None
    if key.kind != NOTE_KEY:
        raise Malformed({"vkey": _("A key that signs filings is an Ed25519 key for notes (kind 1).")})
    if key.name != name:
        given = key.name[:80]
        sentence = _("This key is named “%(given)s”; a key of this organ is named “%(name)s”.", given=given, name=name)
        raise Malformed({"vkey": sentence})
    if conn.execute(select(ORGAN_KEY.c.id).where(ORGAN_KEY.c.vkey == vkey)).first():
        raise Malformed({"vkey": _("This key was registered already; a retired key does not come back.")})
    return key


def _require_signed(note: str, text: str, new: Verifier, old: Verifier | None) -> None:
    """Refuse a registration that the new key has not signed, or not the key that it replaces."""
    try:
        opened = open_note(note, [key for key in (new, old) if key is not None])
    except Rejected as fault:
        raise Malformed({"note": _("This is no signed note that holds: %(why)s", why=word(fault))}) from None
    if opened.text != text:
        raise Malformed({"note": _("What was signed is another text than the one that stands here.")})
    signers = {one.verifier for one in opened.signatures}
    if new not in signers:
        raise Malformed({"note": _("The new key itself has not signed this text.")})
    if old is not None and old not in signers:
        sentence = _("The key that stands has not signed this text. Sign with both, or retire the old key first.")
        raise Malformed({"note": sentence})
