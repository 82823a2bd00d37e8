"""The folder in which files that were made lie, each under its digest, until they expire."""

import hashlib
import os
import shutil
from pathlib import Path

from consult.documents.errors import Changed
from consult.refusals import Unknown

FOLDER = "outputs"
_PIECE = 1024 * 1024
_WORKING = ".making-"


class OutputStore:
    """Made files by digest in one folder of an installation, and a folder for each that is being made."""

    def __init__(self, instance: Path) -> None:
        """Keep the folder, which is made when the first file comes."""
        self.folder = instance / FOLDER

    def begin(self, key: str) -> Path:
        """Give an empty folder in which a file is made; what an earlier try left there is gone."""
        folder = self.folder / f"{_WORKING}{key}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def end(self, key: str) -> None:
        """Take away whatever was left where a file was made."""
        shutil.rmtree(self.folder / f"{_WORKING}{key}", ignore_errors=True)

    def keep(self, file: Path) -> tuple[str, int]:
        """Move a file to its place, whole and on the disk; give its digest and its size."""
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            os.fsync(opened.fileno())
        size, place = file.stat().st_size, self._path(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.chmod(0o440)
        file.replace(place)
        return digest, size

    def open(self, digest: str) -> Path:
        """Give the place of a file whose bytes are what its digest says; Unknown where it is gone, Changed where it was
        altered."""
        place = self._path(digest)
        try:
            with place.open("rb") as opened:
                found = hashlib.file_digest(opened, "sha256").hexdigest()
        except FileNotFoundError:
            raise Unknown from None
        if found != digest:
            raise Changed(digest)
        return place

    def remove(self, digest: str) -> None:
        """Take a file away; nothing happens where there is none."""
        self._path(digest).unlink(missing_ok=True)

    def begun(self) -> frozenset[str]:
        """Give the keys of the files for which there is a folder in which they are made."""
        return frozenset(each.name.removeprefix(_WORKING) for each in self.folder.glob(f"{_WORKING}*"))

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
