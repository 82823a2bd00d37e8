"""Keys of organs compared with what the log sealed of them, since the keys decide which signatures hold.

Each key must be the one that its entry registered, with a proof that holds under it and under the key that it replaced,
and it must have been retired where an entry says so and nowhere else.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.log.statements import registration_text
from consult.log.verifier import Rejected, open_note, read_vkey
from consult.models.logbook import AUDIT_ENTRY
from consult.people.keys import all_keys

KINDS = ("organ_key", "organ_key_retired")


def key_findings(connection: Connection) -> Iterator[Finding]:
    """Report every key that is not what the log registered, and every entry that has no key."""
    query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(KINDS)).order_by(AUDIT_ENTRY.c.seq)
    entries = {row.seq: row for row in connection.execute(query)}
    for key in all_keys(connection):
        for seq, kind in ((key.seq, "organ_key"), (key.retired_seq, "organ_key_retired")):
            if seq is None:
                continue
            entry = entries.pop(seq, None)
            why = _fault(key, kind, entry)
            if why:
                yield Finding("organ-key", seq, _("Key %(vkey)s: %(why)s.", vkey=key.vkey, why=why))
    for seq in entries:
        sentence = _("Entry %(seq)s registers or retires a key, and there is no such key.", seq=seq)
        yield Finding("organ-key", seq, sentence)


def _fault(key: Row[Any], kind: str, entry: Row[Any] | None) -> str:
    """Say what an entry says otherwise than a key; nothing where they agree."""
    if entry is None or entry.kind != kind:
        return _("its entry in the log is missing or says something else")
    body = json.loads(entry.body)
    if (entry.party, body.get("organ"), body.get("vkey")) != (key.party_key, key.organ_key, key.vkey):
        return _("its entry in the log speaks of another key or organ")
    return "" if kind == "organ_key_retired" or _is_proved(key, body) else _("the proof in its entry does not hold")


def _is_proved(key: Row[Any], body: Mapping[str, Any]) -> bool:
    """Say whether the note in an entry is signed by its key, and by the one that it replaced."""
    replaced = body.get("replaces")
    try:
        known = [read_vkey(one) for one in (key.vkey, replaced) if one]
        opened = open_note(str(body.get("note")), known)
    except Rejected:
        return False
    host = known[0].name.removesuffix(f"/{key.party_key}/{key.organ_key}")
    text = registration_text(host, key.party_key, key.organ_key, key.vkey, replaced)
    return opened.text == text and {one.verifier for one in opened.signatures} == set(known)
