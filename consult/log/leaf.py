"""A leaf of the log: fourteen sealed fields and a tag, always the same shape and nearly the same size.

Each field is a disclosure of RFC 9901 (salt, name, value; base64url of its JSON text) and stands in the leaf as the
SHA-256 of that text, so any library for selective disclosure opens it. Unlike there, the digests are not an unordered
set: every name has one fixed place, so that a field cannot be given two values. The leaf's bytes are canonical JSON
(RFC 8785), written by hand because nothing in it needs escaping. Values are text, whole numbers, yes/no, null, and
lists and objects of these; anything whose form another program could write differently is refused.
"""

import json
import secrets
import unicodedata
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import cycle
from struct import Struct
from typing import Any, NamedTuple

from consult.i18n import _
from consult.log.verifier import (
    FIELDS,
    TEMPLATE,
    URL_SAFE,
    digest_disclosure,
    digest_opening,
    is_tag,
    open_field,
    read_leaf,
    write_disclosure,
)
from consult.log.verifier import Rejected as NotOpened

__all__ = [
    "FIELDS",
    "LARGEST_WHOLE_NUMBER",
    "SALT_BYTES",
    "NotOpened",
    "Opening",
    "RandomBytes",
    "Sealed",
    "Unsealable",
    "Written",
    "check_opening",
    "digest_disclosure",
    "digest_opening",
    "is_leaf_of",
    "open_field",
    "read_leaf",
    "reckon",
    "seal",
    "write_value",
]

_KNOWN = frozenset(FIELDS)
SALT_BYTES = 16
LARGEST_WHOLE_NUMBER = 2**53 - 1

RandomBytes = Callable[[int], bytes]

_WORDS = {None: "null", True: "true", False: "false"}
# Escapes exactly what RFC 8785 escapes: quotation mark, backslash and control characters.
_quote = json.encoder.encode_basestring
_NAMED = tuple(f'","{name}",' for name in FIELDS)
_DIGESTS = Struct("43sx" * len(FIELDS))
_LEAF = TEMPLATE.replace("%s", "%b").encode("ascii")


class Unsealable(ValueError):
    """A value cannot be sealed as it is; the sentence names the field and the reason."""


class _Unwritable(ValueError):
    """A value has no single written form; the sentence says why."""


class Written(str):
    """The canonical JSON text of a value, as `write_value` gives it: sealed as it stands, not written a second time."""

    __slots__ = ()


class Opening(NamedTuple):
    """What the digest of one field stands for: 16 random bytes and the canonical JSON text of the value."""

    field: str
    salt: bytes
    value: str

    def disclosure(self) -> str:
        """Return the disclosure as RFC 9901 writes it."""
        return write_disclosure(self.salt, self.field, self.value).decode("ascii")


class Sealed(NamedTuple):
    """A leaf as it is hashed and published, its hash, and the openings that stay private."""

    leaf: bytes
    hash: bytes
    openings: tuple[Opening, ...]


def seal(fields: Mapping[str, Any], tag: str, *, random: RandomBytes = secrets.token_bytes) -> Sealed:
    """Seal the fields under fresh salts; a field not given is sealed as null, an unknown one is Unsealable."""
    if unknown := fields.keys() - _KNOWN:
        raise Unsealable(_("A leaf has no field named %(names)s.", names=", ".join(sorted(unknown))))
    salts = random(SALT_BYTES * len(FIELDS))
    openings = [
        Opening(name, salts[at : at + SALT_BYTES], write_value(name, fields.get(name)))
        for name, at in zip(FIELDS, range(0, len(salts), SALT_BYTES), strict=True)
    ]
    leaf = _write_leaf([(name.encode(), salt, value) for name, salt, value in openings], tag)
    return Sealed(leaf, sha256(b"\x00" + leaf).digest(), tuple(openings))


def reckon(salts: Sequence[bytes], values: Sequence[str]) -> Iterator[tuple[bytes, ...]]:
    """Give the digests that stand in leaves for openings, leaf by leaf, in the order of the fields: salts and values
    are those of all fields of a leaf in that order, then those of the next, and so on. A ValueError for a salt of
    another length, or for what is no text, of which an opening may be written otherwise.

    It does what `digest_opening` does for each field, and takes what can be for many at once: bytes of which three are
    four letters, with as many as are lacking behind each, can be written in one text and taken out of it.
    """
    if set(map(len, salts)) - {SALT_BYTES} or set(map(type, values)) - {str}:
        raise ValueError
    drawn = _write_url_safe(b2a_base64(b"".join([salt + b"\0\0" for salt in salts]))).decode("ascii")
    lines = [
        b2a_base64(f'["{drawn[at : at + 22]}{name}{value}]'.encode())
        for at, name, value in zip(range(0, 24 * len(values), 24), cycle(_NAMED), values, strict=False)
    ]
    disclosures = _write_url_safe(b"".join(lines)).replace(b"=", b"").split(b"\n")
    digests = [sha256(each).digest() for each in disclosures[:-1]]
    return _DIGESTS.iter_unpack(_write_url_safe(b2a_base64(b"\0".join([*digests, b""]), newline=False)))


def _write_url_safe(text: bytes) -> bytes:
    """Write base64 as base64url: of text there is hardly a letter to change, and to look for these is quicker than to
    translate each."""
    return text.replace(b"+", b"-").replace(b"/", b"_")


def is_leaf_of(leaf: bytes, digests: tuple[bytes, ...], tag: str) -> bool:
    """Tell whether a leaf is the one of these digests and this tag; False says only that it has to be read."""
    return is_tag(tag) and _LEAF % (*digests, tag.encode("ascii")) == leaf


def _write_leaf(openings: Iterable[tuple[bytes, bytes, str]], tag: str) -> bytes:
    """Return the leaf of openings (name, salt, value) in the order of its fields, and a tag. Called for each field of
    each entry of a log: so what `write_disclosure` and `write_base64` do is written out here.
    """
    digests = []
    for name, salt, value in openings:
        bare = b'["%b","%b",%b]' % (b2a_base64(salt).translate(URL_SAFE, b"=\n"), name, value.encode())
        digest = sha256(b2a_base64(bare).translate(URL_SAFE, b"=\n")).digest()
        digests.append(b2a_base64(digest).translate(URL_SAFE, b"=\n"))
    return _LEAF % (*digests, tag.encode("ascii"))


def write_value(name: str, value: Any) -> str:
    """Return the canonical JSON text of a field's value, or raise Unsealable."""
    if value is None:
        return "null"
    try:
        text = str(value) if type(value) is Written else _write(value)
    except _Unwritable as fault:
        raise Unsealable(_("The field %(name)s cannot be sealed: %(fault)s", name=name, fault=fault)) from None
    if not text.isascii():
        _refuse_odd_text(name, text)
    return text


def _refuse_odd_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unsealable(_("The field %(name)s holds half a character.", name=name)) from None
    if not unicodedata.is_normalized("NFC", text):
        raise Unsealable(_("The field %(name)s holds text that is not in normal form NFC.", name=name))


def check_opening(digest: str, opening: Opening) -> bool:
    """Tell whether a digest stands for an opening."""
    return digest_opening(opening.field, opening.salt, opening.value) == digest


def _write(value: Any) -> str:
    """Return the canonical JSON text of a value, or raise _Unwritable if it has no single written form."""
    kind = type(value)
    if kind is dict:
        pairs = [(name, value[key]) for key, name in _names_of(tuple(value))]
        return "{" + ",".join([name + (_quote(v) if type(v) is str else _write(v)) for name, v in pairs]) + "}"
    if kind is list or kind is tuple:
        return "[" + ",".join([_quote(each) if type(each) is str else _write(each) for each in value]) + "]"
    if kind is str or isinstance(value, str):
        return _quote(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is int:
        if -LARGEST_WHOLE_NUMBER <= value <= LARGEST_WHOLE_NUMBER:
            return str(value)
        raise _Unwritable(_("a number beyond 2^53 - 1; write it as text."))
    raise _Unwritable(_("a value of type %(kind)s; write it as text.", kind=kind.__name__))


@lru_cache(maxsize=512)
def _names_of(keys: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
    """Return keys in canonical order, which for ASCII is the order of any sort, each with what is written of it; what
    is sealed has the same few shapes again and again, so that those of the last are kept."""
    try:
        if "".join(keys).isascii():
            return tuple((key, f"{_quote(key)}:") for key in sorted(keys))
    except TypeError:  # a key that is no text
        pass
    raise _Unwritable(_("a key that is not plain ASCII text."))
