"""A bundle that leaves: written whole, entered in the log of the party that takes it, then handed out."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import Connection

from consult.documents import Changed, Store
from consult.i18n import _
from consult.log.bundles import write_bundle
from consult.log.evidence import Evidence
from consult.log.indexing import Taken
from consult.log.own import Own, record
from consult.log.packing import TooMany
from consult.refusals import Closed
from consult.standing import Standing

CHUNK = 1024 * 1024
log = logging.getLogger("consult.documents")
Writing = Callable[[], AbstractContextManager[Connection]]


@contextmanager
def whole() -> Iterator[None]:
    """Refuse what is more than one bundle holds, or a document that is not what was filed: Closed, with the reason."""
    try:
        yield
    except TooMany as fault:
        raise Closed(str(fault)) from None
    except Changed as fault:
        log.error("document store: %s", fault)
        sentence = _("The bundle is not given: %(why)s The host has to restore it first.", why=str(fault))
        raise Closed(sentence) from None


def take_bundle(
    conn: Connection,
    writing: Writing,
    by: Standing,
    evidence: Evidence,
    store: Store,
    *,
    taken: Taken,
    policy: str,
) -> IO[bytes]:
    """Write a bundle to a file that is gone when it is closed, and enter what was taken, with its digest, in the chain
    of the party. The connection is not read from after the entry."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        write_bundle(file, conn, evidence, store, taken, policy)
        body = {**told_of_bundle(evidence), "sha256": digest_of_file(file)}
        file.seek(0)
        with writing() as connection:
            record(connection, Own("export", by.party_key, body, taken.at, by=by.hand, person=by.names))
    except BaseException:
        file.close()
        raise
    return file


def told_of_bundle(evidence: Evidence) -> dict[str, Any]:
    """Say what was taken, for the entry about it."""
    return {
        "what": "bundle",
        "case": evidence.case.ref if evidence.case is not None else None,
        "set": str(evidence.reach) if evidence.case is not None else None,
        "entries": len(evidence.lines),
        "documents": len(evidence.attachments),
    }


def digest_of_file(file: IO[bytes]) -> str:
    """Give the SHA-256 of a whole file."""
    digest = sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
