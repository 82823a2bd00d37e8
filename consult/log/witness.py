"""A witness of logs, by the rules of C2SP tlog-witness: it cosigns a checkpoint that continues what it saw before.

A witness is a folder of its own: `key` (kind 0x04), `logs` (the verifier key of each log that it follows, one a line;
two of one origin while a key is rotated), `state.sqlite` (the last checkpoint of each origin). Checking and storing are
one transaction, durable before the answer leaves; the cosignature is made from what was stored, so that a witness that
is killed in between gives the same one later and never one for a smaller or another tree. Requests that contradict what
it saw are kept in `evidence`. It knows nothing of an installation. Transport is `consult.log.witness_server`.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from consult.i18n import _
from consult.log.notes import COSIGNATURE, NOTE, SigningKey, load_key, save_key
from consult.log.verifier import (
    EMPTY_ROOT,
    Checkpoint,
    Note,
    Rejected,
    Verifier,
    check_consistency,
    open_note,
    read_checkpoint,
    read_number,
    read_root,
    read_vkey,
)
from consult.log.wording import word
from workflows.kernel.frozen import dataclass

MOST_PROOF_LINES = 63
MOST_BYTES = 64 * 1024
MOST_EVIDENCE = 100
# A clock that is set back by seconds is bridged with the time of the last cosignature; by more, the witness stops.
CLOCK_SECONDS = 300
SIZE_TYPE = "text/x.tlog.size"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS latest (origin TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, "
    "root BLOB NOT NULL, text TEXT NOT NULL, signatures TEXT NOT NULL, seconds INTEGER NOT NULL) STRICT"
)


class NoWitness(ValueError):
    """The folder holds no witness, or holds one already; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answers: the status of HTTP, the body, its type."""

    status: int
    body: str
    kind: str = "text/plain; charset=utf-8"


class _Refused(Exception):
    def __init__(self, status: int, body: str, kind: str = "text/plain; charset=utf-8", *, keep: bool = False) -> None:
        super().__init__(body)
        self.answer, self.keep = Answer(status, body if kind == SIZE_TYPE else f"{body}\n", kind), keep


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked: the size that the log takes for the last one cosigned, the proof, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class _Latest:
    """The checkpoint that was cosigned last."""

    size: int = 0
    root: bytes = EMPTY_ROOT
    seconds: int = 0


class Witness:
    """A witness over its folder; any number of threads and processes may use one folder."""

    def __init__(self, folder: Path) -> None:
        """Read key and logs; NoWitness or NoKey with a sentence where one is missing."""
        self.folder, self.key = folder, load_key(folder / "key")
        if self.key.kind != COSIGNATURE:
            raise NoWitness(_("%(path)s: this key signs notes; a witness has one for cosignatures.", path=folder))
        self.read_logs()

    def read_logs(self) -> tuple[Verifier, ...]:
        """Read the logs that are followed, anew for each request: a key may come while the witness runs."""
        path = self.folder / "logs"
        try:
            return _parse_logs(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoWitness(_("%(path)s: there is no list of the logs to follow.", path=path)) from None

    def follow(self, vkey: str) -> None:
        """Follow one more log, or one more key of a log; the key is added to the file, whatever stands in it."""
        if read := _parse_logs(vkey):
            path = self.folder / "logs"
            text = path.read_text(encoding="utf-8")
            draft = path.with_suffix(".new")
            draft.write_text(f"{text.rstrip()}\n{read[0].vkey}\n", encoding="utf-8")
            draft.replace(path)

    def add_checkpoint(self, body: bytes, at: datetime) -> Answer:
        """Answer a request to cosign, at a moment."""
        try:
            request = _read_request(body)
            note = self._open(request)
            seconds = self._store(request, note, int(at.timestamp()))
        except _Refused as refused:
            if refused.keep:
                self._keep(body)
            return refused.answer
        return Answer(200, self.key.cosign(note.text, seconds))

    def read_checkpoint(self, digest: str) -> str | None:
        """Give the checkpoint cosigned last, with both signatures, by the SHA-256 of its origin in hex."""
        with _opened(self.folder) as state:
            query = "SELECT text, signatures, seconds FROM latest WHERE digest = ?"
            row = state.execute(query, (digest,)).fetchone()
        return None if row is None else f"{row[0]}\n{row[1]}{self.key.cosign(row[0], row[2])}"

    def _open(self, request: _Request) -> Note:
        """Give the note with signatures of trusted keys alone; 404 and 403 as the text has them."""
        origin = request.checkpoint.origin
        trusted = [verifier for verifier in self.read_logs() if verifier.name == origin]
        if not trusted:
            raise _Refused(404, _("This witness does not follow a log of this origin."))
        try:
            return open_note(request.note, trusted)
        except Rejected:
            sentence = _("No key that this witness trusts for the log has signed the checkpoint.")
            raise _Refused(403, sentence) from None

    def _store(self, request: _Request, note: Note, now: int) -> int:
        """Check against the last checkpoint and store the new one in one transaction; give the time to cosign with."""
        new = request.checkpoint
        if request.old > new.size:
            raise _Refused(400, _("The old size is greater than that of the checkpoint."))
        with _opened(self.folder) as state:
            state.execute("BEGIN IMMEDIATE")
            latest = _read_latest(state, new.origin)
            _check(request, latest)
            seconds = _time(now, latest)
            digest = hashlib.sha256(new.origin.encode()).hexdigest()
            lines = "".join(signature.line for signature in note.signatures)
            values = (new.origin, digest, new.size, new.root, note.text, lines, seconds)
            state.execute("INSERT OR REPLACE INTO latest VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            state.execute("COMMIT")
        return seconds

    def _keep(self, body: bytes) -> None:
        """Keep a signed checkpoint that does not continue what was seen: it may be proof against the log."""
        folder = self.folder / "evidence"
        folder.mkdir(exist_ok=True, mode=0o700)
        path = folder / f"{hashlib.sha256(body).hexdigest()[:32]}.request"
        if not path.exists() and sum(1 for _each in folder.iterdir()) < MOST_EVIDENCE:
            path.write_bytes(body)


def create_witness(folder: Path, name: str, vkeys: list[str]) -> Witness:
    """Make a witness of a name that follows logs; an existing one is never overwritten."""
    if (folder / "key").exists():
        raise NoWitness(_("%(path)s: there is a witness already.", path=folder))
    lines = "".join(f"{vkey}\n" for vkey in vkeys)
    _parse_logs(lines)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "logs").write_text(lines, encoding="utf-8")
    with _opened(folder):
        pass
    save_key(folder / "key", SigningKey.draw(name, COSIGNATURE))
    return Witness(folder)


def _parse_logs(text: str) -> tuple[Verifier, ...]:
    """Read verifier keys, one a line; empty lines and those that begin with # count for nothing."""
    lines = (line.strip() for line in text.split("\n"))
    try:
        found = tuple(read_vkey(line) for line in lines if line and not line.startswith("#"))
    except Rejected as fault:
        raise NoWitness(word(fault)) from None
    if any(each.kind != NOTE for each in found):
        raise NoWitness(_("The key of a log is of kind 0x01; this one is of another."))
    return found


def _read_request(body: bytes) -> _Request:
    """Read the body of a request strictly: old size, at most 63 hashes, an empty line, a checkpoint."""
    try:
        head, between, note = body.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        raise _Refused(400, _("The request is not UTF-8.")) from None
    first, *lines = head.split("\n")
    old = read_number(first.removeprefix("old ")) if first.startswith("old ") else None
    if not between or old is None:
        raise _Refused(400, _("A request begins with the old size, proof lines and an empty line."))
    if len(lines) > MOST_PROOF_LINES:
        raise _Refused(400, _("A proof has at most %(most)s lines.", most=MOST_PROOF_LINES))
    proof = tuple(root for root in map(read_root, lines) if root is not None)
    if len(proof) < len(lines):
        raise _Refused(400, _("A line of a proof is 32 bytes in base64."))
    return _Request(old, proof, note, _read_checkpoint(note))


def _read_checkpoint(note: str) -> Checkpoint:
    """Read the checkpoint of a note of the right form, whoever signed it."""
    try:
        open_note(note, ())
    except Rejected as fault:
        if fault.code != "unsigned":
            raise _Refused(400, word(fault)) from None
    try:
        return read_checkpoint(note.rpartition("\n\n")[0] + "\n")
    except Rejected as fault:
        raise _Refused(400, word(fault)) from None


def _read_latest(state: sqlite3.Connection, origin: str) -> _Latest:
    row = state.execute("SELECT size, root, seconds FROM latest WHERE origin = ?", (origin,)).fetchone()
    return _Latest(*row) if row else _Latest()


def _check(request: _Request, latest: _Latest) -> None:
    """Refuse what does not continue the last checkpoint, with the status that the text names."""
    old, new = request.old, request.checkpoint
    other_root = old == new.size and new.root != latest.root
    if old != latest.size or other_root:
        raise _Refused(409, f"{latest.size}\n", SIZE_TYPE, keep=old == latest.size)
    if (old == 0 or old == new.size) and request.proof:
        raise _Refused(422, _("A proof is given where none is needed."))
    if old and old != new.size:
        try:
            check_consistency(old, new.size, latest.root, new.root, request.proof)
        except Rejected as fault:
            raise _Refused(422, word(fault), keep=True) from None


def _time(now: int, latest: _Latest) -> int:
    """Give the time of a cosignature, never before that of the last one."""
    if latest.seconds > now + CLOCK_SECONDS:
        raise _Refused(503, _("The clock of this witness stands before its last cosignature."))
    return max(now, latest.seconds)


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the state, durable before a commit returns; what was not committed is undone."""
    state = sqlite3.connect(folder / "state.sqlite", timeout=10, isolation_level=None)
    try:
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON"):
            state.execute(f"PRAGMA {pragma}")
        state.execute(_TABLE)
        yield state
    finally:
        state.close()
