"""Exports written plainly, for tests of whoever reads them: no product code but keys and paths."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path

from consult.log.notes import COSIGNATURE, SigningKey, checkpoint_text, sign_note
from consult.log.verifier import FIELDS, entries_path, tile_path

ORIGIN = "consult.example.int/audit/1"
LOG = SigningKey(ORIGIN, 1, bytes(range(32)))
WITNESSES = {
    name: SigningKey(f"witness.{name.lower()}.example", COSIGNATURE, hashlib.sha256(name.encode()).digest())
    for name in ("BRA", "FRA", "JPN", "KOR")
}
TRUST_LOG = f"log {LOG.vkey}\nquorum none\n"
TRUST_QUORUM = (
    f"log {LOG.vkey}\n"
    + "".join(f"witness {name} {key.vkey}\n" for name, key in WITNESSES.items())
    + "group States 3 BRA FRA JPN KOR\nquorum States\n"
)
BEGIN = 1_793_700_000


def text32(value: bytes) -> str:
    """32 bytes as a leaf holds them."""
    return urlsafe_b64encode(value).decode()[:43]


def make_leaf(tag: bytes | None = None, digest: bytes | None = None) -> bytes:
    """A leaf of random digests under a random tag, or those given."""
    shown = text32(digest or secrets.token_bytes(32))
    fields = ",".join(f'"{name}":"{shown}"' for name in FIELDS)
    return f'{{"f":{{{fields}}},"tag":"{text32(tag or secrets.token_bytes(32))}","v":"1"}}'.encode()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + leaf).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root as RFC 6962 section 2.1 defines it, by recursion."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root_of(hashes[:split]) + root_of(hashes[split:])).digest()


def put(folder: Path, path: str, data: bytes) -> None:
    """Write a file of an export."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)


def signed(hashes: Sequence[bytes], cosigned: Iterable[str] = (), key: SigningKey = LOG) -> str:
    """The signed checkpoint over some leaf hashes, with the cosignatures of some States."""
    text = checkpoint_text(key.name, len(hashes), root_of(hashes))
    return sign_note(text, key) + "".join(WITNESSES[name].cosign(text, BEGIN + i) for i, name in enumerate(cosigned))


def write_export(folder: Path, leaves: Sequence[bytes], cosigned: Iterable[str] = (), key: SigningKey = LOG) -> str:
    """Write an export of some leaves and return its signed checkpoint."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    for index in range(0, len(leaves), 256):
        part = leaves[index : index + 256]
        bundle = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)
        put(folder, entries_path(index // 256, len(part)), bundle)
    level, row = 0, hashes
    while row:
        for index in range(0, len(row), 256):
            tile = row[index : index + 256]
            put(folder, tile_path(level, index // 256, len(tile)), b"".join(tile))
        row = [root_of(row[index : index + 256]) for index in range(0, len(row) - 255, 256)]
        level += 1
    note = signed(hashes, cosigned, key)
    put(folder, "checkpoint", note.encode())
    return note
