"""Archives with fixed bytes: Word and Excel files are ZIP archives, which keep the clock of the machine otherwise."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

UNDATED = date(1980, 1, 1)
"""The day of every file inside an archive, and the day that a file states of itself whose document has none."""


def _as_it_is(_name: str, data: bytes) -> bytes:
    return data


def repack(archive: bytes, change: Callable[[str, bytes], bytes] = _as_it_is) -> bytes:
    """Return an archive with the same files in the same order, each passed through `change`, under one fixed day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (UNDATED.year, UNDATED.month, UNDATED.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(entry, change(name, old.read(name)), zipfile.ZIP_DEFLATED, 6)
    return packed.getvalue()
