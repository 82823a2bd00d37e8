"""What organs signed, checked again: by the replay of the log for each entry, and for the page of one act.

A note must hold under the key that the organ had at that entry, and say what the act and its leaf say: case, step,
track, number and hash before it in its chain, digest, checkpoint. An organ that had a key files nothing without.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from consult.docket.signing import is_signed_for, sealed_of
from consult.i18n import _
from consult.log.findings import Finding
from consult.log.statements import NotAStatement, Statement, read_statement
from consult.log.verifier import Rejected, Verifier, open_note, read_vkey
from consult.log.verify import Record
from consult.log.wording import word
from consult.people.keys import all_keys
from workflows.kernel.acts import Act

UNDER_WAY = timedelta(minutes=1)
"""A filing that was being recorded while its organ registered or retired a key is not held against it."""


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
    return before and (key.retired_seq is None or key.retired_seq > seq or at - key.retired_at <= UNDER_WAY)


class Signatures:
    """Checks the signature of each entry of an act; keys of all organs are read once."""

    def __init__(self, connection: Connection) -> None:
        """Read the keys."""
        self.keys: dict[tuple[str, str], dict[str, Row[Any]]] = {}
        for key in all_keys(connection):
            self.keys.setdefault((key.party_key, key.organ_key), {})[key.vkey] = key

    def __call__(self, record: Record, act: Act, ref: str) -> Iterator[Finding]:
        """Say what is wrong with the signature of one entry; one whose opening was erased is not looked at."""
        if "filing" not in record.fields:
            return
        note, keys = record.fields["filing"], self.keys.get((act.party, act.organ), {})
        if note is None:
            if is_signed_for(act) and any(_bound(key, record.seq, act.at) for key in keys.values()):
                yield _finding(record.seq, act.n, ref, _("it is not signed, and its organ had a key"))
            return
        try:
            signed = read_signed(str(note), keys)
        except DoesNotHold as fault:
            yield _finding(record.seq, act.n, ref, str(fault))
            return
        if not stood_at(signed.registered, record.seq, act.at):
            yield _finding(record.seq, act.n, ref, _("its organ did not have this key then"))
        for name in _differences(signed, record, act, ref, note):
            yield _finding(record.seq, act.n, ref, _("what was signed says otherwise of “%(name)s”", name=name))


def _bound(key: Row[Any], seq: int, at: datetime) -> bool:
    """Say whether a key stood at an entry, and long enough for its organ to have been asked for a signature."""
    stood = key.seq < seq and (key.retired_seq is None or key.retired_seq > seq)
    return stood and at - key.recorded_at > UNDER_WAY


def _differences(signed: Signed, record: Record, act: Act, ref: str, note: str) -> Iterator[str]:
    """Name what a statement says otherwise than the act and its leaf; erased fields are not compared."""
    said, leaf = signed.statement, record.fields
    due = {"case": ref, "step": act.step, "track": act.track, "document": act.digest, "event": record.n}
    due |= {"prev": leaf["prev"]} if "prev" in leaf else {}
    yield from (name for name, value in due.items() if getattr(said, name) != value)
    if "seen" in leaf and leaf["seen"] != sealed_of(note, said)["seen"]:
        yield "seen"


def _finding(seq: int, n: int, ref: str, why: str) -> Finding:
    where = _("Act %(n)s of case %(ref)s: the signature in entry %(seq)s does not hold", n=n, ref=ref, seq=seq)
    return Finding("statement", seq, f"{where}: {why.rstrip('.')}.")
