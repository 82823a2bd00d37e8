"""Writing the zip of a bundle: one form alone, piece by piece, so that a bundle of any size needs no more memory.

Every file is stored as it is, in the order of the names, with one date and one set of rights for all; the list of their
SHA-256 comes last. The verifier accepts no other form (`consult.log.verifier`), so the same files give the same bytes.
"""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import IO

from consult.i18n import _
from consult.log.verifier import MOST_FILES, MOST_UNPACKED, SUMS, in_order, write_sums

_DATE, _RIGHTS, _UNIX = (1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3


class TooMany(ValueError):
    """More entries, files or bytes than one bundle holds; the sentence says how many it may be."""


Content = bytes | tuple[int, Callable[[], Iterable[bytes]]]
"""What a file holds: its bytes, or how many they are and how they are read piece by piece."""


def write_zip(out: IO[bytes], files: Mapping[str, Content]) -> None:
    """Write files and the list of them to a new zip. TooMany beyond what a verifier reads; then nothing is written."""
    _require_few(files)
    digests: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in in_order(files):
            content = write_sums(digests).encode() if name == SUMS else files[name]
            size, pieces = (len(content), (content,)) if isinstance(content, bytes) else (content[0], content[1]())
            digests[name] = _add(packed, name, size, pieces)


def _require_few(files: Mapping[str, Content]) -> None:
    if len(files) >= MOST_FILES:
        raise TooMany(_("A bundle holds up to %(most)s files; these are more.", most=MOST_FILES))
    listed = sum(len(name.encode()) + 67 for name in files)
    size = listed + sum(len(each) if isinstance(each, bytes) else each[0] for each in files.values())
    if size > MOST_UNPACKED:
        most = MOST_UNPACKED // 1_000_000
        raise TooMany(_("A bundle holds up to %(most)s MB; these documents are more.", most=most))


def _add(packed: zipfile.ZipFile, name: str, size: int, pieces: Iterable[bytes]) -> str:
    """Add one file and give its SHA-256."""
    member = zipfile.ZipInfo(name, _DATE)
    member.create_system, member.external_attr, member.file_size = _UNIX, _RIGHTS, size
    digest = sha256()
    with packed.open(member, "w") as written:
        for piece in pieces:
            digest.update(piece)
            written.write(piece)
    return digest.hexdigest()
