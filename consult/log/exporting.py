"""An evidence bundle that leaves: written whole, entered in the log of the party that takes it, then handed out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection

from consult.documents import DocumentStore
from consult.log.bundles import Evidence, write_bundle
from consult.log.own import Own, record
from consult.standing import Standing

CHUNK = 1024 * 1024
Writing = Callable[[], AbstractContextManager[Connection]]


def take_bundle(
    conn: Connection,
    writing: Writing,
    by: Standing,
    evidence: Evidence,
    store: DocumentStore,
    *,
    of: str,
    policy: str,
    at: datetime,
) -> IO[bytes]:
    """Write a bundle to a file that is gone when it is closed, and enter what was taken, with its digest, in the chain
    of the party. The connection is not read from after the entry.

    Long because: one line a value of the entry.
    """
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        write_bundle(file, conn, evidence, store, policy)
        body = {
            "what": "bundle",
            "case": of or None,
            "entries": len(evidence.openings),
            "documents": len(evidence.documents),
            "sha256": _digest(file),
        }
        file.seek(0)
        with writing() as connection:
            record(connection, Own("export", by.party_key, body, at, by=_hand(by), person=by.names))
    except BaseException:
        file.close()
        raise
    return file


def _digest(file: IO[bytes]) -> str:
    """Give the SHA-256 of a whole file."""
    digest = sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _hand(by: Standing) -> dict[str, Any]:
    return by.hand
