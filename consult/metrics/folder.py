"""The folders in which processes count: one for each server or worker that runs here, gone when the next one begins.

Whoever starts a server holds a lock in its folder, and with it every process that it starts; the lock ends with the
last of them. A folder whose lock nobody holds counts no more, and is removed at the next start.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "metrics"
LOCK = "lock"


def make_folder(instance: Path) -> Path:
    """Remove what nobody counts in any more, and make a folder that is held as long as this process, or one that it
    starts, lives."""
    top = instance / NAME
    top.mkdir(mode=0o700, exist_ok=True)
    with _alone(top):
        for old in top.iterdir():
            if old.is_dir() and not _is_held(old):
                shutil.rmtree(old, ignore_errors=True)
        folder = top / f"{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)  # never closed: it ends with the last process that has it
    return folder


def files_of(instance: Path) -> list[str]:
    """List the files of every process that counts here. Gauges of processes that ended are left out; what those counted
    stays as long as their server lives."""
    found: list[str] = []
    for folder in sorted(path for path in (instance / NAME).glob("*") if path.is_dir() and _is_held(path)):
        found += [str(path) for path in sorted(folder.glob("*.db")) if _counts(path)]
    return found


def _counts(path: Path) -> bool:
    try:
        if not path.stat().st_size:
            return False  # it was opened in this very moment
    except FileNotFoundError:
        return False
    return not path.name.startswith("gauge_live") or _lives(path.stem.rpartition("_")[2])


def _lives(process: str) -> bool:
    """Say whether a process of that number runs here."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _is_held(folder: Path) -> bool:
    """Say whether anybody holds the lock of a folder."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def _alone(top: Path) -> Iterator[None]:
    """Begin one after the other: a folder without its lock yet is no folder that was left."""
    handle = os.open(top / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
