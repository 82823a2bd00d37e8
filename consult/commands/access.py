"""What staff of the host read of the record at the command line: entered in the log before it is shown."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any

from consult import clock
from consult.log.own import Own, record
from consult.web.parts import writing

KEPT_IN_MEMORY, PIECE = 4 * 1024 * 1024, 64 * 1024


def note_access(command: str, party: str, **asked: Any) -> None:
    """Enter that the operator looks at records with a command, as a party reads them (none: all that is there)."""
    _enter("access", party, {"command": command, **asked})


def note_export(command: str, party: str, **told: Any) -> None:
    """Enter that the operator hands out files with a command, as a party reads them (none: what everybody reads)."""
    _enter("export", party, {"command": command, **told})


def exported(command: str, party: str, pieces: Iterable[str], **asked: Any) -> Iterator[bytes]:
    """Yield an export once it is complete and its size and digest are entered."""
    digest = hashlib.sha256()
    with SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as file:
        for piece in pieces:
            digest.update(piece.encode())
            file.write(piece.encode())
        _enter("export", party, {"command": command, **asked, "bytes": file.tell(), "digest": digest.hexdigest()})
        file.seek(0)
        while part := file.read(PIECE):
            yield part


def _enter(kind: str, party: str, body: Mapping[str, Any]) -> None:
    with writing() as connection:
        record(connection, Own(kind, party or None, body, clock.now(), by={"office": "operator"}))
