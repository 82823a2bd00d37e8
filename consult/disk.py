"""Bringing to disk what must outlast the power."""

import os
from pathlib import Path


def bring_to_disk(path: Path) -> None:
    """Wait until a file, or the names that a folder holds, are on disk. OSError where the disk fails."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
