"""Several files in one zip whose bytes depend on nothing but what is in it."""

import zipfile
from pathlib import Path
from typing import IO

_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_PIECE = 1024 * 1024


def pack(folder: Path, out: IO[bytes]) -> None:
    """Pack the files of a folder in the order of their names: the same files give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for file in sorted(folder.iterdir()):
            member = zipfile.ZipInfo(file.name, _DATE)
            member.create_system, member.external_attr, member.compress_type = 3, _MODE, zipfile.ZIP_DEFLATED
            with file.open("rb") as source, packed.open(member, "w", force_zip64=True) as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
