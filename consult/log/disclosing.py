"""What leaves the log by the hand of the host: chosen fields of chosen entries, or the evidence of a party.

Either is an evidence bundle: written whole to a new file, entered in the log with its digest, and only then given its
name. Whoever disclosed what is in the chain of the party concerned, or the host's, which all parties may read.
"""

import os
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, select

from consult.db import reading, writing
from consult.documents import Store
from consult.i18n import _
from consult.log.bundles import write_bundle
from consult.log.evidence import Evidence, Line, evidence_of_party
from consult.log.exporting import digest_of_file
from consult.log.indexing import Taken
from consult.log.openings import openings_of
from consult.log.own import Own, record
from consult.log.receipts import Unprovable
from consult.models.cases import CASES
from consult.models.parties import PARTY
from consult.refusals import Unknown
from consult.visibility import Viewer, case_condition


def chosen(connection: Connection, entries: Sequence[int], fields: Collection[str]) -> Evidence:
    """Gather chosen fields of chosen entries, without keys of chains. Raises Unprovable where none of them is there."""
    opened = [openings_of(connection, seq, fields) for seq in sorted(set(entries))]
    for each in opened:
        if not each.disclosures:
            raise Unprovable(_("Of entry %(seq)s none of these fields can be opened any more.", seq=each.seq))
    return Evidence(tuple(Line(each) for each in opened), kind="disclosure")


def whole_party(connection: Connection, party: str) -> Viewer:
    """Give a viewer that sees what a whole party may see; Unknown where there is no such party."""
    if connection.execute(select(PARTY.c.key).where(PARTY.c.key == party)).first() is None:
        raise Unknown
    return Viewer(party, prepares=True)


def case_of(connection: Connection, viewer: Viewer, ref: str) -> Any:
    """Give the row of a case that a party may know of; Unknown where there is none."""
    row = connection.execute(select(CASES).where(CASES.c.ref == ref, case_condition(viewer))).first()
    if row is None:
        raise Unknown
    return row


def of_party(connection: Connection, party: str) -> Evidence:
    """Gather what a whole party may have of its own chain and the host's; Unknown where there is no such party."""
    return evidence_of_party(connection, whole_party(connection, party))


def hand_out(
    engine: Engine, path: Path, evidence: Evidence, store: Store, *, taken: Taken, policy: str, said: Own
) -> int:
    """Write a bundle to a new file and give the number of the entry that says so: to what `said` holds, the numbers of
    entries and documents are added, and the file's digest. FileExistsError where there is a file."""

    def bundled(file: IO[bytes]) -> Mapping[str, Any]:
        with reading(engine) as connection:
            write_bundle(file, connection, evidence, store, taken, policy)
        return {"entries": len(evidence.lines), "documents": len(evidence.attachments)}

    return give_file(engine, path, said, bundled)


def give_file(engine: Engine, path: Path, said: Own, write: Callable[[IO[bytes]], Mapping[str, Any]]) -> int:
    """Write a new file whole, enter in the log that it was given, with what `write` tells of it and its digest; only
    then give it its name; give the number of the entry. FileExistsError where there is a file."""
    if path.exists():
        raise FileExistsError(path)
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".waiting-")
    try:
        with os.fdopen(handle, "w+b") as file:
            told = write(file)
            digest = _settle(file)
        with writing(engine) as connection:
            made = record(connection, replace(said, body={**said.body, **told, "sha256": digest}))
        os.link(waiting, path)
    finally:
        Path(waiting).unlink(missing_ok=True)
    return made.seq


def _settle(file: IO[bytes]) -> str:
    """Bring a file to the disk and give its SHA-256."""
    file.flush()
    os.fsync(file.fileno())
    return digest_of_file(file)


def told_of(evidence: Evidence) -> list[dict[str, Any]]:
    """Say which fields of which entries are opened, for the entry about it."""
    return [{"seq": each.seq, "fields": sorted(each.disclosures)} for each in evidence.openings]
