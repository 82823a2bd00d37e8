"""A disk that is full: a small one of its own where this process may mount one, else the kernel's limit for files."""

import errno
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = "6m"
"""Of a disk for an installation that few write to."""


@contextmanager
def files_of_at_most(count: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes for the length of a block: writing there fails, for real,
    whoever tries it. A file that is longer already stays, and takes nothing more at its end.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Disk:
    """A disk in a folder that can be filled to a number of free bytes and emptied again."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        """Keep where it is."""
        self.folder, self.mounted = folder, mounted

    @contextmanager
    def full(self) -> Iterator[None]:
        """Leave no room on it for the length of a block."""
        if not self.mounted:
            with files_of_at_most(0):
                yield
            return
        filler = self.folder / "filler"
        self._fill(filler)
        try:
            yield
        finally:
            filler.unlink()

    @staticmethod
    def _fill(filler: Path) -> None:
        with filler.open("wb", buffering=0) as file:
            for piece in (65_536, 4096, 1):
                with suppress(OSError):
                    while True:
                        if file.write(bytes(piece)) < piece:
                            raise OSError(errno.ENOSPC, "full")


@contextmanager
def small_disk(folder: Path, size: str = SIZE) -> Iterator[Disk]:
    """Mount a disk of a few megabytes at a folder, if this process may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "consult-test", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield Disk(folder, mounted=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
