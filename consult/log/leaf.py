"""A leaf of the log: fourteen sealed fields and a tag, always the same shape and nearly the same size.

Each field is a disclosure of RFC 9901 (salt, name, value; base64url of its JSON text) and stands in the leaf as the
SHA-256 of that text, so any library for selective disclosure opens it. Unlike there, the digests are not an unordered
set: every name has one fixed place, so that a field cannot be given two values. The leaf's bytes are canonical JSON
(RFC 8785), written by hand because nothing in it needs escaping. Values are text, whole numbers, yes/no, null, and
lists and objects of these; anything whose form another program could write differently is refused.
"""

import json
import re
import secrets
import unicodedata
from base64 import b64decode
from binascii import b2a_base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from consult.i18n import _

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
_KNOWN = frozenset(FIELDS)
SALT_BYTES = 16
LARGEST_WHOLE_NUMBER = 2**53 - 1

RandomBytes = Callable[[int], bytes]

_WORDS = {None: "null", True: "true", False: "false"}
# Escapes exactly what RFC 8785 escapes: quotation mark, backslash and control characters.
_quote = json.encoder.encode_basestring
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_DIGEST = "[A-Za-z0-9_-]{43}"
_TEMPLATE = '{"f":{' + ",".join(f'"{name}":"%s"' for name in FIELDS) + '},"tag":"%s","v":"1"}'
_LEAF = _TEMPLATE.replace("%s", "%b").encode("ascii")
_SHAPE = re.compile(re.escape(_TEMPLATE).replace("%s", f"({_DIGEST})").encode())


class Unsealable(ValueError):
    """A value cannot be sealed as it is; the sentence names the field and the reason."""


class _Unwritable(ValueError):
    """A value has no single written form; the sentence says why."""


class NotOpened(ValueError):
    """An opening does not belong to the leaf, or the bytes are no leaf; the sentence says which."""


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
        return _disclose(self.salt, self.field, self.value).decode("ascii")


@dataclass(frozen=True, slots=True)
class Sealed:
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
    leaf = _LEAF % (*[_hash(_disclose(salt, name, value)) for name, salt, value in openings], tag.encode("ascii"))
    return Sealed(leaf, sha256(b"\x00" + leaf).digest(), tuple(openings))


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


def read_leaf(leaf: bytes) -> tuple[dict[str, str], str]:
    """Return the digests by field name and the tag of a leaf; raise NotOpened if the bytes have another shape."""
    match = _SHAPE.fullmatch(leaf)
    if match is None:
        raise NotOpened(_("These bytes are not a leaf of this log."))
    *digests, tag = (group.decode("ascii") for group in match.groups())
    return dict(zip(FIELDS, digests, strict=True)), tag


def digest_opening(name: str, salt: bytes, value: str) -> str:
    """Return the digest that stands in a leaf for a field's salt and the JSON text of its value."""
    return _hash(_disclose(salt, name, value)).decode("ascii")


def check_opening(digest: str, opening: Opening) -> bool:
    """Tell whether a digest stands for an opening."""
    return digest_opening(opening.field, opening.salt, opening.value) == digest


def digest_disclosure(disclosure: str) -> str:
    """Return the RFC 9901 digest of a disclosure, over its text as it was sent."""
    return _hash(disclosure.encode("ascii")).decode("ascii")


def open_field(leaf: bytes, disclosure: str) -> tuple[str, Any]:
    """Return name and value of a disclosure if the leaf has its digest in the place of that name, else NotOpened."""
    digests, _tag = read_leaf(leaf)
    name, value = _read_disclosure(disclosure)
    if digests.get(name) != digest_disclosure(disclosure):
        raise NotOpened(_("The leaf does not hold this disclosure in the place of its name."))
    return name, value


def _read_disclosure(disclosure: str) -> tuple[str, Any]:
    """Return name and value of a disclosure; repeated keys, wrong encodings and other shapes are refused."""
    try:
        raw = b64decode(disclosure.encode("ascii") + b"=" * (-len(disclosure) % 4), altchars=b"-_", validate=True)
        salt, name, value = json.loads(raw.decode(), object_pairs_hook=_refuse_repeated)
    except (ValueError, TypeError, RecursionError):
        raise NotOpened(_("This is not a disclosure of three parts.")) from None
    if not isinstance(salt, str) or not isinstance(name, str):
        raise NotOpened(_("This is not a disclosure of three parts."))
    return name, value


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _write(value: Any) -> str:
    """Return the canonical JSON text of a value, or raise _Unwritable if it has no single written form."""
    kind = type(value)
    if kind is dict:
        pairs = [(key, value[key]) for key in _sorted_keys(value)]
        return "{" + ",".join([f"{_quote(k)}:{_quote(v) if type(v) is str else _write(v)}" for k, v in pairs]) + "}"
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


def _sorted_keys(value: dict[Any, Any]) -> list[str]:
    """Return the keys in canonical order, which for ASCII is the order of any sort."""
    try:
        if "".join(value).isascii():
            return sorted(value)
    except TypeError:  # a key that is no text
        pass
    raise _Unwritable(_("a key that is not plain ASCII text."))


def _disclose(salt: bytes, name: str, value: str) -> bytes:
    """Return the disclosure of a salt, a name and the JSON text of a value."""
    return _base64(b'["%b","%b",%b]' % (_base64(salt), name.encode(), value.encode()))


def _hash(disclosure: bytes) -> bytes:
    """Return the SHA-256 of a disclosure as 43 characters."""
    return _base64(sha256(disclosure).digest())


def _base64(value: bytes) -> bytes:
    """Return base64url without padding."""
    return b2a_base64(value, newline=False).translate(_URL_SAFE, b"=")
