"""Replay of what the log holds beside acts: entries, the marks of reads and the seals over attempts, each compared with
what was sealed.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _
from consult.log.attempts import attempts_between, digest_of_attempts
from consult.log.findings import Finding
from consult.log.looks import KIND as KIND_OF_LOOKS
from consult.log.looks import look_findings
from consult.log.reads import papers_in
from consult.log.verify import Record
from consult.models.audit import audit_chain
from consult.models.logbook import ATTEMPT_SEAL, AUDIT_ENTRY, READ_MARK
from consult.models.watched import STAFF_LOOK

CHUNK = 500
_CHAIN = select(audit_chain.c.kind, audit_chain.c.party)


class EntryOpenings:
    """Compares the openings of log entries with the rows of entries; called with numbers in order."""

    def __init__(self, connection: Connection) -> None:
        """Keep the connection, and read rows in runs ahead."""
        self.connection = connection
        self.ahead: dict[int, Any] = {}
        self.last = -1

    def find(self, seq: int) -> Any:
        """Give the row of an entry, None where the entry is none beside acts."""
        if seq > self.last:
            query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.seq >= seq).order_by(AUDIT_ENTRY.c.seq).limit(CHUNK)
            rows = self.connection.execute(query).all()
            self.ahead = {row.seq: row for row in rows}
            self.last = rows[-1].seq if len(rows) == CHUNK else 2**63 - 1
        return self.ahead.pop(seq, None)

    def compare(self, record: Record, row: Any) -> Iterator[Finding]:
        """Compare one entry with its row."""
        if not _is_sealed_alike(record.fields, row):
            sentence = _("The record beside the acts is not what entry %(seq)s sealed.", seq=record.seq)
            yield Finding("entry-differs", record.seq, sentence)
        chain = self.connection.execute(_CHAIN.where(audit_chain.c.id == record.chain_id)).first()
        wanted = ("party", row.party) if row.party else ("host", None)
        if chain is not None and (chain.kind, chain.party) != wanted:
            sentence = _("Entry %(seq)s does not lie in the chain of the party that it concerns.", seq=record.seq)
            yield Finding("entry-chain", record.seq, sentence)


def _is_sealed_alike(fields: dict[str, Any], row: Any) -> bool:
    """Say whether every field that is still open says what the row says."""
    said = {
        "act": {"step": row.kind, "kind": "entry"},
        "rest": json.loads(row.body),
    }
    actor, time = fields.get("actor"), fields.get("time")
    return (
        all(fields.get(name, value) == value for name, value in said.items())
        and (actor is None or actor.get("party") == row.party)
        and (time is None or datetime.fromisoformat(time["recorded_at"]) == row.recorded_at)
    )


def beside_findings(connection: Connection) -> Iterator[Finding]:
    """Compare marks of reads and seals over attempts with the entries that they name."""
    yield from _reads(connection)
    yield from _looks(connection)
    yield from _seals(connection)


def _reads(connection: Connection) -> Iterator[Finding]:
    """Every paper that an entry names has its mark, and every mark its entry."""
    entries = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)
    for entry in connection.execute(entries.execution_options(yield_per=CHUNK)):
        body = json.loads(entry.body)
        sealed = {(body["reader"], entry.party, paper, body["hour"]) for paper in papers_in(body)}
        of_entry = select(READ_MARK).where(READ_MARK.c.seq == entry.seq)
        marked = {(m.person_id, m.party, m.paper, m.hour.isoformat()) for m in connection.execute(of_entry)}
        if sealed != marked:
            sentence = _("The marks of reads are not those that entry %(seq)s sealed.", seq=entry.seq)
            yield Finding("read-differs", entry.seq, sentence)
    known = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "read")
    for seq in connection.execute(select(READ_MARK.c.seq).where(READ_MARK.c.seq.not_in(known)).distinct()).scalars():
        yield Finding("read-stray", seq, _("A read is marked whose entry %(seq)s is of another kind.", seq=seq))


def _looks(connection: Connection) -> Iterator[Finding]:
    """Every look by staff that an entry tells has its row, and every row its entry."""
    entries = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == KIND_OF_LOOKS).order_by(AUDIT_ENTRY.c.seq)
    for entry in connection.execute(entries.execution_options(yield_per=CHUNK)):
        yield from look_findings(connection, entry, json.loads(entry.body))
    known = select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == KIND_OF_LOOKS)
    for seq in connection.execute(select(STAFF_LOOK.c.seq).where(STAFF_LOOK.c.seq.not_in(known)).distinct()).scalars():
        yield Finding("look-stray", seq, _("A look by staff is kept whose entry %(seq)s is of another kind.", seq=seq))


def _seals(connection: Connection) -> Iterator[Finding]:
    """Every seal has the digest of its attempts, follows the seal before it, and says what its entry says."""
    before, sealed, gone = 0, set(), removed_by_rule(connection)
    for row in connection.execute(select(ATTEMPT_SEAL).order_by(ATTEMPT_SEAL.c.last_id)):
        sealed.add(row.seq)
        rows = attempts_between(connection, before + 1, row.last_id)
        run = {"first_id": rows[0].id if rows else 0, "last_id": row.last_id, "count": len(rows)}
        run["digest"] = digest_of_attempts(rows)
        if row.last_id > gone and any(run[name] != getattr(row, name) for name in run):
            sentence = _("Attempts up to number %(last)s are not those that were sealed.", last=row.last_id)
            yield Finding("attempts-differ", row.seq, sentence)
        if _body_of(connection, row.seq) != {"digest": row.digest}:
            sentence = _("The seal over attempts is not what entry %(seq)s sealed.", seq=row.seq)
            yield Finding("seal-differs", row.seq, sentence)
        before = row.last_id
    entries = connection.execute(select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "attempts")).scalars()
    for seq in sorted(set(entries) - sealed):
        yield Finding("seal-missing", seq, _("There is no seal for the attempts of entry %(seq)s.", seq=seq))


def removed_by_rule(connection: Connection) -> int:
    """Give the number up to which attempts were removed when their time was over, as the log says; 0 for none."""
    bodies = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "retention")).scalars()
    return max((int(json.loads(body).get("refusals_up_to", 0)) for body in bodies), default=0)


def _body_of(connection: Connection, seq: int) -> Any:
    query = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.seq == seq, AUDIT_ENTRY.c.kind == "attempts")
    body = connection.execute(query).scalar()
    return json.loads(body) if body is not None else None
