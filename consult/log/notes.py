"""Signing notes and cosigning checkpoints with Ed25519, as C2SP signed-note and tlog-cosignature say.

A key has a name and a kind: 0x01 signs notes (the log, an organ of a State), 0x04 cosigns checkpoints with a time (a
witness). One key is never used for two kinds or two names. A signing key is written as Go's note tools write theirs, so
that either can read the other's: PRIVATE+KEY, name, number, and base64 of kind and seed. Reading and checking notes is
the verifier's (`consult.log.verifier`).
"""

import os
import re
from base64 import b64decode, b64encode
from dataclasses import field
from pathlib import Path
from tempfile import mkstemp

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consult.i18n import _
from consult.log.verifier import COSIGNATURE as COSIGNATURE
from consult.log.verifier import NOTE as NOTE
from consult.log.verifier import key_number as key_number
from workflows.kernel.frozen import dataclass

SEED_BYTES = 32
_NAME = re.compile(r"[^\s+]{1,200}")
_WRITTEN = re.compile(r"PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{43,44}={0,2})\s*")


class NoKey(ValueError):
    """There is no key, or what was given is none; the sentence says why and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs: its name, its kind, and 32 secret bytes."""

    name: str
    kind: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a name that no note could carry, another kind, a seed of another length."""
        if not _NAME.fullmatch(self.name):
            raise NoKey(_("The name of a key is one word without spaces and plus signs."))
        if self.kind not in (NOTE, COSIGNATURE) or len(self.seed) != SEED_BYTES:
            raise NoKey(_("This is not an Ed25519 key for notes or cosignatures."))

    @classmethod
    def draw(cls, name: str, kind: int = NOTE) -> "SigningKey":
        """Draw a fresh key."""
        return cls(name, kind, os.urandom(SEED_BYTES))

    @classmethod
    def read(cls, written: str) -> "SigningKey":
        """Read a key as `write` wrote it, or raise NoKey."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise NoKey(_("This is not a signing key."))
        raw = b64decode(found[3])
        if len(raw) != 1 + SEED_BYTES:
            raise NoKey(_("This is not a signing key."))
        key = cls(found[1], raw[0], raw[1:])
        if key.number.hex() != found[2]:
            raise NoKey(_("The number of this signing key is not that of its name and its bytes."))
        return key

    def write(self) -> str:
        """Write the key as text; it is the secret itself."""
        secret = b64encode(bytes([self.kind]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.number.hex()}+{secret}"

    @property
    def public(self) -> bytes:
        """Give the 32 bytes of the public key."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    @property
    def number(self) -> bytes:
        """Give the four bytes by which signatures name the key."""
        return key_number(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """Give the verifier key: name, number, and base64 of kind and public key."""
        return f"{self.name}+{self.number.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def sign(self, text: str) -> str:
        """Give the signature line of a note over a text that ends with a newline."""
        return self._line(self._signature(text.encode()))

    def cosign(self, text: str, seconds: int) -> str:
        """Give the cosignature line over the text of a checkpoint, made at a POSIX time."""
        signature = self._signature(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        return self._line(seconds.to_bytes(8, "big") + signature)

    def _signature(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def _line(self, signature: bytes) -> str:
        return f"— {self.name} {b64encode(self.number + signature).decode()}\n"


def sign_note(text: str, *keys: SigningKey) -> str:
    """Give a note: a text that ends with a newline, an empty line, and a signature line of each key."""
    return f"{text}\n" + "".join(key.sign(text) for key in keys)


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Give the three lines that a log signs of itself."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def save_key(path: Path, key: SigningKey) -> None:
    """Write a key to a new file that its owner alone can read; FileExistsError if there is one. The file gets its name
    when all of it is on disk: whoever is killed in the midst of it leaves no key that is none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.write() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, path)
    except FileExistsError as fault:
        raise FileExistsError(fault.errno, fault.strerror, str(path)) from None
    finally:
        os.unlink(aside)


def load_key(path: Path) -> SigningKey:
    """Read a key from its file; NoKey where there is none, or where others than its owner may read it."""
    try:
        mode, written = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise NoKey(_("%(path)s: there is no signing key.", path=path)) from None
    if mode & 0o077:
        raise NoKey(_("%(path)s: others than its owner may open it; set its mode to 600.", path=path))
    return SigningKey.read(written)
