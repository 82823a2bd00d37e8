"""What a backup says of itself: when and by which version it was made, how far the log had come, each file's digest."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from consult.documents import Store, Stores
from consult.i18n import _
from workflows.kernel.frozen import dataclass

FORMAT = 1
NAME = "backup.json"
DATABASE = "database.sqlite"
DOCUMENTS = "documents/"
IMPORTED = "documents/imported/"
OWN = "instance/"


def kept_in(stores: Stores) -> tuple[tuple[str, Store], ...]:
    """Give the stores that a backup holds, each with what stands before its names there; files that were made are made
    again."""
    return (DOCUMENTS, stores.documents), (IMPORTED, stores.imports)


class NotABackup(Exception):
    """The file is no backup, or not a whole one; the text says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup's account of itself. `size` and `root` (hexadecimal) are those of the log in it, `origin` is the name
    under which it is signed, `files` the SHA-256 of each file by its name."""

    format: int
    version: str
    made_at: str
    revision: str
    origin: str
    size: int
    root: str
    files: Mapping[str, str]

    def write(self) -> str:
        """Write it as JSON with a line for each file."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Read it. NotABackup where it is something else, or of a later form than this version knows."""
        try:
            found: dict[str, Any] = json.loads(text)
            manifest = cls(**found)
            if not _is_formed(manifest):
                raise TypeError
        except (ValueError, TypeError):
            raise NotABackup(_("The account of the backup cannot be read.")) from None
        if manifest.format != FORMAT:
            raise NotABackup(
                _("This backup is of form %(form)s, which this version does not know.", form=found["format"])
            )
        return manifest


def _is_formed(manifest: Manifest) -> bool:
    """Tell whether what names files names files, and what counts entries is a number."""
    files = manifest.files
    return (
        isinstance(manifest.size, int)
        and isinstance(files, dict)
        and all(isinstance(one, str) and one for pair in files.items() for one in pair)
    )
