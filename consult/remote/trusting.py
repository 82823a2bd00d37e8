"""The log of an instance, checked here: by a policy that is kept here, and by the checkpoint that was seen last.

Whoever remembers a checkpoint and lets nothing pass that does not continue it does what a witness does: a host that
shows two States two logs, or takes something back, is found out by its own signature. What proves it is kept.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from consult.i18n import _
from consult.log import verifier
from consult.log.tree import prove_consistency
from consult.log.verifier import Checkpoint, Opened, Policy, Rejected, Source
from consult.log.wording import word
from consult.remote import entries
from consult.remote.asking import Remote
from consult.remote.faults import Declined, Unfit
from consult.remote.folder import Folder
from consult.remote.safe import line


class Contradicted(Declined):
    """A host whose log does not continue what it showed before."""


class PublishedLog(Source):
    """The published log of an instance, read through the same connection as everything else, without the token."""

    def __init__(self, remote: Remote, entry: str = entries.LOG) -> None:
        """Read from an instance."""
        self.place = f"{remote.address}{entry}"
        self.folder = None
        self.remote, self.entry = remote, entry
        self.tiles: dict[tuple[int, int, int], bytes] = {}

    def _fetch(self, path: str, limit: int) -> bytes | None:
        """Read one file; one byte beyond the limit shows that it is longer."""
        return self.remote.public(f"{self.entry}/{path}", limit + 1)

    def node(self, size: int) -> "Nodes":
        """Read hashes of the tree as it is at a size."""
        return Nodes(self, size)


@dataclass(frozen=True)
class Nodes:
    """Hashes of complete subtrees, from the tiles of a log of a size. They prove nothing until they give a root."""

    log: PublishedLog
    size: int

    def __call__(self, level: int, index: int) -> bytes:
        """Give the hash of a subtree: of a tile's row, or folded from a part of it."""
        row, below = divmod(level, 8)
        first = index << below
        tile, at = divmod(first, verifier.TILE_WIDTH)
        hashes = self._tile(row, tile)
        count = 1 << below
        found = hashes[at * 32 : (at + count) * 32]
        if len(found) != count * 32:
            raise Rejected("missing", path=verifier.tile_path(row, tile))
        return verifier.whole_root(found)

    def _tile(self, row: int, tile: int) -> bytes:
        width = min((self.size >> (8 * row)) - tile * verifier.TILE_WIDTH, verifier.TILE_WIDTH)
        known = self.log.tiles.get((row, tile, width))
        if known is not None:
            return known
        path = verifier.tile_path(row, tile, width)
        found = self.log.read(path, verifier.MOST_TILE_BYTES)
        if found is None or len(found) != width * verifier.HASH_BYTES:
            raise Rejected("tile-length", path=path, count=width)
        self.log.tiles[row, tile, width] = found
        return found


class Memory:
    """What is remembered of the log of one instance: the policy by which it is checked, and its last checkpoint."""

    def __init__(self, folder: Folder, remote: Remote) -> None:
        """Look into the folder of the user."""
        self.folder = folder
        self.name = "logs/" + remote.address.name.replace(":", "_").replace("[", "").replace("]", "")

    def policy(self, given: Path | None) -> Policy:
        """Read the policy that was named, or the one that is kept. Unfit where there is none."""
        if given is not None:
            return verifier.read_given_policy(str(given))
        text = self.folder.read(f"{self.name}/policy.txt")
        if text is None:
            raise Unfit(
                _(
                    "No policy says whose signatures count. Get it from somebody other than the host, then:"
                    " consult remote trust FILE"
                )
            )
        return verifier.read_policy(text)

    def trust(self, text: str) -> Policy:
        """Keep a policy, once it can be read."""
        policy = verifier.read_policy(text)
        self.folder.keep(f"{self.name}/policy.txt", text)
        return policy

    def last(self, origin: str) -> str | None:
        """Give the checkpoint of a log that was seen last, as it was signed."""
        return self.folder.read(self._file(origin))

    def remember(self, origin: str, note: str) -> None:
        """Keep a checkpoint as the last one of its log."""
        self.folder.keep(self._file(origin), note)

    def _file(self, origin: str) -> str:
        return f"{self.name}/{sha256(origin.encode()).hexdigest()[:16]}.checkpoint"

    def keep_evidence(self, *notes: str) -> Path:
        """Keep signed checkpoints that contradict each other: together they are evidence against the log."""
        return self.folder.keep(f"{self.name}/contradiction.txt", "\n".join(notes))


def require_growth(log: PublishedLog, old: Checkpoint, new: Checkpoint) -> None:
    """Demand that one checkpoint continues the other. Rejected where it does not, whatever the host says."""
    if old.origin != new.origin:
        raise Rejected("other-log", first=old.origin, second=new.origin)
    if old.size > new.size:
        raise Rejected("shrunk", old=old.size, new=new.size)
    if old.size == new.size:
        if old.root != new.root:
            raise Rejected("fork", origin=old.origin, size=old.size)
        return
    if old.size == 0:
        return
    path = prove_consistency(old.size, new.size, log.node(new.size))
    verifier.check_consistency(old.size, new.size, old.root, new.root, path)


def look(log: PublishedLog, memory: Memory, policy: Policy) -> Opened:
    """Read the newest checkpoint, demand that it continues the last one seen, and remember it.

    Rejected with both kept as evidence where it does not.
    """
    note = verifier.read_note(log)
    opened = verifier.open_checkpoint(note, policy)
    before = memory.last(opened.checkpoint.origin)
    if before is not None:
        earlier = verifier.open_checkpoint(before, policy)
        demand(log, memory, (before, earlier.checkpoint), (note, opened.checkpoint))
    memory.remember(opened.checkpoint.origin, note)
    return opened


def demand(log: PublishedLog, memory: Memory, old: tuple[str, Checkpoint], new: tuple[str, Checkpoint]) -> None:
    """Demand growth from one signed checkpoint to the other; Contradicted where the host shows none."""
    try:
        require_growth(log, old[1], new[1])
    except Rejected as fault:
        raise Contradicted(
            _(
                "%(why)s [%(code)s] The log that is shown now (%(new)s entries) does not continue the one that was seen"
                " before (%(old)s entries). Both signed notes are kept in %(path)s.",
                why=word(fault),
                code=fault.code,
                new=new[1].size,
                old=old[1].size,
                path=line(memory.keep_evidence(old[0], new[0])),
            )
        ) from None


def require_place(log: PublishedLog, memory: Memory, policy: Policy, checkpoint: Checkpoint, note: str) -> None:
    """Demand that a checkpoint which somebody holds (of a receipt, of a bundle) is one of the log seen here."""
    newest = look(log, memory, policy)
    held, seen = (note, checkpoint), (memory.last(newest.checkpoint.origin) or "", newest.checkpoint)
    older, later = (held, seen) if held[1].size <= seen[1].size else (seen, held)
    demand(log, memory, older, later)


def kind_of(path: Path) -> str:
    """Say what a file is by its beginning: a bundle, a receipt, an audit log or a checkpoint."""
    try:
        with path.open("rb") as opened:
            head = opened.read(200)
    except OSError as fault:
        raise Unfit(_("%(path)s cannot be read: %(why)s", path=line(path), why=line(fault.strerror))) from None
    if head.startswith(b"PK"):
        return "bundle"
    if head.startswith(b"c2sp.org/tlog-proof"):
        return "receipt"
    return "audit" if head.startswith(b"{") else "checkpoint"
