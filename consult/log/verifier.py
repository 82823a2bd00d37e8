"""Verification of the log: one file that needs nothing of the product, neither its database nor its other modules.

    python consult-verify.py export FOLDER|ADDRESS --policy FILE [--old CHECKPOINT] [--tree-only]
    python consult-verify.py receipt FILE --policy FILE [--openings FILE]
    python consult-verify.py bundle FILE [--policy FILE] [--log FOLDER|ADDRESS]
    python consult-verify.py audit FILE [--policy FILE]
    python consult-verify.py compare CHECKPOINT CHECKPOINT --policy FILE
    python consult-verify.py consistency OLD NEW FOLDER|ADDRESS --policy FILE
    python consult-verify.py note FILE KEY
    python consult-verify.py policy FILE

Exit 0 accepts, 1 rejects with a sentence and its code, 2 means that it cannot be checked. Python 3.9 or later and the
library `cryptography` suffice. The formats are those of C2SP: signed-note, tlog-checkpoint, tlog-cosignature,
tlog-policy, tlog-tiles and tlog-proof, over the tree of RFC 6962; openings are disclosures of RFC 9901. The policy says
whose signatures count; whoever checks must have it from elsewhere than what is checked.

Long because: one file that a party can read and run without the product.
"""

from __future__ import annotations

import argparse
import csv
import hmac
import http.client
import io
import json
import re
import struct
import sys
import tempfile
import time
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from base64 import b64decode, b64encode
from binascii import b2a_base64
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
TILE_WIDTH = 256
NOTE, COSIGNATURE = 0x01, 0x04
MOST_SIGNATURES = 100
MOST_NOTE_BYTES = 1_000_000
MOST_TILE_BYTES = TILE_WIDTH * HASH_BYTES
MOST_BUNDLE_BYTES = TILE_WIDTH * 65_537
LARGEST_SIZE = LARGEST_TIME = 2**63 - 1


# --- What can be said -----------------------------------------------------------------------------------------------


def _l(text: str) -> str:
    """Mark a sentence for translation; here it stays as it is."""
    return text


REASONS = {
    # Hashes and proofs
    "hash-length": _l("A hash has 32 bytes; this one has %(count)s."),
    "no-entry": _l("Entry %(index)s is not in a log of %(size)s entries."),
    "no-growth": _l("No proof leads from %(old)s entries to %(new)s."),
    "path-long": _l("The path is longer than the tree is high."),
    "path-short": _l("The path is shorter than the tree is high."),
    "path-root": _l("The path leads to another root."),
    "path-roots": _l("The path leads to other roots."),
    "same-size": _l("Trees of the same size have different roots, or a path that none needs."),
    # Leaves and openings
    "no-leaf": _l("These bytes are not a leaf of this log."),
    "no-disclosure": _l("This is not a disclosure of three parts."),
    "not-held": _l("The leaf does not hold this disclosure in the place of its name."),
    # Keys, notes, checkpoints, policies
    "no-key": _l("'%(key)s' is not a verifier key."),
    "weak-key": _l("The key of %(name)s is one under which anybody can sign."),
    "key-number": _l("The number of the key of %(name)s is not that of its name and its bytes."),
    "no-note": _l("This is not a signed note: %(why)s"),
    "ambiguous-key": _l("Two of the known keys of %(name)s have the same number."),
    "bad-signature": _l("The signature of %(name)s is not valid."),
    "unsigned": _l("No known key has signed this note."),
    "no-checkpoint": _l("This is not a checkpoint: %(why)s"),
    "other-origin": _l("The checkpoint speaks for %(origin)s, but %(name)s has signed it."),
    "no-log-signature": _l("No log of the policy has signed this checkpoint."),
    "no-log-key": _l("The policy names no log whose signature this program can check."),
    "policy-line": _l("Line %(line)s of the policy: %(why)s"),
    "no-quorum": _l("The policy has no quorum line."),
    # Exports
    "no-export": _l("%(place)s: there is no checkpoint."),
    "unstable": _l("%(place)s changes while it is read."),
    "no-room": _l("There is no room for a temporary file: %(why)s"),
    "stale": _l("The log at hand ends at %(size)s entries, before a checkpoint of the bundle."),
    "unreadable": _l("%(path)s cannot be read: %(why)s"),
    "unreachable": _l("%(path)s cannot be fetched: %(why)s"),
    "redirect": _l("%(path)s: the answer points elsewhere, to %(to)s."),
    "too-long": _l("%(path)s is longer than %(limit)s bytes."),
    "missing": _l("The export lacks %(path)s."),
    "tile-length": _l("%(path)s does not have %(count)s hashes."),
    "tile-hash": _l("%(path)s does not agree with the entries below it."),
    "bundle-length": _l("%(path)s does not hold exactly %(count)s entries."),
    "leaf-shape": _l("Entry %(index)s does not have the shape of a leaf of this log."),
    "tag-twice": _l("Entries %(first)s and %(second)s bear the same tag."),
    "root": _l("The entries give another root than the checkpoint of %(size)s entries."),
    "old-root": _l("The log was changed: its first %(size)s entries are not those of the older checkpoint."),
    "shrunk": _l("The log was cut: the older checkpoint has %(old)s entries, this one %(new)s."),
    "other-log": _l("The checkpoints are of two logs: %(first)s and %(second)s."),
    "narrow-tile": _l("%(path)s does not agree with the wider file of the same place."),
    # Receipts and comparisons
    "no-proof": _l("This is not a receipt: %(why)s"),
    "no-extra": _l("The receipt does not hold its leaf."),
    "fork": _l("Two checkpoints of %(origin)s with %(size)s entries have different roots: the log has forked."),
    "sizes-differ": _l("The checkpoints have %(first)s and %(second)s entries; only the log itself joins them."),
    # Evidence bundles
    "no-bundle": _l("This is not an evidence bundle that can be read: %(why)s"),
    "bundle-name": _l("An evidence bundle does not hold %(path)s."),
    "bundle-place": _l("%(path)s names a place outside the bundle."),
    "bundle-twice": _l("%(path)s is there twice."),
    "bundle-alike": _l("%(path)s and %(other)s differ only in letters that some computers take for the same."),
    "bundle-large": _l("The bundle unpacks to more than is read here."),
    "bundle-packed": _l("The zip file is not as a bundle is written: %(why)s"),
    "bundle-lacks": _l("The bundle lacks %(path)s."),
    "bundle-extra": _l("%(path)s is in the bundle, and the list of its files does not name it."),
    "bundle-sums": _l("%(path)s does not have the SHA-256 that the bundle lists."),
    "no-sums": _l("SHA256SUMS is not written as a bundle writes it."),
    "no-index": _l("The index cannot be read: %(why)s"),
    "index-entries": _l("The index and the openings are not of the same entries; the first that differs is %(index)s."),
    "index-says": _l("The index says of entry %(index)s what its leaf does not say: %(name)s."),
    "index-file": _l("The index does not name exactly the files that are there: %(path)s."),
    "index-digest": _l("%(path)s does not have the digest that the index says."),
    "bundle-policy": _l("The bundle holds no policy, and none was given."),
    "bundle-own-policy": _l("All was checked by the bundle's own policy only, which whoever made it could choose."),
    "bundle-index": _l("%(path)s speaks of entry %(index)s."),
    "no-openings": _l("%(path)s is not a file of openings."),
    "other-leaf": _l("%(path)s opens another leaf than the receipt of the same entry holds."),
    "other-name": _l("%(path)s gives the field %(name)s under another name."),
    "digest": _l("%(path)s does not have the digest that its name says."),
    "no-chains": _l("This is not a list of chains."),
    "chain-step": _l("Step %(step)s of a chain stands in %(count)s leaves of the bundle, not in one."),
    "chain-more": _l("The chain goes on: its step %(step)s is in the log, and the bundle keeps it back."),
    "chain-number": _l("Entry %(index)s is step %(step)s of its chain and says otherwise."),
    "chain-link": _l("Entry %(index)s does not follow the step before it in its chain."),
    "chain-moved": _l("The log does not have step %(step)s of a chain where the bundle has it."),
    "unproved": _l("%(count)s entries are opened that no signed checkpoint covers yet."),
    "not-attested": _l("The log has signed; the quorum of the policy has not cosigned yet."),
    # Audit logs
    "no-audit": _l("This is not an audit log that can be read: %(why)s"),
    "audit-line": _l("Line %(line)s of the audit log does not have the form of an entry."),
    "audit-order": _l("Entry %(index)s stands after entry %(before)s in the audit log, which goes by number."),
    "audit-gap": _l("The audit log says that it leaves out no entry, and entry %(index)s is not in it."),
    "audit-path": _l("Entry %(index)s does not lead to the root of the checkpoint of the audit log: %(why)s"),
    "audit-parts": _l("Of entry %(index)s not every field is named once, as opened, withheld or erased."),
    "audit-said": _l("What the audit log says of entry %(index)s under %(name)s is not what the entry holds."),
    "audit-level": _l("Entry %(index)s is of level %(level)s, which does not belong into the set %(set)s."),
    "audit-end": _l("The audit log does not end as it says: lines are missing, or were added or changed."),
    "audit-columns": _l("The table does not begin with the names of its columns."),
    "audit-table": _l("Line %(line)s of the table is not what entry %(index)s of the audit log says."),
    "audit-note": _l("The checkpoint beside the audit log is not the one by which it was made."),
}

_WHY = {
    "absent": _l("there is no such file."),
    "utf8": _l("it is not text in UTF-8."),
    "control": _l("it contains a control character."),
    "long": _l("it is too long."),
    "blank": _l("text and signatures are not divided by an empty line."),
    "end": _l("it does not end with a signature line."),
    "line": _l("a signature line is malformed."),
    "many": _l("it has too many signatures."),
    "three": _l("it does not have three lines or more, none of them empty."),
    "size": _l("its second line is not a number of entries."),
    "root": _l("its third line is not a hash."),
    "first": _l("its first line is another."),
    "extra": _l("its extra line is not base64."),
    "index": _l("its index line is malformed."),
    "path": _l("a line of its path is not a hash."),
    "word": _l("it begins with a word that is unknown."),
    "words": _l("it has too few or too many words."),
    "kind": _l("the key is of a kind that cannot be used so."),
    "key-twice": _l("the key stands in the policy already."),
    "name-twice": _l("the name is taken."),
    "unknown-name": _l("a name is not defined above."),
    "member-twice": _l("a name is a member of a group already."),
    "threshold": _l("the number is not one from 1 to the number of members."),
    "quorum-twice": _l("there is a quorum line already."),
    "order": _l("its files are not in their order."),
    "header": _l("a header is another, or bytes stand between its files."),
    "tail": _l("its end is another."),
    "shape": _l("something in it is missing or of another form."),
}


class _Reasoned(ValueError):
    """A reason by code and values; its text is the English sentence."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: value if isinstance(value, int) else _shown(value) for name, value in values.items()}
        super().__init__(REASONS[code] % self.values)


class Rejected(_Reasoned):
    """What was given does not hold: it was changed, or never was what it says."""


class Unchecked(_Reasoned):
    """It cannot be told whether what was given holds."""


def _shown(value: object) -> str:
    """Give a value as it may be printed: no control characters, not endless."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in str(value)[:200])


# --- The tree: RFC 6962 section 2.1, RFC 9162 sections 2.1.3.2 and 2.1.4.2 ------------------------------------------


def hash_leaf(leaf: bytes) -> bytes:
    """Return the hash of a leaf's bytes."""
    return sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def refuse_short(*hashes: bytes) -> None:
    """Reject whatever is not 32 bytes as a hash."""
    for each in hashes:
        if len(each) != HASH_BYTES:
            raise Rejected("hash-length", count=len(each))


def check_inclusion(index: int, size: int, leaf_hash: bytes, path: Sequence[bytes], expected_root: bytes) -> None:
    """Reject unless the path leads from the leaf at the index to the root of the size."""
    refuse_short(leaf_hash, expected_root, *path)
    if not 0 <= index < size:
        raise Rejected("no-entry", index=index, size=size)
    position, last, result = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise Rejected("path-long")
        if position & 1 or position == last:
            result = hash_node(sibling, result)
            position, last = _climb(position, last)
        else:
            result = hash_node(result, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise Rejected("path-short")
    if result != expected_root:
        raise Rejected("path-root")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Reject unless the path shows that the new tree continues the old one; old is at least 1."""
    refuse_short(old_root, new_root, *path)
    if not 1 <= old <= new:
        raise Rejected("no-growth", old=old, new=new)
    if old == new:
        if path or old_root != new_root:
            raise Rejected("same-size")
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise Rejected("path-short")
    if _roots(old, new, hashes) != (old_root, new_root):
        raise Rejected("path-roots")


def _roots(old: int, new: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return both roots to which a consistency path leads; its first hash is common to both trees."""
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise Rejected("path-long")
        if position & 1 or position == last:
            first, second = hash_node(sibling, first), hash_node(sibling, second)
            position, last = _climb(position, last)
        else:
            second = hash_node(second, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise Rejected("path-short")
    return first, second


def _climb(position: int, last: int) -> tuple[int, int]:
    """Skip the levels on which a right edge has no sibling."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


# --- Leaves: fourteen digests in fixed places, and a tag ------------------------------------------------------------

FIELDS = (
    "act",
    "actor",
    "case",
    "doc",
    "filing",
    "from",
    "n",
    "note",
    "person",
    "prev",
    "rest",
    "seen",
    "time",
    "to",
)
TEMPLATE = '{"f":{' + ",".join(f'"{name}":"%s"' for name in FIELDS) + '},"tag":"%s","v":"1"}'
LEAF_BYTES = len(TEMPLATE) + 41 * (len(FIELDS) + 1)
# 32 bytes have one text only: the last of 43 characters carries four bits, so no tag has two names.
_DIGEST = "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
_TAG = re.compile(_DIGEST)
_SHAPE = re.compile(re.escape(TEMPLATE).replace("%s", f"({_DIGEST})").encode())
_BARE = re.escape(TEMPLATE).replace("%s", _DIGEST, len(FIELDS)).replace("%s", f"({_DIGEST})")
_PREFIX = struct.pack(">H", LEAF_BYTES)
_ENTRIES = re.compile(re.escape(_PREFIX) + _BARE.encode())
_TAG_END = len('","v":"1"}')
_TAG_FROM_END = _TAG_END + 43
URL_SAFE = bytes.maketrans(b"+/", b"-_")
_CHAIN_STEP = b"chain-step/v1"


def is_tag(text: str) -> bool:
    """Tell whether a text may stand as the tag of a leaf."""
    return _TAG.fullmatch(text) is not None


def read_leaf(leaf: bytes) -> tuple[dict[str, str], str]:
    """Return the digests by field name and the tag of a leaf; reject bytes of another shape."""
    match = _SHAPE.fullmatch(leaf)
    if match is None:
        raise Rejected("no-leaf")
    *digests, tag = (group.decode() for group in match.groups())
    return {name: digests[place] for place, name in enumerate(FIELDS)}, tag


def write_base64(value: bytes) -> bytes:
    """Return base64url without padding."""
    return b2a_base64(value, newline=False).translate(URL_SAFE, b"=")


def write_hash(value: bytes) -> str:
    """Return 32 bytes as 43 characters, base64url without padding."""
    return write_base64(value).decode()


def write_disclosure(salt: bytes, name: str, value: str) -> bytes:
    """Return the disclosure of a salt, a name and the JSON text of a value."""
    return write_base64(b'["%b","%b",%b]' % (write_base64(salt), name.encode(), value.encode()))


def digest_opening(name: str, salt: bytes, value: str) -> str:
    """Return the digest that stands in a leaf for a field's salt and the JSON text of its value."""
    return write_hash(sha256(write_disclosure(salt, name, value)).digest())


def digest_disclosure(disclosure: str) -> str:
    """Return the RFC 9901 digest of a disclosure, over its text as it was sent."""
    return write_hash(sha256(disclosure.encode()).digest())


def open_field(leaf: bytes, disclosure: str) -> tuple[str, Any]:
    """Return name and value of a disclosure if the leaf has its digest in the place of that name, else reject."""
    digests, _tag = read_leaf(leaf)
    name, value = read_disclosure(disclosure)
    if digests.get(name) != digest_disclosure(disclosure):
        raise Rejected("not-held")
    return name, value


def read_disclosure(disclosure: str) -> tuple[str, Any]:
    """Return name and value of a disclosure; repeated keys, wrong encodings and other shapes are rejected."""
    try:
        raw = b64decode(disclosure + "=" * (-len(disclosure) % 4), altchars="-_", validate=True)
        salt, name, value = read_json(raw.decode())
    except (ValueError, TypeError):
        raise Rejected("no-disclosure") from None
    if not isinstance(salt, str) or not isinstance(name, str):
        raise Rejected("no-disclosure")
    return name, value


def read_json(text: str) -> Any:
    """Read JSON in which no name is given twice and no number is none; a ValueError for anything else."""
    try:
        return json.loads(text, object_pairs_hook=_refuse_repeated, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def step_tag(key: bytes, n: int) -> str:
    """Return the tag of step n of a chain: 43 characters, base64url without padding."""
    return write_hash(hmac.digest(key, _CHAIN_STEP + n.to_bytes(8, "big"), "sha256"))


# --- Keys and notes: C2SP signed-note and tlog-cosignature ----------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile(r"[^\s+]+")
_VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_FIELD_PRIME = 2**255 - 19
_ORDER_EIGHT = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
# The second coordinates of all points of small order: under such a key one signature fits many texts.
_SMALL_ORDER = (0, 1, _FIELD_PRIME - 1, _ORDER_EIGHT, _FIELD_PRIME - _ORDER_EIGHT)


@dataclass(frozen=True)
class Verifier:
    """A key that checks signatures: its name, four bytes by which signatures name it, its kind, its bytes."""

    name: str
    number: bytes
    kind: int
    public: bytes

    @property
    def vkey(self) -> str:
        """Give the key as text, as a policy holds it."""
        return f"{self.name}+{self.number.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True)
class Signature:
    """A signature that holds: whose, the line as it stands in the note, and the time of a cosignature."""

    verifier: Verifier
    line: str
    seconds: int | None


@dataclass(frozen=True)
class Note:
    """A text and the valid signatures of known keys, one a key."""

    text: str
    signatures: tuple[Signature, ...]


def key_number(name: str, kind: int, public: bytes) -> bytes:
    """Give the first four bytes of the SHA-256 of name, newline, kind and public key."""
    return sha256(name.encode("utf-8", "surrogateescape") + b"\n" + bytes([kind]) + public).digest()[:4]


def read_base64(text: str) -> bytes:
    """Return the bytes of a text that is base64 as it must be written, or raise a ValueError."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise ValueError("not canonical")
    return raw


def read_vkey(text: str) -> Verifier:
    """Read a verifier key; kinds other than 0x01 and 0x04 are read and their signatures ignored."""
    found = _VKEY.fullmatch(text)
    try:
        raw = read_base64(found[3]) if found else b""
    except ValueError:
        raw = b""
    if found is None or len(raw) < 2:
        raise Rejected("no-key", key=text)
    name, kind, public = found[1], raw[0], raw[1:]
    number = bytes.fromhex(found[2])
    # Only keys of kind 0x02 are numbered by another rule.
    if kind != 0x02 and number != key_number(name, kind, public):
        raise Rejected("key-number", name=name)
    if kind in (NOTE, COSIGNATURE):
        _refuse_weak(name, public)
    return Verifier(name, number, kind, public)


def _refuse_weak(name: str, public: bytes) -> None:
    """Reject what is no Ed25519 key, or a point of small order, or one that is written in a second way."""
    if len(public) != HASH_BYTES:
        raise Rejected("no-key", key=name)
    height = int.from_bytes(public, "little") & (2**255 - 1)
    if height >= _FIELD_PRIME or height in _SMALL_ORDER:
        raise Rejected("weak-key", name=name)


def open_note(note: str, verifiers: Iterable[Verifier]) -> Note:
    """Open a note: its form is right, every signature of a known key is valid, and there is one."""
    text, lines = _split_note(note)
    known: dict[tuple[str, bytes], list[Verifier]] = {}
    for each in dict.fromkeys(verifiers):
        known.setdefault((each.name, each.number), []).append(each)
    found: dict[Verifier, Signature] = {}
    for line in lines:
        name, raw = _read_line(line)
        candidates = [each for each in known.get((name, raw[:4]), ()) if each.kind in (NOTE, COSIGNATURE)]
        if len(candidates) > 1:
            raise Rejected("ambiguous-key", name=name)
        for verifier in candidates:
            signature = Signature(verifier, line + "\n", _check_signature(verifier, text, raw[4:]))
            found.setdefault(verifier, signature)
    if not found:
        raise Rejected("unsigned")
    return Note(text, tuple(found.values()))


def _split_note(note: str) -> tuple[str, list[str]]:
    """Return the text of a note and its signature lines."""
    if len(note) > MOST_NOTE_BYTES:
        raise Rejected("no-note", why=_WHY["long"])
    try:
        note.encode()
    except UnicodeEncodeError:
        raise Rejected("no-note", why=_WHY["utf8"]) from None
    if _CONTROL.search(note):
        raise Rejected("no-note", why=_WHY["control"])
    before, divided, after = note.rpartition("\n\n")
    if not divided:
        raise Rejected("no-note", why=_WHY["blank"])
    if not after.endswith("\n"):
        raise Rejected("no-note", why=_WHY["end"])
    lines = after[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Rejected("no-note", why=_WHY["many"])
    return before + "\n", lines


def _read_line(line: str) -> tuple[str, bytes]:
    """Return the name of a signature line, and number and signature."""
    dash, _space, rest = line.partition(" ")
    name, _space, encoded = rest.partition(" ")
    try:
        raw = read_base64(encoded)
    except ValueError:
        raw = b""
    if dash != "\N{EM DASH}" or len(raw) < 5 or not _NAME.fullmatch(name):
        raise Rejected("no-note", why=_WHY["line"])
    return name, raw


def _check_signature(verifier: Verifier, text: str, signature: bytes) -> int | None:
    """Reject unless a known key has signed the text; give the time of a cosignature."""
    seconds, message = None, text.encode()
    if verifier.kind == COSIGNATURE:
        seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = b"cosignature/v1\ntime %d\n" % seconds + message
    if (seconds or 0) > LARGEST_TIME or not verify_ed25519(verifier.public, signature, message):
        raise Rejected("bad-signature", name=verifier.name)
    return seconds


def verify_ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature is that of a key over a message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# --- Checkpoints and policies: C2SP tlog-checkpoint and tlog-policy -------------------------------------------------

_NUMBER = re.compile("0|[1-9][0-9]{0,18}")
_SPACES = re.compile("[ \t]+")


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: origin, number of entries, root; and the text as signed."""

    origin: str
    size: int
    root: bytes
    text: str


def write_time(seconds: int) -> str:
    """Write the time of a cosignature in UTC; one beyond all calendars as its number of seconds."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))
    except (OverflowError, ValueError, OSError):
        return str(seconds)


@dataclass(frozen=True)
class Opened:
    """A checkpoint whose signatures were checked: the log's, the cosignatures, whether they reach the quorum, and the
    names of the witnesses in the policy."""

    checkpoint: Checkpoint
    log_signatures: tuple[Signature, ...]
    cosignatures: tuple[Signature, ...]
    attested: bool
    witnesses: tuple[str, ...]

    @property
    def cosigned_at(self) -> tuple[str, str] | None:
        """Give the first and the last time of the cosignatures: whoever is shown an old log sees its age by them."""
        times = sorted(each.seconds or 0 for each in self.cosignatures)
        return (write_time(times[0]), write_time(times[-1])) if times else None


@dataclass(frozen=True)
class Group:
    """How many of which members must have cosigned."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Which logs and witnesses count, and which witnesses suffice. Addresses are by witness name, or by the name of the
    log's key."""

    logs: tuple[Verifier, ...]
    witnesses: dict[str, Verifier]
    urls: dict[str, str]
    groups: dict[str, Group]
    quorum: str
    log_urls: dict[str, str]

    def attested(self, names: Iterable[str]) -> bool:
        """Tell whether the witnesses of these names reach the quorum."""
        met = set(names) & self.witnesses.keys()
        for name, group in self.groups.items():  # a group names only what stands above it
            if len(met.intersection(group.members)) >= group.threshold:
                met.add(name)
        return self.quorum == "none" or self.quorum in met

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Give all keys, of logs and of witnesses."""
        return (*self.logs, *self.witnesses.values())


def read_number(text: str) -> int | None:
    """Read a whole number as formats of logs write it; None for anything else."""
    number = int(text) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= LARGEST_SIZE else None


def read_root(text: str) -> bytes | None:
    """Read 32 bytes in base64; None for anything else."""
    try:
        raw = read_base64(text)
    except ValueError:
        return None
    return raw if len(raw) == HASH_BYTES else None


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, without its signatures."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise Rejected("no-checkpoint", why=_WHY["three"])
    size, root = read_number(lines[1]), read_root(lines[2])
    if size is None:
        raise Rejected("no-checkpoint", why=_WHY["size"])
    if root is None:
        raise Rejected("no-checkpoint", why=_WHY["root"])
    return Checkpoint(lines[0], size, root, text)


def open_checkpoint(note: str, policy: Policy) -> Opened:
    """Open a signed checkpoint: a log of the policy speaks for itself in it, no signature of a known key is wrong."""
    if not any(each.kind == NOTE for each in policy.logs):
        raise Unchecked("no-log-key")
    opened = open_note(note, policy.verifiers)
    checkpoint = read_checkpoint(opened.text)
    by_log = tuple(each for each in opened.signatures if each.verifier.kind == NOTE)
    for each in by_log:
        if each.verifier.name != checkpoint.origin:
            raise Rejected("other-origin", origin=checkpoint.origin, name=each.verifier.name)
    if not by_log:
        raise Rejected("no-log-signature")
    cosigned = tuple(each for each in opened.signatures if each.verifier.kind == COSIGNATURE)
    signed = {each.verifier for each in cosigned}
    names = tuple(name for name, verifier in policy.witnesses.items() if verifier in signed)
    return Opened(checkpoint, by_log, cosigned, policy.attested(names), names)


def read_policy(text: str) -> Policy:
    """Read a policy; one that breaks a rule of its format is rejected with its line."""
    reader = _PolicyReader()
    if len(text) > MOST_NOTE_BYTES:
        raise Rejected("policy-line", line=1, why=_WHY["long"])
    for number, line in enumerate(text.split("\n"), start=1):
        words = [word for word in _SPACES.split(line) if word]
        why = "control" if re.search("[\x00-\x08\x0b-\x1f\x7f]", line) else None
        if not why and words and not words[0].startswith("#"):
            why = reader.take(words)
        if why:
            raise Rejected("policy-line", line=number, why=_WHY[why])
    if reader.quorum is None:
        raise Rejected("no-quorum")
    return Policy(tuple(reader.logs), reader.witnesses, reader.urls, reader.groups, reader.quorum, reader.log_urls)


class _PolicyReader:
    """What the lines of a policy have said so far."""

    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: dict[str, Verifier] = {}
        self.groups: dict[str, Group] = {}
        self.urls: dict[str, str] = {}
        self.log_urls: dict[str, str] = {}
        self.members: set[str] = set()
        self.keys: set[bytes] = set()
        self.quorum: str | None = None

    def take(self, words: list[str]) -> str | None:
        """Take a line; return by which rule it is refused."""
        forms: dict[str, tuple[Callable[..., str | None], int, int]] = {
            "log": (self._log, 2, 3),
            "witness": (self._witness, 3, 4),
            "group": (self._group, 4, len(words)),
            "quorum": (self._quorum, 2, 2),
        }
        if words[0] not in forms:
            return "word"
        read, least, most = forms[words[0]]
        return read(*words[1:]) if least <= len(words) <= most else "words"

    def _log(self, vkey: str, url: str = "") -> str | None:
        key = read_vkey(vkey)
        if key.kind == COSIGNATURE:
            return "kind"
        self.logs.append(key)
        if url:
            self.log_urls[key.name] = url
        return self._key(key)

    def _witness(self, name: str, vkey: str, url: str = "") -> str | None:
        key = read_vkey(vkey)
        if key.kind == NOTE:
            return "kind"
        if self._taken(name):
            return "name-twice"
        self.witnesses[name] = key
        if url:
            self.urls[name] = url
        return self._key(key)

    def _group(self, name: str, threshold: str, *members: str) -> str | None:
        if self._taken(name):
            return "name-twice"
        if not all(each in self.witnesses or each in self.groups for each in members):
            return "unknown-name"
        if len(set(members)) < len(members) or self.members.intersection(members):
            return "member-twice"
        needed = {"all": len(members), "any": 1}.get(threshold) or read_number(threshold) or 0
        if not 1 <= needed <= len(members):
            return "threshold"
        self.members.update(members)
        self.groups[name] = Group(needed, members)
        return None

    def _quorum(self, name: str) -> str | None:
        if self.quorum is not None:
            return "quorum-twice"
        self.quorum = name
        return None if name == "none" or name in self.witnesses or name in self.groups else "unknown-name"

    def _taken(self, name: str) -> bool:
        return name == "none" or name in self.witnesses or name in self.groups

    def _key(self, key: Verifier) -> str | None:
        """Refuse a public key that stands in the policy already, whatever its name and kind there."""
        if key.public in self.keys:
            return "key-twice"
        self.keys.add(key.public)
        return None


# --- Where an export lies: C2SP tlog-tiles --------------------------------------------------------------------------

FETCH_SECONDS = 20.0
MOST_FETCH_SECONDS = 120.0


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Give the path of a tile of hashes."""
    return f"tile/{level}/{_index_path(index, width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Give the path of a bundle of entries."""
    return f"tile/entries/{_index_path(index, width)}"


def _index_path(index: int, width: int) -> str:
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    return "/".join(parts) + (f".p/{width}" if width < TILE_WIDTH else "")


class Source:
    """A folder or an http(s) address under which an export lies."""

    def __init__(self, place: str | Path) -> None:
        self.place = str(place)
        self.folder: Path | None = None
        scheme, slashes, _rest = self.place.partition("://")
        if not slashes:
            self.folder = Path(place)
        elif scheme.lower() in ("http", "https"):
            self.opener = urllib.request.build_opener(_Redirects)
            self.opener.addheaders = [("User-Agent", "consult-verify"), ("Accept-Encoding", "gzip, identity")]
        else:
            raise Unchecked("unreachable", path=self.place, why=scheme)

    def read(self, path: str, limit: int = MOST_BUNDLE_BYTES) -> bytes | None:
        """Read a file; None where there is none."""
        data = self._fetch(path, limit) if self.folder is None else _read_file(self.folder / path, path, limit)
        if data is not None and len(data) > limit:
            raise Rejected("too-long", path=path, limit=limit)
        return data

    def narrower(self, path: str, width: int) -> list[int]:
        """Give the widths of the partial files that a folder still holds beside a full or wider one."""
        folder = self.folder and self.folder / f"{path.partition('.p/')[0]}.p"
        if not folder or not folder.is_dir():
            return []
        names = (each.name for each in folder.iterdir())
        return sorted(int(name) for name in names if re.fullmatch("[1-9][0-9]{0,2}", name) and int(name) < width)

    def _fetch(self, path: str, limit: int) -> bytes | None:
        address = f"{self.place.rstrip('/')}/{path}"
        try:
            with self.opener.open(address, timeout=FETCH_SECONDS) as answer:
                return _body(answer, limit)
        except _Reasoned:
            raise
        except urllib.error.HTTPError as fault:
            fault.close()
            if fault.code in (404, 410):
                return None
            raise Unchecked("unreachable", path=address, why=fault) from None
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as fault:
            raise Unchecked("unreachable", path=address, why=fault) from None


def _read_file(file: Path, path: str, limit: int) -> bytes | None:
    """Read a file, not longer than one byte beyond the limit; None where there is none."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            return opened.read(limit + 1)
    except (OSError, ValueError) as fault:
        raise Unchecked("unreadable", path=path, why=fault) from None


def _require_file(path: str | Path) -> None:
    """Leave unchecked what is not there, or may not be read, before anything is said of what it holds."""
    try:
        with open(path, "rb"):
            pass
    except FileNotFoundError:
        raise Unchecked("unreadable", path=path, why=_WHY["absent"]) from None
    except OSError as fault:
        raise Unchecked("unreadable", path=path, why=fault.strerror) from None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow an answer that points to the same host, and none that points elsewhere or away from encryption."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Refuse another host, another scheme but https."""
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        same = (new.scheme, new.netloc) == (old.scheme, old.netloc)
        if not same and (new.scheme, new.netloc) != ("https", old.hostname):
            raise Unchecked("redirect", path=req.full_url, to=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _body(answer: Any, limit: int) -> bytes:
    """Read an answer to its end, not longer than one byte beyond the limit and not for ever."""
    until, parts, length = time.monotonic() + MOST_FETCH_SECONDS, [], 0
    while length <= limit and (part := answer.read1(65_536)):
        parts.append(part)
        length += len(part)
        if time.monotonic() > until:
            raise TimeoutError("timed out")
    if length <= limit and getattr(answer, "length", None):
        raise http.client.IncompleteRead(b"")
    data, encoding = b"".join(parts), answer.headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return data
    if encoding not in ("gzip", "x-gzip"):
        raise ValueError(f"Content-Encoding: {_shown(encoding)}")
    unpacker = zlib.decompressobj(31)
    unpacked = unpacker.decompress(data, limit + 1)
    if len(unpacked) <= limit and (not unpacker.eof or unpacker.unused_data):
        raise ValueError("Content-Encoding: gzip")
    return unpacked


# --- An export ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """What the check of an export has found to hold."""

    opened: Opened
    old: Opened | None
    tree_only: bool

    @property
    def checkpoint(self) -> Checkpoint:
        """Give the checkpoint to which all entries belong."""
        return self.opened.checkpoint

    @property
    def attested(self) -> bool:
        """Tell whether the quorum has cosigned that checkpoint."""
        return self.opened.attested


def check_export(
    source: Source, policy: Policy, old: str | None = None, *, tree_only: bool = False, note: str | None = None
) -> Report:
    """Check every byte of an export that its checkpoint (or the note given) covers.

    Entries are hashed one by one and compared with the tiles, the tree is recomputed up to the root; unless
    ``tree_only`` each entry has the shape of a leaf and no tag is there twice. An older checkpoint must be that of the
    first entries.
    """
    opened = open_checkpoint(read_note(source) if note is None else note, policy)
    earlier = None if old is None else open_checkpoint(old, policy)
    if earlier:
        _refuse_shrunk(earlier.checkpoint, opened.checkpoint)
    _check_entries(source, opened.checkpoint, [earlier.checkpoint] if earlier else [], tree_only)
    return Report(opened, earlier, tree_only)


def _check_entries(source: Source, checkpoint: Checkpoint, older: Sequence[Checkpoint], tree_only: bool) -> None:
    """Read all entries and all tiles below a checkpoint, and compare with it and with older ones."""
    tree = _Tree(source, {each.size for each in older})
    with _Tags() as tags:
        for index, width in _parts(checkpoint.size):
            path, bundle = _read_part(source, entries_path, index, width)
            leaves = split_bundle(bundle, width, path)
            if not tree_only:
                tags.add(_tags(bundle, leaves, index))
            tree.add(b"".join([sha256(b"\x00" + leaf).digest() for leaf in leaves]), compare=True)
        _settle(tree, checkpoint, older)
        if twice := tags.repeated():
            first, second = _entries_with(source, checkpoint.size, twice)
            raise Rejected("tag-twice", first=first, second=second)


def check_growth(old: str, new: str, source: Source, policy: Policy) -> tuple[Opened, Opened]:
    """Check that one checkpoint continues the other, by the hashes of all entries in the tiles of an export."""
    earlier, later = open_checkpoint(old, policy), open_checkpoint(new, policy)
    _refuse_shrunk(earlier.checkpoint, later.checkpoint)
    tree = _Tree(source, {earlier.checkpoint.size})
    for index, width in _parts(later.checkpoint.size):
        tree.add(_read_tile(source, 0, index, width)[1])
    _settle(tree, later.checkpoint, [earlier.checkpoint])
    return earlier, later


def read_note(source: Source) -> str:
    """Read the checkpoint of an export."""
    data = source.read("checkpoint", MOST_NOTE_BYTES)
    if data is None:
        raise Unchecked("no-export", place=source.place)
    return decode_note(data)


def decode_note(data: bytes) -> str:
    """Return a note that was read as bytes; line ends stay as they are."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Rejected("no-note", why=_WHY["utf8"]) from None


def _refuse_shrunk(old: Checkpoint, new: Checkpoint) -> None:
    if old.origin != new.origin:
        raise Rejected("other-log", first=old.origin, second=new.origin)
    if old.size > new.size:
        raise Rejected("shrunk", old=old.size, new=new.size)


def _settle(tree: _Tree, checkpoint: Checkpoint, older: Iterable[Checkpoint]) -> None:
    """Compare what the entries give with what was signed."""
    if tree.finish() != checkpoint.root:
        raise Rejected("root", size=checkpoint.size)
    for each in older:
        if tree.roots[each.size] != each.root:
            raise Rejected("old-root", size=each.size)


def _parts(size: int) -> Iterator[tuple[int, int]]:
    """Yield index and width of each part of a row of so many hashes or entries."""
    for index in range((size + TILE_WIDTH - 1) // TILE_WIDTH):
        yield index, min(TILE_WIDTH, size - index * TILE_WIDTH)


def _read_part(source: Source, path_of: Any, index: int, width: int) -> tuple[str, bytes]:
    """Read a bundle (or a tile), or as much of the full one, which may have replaced it, as belongs to the size."""
    path = path_of(index, width)
    data = source.read(path)
    if data is None and width < TILE_WIDTH:
        data = source.read(path_of(index, TILE_WIDTH))
        if data is not None:
            data = _cut(data, width)
    if data is None:
        raise Rejected("missing", path=path)
    for narrow in source.narrower(path, width):
        _compare_narrow(path_of(index, narrow), source.read(path_of(index, narrow)), _cut(data, narrow))
    return path, data


def _cut(bundle: bytes, count: int) -> bytes:
    """Return the first entries of a bundle."""
    end = 0
    for _each in range(count):
        end += 2 + int.from_bytes(bundle[end : end + 2], "big")
    return bundle[:end]


def _read_tile(source: Source, level: int, index: int, width: int) -> tuple[str, bytes]:
    """Read a tile, or as much of the full one, which may have replaced it, as belongs to the size."""
    path = tile_path(level, index, width)
    data = source.read(path, MOST_TILE_BYTES)
    if data is None and width < TILE_WIDTH:
        data = source.read(tile_path(level, index), MOST_TILE_BYTES)
        data = data[: width * HASH_BYTES] if data is not None and len(data) == MOST_TILE_BYTES else data
    if data is None:
        raise Rejected("missing", path=path)
    if len(data) != width * HASH_BYTES:
        raise Rejected("tile-length", path=path, count=width)
    for narrow in source.narrower(path, width):
        name = tile_path(level, index, narrow)
        _compare_narrow(name, source.read(name, MOST_TILE_BYTES), data[: narrow * HASH_BYTES])
    return path, data


def _compare_narrow(path: str, found: bytes | None, expected: bytes) -> None:
    if found is not None and found != expected:
        raise Rejected("narrow-tile", path=path)


@lru_cache(maxsize=64)
def _cutter(form: str, count: int) -> struct.Struct:
    """Cut bytes into equal pieces at the speed of the machine."""
    return struct.Struct(form * count)


def split_bundle(bundle: bytes, count: int, path: str = "") -> Sequence[bytes]:
    """Return the entries of a bundle that holds exactly so many; their prefixes are exact."""
    length = int.from_bytes(bundle[:2], "big")
    step = length + 2
    even = len(bundle) == count * step and bundle[::step] == bundle[:1] * count
    if even and bundle[1::step] == bundle[1:2] * count:
        return _cutter(f"2x{length}s", count).unpack(bundle)
    leaves, at = [], 0
    for _each in range(count):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        leaves.append(bundle[at + 2 : end])
        at = end
    if at != len(bundle):
        raise Rejected("bundle-length", path=path, count=count)
    return leaves


def _tags(bundle: bytes, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the tags of a bundle of leaves; reject one that has another shape."""
    tags = _ENTRIES.findall(bundle)
    # Matches do not overlap and have one length, so as many as there are entries cover the bundle without a gap.
    if len(tags) == len(leaves) and len(bundle) == len(leaves) * (LEAF_BYTES + 2):
        return tags
    for place, leaf in enumerate(leaves):
        if not _SHAPE.fullmatch(leaf):
            raise Rejected("leaf-shape", index=index * TILE_WIDTH + place)
    return tags


def _entries_with(source: Source, size: int, tag: bytes) -> tuple[int, int]:
    """Find the first two entries that bear a tag of which it is known that it is there twice."""
    found: list[int] = []
    for index, width in _parts(size):
        path, bundle = _read_part(source, entries_path, index, width)
        for place, leaf in enumerate(split_bundle(bundle, width, path)):
            if leaf[-_TAG_FROM_END:-_TAG_END] == tag:
                found.append(index * TILE_WIDTH + place)
    if len(found) < 2:  # what was read a moment ago is no longer there
        raise Unchecked("unstable", place=source.place)
    return found[0], found[1]


class _Tree:
    """Recompute the tree from leaf hashes, tile by tile, and compare every tile of the export on the way up."""

    def __init__(self, source: Source, sizes: Iterable[int]) -> None:
        self.source, self.sizes = source, tuple(sizes)
        self.roots = {0: EMPTY_ROOT}
        self.size = 0
        self.last = b""
        self.rows: list[bytearray] = []
        self.indexes: list[int] = []

    def add(self, hashes: bytes, *, compare: bool = False) -> None:
        """Add the leaf hashes of the next tile; only the last may be narrower than 256."""
        start, count = self.size, len(hashes) // HASH_BYTES
        if compare:
            self._compare(0, start // TILE_WIDTH, hashes)
        self.size += count
        for size in self.sizes:
            if start < size <= self.size:
                self.roots[size] = self._root(hashes[: (size - start) * HASH_BYTES])
        self.last = hashes if count < TILE_WIDTH else b""
        if not self.last:
            self._carry(0, whole_root(hashes))

    def finish(self) -> bytes:
        """Compare the tiles that stayed partial and return the root."""
        for level, row in enumerate(self.rows):
            if row:
                self._compare(level + 1, self.indexes[level], bytes(row))
        return self._root(self.last)

    def _carry(self, level: int, value: bytes) -> None:
        """Put the root of a full tile into the row above."""
        if level == len(self.rows):
            self.rows.append(bytearray())
            self.indexes.append(0)
        row = self.rows[level]
        row += value
        if len(row) == MOST_TILE_BYTES:
            full = bytes(row)
            self._compare(level + 1, self.indexes[level], full)
            row.clear()
            self.indexes[level] += 1
            self._carry(level + 1, whole_root(full))

    def _compare(self, level: int, index: int, hashes: bytes) -> None:
        path, found = _read_tile(self.source, level, index, len(hashes) // HASH_BYTES)
        if found != hashes:
            raise Rejected("tile-hash", path=path)

    def _root(self, last: bytes) -> bytes:
        """Return the root over the rows as they stand and some leaf hashes behind them."""
        peaks = [peak for row in reversed(self.rows) for peak in _peaks(bytes(row))] + list(_peaks(last))
        if not peaks:
            return EMPTY_ROOT
        result = peaks.pop()
        while peaks:
            result = hash_node(peaks.pop(), result)
        return result


def whole_root(hashes: bytes) -> bytes:
    """Return the root over joined hashes of which there are 1, 2, 4, 8 …"""
    while len(hashes) > HASH_BYTES:
        pairs = _cutter("64s", len(hashes) // 64).unpack(hashes)
        hashes = b"".join([sha256(b"\x01" + pair).digest() for pair in pairs])
    return hashes


def _peaks(row: bytes) -> Iterator[bytes]:
    """Yield the roots of the largest whole subtrees over joined hashes, largest first."""
    at = 0
    while at < len(row):
        step = HASH_BYTES << (((len(row) - at) // HASH_BYTES).bit_length() - 1)
        yield whole_root(row[at : at + step])
        at += step


class _Tags:
    """Tell whether any of very many tags is there twice, in little memory: sorted runs in a file, merged by blocks."""

    RUN, TAG_BYTES = 32_768, 43

    def __init__(self) -> None:
        self.file: Any = None
        self.run: list[bytes] = []
        self.runs: list[tuple[int, int]] = []
        self.end = 0

    def __enter__(self) -> _Tags:
        """Begin."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Let the file go."""
        if self.file:
            self.file.close()

    def add(self, tags: list[bytes]) -> None:
        """Take some tags."""
        self.run += tags
        if len(self.run) >= self.RUN:
            self._spill()

    def repeated(self) -> bytes | None:
        """Return a tag that was taken twice, or None."""
        if not self.runs:
            return _repeated(sorted(self.run))
        self._spill()
        last = None
        for block in self._merged():
            if block[0] == last:
                return last
            if twice := _repeated(block):
                return twice
            last = block[-1]
        return None

    def _spill(self) -> None:
        """Write what was gathered as a sorted run."""
        self.run.sort()
        start, self.end = self.end, self.end + len(self.run) * self.TAG_BYTES
        try:
            self.file = self.file or tempfile.TemporaryFile()  # noqa: SIM115 - the object of this class closes it
            self.file.write(b"".join(self.run))
        except OSError as fault:
            raise Unchecked("no-room", why=fault) from None
        self.runs.append((start, self.end))
        self.run = []

    def _merged(self) -> Iterator[list[bytes]]:
        """Yield all tags in order, in blocks: up to the smallest of the last tags read, every run is known."""
        step = max(1, self.RUN // len(self.runs)) * self.TAG_BYTES
        runs = [self._read(start, end, step) for start, end in self.runs]
        heads = [next(run, []) for run in runs]
        while bounds := [head[-1] for head in heads if head]:
            bound, block = min(bounds), []
            for place, head in enumerate(heads):
                cut = bisect_right(head, bound)
                block += head[:cut]
                heads[place] = head[cut:] or next(runs[place], [])
            block.sort()
            yield block

    def _read(self, start: int, end: int, step: int) -> Iterator[list[bytes]]:
        """Yield a run again, some tags at a time."""
        for at in range(start, end, step):
            self.file.seek(at)
            data = self.file.read(min(step, end - at))
            yield list(_cutter(f"{self.TAG_BYTES}s", len(data) // self.TAG_BYTES).unpack(data))


def _repeated(tags: list[bytes]) -> bytes | None:
    """Return an element that stands beside its like in a sorted list."""
    if len(set(tags)) == len(tags):
        return None
    return next(tag for place, tag in enumerate(tags[1:]) if tag == tags[place])


# --- Receipts and comparisons: C2SP tlog-proof ----------------------------------------------------------------------

PROOF_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """The parts of a tlog-proof: what stands beside the proof, the index, the path, the signed checkpoint."""

    extra: bytes | None
    index: int
    path: tuple[bytes, ...]
    note: str


@dataclass(frozen=True)
class Receipt:
    """A receipt that holds: the entry's place and bytes, the checkpoint that covers it, its cosignatures."""

    index: int
    leaf: bytes
    checkpoint: Checkpoint
    cosignatures: tuple[Signature, ...]
    attested: bool
    opened: Opened


def write_proof(extra: bytes | None, index: int, path: Sequence[bytes], note: str) -> str:
    """Write a tlog-proof."""
    head = [PROOF_HEADER, *([] if extra is None else [f"extra {b64encode(extra).decode()}"]), f"index {index}"]
    return "\n".join([*head, *(b64encode(each).decode() for each in path)]) + f"\n\n{note}"


def read_proof(text: str) -> Proof:
    """Read a tlog-proof; nothing in it is checked beyond its form."""
    head, _divided, note = text.partition("\n\n")
    header, *lines = head.split("\n", 70)
    if header != PROOF_HEADER:
        raise Rejected("no-proof", why=_WHY["first"])
    extra = None
    if lines and lines[0].startswith("extra "):
        try:
            extra = read_base64(lines.pop(0)[6:])
        except ValueError:
            raise Rejected("no-proof", why=_WHY["extra"]) from None
    word, _space, written = lines.pop(0).partition(" ") if lines else ("", "", "")
    index = read_number(written)
    if word != "index" or index is None:
        raise Rejected("no-proof", why=_WHY["index"])
    path = [read_root(line) for line in lines]
    if len(path) > 63 or None in path:
        raise Rejected("no-proof", why=_WHY["path"])
    return Proof(extra, index, tuple(each for each in path if each is not None), note)


def check_receipt(text: str, policy: Policy) -> Receipt:
    """Check that a signed checkpoint covers the leaf that the receipt holds, at its index."""
    proof = read_proof(text)
    if proof.extra is None:
        raise Rejected("no-extra")
    read_leaf(proof.extra)
    opened = open_checkpoint(proof.note, policy)
    checkpoint = opened.checkpoint
    check_inclusion(proof.index, checkpoint.size, hash_leaf(proof.extra), proof.path, checkpoint.root)
    return Receipt(proof.index, proof.extra, checkpoint, opened.cosignatures, opened.attested, opened)


def compare(first: str, second: str, policy: Policy) -> tuple[Opened, Opened]:
    """Compare two signed checkpoints: reject a fork, leave open what only the log itself can show."""
    one, other = open_checkpoint(first, policy), open_checkpoint(second, policy)
    a, b = one.checkpoint, other.checkpoint
    if a.origin != b.origin:
        raise Unchecked("other-log", first=a.origin, second=b.origin)
    if a.size != b.size:
        raise Unchecked("sizes-differ", first=a.size, second=b.size)
    if a.root != b.root:
        raise Rejected("fork", origin=a.origin, size=a.size)
    return one, other


# --- Bundles: the zip --------------------------------------------------------------------------------------------

MOST_FILES = 60_000
MOST_UNPACKED = 4_000_000_000
MOST_TEXT = 32 * 2**20
SUMS, INDEX, CHECKPOINT = "SHA256SUMS", "index.json", "checkpoint"
_ENTRY = "0|[1-9][0-9]{0,18}"
_MEMBER = re.compile(
    r"README\.txt|SHA256SUMS|policy\.txt|chain\.json|checkpoint|consult-verify\.py|index\.(?:csv|html|json)"
    rf"|(receipts)/({_ENTRY})\.tlog-proof|(openings|parts)/({_ENTRY})\.json|(filings|editions)/([0-9a-f]{{64}})\.json"
    r"|(texts)/([0-9A-Za-z][0-9A-Za-z._-]{0,170}\.html)|(documents)/([0-9]{3,5}-[^/\\]{1,180})"
)
_OUTSIDE = re.compile(r"/|[A-Za-z]:|~|(?:.*/)?\.\.?(?:/|$)|.*[\\\x00]|.*//", re.S)
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_PACKED_BY, _DAY, _RIGHTS, _UTF8 = 20, 33, 0o100644 << 16, 0x800  # unzipped by version 2.0; 1 January 1980; rw-r--r--


class _Packed:
    """The files of a bundle: only those that a bundle has, each once, in a zip of one form alone.

    That form leaves nothing to choose: every file stored as it is, in the order of the names (`SHA256SUMS` last), one
    date and one set of rights for all, no links, nothing before, between or after. So the zip has no byte that could be
    another one unnoticed, and two programs cannot read two bundles in it.
    """

    FAULTS: tuple[type[Exception], ...] = (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
        *(RuntimeError, NotImplementedError, KeyError, IndexError, OverflowError, MemoryError),
    )

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self.names: dict[str, zipfile.ZipInfo] = {}
        self.kinds: dict[str, dict[str, str]] = {}
        self.digests: dict[str, str] = {}

    def __enter__(self) -> _Packed:
        """Open the file, look at the names in it and at its form, and compare every file with the list of them."""
        _require_file(self.path)
        try:
            self.zip = zipfile.ZipFile(self.path)
        except self.FAULTS as fault:
            raise Rejected("no-bundle", why=fault) from None
        try:
            found = self.zip.infolist()
            self._sort(found)
            _require_form(self.path, found)
            self._compare_sums()
        except _Reasoned:
            self.zip.close()
            raise
        except self.FAULTS as fault:
            self.zip.close()
            raise Rejected("no-bundle", why=fault) from None
        return self

    def _sort(self, found: list[zipfile.ZipInfo]) -> None:
        if len(found) > MOST_FILES or sum(info.file_size for info in found) > MOST_UNPACKED:
            raise Rejected("bundle-large")
        alike: dict[str, str] = {}
        for info in found:
            name = info.orig_filename
            match = _MEMBER.fullmatch(name)
            if match is None or not _is_ordinary(name):
                raise Rejected("bundle-place" if _OUTSIDE.match(name) else "bundle-name", path=name)
            if name in self.names:
                raise Rejected("bundle-twice", path=name)
            if alike.setdefault(name.casefold(), name) != name:
                raise Rejected("bundle-alike", path=name, other=alike[name.casefold()])
            self.names[name] = info
            parts = [each for each in match.groups() if each]
            if parts:
                self.kinds.setdefault(parts[0], {})[parts[1]] = name

    def _compare_sums(self) -> None:
        """Compute the SHA-256 of every file and compare the list of them, which must be written in one form alone."""
        for need in (SUMS, INDEX):
            if need not in self.names:
                raise Rejected("bundle-lacks", path=need)
        listed = read_sums(self.text(SUMS))
        for name in self.names:
            if name != SUMS and name not in listed:
                raise Rejected("bundle-extra", path=name)
        for name, digest in listed.items():
            if name not in self.names or name == SUMS:
                raise Rejected("bundle-lacks", path=name)
            found = sha256()
            for piece in self.pieces(name):
                found.update(piece)
            self.digests[name] = found.hexdigest()
            if self.digests[name] != digest:
                raise Rejected("bundle-sums", path=name)

    def __exit__(self, *_fault: object) -> None:
        """Close the file."""
        self.zip.close()

    def numbers(self, kind: str) -> list[int]:
        """Give the numbers of the entries of which there is a file of a kind."""
        return sorted(int(each) for each in self.kinds.get(kind, ()))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file piece by piece."""
        try:
            with self.zip.open(self.names[name]) as member:
                while piece := member.read(65_536):
                    yield piece
        except zipfile.BadZipFile:
            raise Rejected("bundle-sums", path=name) from None
        except self.FAULTS as fault:
            raise Rejected("no-bundle", why=fault) from None

    def text(self, name: str) -> str:
        """Read a file of text; line ends stay as they are."""
        if self.names[name].file_size > MOST_TEXT:
            raise Rejected("bundle-large")
        try:
            data = b"".join(self.pieces(name))
            return data.decode("utf-8", "surrogateescape" if name == "policy.txt" else "strict")
        except UnicodeDecodeError as fault:
            raise Rejected("no-bundle", why=f"{name}: {fault.reason}") from None

    def policy(self) -> Policy:
        """Read the bundle's own policy."""
        if "policy.txt" not in self.names:
            raise Unchecked("bundle-policy")
        return read_policy(self.text("policy.txt"))


def _is_ordinary(name: str) -> bool:
    """Say whether a name means the same file on every computer: no marks of control, one form of each letter."""
    printable = all(unicodedata.category(each)[0] != "C" for each in name)
    tidy = not name.endswith((".", " ")) and not set(name) & set('"<>|:*?')
    return printable and tidy and unicodedata.normalize("NFC", name) == name


def in_order(names: Iterable[str]) -> list[str]:
    """Give the names of the files of a bundle in the order in which they stand in it."""
    return [*sorted(name for name in names if name != SUMS), SUMS]


def _require_form(path: str, found: list[zipfile.ZipInfo]) -> None:
    """Reject a zip of which any byte outside its files is another one than a bundle has there."""
    if [info.orig_filename for info in found] != in_order(info.orig_filename for info in found):
        raise Rejected("bundle-packed", why=_WHY["order"])
    ending = []
    with open(path, "rb") as file:
        for info in found:
            at, own = file.tell(), (info.CRC, info.file_size)
            name = info.orig_filename.encode()
            flags = 0 if info.orig_filename.isascii() else _UTF8
            local = _LOCAL.pack(b"PK\x03\x04", _PACKED_BY, flags, 0, 0, _DAY, *own, own[1], len(name), 0)
            made_by = _PACKED_BY | 3 << 8
            ending.append(
                _CENTRAL.pack(
                    *(b"PK\x01\x02", made_by, _PACKED_BY, flags, 0, 0, _DAY, *own, own[1], len(name)),
                    *(0, 0, 0, 0, _RIGHTS, at),
                )
                + name
            )
            if file.read(len(local) + len(name)) != local + name:
                raise Rejected("bundle-packed", why=_WHY["header"])
            file.seek(info.file_size, 1)
        central, count, at = b"".join(ending), len(found), file.tell()
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), at, 0)
        if file.read(len(central) + len(end) + 1) != central + end:
            raise Rejected("bundle-packed", why=_WHY["tail"])


def write_sums(digests: dict[str, str]) -> str:
    """Write the list of files as `sha256sum -c` reads it, in the order of the names."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def read_sums(text: str) -> dict[str, str]:
    """Read the list of files; rejects any other form than `write_sums` gives."""
    lines = re.findall(r"([0-9a-f]{64})  (.+)\n", text)
    listed = {name: digest for digest, name in lines}
    if write_sums(listed) != text:
        raise Rejected("no-sums")
    return listed


# --- Bundles: what is in them ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bundle:
    """A bundle that holds.

    Receipts and opened values are by number of the entry; ``unproved`` are entries that are opened without a receipt;
    chains are given by kind and number of steps; ``loose`` are files that no opened field of the bundle names;
    ``digests`` are those of all files but their list; ``said`` counts what the index says and no opened field does.
    """

    receipts: dict[int, Receipt]
    openings: dict[int, dict[str, Any]]
    unproved: tuple[int, ...]
    chains: tuple[tuple[str, int], ...]
    loose: tuple[str, ...]
    own_policy: bool
    index: dict[str, Any]
    digests: dict[str, str]
    leaves: dict[int, bytes]
    said: int
    sealed: int

    @property
    def attested(self) -> bool:
        """Tell whether every entry has a receipt that a quorum has cosigned."""
        return not self.unproved and all(each.attested for each in self.receipts.values())

    @property
    def absent(self) -> int:
        """Count the documents that the index names by digest alone: erased by rule, or not in the store of the host."""
        return sum(not each["path"] for each in self.index["documents"])

    @property
    def newest(self) -> Opened | None:
        """Give the largest of the signed checkpoints; None where no entry has a receipt."""
        return max((each.opened for each in self.receipts.values()), key=lambda one: one.checkpoint.size, default=None)

    def count(self, kind: str) -> int:
        """Count the files of a kind."""
        return sum(name.startswith(f"{kind}/") for name in self.digests)

    @property
    def checked(self) -> str:
        """Say in one line what was checked."""
        kinds = ("filings", "documents", "editions")
        files = ", ".join(f"{self.count(kind)} {kind}" for kind in kinds if self.count(kind))
        under = f" under a signed checkpoint of {self.newest.checkpoint.size}" if self.newest else ""
        return (
            f"{len(self.receipts)} entries{under}, {len(self.openings)} opened as they were sealed"
            f"{', ' + files if files else ''}, {len(self.digests)} files by SHA-256"
        )

    def unknown(self, *, whole_log: bool = False) -> str:
        """Say in one line what no check of this file can tell."""
        return "; ".join(
            (
                "what sealed branches of the log hold, and whether there are any for this case",
                *(() if whole_log else ("whether the log goes on after this",)),
                *((f"{self.sealed} fields that stay sealed here",) if self.sealed else ()),
                *((f"{self.count('parts')} filings given in part",) if self.count("parts") else ()),
                *((f"{self.absent} documents that are named by digest alone",) if self.absent else ()),
                *((f"{self.said} details that only the index says",) if self.said else ()),
                "the wording of sentences, titles and readable texts, and whether what was filed is true",
            )
        )


def check_bundle(path: str | Path, policy: Policy | None = None, source: Source | None = None) -> Bundle:
    """Check a bundle: every byte of it, every receipt, every opening in its leaf, the chains without a gap, the index
    against the leaves, the digests of all files.

    Without a policy its own is taken, which proves nothing to whoever distrusts its maker. With an export the chains
    are looked for in the whole log as well.
    """
    with _Packed(path) as packed:
        own = policy is None
        policy = packed.policy() if policy is None else policy
        receipts = _bundle_receipts(packed, policy)
        opened = {index: _bundle_openings(packed, index, receipts.get(index)) for index in packed.numbers("openings")}
        leaves = {index: receipt.leaf for index, receipt in receipts.items()}
        leaves.update({index: leaf for index, (leaf, _values) in opened.items()})
        values = {index: found for index, (_leaf, found) in opened.items()}
        chains = read_chains(packed.text("chain.json")) if "chain.json" in packed.names else []
        places = _places(leaves)
        for _kind, key, steps in chains:
            _check_chain(key, steps, places, leaves, values)
        if source is not None:
            _check_places(source, _check_log(source, policy, receipts.values()), chains, places)
        _check_newest(packed, policy, receipts)
        index, said = _check_index(packed, values)
        loose = _check_files(packed, values, index)
    unproved = tuple(sorted(values.keys() - receipts.keys()))
    sealed = sum(len(FIELDS) - len(found) for found in values.values())
    kinds = tuple((kind, steps) for kind, _key, steps in chains)
    return Bundle(receipts, values, unproved, kinds, loose, own, index, packed.digests, leaves, said, sealed)


def _bundle_receipts(packed: _Packed, policy: Policy) -> dict[int, Receipt]:
    """Check all receipts, each alone and then together."""
    receipts: dict[int, Receipt] = {}
    roots: dict[tuple[str, int], bytes] = {}
    for index in packed.numbers("receipts"):
        name = f"receipts/{index}.tlog-proof"
        receipt = check_receipt(packed.text(name), policy)
        if receipt.index != index:
            raise Rejected("bundle-index", path=name, index=receipt.index)
        receipts[index], said = receipt, receipt.checkpoint
        if roots.setdefault((said.origin, said.size), said.root) != said.root:
            raise Rejected("fork", origin=said.origin, size=said.size)
    origins = sorted({origin for origin, _size in roots})
    if len(origins) > 1:
        raise Rejected("other-log", first=origins[0], second=origins[1])
    return receipts


def _check_newest(packed: _Packed, policy: Policy, receipts: dict[int, Receipt]) -> None:
    """Check that the checkpoint that lies by itself is the newest of those under the receipts."""
    sizes = [each.checkpoint.size for each in receipts.values()]
    if CHECKPOINT not in packed.names:
        if sizes:
            raise Rejected("bundle-lacks", path=CHECKPOINT)
        return
    opened = open_checkpoint(packed.text(CHECKPOINT), policy).checkpoint
    if opened not in [each.checkpoint for each in receipts.values()] or opened.size != max(sizes):
        raise Rejected("index-digest", path=CHECKPOINT)


def _bundle_openings(packed: _Packed, index: int, receipt: Receipt | None) -> tuple[bytes, dict[str, Any]]:
    """Return the leaf of a file of openings of a bundle and what it opens, by field."""
    name = f"openings/{index}.json"
    return check_openings(packed.text(name), name, index, receipt)


def check_openings(text: str, name: str, index: int, receipt: Receipt | None) -> tuple[bytes, dict[str, Any]]:
    """Return the leaf of a file of openings and what it opens, by field; reject what is not of this entry."""
    said, leaf, disclosures = read_openings(text, name)
    if said != index:
        raise Rejected("bundle-index", path=name, index=said)
    if receipt is not None and receipt.leaf != leaf:
        raise Rejected("other-leaf", path=name)
    values = {}
    for field, disclosure in disclosures.items():
        opened, values[field] = open_field(leaf, disclosure)
        if opened != field:
            raise Rejected("other-name", path=name, name=field)
    return leaf, values


def read_openings(text: str, name: str = "-") -> tuple[int, bytes, dict[str, str]]:
    """Return number, leaf and disclosures by field of a file of openings; they are not yet looked for in the leaf."""
    try:
        said = read_json(text)
        leaf, disclosures = read_base64(said["leaf"]), said["disclosures"]
        fields = {*disclosures, *said.get("withheld", ()), *said.get("erased", ())}
        right = said["v"] == "1" and type(said["index"]) is int and fields <= set(FIELDS)
        right = right and all(isinstance(each, str) for each in disclosures.values())
    except (ValueError, TypeError, KeyError, AttributeError):
        right = False
    if not right:
        raise Rejected("no-openings", path=name)
    read_leaf(leaf)
    return said["index"], leaf, disclosures


def read_chains(text: str) -> list[tuple[str, bytes, int]]:
    """Return kind, key and number of steps of each chain of which the whole is in a bundle."""
    chains = []
    try:
        said = read_json(text)
        for each in said["chains"]:
            key, steps, kind = b64decode(each["key"] + "=", altchars=b"-_", validate=True), each["steps"], each["kind"]
            if (
                len(key) != HASH_BYTES
                or type(steps) is not int
                or not 0 <= steps <= MOST_FILES
                or type(kind) is not str
            ):
                raise ValueError(kind)
            chains.append((kind, key, steps))
        if said["v"] != "1":
            raise ValueError("v")
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Rejected("no-chains") from None
    return chains


def _places(leaves: dict[int, bytes]) -> dict[str, int]:
    """Give the place of each tag; one that is there twice is rejected."""
    places: dict[str, int] = {}
    for index, leaf in sorted(leaves.items()):
        tag = read_leaf(leaf)[1]
        if tag in places:
            raise Rejected("tag-twice", first=places[tag], second=index)
        places[tag] = index
    return places


def _check_chain(
    key: bytes, steps: int, places: dict[str, int], leaves: dict[int, bytes], values: dict[int, dict[str, Any]]
) -> None:
    """Check that a bundle holds all steps of a chain and none beyond, and that each follows the one before."""
    before: int | None = None
    for step in range(1, steps + 1):
        index = places.get(step_tag(key, step))
        if index is None:
            raise Rejected("chain-step", step=step, count=0)
        opened = values.get(index, {})
        if opened.get("n", step) != step:
            raise Rejected("chain-number", index=index, step=step)
        link = None if before is None else write_hash(hash_leaf(leaves[before]))
        if opened.get("prev", link) != link:
            raise Rejected("chain-link", index=index)
        before = index
    if step_tag(key, steps + 1) in places:
        raise Rejected("chain-more", step=steps + 1)


def _check_log(source: Source, policy: Policy, receipts: Iterable[Receipt]) -> int:
    """Check that an export continues the checkpoints of all receipts; return how many entries it has."""
    checkpoint = open_checkpoint(read_note(source), policy).checkpoint
    older = list({each.checkpoint: None for each in receipts})
    for each in older:
        if each.origin == checkpoint.origin and each.size > checkpoint.size:
            raise Unchecked("stale", size=checkpoint.size)
        _refuse_shrunk(each, checkpoint)
    _check_entries(source, checkpoint, older, tree_only=False)
    return checkpoint.size


def _check_places(source: Source, size: int, chains: list[tuple[str, bytes, int]], places: dict[str, int]) -> None:
    """Look in the whole log for the step after the last of each chain, and for all others in their places."""
    after = {step_tag(key, steps + 1): steps + 1 for _kind, key, steps in chains}
    mine = {step_tag(key, step): step for _kind, key, steps in chains for step in range(1, steps + 1)}
    for index, width in _parts(size):
        path, bundle = _read_part(source, entries_path, index, width)
        for place, leaf in enumerate(split_bundle(bundle, width, path)):
            tag = leaf[-_TAG_FROM_END:-_TAG_END].decode()
            if tag in after:
                raise Rejected("chain-more", step=after[tag])
            if tag in mine and places[tag] != index * TILE_WIDTH + place:
                raise Rejected("chain-moved", step=mine[tag])


# What the index says of an entry, the field of the leaf that says it too, and where in that field.
_SAID: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("step", "act", ("step",)),
    ("kind", "act", ("kind",)),
    ("track", "act", ("track",)),
    ("edition", "act", ("edition",)),
    ("party", "actor", ("party",)),
    ("office", "actor", ("office",)),
    ("power", "actor", ("power",)),
    ("represented_by", "actor", ("represented_by",)),
    ("on", "time", ("on",)),
    ("recorded_at", "time", ("recorded_at",)),
    ("case", "case", ()),
    ("n", "rest", ("n",)),
    ("filing", "doc", (0,)),
    ("level", "doc", (2,)),
)


def _check_index(packed: _Packed, values: dict[int, dict[str, Any]]) -> tuple[dict[str, Any], int]:
    """Compare the index with what is opened; return it, with the number of details that no opened field says.

    It names each entry that is opened, each filing, edition, readable text and document that is there, and no other.
    """
    text = packed.text(INDEX)
    try:
        index = read_json(text)
        if index["v"] != "1":
            raise ValueError("v")
        said = {entry["seq"]: entry for entry in index["entries"]}
        twice, named = (
            {entry["seq"] for entry in index["entries"] if said[entry["seq"]] is not entry},
            set(_named(index)),
        )
        documents = {each["path"]: each for each in index["documents"] if each["path"]}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Rejected("no-index", why=_WHY["shape"]) from None
    if other := ({*said} ^ {*values}) | twice:
        raise Rejected("index-entries", index=min(other, key=str))
    there = {name for kind, names in packed.kinds.items() if kind in _IN_INDEX for name in names.values()}
    for path in sorted(there ^ named):
        raise Rejected("index-file", path=path)
    for path, each in documents.items():
        if (each.get("sha256"), each.get("size")) != (packed.digests[path], packed.names[path].file_size):
            raise Rejected("index-digest", path=path)
    return index, sum(_compare_said(seq, said[seq], found) for seq, found in values.items())


_IN_INDEX = ("filings", "parts", "texts", "documents", "editions")


def _named(index: dict[str, Any]) -> Iterator[str]:
    """Yield every file that an index names."""
    for entry in index["entries"]:
        paper = entry.get("paper") or {}
        yield from (paper[name] for name in ("words", "text") if paper.get(name))
    yield from (each["path"] for each in index["documents"] if each["path"])
    yield from (f"editions/{digest}.json" for digest in index["editions"])


def _compare_said(seq: int, said: dict[str, Any], opened: dict[str, Any]) -> int:
    """Compare what the index says of an entry with its opened fields; return how many of its details none of them says.

    What it says of an opened field must be what stands there; what it leaves out is no lie.
    """
    alone = 0
    for name, field, path in _SAID:
        value = said.get(name)
        if value in (None, ""):
            continue
        if opened.get(field) is None:
            alone += 1
            continue
        found = opened[field]
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                found = None
        if found != value:
            raise Rejected("index-says", index=seq, name=name)
    return alone


def _check_files(packed: _Packed, values: dict[int, dict[str, Any]], index: dict[str, Any]) -> tuple[str, ...]:
    """Check that filings and editions are what their names say; return the names of files that nothing opened names."""
    named: set[str] = set()
    for opened in values.values():
        named.update(_words(list(opened.values())))
    loose = []
    for kind in ("filings", "editions"):
        for digest, name in sorted(packed.kinds.get(kind, {}).items()):
            if packed.digests[name] != digest:
                raise Rejected("digest", path=name)
            if digest not in named:
                loose.append(name)
            elif kind == "filings":
                named.update(re.findall("[0-9a-f]{64}", packed.text(name)))
    loose += [each["path"] for each in index["documents"] if each["path"] and each["sha256"] not in named]
    return tuple(loose)


def _words(value: Any) -> Iterator[str]:
    """Yield every text within a value."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, (list, dict)):
            waiting.extend(each.values() if isinstance(each, dict) else each)


# --- Audit logs: entries in the order of the log, what is removed from each named by its digest ---------------------

AUDIT_KIND, AUDIT_VERSION = "consult-audit-log", "1"
AUDIT_SETS: dict[str, tuple[str, ...]] = {
    "full_internal": ("C0", "C1", "C2", "C3", "C4", "C5"),
    "parties_C2": ("C0", "C1", "C2"),
    "public_C0": ("C0",),
}
AUDIT_COLUMNS = (
    *("seq", "utc", "on", "case", "case_version", "entry", "machine", "edition", "track", "from", "to", "trigger"),
    *("actor", "organ", "person", "office", "capacity", "on_behalf_of", "authority", "substitute", "cleared"),
    *("power", "represented_by"),
    *("legal_basis", "guard_results", "filing", "filing_kind", "level", "language", "recipients", "service"),
    *("clocks", "flags", "effects", "late", "corrects", "tells", "details", "reason", "zone_data", "seen"),
    *("step", "prev_hash", "hash", "signature", "withheld", "erased"),
)
"""The columns of the table, in their order; of these the host's own tables say `level` and `service`."""
_AUDIT_BESIDE = frozenset(("level", "service"))
_AUDIT_FILES = ("README.txt", "policy.txt", "checkpoint.txt", "entries.jsonl", "entries.csv", "audit-log.pdf")
_AUDIT_ROW = frozenset(("v", "index", "leaf", "disclosures", "withheld", "erased", "path", "said", "beside"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_LINE = 2**20


class _Table(csv.excel):
    """The table of an audit log: quotation marks must be closed."""

    strict = True


@dataclass(frozen=True)
class Audit:
    """An audit log that holds.

    Of which set, for which party (empty: for everybody), by which filter; how many entries it has, of them opened;
    whether it says that it leaves none out between its first and its last; whether its table was compared too; the
    files beside it that nothing was compared with; the checkpoint that covers all of it.
    """

    reach: str
    party: str
    asked: dict[str, Any]
    entries: int
    readable: int
    whole: bool
    table: bool
    unread: tuple[str, ...]
    own_policy: bool
    opened: Opened


def audit_said(index: int, leaf: bytes, opened: dict[str, Any]) -> dict[str, Any]:
    """Say what an entry holds under the names of an audit log, from the values that are opened of it and nothing else;
    names of which nothing is known are left out.

    Long because: one line a name, in the order of the columns.
    """
    act, actor, time_ = (opened.get(name) or {} for name in ("act", "actor", "time"))
    rest, doc = opened.get("rest") or {}, opened.get("doc") or [None, None, None, None]
    is_act = act.get("kind") != "entry"
    done = rest if is_act else {}
    effects = done.get("effects", [])
    said = {
        "seq": index,
        "utc": time_.get("recorded_at"),
        "on": time_.get("on"),
        "case": opened.get("case"),
        "case_version": done.get("n"),
        "entry": act.get("kind"),
        "machine": act.get("procedure"),
        "edition": act.get("edition"),
        "track": act.get("track"),
        "from": opened.get("from"),
        "to": opened.get("to"),
        "trigger": act.get("step"),
        "actor": actor.get("party"),
        "organ": actor.get("organ"),
        "person": opened.get("person"),
        "office": actor.get("office"),
        "capacity": actor.get("capacity"),
        "on_behalf_of": actor.get("on_behalf_of"),
        "authority": actor.get("mandate"),
        "substitute": actor.get("substitute"),
        "cleared": actor.get("cleared"),
        "power": actor.get("power"),
        "represented_by": actor.get("represented_by"),
        "legal_basis": act.get("basis"),
        "guard_results": done.get("reads"),
        "filing": doc[0],
        "filing_kind": doc[1],
        "language": doc[3],
        "recipients": done.get("told"),
        "clocks": [each[1:] for each in effects if each[0] == "limit"] or None,
        "flags": [each for each in effects if each[0] in ("flag", "unflag")] or None,
        "effects": [each for each in effects if each[0] not in ("limit", "flag", "unflag")] or None,
        "late": done.get("late"),
        "corrects": done.get("corrects"),
        "tells": done.get("tells"),
        "details": rest if not is_act and rest else None,
        "reason": opened.get("note"),
        "zone_data": done.get("zone_data"),
        "seen": opened.get("seen"),
        "step": opened.get("n"),
        "prev_hash": opened.get("prev"),
        "hash": hash_leaf(leaf).hex(),
        "signature": opened.get("filing"),
    }
    return {name: value for name, value in said.items() if value is not None}


def audit_cells(row: dict[str, Any]) -> list[str]:
    """Give the cells of an entry in the table of an audit log; removed fields stand with their digests. A text that a
    spreadsheet would take for a formula gets an apostrophe before it."""
    digests = read_leaf(read_base64(row["leaf"]))[0]
    said = {**row["said"], **row["beside"]}
    for name in ("withheld", "erased"):
        said[name] = " ".join(f"{field}:{digests[field]}" for field in row[name]) or None
    return [_cell(said.get(name)) for name in AUDIT_COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{text}" if text.startswith(_FORMULA) and isinstance(value, str) else text


def check_audit(path: str | Path, policy: Policy | None = None) -> Audit:
    """Check an audit log: every entry in the signed tree, every kept field in its entry, every removed one named by a
    digest that is in it; what is said in words, and in the table, is what the fields hold.

    The file is a zip of its parts, or the lines by themselves. Without a policy that of the zip is taken, which proves
    nothing to whoever distrusts its maker.
    """
    _require_file(path)
    if not zipfile.is_zipfile(path):
        if policy is None:
            raise Unchecked("bundle-policy")
        with open(path, "rb") as file:
            return _AuditCheck(policy, own=False).run(file)
    try:
        with zipfile.ZipFile(path) as packed:
            return _check_packed_audit(packed, policy)
    except _Packed.FAULTS as fault:
        if isinstance(fault, _Reasoned):
            raise
        raise Rejected("no-audit", why=fault) from None


def _check_packed_audit(packed: zipfile.ZipFile, policy: Policy | None) -> Audit:
    names = packed.namelist()
    for name in names:
        if name not in _AUDIT_FILES:
            raise Rejected("bundle-name", path=name)
        if names.count(name) > 1:
            raise Rejected("bundle-twice", path=name)
    if "entries.jsonl" not in names:
        raise Rejected("no-audit", why="entries.jsonl")
    own = policy is None
    if policy is None:
        if "policy.txt" not in names:
            raise Unchecked("bundle-policy")
        policy = read_policy(_small(packed, "policy.txt"))
    check = _AuditCheck(policy, own)
    if "checkpoint.txt" in names:
        check.note = _small(packed, "checkpoint.txt")
    check.unread = tuple(name for name in names if name.endswith(".pdf"))
    with packed.open("entries.jsonl") as lines:
        if "entries.csv" not in names:
            return check.run(lines)
        with packed.open("entries.csv") as table:
            text = io.TextIOWrapper(table, encoding="utf-8-sig", errors="surrogateescape", newline="")
            check.table = csv.reader(text, dialect=_Table)
            return check.run(lines)


def _small(packed: zipfile.ZipFile, name: str) -> str:
    with packed.open(name) as file:
        return decode_note(file.read(MOST_NOTE_BYTES + 1))


class _AuditCheck:
    """One reading of an audit log, line by line; little is held of it at any time."""

    def __init__(self, policy: Policy, own: bool) -> None:
        self.policy, self.own = policy, own
        self.note: str | None = None
        self.table: Iterator[list[str]] | None = None
        self.unread: tuple[str, ...] = ()
        self.digest = sha256()
        self.entries = self.readable = 0
        self.last: int | None = None

    def run(self, file: Any) -> Audit:
        """Check all lines."""
        lines = self._lines(file)
        head = self._read(next(lines, b""), 1)
        self._begin(head)
        self._compare_table(1, list(AUDIT_COLUMNS))
        for number, (line, following) in enumerate(_pairs(lines), start=2):
            if following is None:
                self._end(self._read(line, number))
                break
            self.digest.update(line)
            self._entry(self._read(line, number), number)
        else:
            raise Rejected("audit-end")
        if self.table is not None and next(self.table, None) is not None:
            raise Rejected("audit-end")
        where = (self.entries, self.readable, bool(head["whole"]), self.table is not None, self.unread, self.own)
        return Audit(head["set"], head["for"], head["asked"], *where, self.opened)

    def _lines(self, file: Any) -> Iterator[bytes]:
        while line := file.readline(MOST_LINE + 1):
            if len(line) > MOST_LINE or not line.endswith(b"\n"):
                raise Rejected("audit-end")
            yield line

    def _read(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            found = read_json(line.decode())
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Rejected("audit-line", line=number) if number > 1 else Rejected("no-audit", why=_WHY["first"])
        if number == 1:
            self.digest.update(line)
        return found

    def _begin(self, head: dict[str, Any]) -> None:
        right = head.get("kind") == AUDIT_KIND and head.get("v") == AUDIT_VERSION
        right = right and isinstance(head.get("set"), str) and head.get("set") in AUDIT_SETS
        right = right and isinstance(head.get("checkpoint"), str) and isinstance(head.get("asked"), dict)
        right = right and isinstance(head.get("for"), str) and isinstance(head.get("whole"), bool)
        if not right:
            raise Rejected("no-audit", why=_WHY["first"])
        if self.note is not None and self.note != head["checkpoint"]:
            raise Rejected("audit-note")
        self.whole, self.set = head["whole"], head["set"]
        self.opened = open_checkpoint(head["checkpoint"], self.policy)

    def _entry(self, row: dict[str, Any], number: int) -> None:
        """Check one entry: its place, its fields, its words."""
        index, leaf, path = self._parts(row, number)
        if self.last is not None and index <= self.last:
            raise Rejected("audit-order", index=index, before=self.last)
        if self.whole and self.last is not None and index != self.last + 1:
            raise Rejected("audit-gap", index=self.last + 1)
        self.last = index
        of = self.opened.checkpoint
        try:
            check_inclusion(index, of.size, hash_leaf(leaf), path, of.root)
        except Rejected as fault:
            raise Rejected("audit-path", index=index, why=fault) from None
        values = {}
        for field, disclosure in row["disclosures"].items():
            name, values[field] = open_field(leaf, disclosure)
            if name != field:
                raise Rejected("other-name", path=f"entries.jsonl:{number}", name=field)
        self._words(number, leaf, values, row)
        self.entries += 1
        self.readable += bool(values)
        self._compare_table(number, audit_cells(row))

    def _parts(self, row: dict[str, Any], number: int) -> tuple[int, bytes, list[bytes]]:
        """Return number, leaf and path of a row of the right form, in which each field is named once."""
        try:
            leaf, path = read_base64(row["leaf"]), [read_root(each) for each in row["path"]]
            index, parts = row["index"], [*row["disclosures"], *row["withheld"], *row["erased"]]
            right = row.keys() == _AUDIT_ROW and row["v"] == AUDIT_VERSION and type(index) is int and len(path) < 64
            right = right and isinstance(row["said"], dict) and isinstance(row["beside"], dict)
            right = right and all(isinstance(each, str) for each in row["disclosures"].values())
            right = right and row["beside"].keys() <= _AUDIT_BESIDE
        except (ValueError, TypeError, KeyError, AttributeError):
            right = False
        if not right or None in path:
            raise Rejected("audit-line", line=number)
        read_leaf(leaf)
        if sorted(map(str, parts)) != sorted(FIELDS):
            raise Rejected("audit-parts", index=index)
        return index, leaf, [each for each in path if each is not None]

    def _words(self, number: int, leaf: bytes, values: dict[str, Any], row: dict[str, Any]) -> None:
        """Compare what is said in a line with what the fields hold, and the levels with the set."""
        index = row["index"]
        try:
            expected = audit_said(index, leaf, values)
            done = values.get("rest") or {} if "entry" in expected and expected["entry"] != "entry" else {}
            levels = [(values.get("doc") or (0, 0, "C0"))[2], done.get("level", "C0")]
        except (AttributeError, TypeError, IndexError, KeyError):
            raise Rejected("audit-line", line=number) from None
        said = row["said"]
        for name in sorted(expected.keys() | said.keys()):
            if name not in expected or name not in said or _written(expected[name]) != _written(said[name]):
                raise Rejected("audit-said", index=index, name=name)
        for level in (*levels, row["beside"].get("level", "C0")):
            if level not in AUDIT_SETS[self.set]:
                raise Rejected("audit-level", index=index, level=level, set=self.set)

    def _compare_table(self, number: int, cells: list[str]) -> None:
        """Compare a line of the table, where there is one, with the same line of the log."""
        if self.table is None:
            return
        try:
            found = next(self.table, None)
        except csv.Error:
            found = None
        if found != cells:
            raise Rejected("audit-columns") if number == 1 else Rejected("audit-table", line=number, index=self.last)

    def _end(self, foot: dict[str, Any]) -> None:
        expected = {"kind": "end", "entries": self.entries, "sha256": self.digest.hexdigest()}
        if foot != expected:
            raise Rejected("audit-end")


def _written(value: Any) -> str:
    """Write a value so that true and 1 are told apart."""
    return json.dumps(value, sort_keys=True)


def _pairs(lines: Iterator[bytes]) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield each line with the one after it, None after the last."""
    before = next(lines, None)
    while before is not None:
        after = next(lines, None)
        yield before, after
        before = after


# --- The command line -----------------------------------------------------------------------------------------------

_NOT_ATTESTED = "not-attested"


def read_given(path: str, limit: int = MOST_NOTE_BYTES) -> bytes:
    """Read a file that was named on the command line."""
    data = _read_file(Path(path), path, limit)
    if data is None:
        raise Unchecked("unreadable", path=path, why=_WHY["absent"])
    if len(data) > limit:
        raise Rejected("too-long", path=path, limit=limit)
    return data


def read_given_policy(path: str) -> Policy:
    """Read the policy by which something else is checked; a bad one leaves that unchecked."""
    try:
        return read_policy(read_given(path).decode("utf-8", "surrogateescape"))
    except Rejected as fault:
        raise Unchecked(fault.code, **fault.values) from None


def _export(given: argparse.Namespace) -> bool:
    policy = read_given_policy(given.policy)
    old = decode_note(read_given(given.old)) if given.old else None
    report = check_export(Source(given.place), policy, old, tree_only=given.tree_only)
    _say(report.opened)
    return report.attested


def _receipt(given: argparse.Namespace) -> bool:
    receipt = check_receipt(decode_note(read_given(given.file)), read_given_policy(given.policy))
    _tell(f"entry {receipt.index}, leaf {hash_leaf(receipt.leaf).hex()}")
    if given.openings:
        text = decode_note(read_given(given.openings))
        _leaf, values = check_openings(text, given.openings, receipt.index, receipt)
        for field, value in values.items():
            _tell_all(f"{field}: {json.dumps(value, ensure_ascii=False)}")
    _say(receipt.opened)
    return receipt.attested


def _bundle(given: argparse.Namespace) -> bool:
    policy = read_given_policy(given.policy) if given.policy else None
    source = Source(given.log) if given.log else None
    found = check_bundle(given.file, policy, source)
    _tell(f"{len(found.receipts)} receipts, {len(found.openings)} entries opened")
    for kind, steps in found.chains:
        _tell(f"chain ({kind}): all of {steps} steps")
    for name in found.loose:
        _tell(f"{name}: its digest is right, but nothing that is opened names it")
    for opened in {each.checkpoint: each.opened for each in found.receipts.values()}.values():
        _say(opened)
    _tell_all(f"checked: {found.checked}; cannot be known: {found.unknown(whole_log=source is not None)}")
    if found.own_policy:
        raise Unchecked("bundle-own-policy")
    if found.unproved:
        raise Unchecked("unproved", count=len(found.unproved))
    return found.attested


def _audit(given: argparse.Namespace) -> bool:
    found = check_audit(given.file, read_given_policy(given.policy) if given.policy else None)
    _tell(f"audit log {found.reach}{f' for {found.party}' if found.party else ''}: {found.entries} entries")
    _tell(f"{found.readable} are opened, {found.entries - found.readable} are sealed")
    _tell_all(f"asked for: {json.dumps(found.asked, ensure_ascii=False, sort_keys=True)}")
    _tell("no entry is left out between the first and the last" if found.whole else "entries in between are left out")
    _tell("its table says the same" if found.table else "no table was compared")
    _tell(f"taken on trust, since the host's tables say it: {', '.join(sorted(_AUDIT_BESIDE))}")
    for name in found.unread:
        _tell(f"{name}: a drawing of the same, which is not compared")
    _say(found.opened)
    if found.own_policy:
        raise Unchecked("bundle-own-policy")
    return found.opened.attested


def _policy(given: argparse.Namespace) -> bool:
    raw = read_given(given.file)
    policy = read_policy(raw.decode("utf-8", "surrogateescape"))
    _tell(f"{len(policy.logs)} logs, {len(policy.witnesses)} witnesses, quorum {policy.quorum}")
    _tell(f"SHA-256 {sha256(raw).hexdigest()}")
    return True


def _compare(given: argparse.Namespace) -> bool:
    notes = [decode_note(read_given(each)) for each in (given.first, given.second)]
    opened = compare(notes[0], notes[1], read_given_policy(given.policy))
    for each in opened:
        _say(each)
    return True


def _consistency(given: argparse.Namespace) -> bool:
    notes = [decode_note(read_given(each)) for each in (given.old, given.new)]
    opened = check_growth(notes[0], notes[1], Source(given.place), read_given_policy(given.policy))
    for each in opened:
        _say(each)
    return True


def _note(given: argparse.Namespace) -> bool:
    try:
        key = read_vkey(given.key)
    except Rejected as fault:
        raise Unchecked(fault.code, **fault.values) from None
    opened = open_note(decode_note(read_given(given.file)), [key])
    for line in opened.text.splitlines():
        _tell(line)
    _tell(f"signed by {key.vkey}")
    return True


def _say(opened: Opened) -> None:
    """Print what a checkpoint says and who stands behind it."""
    checkpoint = opened.checkpoint
    _tell(f"{checkpoint.origin}: {checkpoint.size} entries, root {b64encode(checkpoint.root).decode()}")
    _tell(f"cosigned by {', '.join(opened.witnesses) or 'nobody'}")
    if opened.cosigned_at:
        _tell(f"cosignatures from {opened.cosigned_at[0]} to {opened.cosigned_at[1]}")


def _tell_all(line: str) -> None:
    """Print a line however long it is, piece by piece."""
    for at in range(0, len(line), 200):
        _tell(line[at : at + 200])


def _tell(line: str) -> None:
    sys.stdout.write(_shown(line) + "\n")


def _arguments() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(prog="consult-verify", description="Check a log without the help of its host.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    forms: dict[str, tuple[Callable[[argparse.Namespace], bool], str, list[str]]] = {
        "export": (_export, "an export, every byte of it", ["place"]),
        "receipt": (_receipt, "a receipt of one entry", ["file"]),
        "bundle": (_bundle, "an evidence bundle", ["file"]),
        "audit": (_audit, "an audit log, as a zip of its parts or its lines alone", ["file"]),
        "compare": (_compare, "two checkpoints against each other", ["first", "second"]),
        "consistency": (_consistency, "that one checkpoint continues another", ["old", "new", "place"]),
        "note": (_note, "a note that a State has signed with its key", ["file", "key"]),
        "policy": (_policy, "the form of a policy", ["file"]),
    }
    for verb, (run, words, names) in forms.items():
        each = verbs.add_parser(verb, help=words, description=f"Check {words}.")
        each.set_defaults(run=run)
        for name in names:
            each.add_argument(name)
        if verb not in ("note", "policy"):
            each.add_argument(
                "--policy", required=verb not in ("bundle", "audit"), metavar="FILE", help="whose signatures count"
            )
        if verb == "receipt":
            each.add_argument("--openings", metavar="FILE", help="what the entry holds, to be checked and printed")
        if verb == "bundle":
            each.add_argument("--log", metavar="PLACE", help="an export, in which its chains are looked for as well")
        if verb == "export":
            each.add_argument("--old", metavar="CHECKPOINT", help="an older checkpoint, which must be continued")
            each.add_argument("--tree-only", action="store_true", help="entries may have any shape")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Check what the arguments name; return 0, 1 or 2."""
    given = _arguments().parse_args(argv)
    try:
        if not given.run(given):
            raise Unchecked(_NOT_ATTESTED)
    except _Reasoned as fault:
        sys.stderr.write(f"{fault} [{fault.code}]\n")
        return 1 if isinstance(fault, Rejected) else 2
    _tell("It holds.")
    return 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal of few letters shows the others by their numbers
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
