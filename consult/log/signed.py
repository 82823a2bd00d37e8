"""What the log signed, compared with what stands in the database: every note that is stored, and what the signer
remembers.

A tree that was written anew throughout gives no contradiction within itself. That it is another one than was signed is
seen here, as long as the notes or the signer's memory are there; who distrusts the keeper of both takes a checkpoint
of his own, and the published log.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, select

from consult.i18n import _l
from consult.log import tree
from consult.log.findings import Finding
from consult.log.nodes import Broken, root_at
from consult.log.signer import Signed
from consult.log.verifier import Rejected, Verifier, open_note, read_checkpoint, read_vkey
from consult.models.audit import audit_checkpoint, audit_cosignature, audit_head
from consult.models.logbook import AUDIT_ENTRY

SENTENCES: Mapping[str, Any] = {
    "signed-more": _l("%(size)s entries were signed, and there are %(here)s: the log was cut, or is an old copy."),
    "signed-other": _l("The first %(size)s entries are not those that were signed."),
    "signed-text": _l("The note stored for %(size)s entries says something else."),
    "signed-unknown": _l("The note stored for %(size)s entries is not signed by a key that the log has named."),
    "signed-retired": _l("The newest note, of %(size)s entries, is signed only by a key that the log has retired."),
    "signed-lost": _l("The signer has signed %(size)s entries, and no note of its log is stored."),
    "cosigned-other": _l("A cosignature of %(size)s entries stands under a checkpoint of another size."),
}
_HEAD = select(audit_head.c.size).where(audit_head.c.id == 1)
_KEYS = select(AUDIT_ENTRY.c.seq, AUDIT_ENTRY.c.body).where(
    AUDIT_ENTRY.c.kind == "log_key", AUDIT_ENTRY.c.party.is_(None)
)
_NOTES = select(audit_checkpoint.c.size, audit_checkpoint.c.root, audit_checkpoint.c.note).order_by(
    audit_checkpoint.c.id
)
_ASTRAY = (
    select(audit_cosignature.c.size)
    .join(audit_checkpoint, audit_checkpoint.c.id == audit_cosignature.c.checkpoint_id)
    .where(audit_checkpoint.c.size != audit_cosignature.c.size)
)
CHUNK = 500


def signed_findings(connection: Connection, remembered: Mapping[str, Signed]) -> Iterator[Finding]:
    """Compare every stored note, and the last one of each origin that the signer remembers, with the log. The memory is
    to be read before the connection sees the database: a log that is signed meanwhile is then no contradiction."""
    here, roots = connection.execute(_HEAD).scalar() or 0, {0: tree.EMPTY_ROOT}
    keys, retired = _keys(connection, "added"), _keys(connection, "retired")
    stored: dict[str, Any] = {}
    for row in connection.execute(_NOTES.execution_options(yield_per=CHUNK)):
        yield from _of_note(row, list(keys))
        yield from _of_tree(connection, here, roots, row.size, bytes(row.root))
        origin = row.note.partition("\n")[0]
        stored[origin] = max(row, stored.get(origin, row), key=lambda one: one.size)  # of the same size the later one
    yield from _of_newest(stored.values(), keys, retired)
    for size in connection.execute(_ASTRAY).scalars():
        yield _found("cosigned-other", size)
    for origin, last in remembered.items():
        if origin not in stored:
            yield _found("signed-lost", last.size)
        yield from _of_tree(connection, here, roots, last.size, last.root)


def _keys(connection: Connection, use: str) -> dict[Verifier, int]:
    """Read which keys the log has named for a use, and in which entry."""
    named = ((row.seq, json.loads(row.body)) for row in connection.execute(_KEYS))
    return {read_vkey(body["vkey"]): seq for seq, body in named if body["use"] == use}


def _of_newest(rows: Iterable[Any], keys: Iterable[Verifier], retired: Mapping[Verifier, int]) -> Iterator[Finding]:
    """Look whether the newest note of an origin, which holds the retirement of a key, is signed by that key alone; an
    earlier one is made good by the next that is signed as it must be."""
    for row in rows:
        with suppress(Rejected):  # which is said of it already
            signed = open_note(row.note, keys).signatures
            if all(retired.get(each.verifier, row.size) < row.size for each in signed):
                yield _found("signed-retired", row.size)


def _of_note(row: Any, keys: Sequence[Verifier]) -> Iterator[Finding]:
    """Compare one stored note with its row, and with the keys that the log has named."""
    try:
        opened = open_note(row.note, keys)
        said = read_checkpoint(opened.text)
    except Rejected:
        yield _found("signed-unknown", row.size)
        return
    if (said.size, said.root) != (row.size, bytes(row.root)):
        yield _found("signed-text", row.size)


def _of_tree(connection: Connection, here: int, roots: dict[int, bytes], size: int, root: bytes) -> Iterator[Finding]:
    """Compare a size and a root with the stored tree; what was computed last is kept, since sizes are signed again."""
    if size > here:
        yield _found("signed-more", size, here)
        return
    if size not in roots:
        roots.clear()
        try:
            roots[size] = root_at(connection, size)
        except Broken:
            roots[size] = b""
    if roots[size] != root:
        yield _found("signed-other", size)


def _found(code: str, size: int, here: int = 0) -> Finding:
    return Finding(code, None, str(SENTENCES[code]) % {"size": size, "here": here})
