"""Reading a large file out of a ZIP archive piece by piece, for whoever compares its SHA-256 himself.

Python's library reads it too, and takes four times as long: it inflates by zlib, computes a checksum that a digest
makes needless, and copies what it has not yet taken with every piece. A million entries of a log are some eight
gigabytes of record.
"""

import struct
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from isal import isal_zlib

_ERROR: Any = isal_zlib.error  # its types call the class an instance
DAMAGED: tuple[type[Exception], ...] = (zipfile.BadZipFile, _ERROR, EOFError)
"""What is raised for a file that is cut or altered."""
TAKEN, GIVEN = 128 * 1024, 256 * 1024
"""How much is read at once, and how much is given at most: both stay in the memory beside a processor."""
_HEADER = struct.Struct("<4s22xHH")
"""What stands before a file: a mark, and how long its name and what follows the name are."""
_MARK = b"PK\x03\x04"


def pieces_of(archive: zipfile.ZipFile, file: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the content of a file of an archive, which is open in `file` too. KeyError where there is none of the name;
    one of DAMAGED for what is cut or is not what the list of contents says."""
    found = archive.getinfo(name)
    if found.compress_type != zipfile.ZIP_DEFLATED:
        with archive.open(found) as source:
            while piece := source.read(GIVEN):
                yield piece
        return
    file.seek(found.header_offset)
    mark, *lengths = _HEADER.unpack(_exactly(file, _HEADER.size))
    if mark != _MARK:
        raise zipfile.BadZipFile
    file.seek(sum(lengths), 1)
    yield from _inflated(file, found.compress_size, found.file_size)


def _exactly(file: BinaryIO, size: int) -> bytes:
    """Read so many bytes; EOFError where there are fewer. A share may give fewer at once than are there."""
    data = file.read(size)
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    if len(data) != size:
        raise EOFError
    return data


def _inflated(file: BinaryIO, packed: int, size: int) -> Iterator[bytes]:
    """Inflate so many bytes, which have to give a whole stream of the size that was said."""
    stream, waiting = isal_zlib.decompressobj(-isal_zlib.MAX_WBITS), b""
    while not stream.eof:
        if not waiting:
            waiting = _exactly(file, min(TAKEN, packed))
            packed -= len(waiting)
        piece = stream.decompress(waiting, GIVEN)
        size -= len(piece)
        if not (waiting := stream.unconsumed_tail) and not packed and not piece and not stream.eof:
            raise EOFError
        if size < 0:
            raise zipfile.BadZipFile
        yield piece
    if size or packed or stream.unused_data:
        raise zipfile.BadZipFile
