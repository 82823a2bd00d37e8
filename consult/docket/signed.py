"""What organs signed, checked again: by the replay of the log for each entry, and for the page of one act.

A note must hold under the key that the organ had at that entry, and say what the act and its leaf say: case, step,
track, number and hash before it in its chain, digest, checkpoint. An organ that had a key files nothing without.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from consult.docket.signing import is_signed_for, sealed_of
from consult.i18n import _
from consult.log.findings import Finding
from consult.log.statements import NotAStatement, Statement, read_statement
from consult.log.verifier import Rejected, Verifier, digest_opening, open_note, read_leaf, read_vkey
from consult.log.verify import Record
from consult.log.wording import word
from consult.models.audit import audit_leaf, audit_opening
from consult.people.keys import keys_of_organ
from workflows.kernel.acts import Act
from workflows.kernel.frozen import dataclass

_LEAF = select(audit_leaf.c.leaf, audit_leaf.c.hash, audit_leaf.c.chain_id, audit_leaf.c.n).where(
    audit_leaf.c.seq == bindparam("of")
)
_OPENED = select(audit_opening.c.field, audit_opening.c.salt, audit_opening.c.value).where(
    audit_opening.c.seq == bindparam("of"), audit_opening.c.field.in_(("filing", "prev", "seen"))
)
UNDER_WAY = timedelta(minutes=1)
"""A filing that was being recorded while its organ registered or retired a key is not held against it; one whose own
time is further from that is, before or after, since what comes later in the log came later whatever its time says."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A note and the statement in it: the key that signed it, its entry in the log where it is registered."""

    key: Verifier
    registered: Row[Any]
    statement: Statement
    text: str


class DoesNotHold(ValueError):
    """A note is not the signature that it stands for; the sentence says why."""


def read_signed(note: str, keys: Mapping[str, Row[Any]]) -> Signed:
    """Open the note of a filing with the keys of its organ, by verifier key; DoesNotHold where it cannot be."""
    try:
        opened = open_note(note, [read_vkey(vkey) for vkey in keys])
        statement = read_statement(opened.text)
    except Rejected as fault:
        raise DoesNotHold(word(fault)) from None
    except NotAStatement as fault:
        raise DoesNotHold(str(fault)) from None
    key = opened.signatures[0].verifier
    return Signed(key, keys[key.vkey], statement, opened.text)


def stood_at(key: Row[Any], seq: int, at: datetime) -> bool:
    """Say whether a key was registered before an entry of the log and not retired before it."""
    before = key.seq < seq
    return before and (key.retired_seq is None or key.retired_seq > seq or abs(at - key.retired_at) <= UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Signature:
    """What the leaf of one act holds of its organ's signature, and whether it holds now: nothing is wrong with it, and
    the leaf sealed this very note. Without a note the organ had no key, or the opening was erased."""

    note: str
    signed: Signed | None
    is_erased: bool
    faults: tuple[str, ...]


def signature_of(connection: Connection, ref: str, act: Act, seq: int | None) -> Signature | None:
    """Read and check the signature under an act; None for an act that is none that organs sign."""
    if seq is None or not is_signed_for(act):
        return None
    leaf = connection.execute(_LEAF, {"of": seq}).one()
    rows = connection.execute(_OPENED, {"of": seq}).all()
    fields = {row.field: json.loads(row.value) for row in rows}
    signatures = Signatures(keys_of_organ(connection, act.party, act.organ))
    record = Record(seq, leaf.hash, leaf.chain_id, leaf.n, fields)
    faults = (*_unsealed(leaf.leaf, rows), *signatures.faults(record, act, ref))
    note = str(fields.get("filing") or "")
    try:
        signed = read_signed(note, signatures.of(act)) if note else None
    except DoesNotHold:
        signed = None
    return Signature(note, signed, "filing" not in fields, faults)


def _unsealed(leaf: bytes, rows: Iterable[Any]) -> Iterator[str]:
    """Say which of the openings the leaf did not seal."""
    digests, _tag = read_leaf(leaf)
    for row in rows:
        if digest_opening(row.field, row.salt, row.value) != digests[row.field]:
            yield _("its entry in the log sealed another “%(name)s”", name=row.field)


class Signatures:
    """Checks the signature of each entry of an act."""

    def __init__(self, registered: Iterable[Row[Any]]) -> None:
        """Keep the keys, by organ."""
        self.keys: dict[tuple[str, str], dict[str, Row[Any]]] = {}
        for key in registered:
            self.keys.setdefault((key.party_key, key.organ_key), {})[key.vkey] = key

    def __call__(self, record: Record, act: Act, ref: str) -> Iterator[Finding]:
        """Say what is wrong with the signature of one entry."""
        where = {"n": act.n, "ref": ref, "seq": record.seq}
        for why in self.faults(record, act, ref):
            place = _("Act %(n)s of case %(ref)s: the signature in entry %(seq)s does not hold", **where)
            yield Finding("statement", record.seq, f"{place}: {why.rstrip('.')}.")

    def faults(self, record: Record, act: Act, ref: str) -> Iterator[str]:
        """Give the reasons why the signature of an entry does not hold; an opening that was erased gives none."""
        if "filing" not in record.fields:
            return
        note, keys = record.fields["filing"], self.of(act)
        if note is None:
            if is_signed_for(act) and any(_bound(key, record.seq, act.at) for key in keys.values()):
                yield _("it is not signed, and its organ had a key")
            return
        try:
            signed = read_signed(str(note), keys)
        except DoesNotHold as fault:
            yield str(fault)
            return
        if not stood_at(signed.registered, record.seq, act.at):
            yield _("its organ did not have this key then")
        for name in _differences(signed, record, act, ref, note):
            yield _("what was signed says otherwise of “%(name)s”", name=name)

    def of(self, act: Act) -> Mapping[str, Row[Any]]:
        """Give the keys that the organ of an act ever had, by verifier key."""
        return self.keys.get((act.party, act.organ), {})


def _bound(key: Row[Any], seq: int, at: datetime) -> bool:
    """Say whether a key stood at an entry whose filing was not under way when the key was registered."""
    stood = key.seq < seq and (key.retired_seq is None or key.retired_seq > seq)
    return stood and abs(at - key.recorded_at) > UNDER_WAY


def _differences(signed: Signed, record: Record, act: Act, ref: str, note: str) -> Iterator[str]:
    """Name what a statement says otherwise than the act and its leaf; erased fields are not compared."""
    said, leaf = signed.statement, record.fields
    due = {"case": ref, "step": act.step, "track": act.track, "document": act.digest, "event": record.n}
    due |= {"prev": leaf["prev"]} if "prev" in leaf else {}
    yield from (name for name, value in due.items() if getattr(said, name) != value)
    if "seen" in leaf and leaf["seen"] != sealed_of(note, said)["seen"]:
        yield "seen"
