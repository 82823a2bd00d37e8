"""Whether witnesses have cosigned more of this log than its signer remembers: asked before anything new is signed.

A copy of an installation, or one that was restored whole, has the key and an old memory of what it signed: nothing in
it says that the log went on elsewhere. A witness does, and shows it by the log's own signature, so that no witness can
stop a log by a mere claim. Witnesses that do not answer in a moment are passed over.
"""

import threading
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, select

from consult.db import reading
from consult.i18n import _
from consult.log.nodes import Broken, root_at
from consult.log.policy import addresses, load_policy
from consult.log.signer import NotSigned, Signer
from consult.log.verifier import (
    MOST_NOTE_BYTES,
    Checkpoint,
    Rejected,
    Source,
    Unchecked,
    Verifier,
    decode_note,
    open_note,
    read_checkpoint,
    read_vkey,
)
from consult.models.audit import audit_head

SECONDS = 2.0


def refuse_overtaken(engine: Engine, signer: Signer, instance: Path, seconds: float = SECONDS) -> None:
    """Raise NotSigned where a witness holds a checkpoint, signed by this log, that this log has not come to."""
    try:
        policy = load_policy(instance)
    except Rejected:
        return
    if policy is None:
        return
    keys = {*policy.logs, *(read_vkey(key.vkey) for key in signer.keys)}
    found = _ask(addresses(instance, policy), signer.origin, keys, seconds)
    last = signer.state.last(signer.origin)  # read after they have answered: it may have moved on meanwhile
    for name, seen in sorted(found.items()):
        if seen.size > (last.size if last else 0) or not _has(engine, seen):
            sentence = _(
                "The witness %(name)s has cosigned %(size)s entries that this log signed and that are not here: this "
                "is an old copy, or another copy runs. Stop one of them. If this is the right one, run consult log "
                "recover with the newest export; if both have signed, end this origin with rotate-key --compromised.",
                name=name,
                size=seen.size,
            )
            raise NotSigned("overtaken", sentence)


def _has(engine: Engine, seen: Checkpoint) -> bool:
    """Say whether the stored tree gives a checkpoint."""
    with reading(engine) as connection:
        if seen.size > (connection.execute(select(audit_head.c.size)).scalar() or 0):
            return False
        try:
            return root_at(connection, seen.size) == seen.root
        except Broken:
            return True  # a damaged tree is told as such when it is signed


def _ask(urls: Mapping[str, str], origin: str, keys: set[Verifier], seconds: float) -> dict[str, Checkpoint]:
    """Ask all witnesses at once for what they cosigned last; what this log has not signed counts for nothing."""
    answers: dict[str, Checkpoint] = {}
    trusted = [key for key in keys if key.name == origin]

    def ask(name: str, url: str) -> None:
        try:
            data = Source(url).read(f"{sha256(origin.encode()).hexdigest()}/checkpoint", MOST_NOTE_BYTES)
            checkpoint = read_checkpoint(open_note(decode_note(data or b""), trusted).text)
        except (Rejected, Unchecked):
            return
        if checkpoint.origin == origin:
            answers[name] = checkpoint

    threads = [threading.Thread(target=ask, args=each, daemon=True) for each in urls.items()]
    for thread in threads:
        thread.start()
    end = time.perf_counter() + seconds
    for thread in threads:
        thread.join(max(0.0, end - time.perf_counter()))
    return dict(answers)
