"""How far the feed of an instance was read, by what it was narrowed to."""

from collections.abc import Sequence
from hashlib import sha256

from consult.remote.asking import Remote
from consult.remote.folder import Folder


class Places:
    """The place that is kept for one way of following one instance with one token."""

    def __init__(self, folder: Folder, remote: Remote, narrowed: Sequence[str]) -> None:
        """Name the file in which it is kept."""
        told = "\n".join((str(remote.address), sha256(remote.token.encode()).hexdigest(), *sorted(narrowed)))
        self.folder, self.name = folder, f"places/{sha256(told.encode()).hexdigest()[:24]}"

    def last(self) -> str:
        """Give the cursor up to which all was read; empty before the first."""
        return (self.folder.read(self.name) or "").strip()

    def keep(self, cursor: str) -> None:
        """Keep a cursor."""
        if cursor != self.last():
            self.folder.keep(self.name, cursor + "\n")
