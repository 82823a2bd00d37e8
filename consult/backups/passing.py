"""Folders in which a backup is made or unpacked, which hold the whole record and go when that is done.

Whoever is killed leaves one behind. Each is held by a lock for as long as its process lives, so that the next backup
or restore takes away those that nobody holds, however many are under way at once, and `consult doctor` names them. A
file system that knows no locks keeps what was left.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKING, RESTORING = ".backup-", ".restoring-"
"""How the names of the folders begin: where backups lie, and within the folder of the installation."""
HELD = "held"
"""The file whose lock says that a folder is in use; it has this name only once it is locked."""


@contextmanager
def passing_folder(parent: Path, begins: str) -> Iterator[Path]:
    """Give a new folder that goes at the end, once those that nobody holds any more are gone. OSError where the disk
    takes none."""
    for left in abandoned(parent, begins):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=begins) as name:
        folder = Path(name)
        waiting = folder / f"{HELD}.new"
        with waiting.open("wb") as lock:
            if _is_had(lock):
                waiting.replace(folder / HELD)
            yield folder


def abandoned(parent: Path, begins: str) -> list[Path]:
    """List the folders that a process which is gone has left."""
    return sorted(one for one in parent.glob(f"{begins}*") if _is_abandoned(one / HELD))


def in_use(parent: Path, begins: str) -> list[Path]:
    """List the folders of living processes."""
    left = abandoned(parent, begins)
    return sorted(one.parent for one in parent.glob(f"{begins}*/{HELD}") if one.parent not in left)


def _is_abandoned(path: Path) -> bool:
    try:
        with path.open("r+b") as lock:
            return _is_had(lock)
    except OSError:
        return False


def _is_had(lock: object) -> bool:
    """Take the lock of a file, if nobody has it; it is given back when the file is closed."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type] # an open file
    except OSError:
        return False
    return True
