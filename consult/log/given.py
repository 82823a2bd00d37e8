"""Checking what somebody holds, without keeping it: a receipt, a checkpoint, an evidence bundle.

What is given is bounded before it is read: so many bytes, a zip with so many entries of so many bytes when unpacked,
under plain relative names, neither encrypted nor linked. The check itself is the stand-alone verifier's.
"""

import stat
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from consult.i18n import _
from consult.log import verifier
from consult.log.verifier import Bundle, Opened, Policy, Receipt

MOST_BYTES = 32 * 1024 * 1024
MOST_TEXT = 1_000_000
MOST_FILES = verifier.MOST_FILES
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024


class Unacceptable(ValueError):
    """What was given is not read at all; code and sentence say why."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code, by which a program knows it."""
        super().__init__(sentence)
        self.code = code


class TooMuch(Unacceptable):
    """What was given is larger than is read here."""


Held = Opened | Receipt | Bundle
"""What holds: a checkpoint, a receipt, or a bundle."""


def check_given(data: bytes, policy: Policy) -> Held:
    """Check what somebody holds; raises Unacceptable, or what the verifier raises."""
    if len(data) > MOST_BYTES:
        raise TooMuch("too-large", _("This is larger than is checked here; take the stand-alone verifier."))
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _check_zip(data, policy)
    text = _text(data)
    if text.startswith("c2sp.org/tlog-proof@"):
        return verifier.check_receipt(text, policy)
    return verifier.open_checkpoint(text, policy)


def _text(data: bytes) -> str:
    if not data.strip():
        raise Unacceptable("nothing", _("Nothing was given."))
    if len(data) > MOST_TEXT:
        raise TooMuch("too-large", _("No receipt and no checkpoint is as large as this."))
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unacceptable("not-text", _("This is neither text in UTF-8 nor a zip file.")) from None


def _check_zip(data: bytes, policy: Policy) -> Bundle:
    """Hand a bundle to the verifier as a file that is gone when it has answered."""
    refuse_bad_zip(data)
    with tempfile.TemporaryDirectory(prefix="consult-check-") as folder:
        file = Path(folder) / "bundle.zip"
        file.write_bytes(data)
        return verifier.check_bundle(str(file), policy)


def refuse_bad_zip(data: bytes) -> None:
    """Raise Unacceptable for a zip that would unpack to too much, or to other places than its own."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise Unacceptable("bad-zip", _("This is not a zip file that can be read.")) from None
    if len(entries) > MOST_FILES:
        raise TooMuch("zip-files", _("This zip file holds more files than are read here."))
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(RATIO_FROM, MOST_RATIO * len(data)):
        raise TooMuch("zip-bomb", _("This zip file would unpack to more than is read here."))
    for entry in entries:
        _refuse_bad_entry(entry)
    if len({entry.filename for entry in entries}) != len(entries):
        raise Unacceptable("zip-name", _("This zip file holds two files of one name."))


def _refuse_bad_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse a file of a zip that lies outside it, is a link, or cannot be read without a password."""
    name = entry.orig_filename
    parts = name.rstrip("/").split("/")
    if name.startswith("/") or "\\" in name or ":" in parts[0] or {"", ".", ".."} & set(parts) or "\x00" in name:
        raise Unacceptable("zip-name", _("This zip file names a place outside itself."))
    if entry.flag_bits & 0x1:
        raise Unacceptable("zip-locked", _("A file in this zip file is encrypted."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unacceptable("zip-link", _("This zip file holds a link."))
