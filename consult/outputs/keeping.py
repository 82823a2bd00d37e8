"""Where files that were made lie, each under its digest, until they expire; and where they are made.

Made files lie in the installation's store, so that whichever machine made one, every machine can give it. What is being
made lies in a folder of the machine that makes it.
"""

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from consult.documents import Changed, FolderStore, Store, stores_of
from consult.documents.holding import free
from consult.refusals import Unknown
from consult.settings import Settings

FOLDER = "outputs"
_WORKING = ".making-"


class OutputStore:
    """Made files by digest, and a folder for each that is being made."""

    def __init__(self, instance: Path, kept: Store | None = None) -> None:
        """Keep where files lie, by default in a folder of the installation, made when the first one comes."""
        self.folder = instance / FOLDER
        self.kept = kept or FolderStore(self.folder)

    @classmethod
    def of(cls, settings: Settings) -> "OutputStore":
        """Give that of an installation."""
        return cls(settings.instance, stores_of(settings).outputs)

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
        """Move a file to its place, whole; give its digest and its size. Away where the store is."""
        size = file.stat().st_size
        with file.open("rb") as opened:
            digest = self.kept.put_file(opened)
        file.unlink()
        return digest, size

    def open(self, digest: str) -> IO[bytes]:
        """Give a file whose bytes are what its digest says, to be closed by whoever asked; Unknown where it is gone,
        Changed where it was altered, Away where the store is."""
        try:
            return self.kept.lend(digest)
        except Changed:
            if self.kept.has(digest):
                raise
            raise Unknown from None

    def free(self, engine: Engine, digests: Collection[str]) -> None:
        """Take files away that no row names any more; Away where the store is."""
        free(engine, "outputs", self.kept, digests)

    def begun(self) -> frozenset[str]:
        """Give the keys of the files for which there is a folder in which they are made."""
        return frozenset(each.name.removeprefix(_WORKING) for each in self.folder.glob(f"{_WORKING}*"))
