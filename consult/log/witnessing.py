"""The log as a client of its witnesses: what is asked of them, and what is believed of their answers.

To each witness goes the newest checkpoint with a proof from the size that it cosigned last. One that stands elsewhere
says where (409) and is asked once more from there. Nothing is stored of an answer but a cosignature of the very key
that the policy names, over the very text of the checkpoint, with a time near ours. A witness that cannot be reached, is
slow, or answers nonsense keeps none of the others back. Whoever runs in the background is `consult.log.couriers`.
"""

import http.client
import re
import threading
import time
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, func, insert, select

from consult.db import reading, writing
from consult.i18n import _l
from consult.log.head import Published, latest
from consult.log.nodes import Broken, node_reader
from consult.log.tree import prove_consistency
from consult.log.verifier import COSIGNATURE, Policy, Rejected, Verifier, open_note
from consult.models.audit import audit_checkpoint, audit_cosignature
from workflows.kernel.frozen import dataclass

TIMEOUT_SECONDS = 4.0
CLOCK_SECONDS = 300
MOST_BYTES = 64 * 1024
_SIZE = re.compile(r"(0|[1-9][0-9]{0,18})\n")

COSIGNED, UNREACHABLE, REFUSED, AHEAD, CONFLICT, INVALID, CLOCK, NO_ADDRESS = (
    "cosigned",
    "unreachable",
    "refused",
    "ahead",
    "conflict",
    "invalid",
    "clock",
    "no-address",
)
UNKNOWN_KIND = "unknown-kind"
WORDS: Mapping[str, Any] = MappingProxyType(
    {
        COSIGNED: _l("has cosigned"),
        UNREACHABLE: _l("does not answer"),
        REFUSED: _l("refuses"),
        AHEAD: _l("has cosigned more entries than this log has now"),
        CONFLICT: _l("says that this log contradicts what it cosigned before"),
        INVALID: _l("gave no valid cosignature of its key"),
        CLOCK: _l("gave a cosignature whose time is not near ours"),
        NO_ADDRESS: _l("has no address here; it is served through files"),
        UNKNOWN_KIND: _l("has a key of a kind that this version cannot check"),
    }
)
_RECENT = (
    select(
        audit_checkpoint.c.id,
        audit_checkpoint.c.size,
        audit_checkpoint.c.root,
        audit_checkpoint.c.note,
        audit_checkpoint.c.signed_at,
    )
    .order_by(audit_checkpoint.c.id.desc())
    .limit(1000)
)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature: whose, its line in a note, its time."""

    witness: str
    line: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking one witness: a code, the cosignature, or the size that it named and the words it used."""

    code: str
    cosignature: Cosignature | None = None
    size: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of asking all witnesses about one checkpoint, by their names in the policy."""

    checkpoint: Published
    outcomes: Mapping[str, Outcome]

    @property
    def cosigned(self) -> tuple[str, ...]:
        """Name the witnesses that cosigned."""
        return tuple(name for name, outcome in self.outcomes.items() if outcome.code == COSIGNED)


class Errand:
    """One checkpoint on its way to witnesses, with the tree from which its proofs are made."""

    def __init__(self, engine: Engine, checkpoint: Published) -> None:
        """Keep what is carried."""
        self.engine, self.checkpoint = engine, checkpoint

    def request(self, old: int) -> bytes:
        """Write the request to a witness that stands at a size."""
        with reading(self.engine) as connection:
            read = node_reader(connection)
            proof = prove_consistency(old, self.checkpoint.size, read) if 0 < old < self.checkpoint.size else []
        lines = [f"old {old}", *(b64encode(each).decode() for each in proof)]
        return ("\n".join(lines) + f"\n\n{self.checkpoint.note}").encode()

    def known(self, witness: str) -> int:
        """Give the size that a witness cosigned last, as far as is stored here."""
        asked = select(func.max(audit_cosignature.c.size)).where(audit_cosignature.c.witness == witness)
        with reading(self.engine) as connection:
            return min(connection.execute(asked).scalar() or 0, self.checkpoint.size)

    def ask(self, verifier: Verifier, url: str, at: datetime, timeout: float = TIMEOUT_SECONDS) -> Outcome:
        """Ask one witness for its cosignature, once more if it names another size."""
        if verifier.kind != COSIGNATURE:
            return Outcome(UNKNOWN_KIND)
        old = self.known(verifier.name)
        status, body = _post(url, self.request(old), timeout)
        named = _SIZE.fullmatch(body) if status == 409 else None
        if named and int(named[1]) != old:
            old = int(named[1])
            if old > self.checkpoint.size:
                return Outcome(AHEAD, size=old)
            status, body = _post(url, self.request(old), timeout)
        return self._judge(verifier, status, body, at)

    def _judge(self, verifier: Verifier, status: int, body: str, at: datetime) -> Outcome:
        if status == 200:
            return check_answer(self.checkpoint.note, verifier, body, at)
        if status == 0:
            return Outcome(UNREACHABLE, words=body)
        words = f"{status} {body.strip()[:200]}"
        return Outcome(CONFLICT if status in (409, 422) else REFUSED, words=words)


def check_answer(note: str, verifier: Verifier, lines: str, at: datetime, since: datetime | None = None) -> Outcome:
    """Judge the lines that a witness gave for a note; `since` is the earliest time that counts, else one near now."""
    text = note.rpartition("\n\n")[0] + "\n"
    try:
        last = open_note(f"{text}\n{lines}", (verifier,)).signatures[0]
    except Rejected as fault:
        return Outcome(INVALID, words=str(fault))
    seconds, now = last.seconds or 0, at.timestamp()
    if not (since or at).timestamp() - CLOCK_SECONDS <= seconds <= now + CLOCK_SECONDS:
        return Outcome(CLOCK, words=str(seconds))
    moment = datetime.fromtimestamp(seconds, UTC)
    return Outcome(COSIGNED, Cosignature(verifier.name, last.line, moment))


def find_cosigned(engine: Engine, verifier: Verifier, lines: str, at: datetime) -> tuple[Published, Outcome] | None:
    """Find the newest checkpoint over which a witness gave these lines, with what they are; None for other lines.

    They may be older than those that come by the network, but not older than the checkpoint.
    """
    late = None
    with reading(engine) as connection:
        rows = connection.execute(_RECENT).all()
    for row in rows:
        origin = row.note.partition("\n")[0]
        checkpoint = Published(origin, row.size, bytes(row.root), row.note, row.signed_at, row.id)
        outcome = check_answer(row.note, verifier, lines, at, row.signed_at)
        if outcome.code == COSIGNED:
            return checkpoint, outcome
        if outcome.code == CLOCK:
            late = late or (checkpoint, outcome)
    return late


def store(engine: Engine, checkpoint: Published, cosignatures: Iterable[Cosignature]) -> None:
    """Keep verified cosignatures of a checkpoint."""
    rows = [
        {
            "checkpoint_id": checkpoint.id,
            "size": checkpoint.size,
            "witness": each.witness,
            "line": each.line,
            "time": each.time,
        }
        for each in cosignatures
    ]
    if rows:
        with writing(engine) as connection:
            connection.execute(insert(audit_cosignature), rows)


def collect(
    engine: Engine, policy: Policy, at: datetime, urls: Mapping[str, str], timeout: float = TIMEOUT_SECONDS
) -> Collected | None:
    """Ask all witnesses at once about the newest checkpoint and store what is true; None before the first one.

    Takes no longer than the timeout for all together: whoever has not answered by then counts as not reached.
    """
    with reading(engine) as connection:
        checkpoint = latest(connection)
    if checkpoint is None:
        return None
    errand = Errand(engine, checkpoint)
    outcomes = _in_parallel(errand, policy, at, urls, timeout)
    found = [outcome.cosignature for outcome in outcomes.values() if outcome.cosignature]
    store(engine, checkpoint, found)
    return Collected(checkpoint, outcomes)


def _in_parallel(
    errand: Errand, policy: Policy, at: datetime, urls: Mapping[str, str], timeout: float
) -> dict[str, Outcome]:
    """Ask every witness in a thread of its own, and wait for all of them up to a moment."""
    answers: dict[str, Outcome] = {}
    faults: list[Broken] = []

    def ask(name: str, verifier: Verifier) -> None:
        try:
            answers[name] = errand.ask(verifier, urls[name], at, timeout) if name in urls else Outcome(NO_ADDRESS)
        except Broken as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=ask, args=(name, verifier), name=f"witness {name}", daemon=True)
        for name, verifier in policy.witnesses.items()
    ]
    for thread in threads:
        thread.start()
    end = time.perf_counter() + timeout
    for thread in threads:
        thread.join(max(0.0, end - time.perf_counter()))
    if faults:
        raise faults[0]
    came = dict(answers)
    return {name: came.get(name, Outcome(UNREACHABLE)) for name in policy.witnesses}


def _post(url: str, body: bytes, timeout: float) -> tuple[int, str]:
    """Submit a request to a witness and give status and body; status 0 and the reason where nothing came back."""
    try:
        parts = urlsplit(url)
        kind = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[parts.scheme]
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    except (KeyError, ValueError):
        return 0, url
    try:
        headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "consult"}
        connection.request("POST", f"{parts.path.rstrip('/')}/add-checkpoint", body, headers)
        response = connection.getresponse()
        return response.status, response.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError, http.client.HTTPException) as fault:
        return 0, f"{type(fault).__name__}: {fault}"
    finally:
        connection.close()
