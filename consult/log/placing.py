"""Files of the published log on their way to their places: nobody ever sees half of one, and none is ever changed.

Each is on disk before it is moved into its place. They are written some at a time, since whoever waits for the disk
waits once for many.
"""

from pathlib import Path

from consult.disk import bring_to_disk
from consult.i18n import _

AT_ONCE = 64
"""Files that are written before the first of them is brought to disk."""


class Differs(Exception):
    """Another content stands in the place of a file; nothing was written over."""

    def __init__(self, sentence: str) -> None:
        """Keep what to say of it."""
        super().__init__(sentence)
        self.sentence = sentence


class Placing:
    """Writes files that nobody ever sees half of: each is on disk before it is in its place."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder, and count."""
        self.folder, self.written, self.kept = folder, 0, 0
        self._aside: list[tuple[Path, Path]] = []
        self._folders: set[Path] = set()

    def __enter__(self) -> "Placing":
        """Begin."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Leave nothing beside the places where the disk failed, or anything else."""
        for aside, _path in self._aside:
            aside.unlink(missing_ok=True)

    def keep(self, name: str, content: bytes) -> None:
        """Write a file that never changes; Differs where another content stands in its place."""
        path = self.folder / name
        found = content_of(path)
        if found is None:
            self._write(path, content)
        elif found == content:
            self.kept += 1
        else:
            sentence = _(
                "%(path)s is not what the database says. Find out which of them was changed; nothing was written over.",
                path=path,
            )
            raise Differs(sentence)

    def replace(self, name: str, content: bytes) -> None:
        """Write a file that may change, unless it is as it should be."""
        path = self.folder / name
        if content_of(path) == content:
            self.kept += 1
        else:
            self._write(path, content)
            self.finish()

    def finish(self) -> None:
        """Bring everything to its place, and the folders to disk."""
        self._place()
        for folder in self._folders:
            bring_to_disk(folder)
        self._folders.clear()

    def _write(self, path: Path, content: bytes) -> None:
        """Write beside the place; when many lie there, bring them to disk and move them."""
        if path.parent not in self._folders:
            _make_folder(path.parent)
            self._folders.add(path.parent)
        aside = path.with_name(f".{path.name}.new")
        self._aside.append((aside, path))
        aside.write_bytes(content)
        aside.chmod(0o644)
        if len(self._aside) == AT_ONCE:
            self._place()

    def _place(self) -> None:
        """Bring what was written to disk, then move each into its place."""
        for aside, _path in self._aside:
            bring_to_disk(aside)
        for aside, path in self._aside:
            aside.replace(path)
        self.written += len(self._aside)
        self._aside.clear()


def content_of(path: Path) -> bytes | None:
    """Read a file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each on disk before what it holds."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        bring_to_disk(folder.parent)
