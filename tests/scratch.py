"""Where a process of the tests keeps what it copies again and again: among the run's own temporary folders, which
pytest removes after some runs.
"""

import tempfile
from pathlib import Path

PLACE: list[Path] = []
"""The folder of this process; the system's own place for temporary files where none was named."""


def scratch() -> Path:
    """Give an empty folder."""
    return Path(tempfile.mkdtemp(prefix="kept-", dir=PLACE[-1] if PLACE else None))
