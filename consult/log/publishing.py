"""Publishing: the log as static files, laid out as C2SP tlog-tiles says, which anybody may copy and serve.

Leaves lie in bundles of 256 (each leaf after its length in two bytes), hashes in tiles of 256, one level of tiles for
eight levels of the tree. Files are written beside their places, some at a time, brought to disk, and moved into them;
the checkpoint comes last, when the folders are on disk too, so that whatever it covers is there. A file that is there
is never changed: one with another content is a finding, not something to write over. A partial tile stays until the
full one is published. The cost follows what is new: what the checkpoint in the folder covers is taken as written,
unless everything is asked to be looked at again (`whole`).
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, select

from consult.db import reading
from consult.i18n import _
from consult.log.head import Published, cosigned_note, latest, mark
from consult.log.nodes import Broken, root_at
from consult.log.placing import Differs, Placing, content_of
from consult.log.signer import text_of
from consult.log.verifier import HASH_BYTES, Checkpoint, Rejected, entries_path, read_checkpoint, tile_path
from consult.log.verifier import TILE_WIDTH as WIDTH
from consult.models.audit import audit_leaf, audit_node
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

CHECKPOINT = "checkpoint"
_LEAVES = (
    select(audit_leaf.c.leaf)
    .where(audit_leaf.c.seq >= bindparam("first"), audit_leaf.c.seq < bindparam("end"))
    .order_by(audit_leaf.c.seq)
)
_HASHES = (
    select(audit_leaf.c.hash)
    .where(audit_leaf.c.seq >= bindparam("first"), audit_leaf.c.seq < bindparam("end"))
    .order_by(audit_leaf.c.seq)
)
_NODES = (
    select(audit_node.c.hash)
    .where(
        audit_node.c.level == bindparam("level"),
        audit_node.c.idx >= bindparam("first"),
        audit_node.c.idx < bindparam("end"),
    )
    .order_by(audit_node.c.idx)
)


class NotPublished(Exception):
    """What lies in the folder is not of this log, or not what the database says; nothing there was changed."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code, by which a program knows it."""
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: the size that the folder now covers, how many files were written, how many were there."""

    size: int
    written: int
    kept: int


def export(connection: Connection, folder: Path, note: str, *, whole: bool = False) -> Exported:
    """Bring a folder to what a note covers, the checkpoint last; doing it twice changes nothing.

    Raises NotPublished where the folder holds something else, Broken where the database is not what was signed.
    """
    with _alone(folder):
        return _export(connection, folder, note, whole)


def _export(connection: Connection, folder: Path, note: str, whole: bool) -> Exported:
    """Bring a folder that nobody else writes to to what a note covers."""
    covers = read_checkpoint(text_of(note))
    size = covers.size
    if root_at(connection, size) != covers.root:
        raise Broken("not-continued", _("The first %(size)s entries are not those that were signed.", size=size))
    done = _published(connection, folder, covers)
    with Placing(folder) as placing:
        try:
            for path, content in _files(connection, 0 if whole else done, size):
                placing.keep(path, content)
        except Differs as differs:
            raise NotPublished("tile-differs", differs.sentence) from None
        placing.finish()
        placing.replace(CHECKPOINT, note.encode())
    _drop_partial(folder, 0 if whole else done, size)
    return Exported(size, placing.written, placing.kept)


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: the checkpoint, what the database held at that moment (`head.mark`), and the export."""

    checkpoint: Published
    seen: tuple[int, int | None, int | None] | None
    exported: Exported


def publish(
    engine: Engine, folder: Path, origin: str, order: Sequence[str] = (), *, whole: bool = False
) -> Publication | None:
    """Export the newest checkpoint of an origin with those who cosigned it; None before the first.

    The database is read when nobody else writes to the folder, so that of two that publish at once the second one does
    not find itself behind.
    """
    with _alone(folder), reading(engine) as connection:
        newest = latest(connection, origin)
        if newest is None:
            return None
        note = cosigned_note(connection, newest, order)
        return Publication(newest, mark(connection), _export(connection, folder, note, whole))


def public_folder(settings: Settings) -> Path:
    """Say where the files of the log of an installation lie, which anybody may read."""
    return settings.instance / "audit" / str(settings.log.epoch)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other exports out of a folder for the length of the block, by a lock on the folder itself."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _published(connection: Connection, folder: Path, covers: Checkpoint) -> int:
    """Give the size that a folder covers already; NotPublished where that is not an earlier state of this log."""
    there = read_published(folder)
    if there is None:
        return 0
    if there.origin != covers.origin:
        sentence = _("%(folder)s holds another log: %(origin)s.", folder=folder, origin=there.origin)
        raise NotPublished("another-log", sentence)
    if there.size > covers.size:
        sentence = _(
            "%(folder)s covers %(published)s entries, more than the %(size)s to be published: the database was "
            "restored from a backup, or the folder is of a second signer.",
            folder=folder,
            published=there.size,
            size=covers.size,
        )
        raise NotPublished("published-ahead", sentence)
    if root_at(connection, there.size) != there.root:
        sentence = _("%(folder)s covers entries that are not those of this database.", folder=folder)
        raise NotPublished("published-differs", sentence)
    return there.size


def read_published(folder: Path) -> Checkpoint | None:
    """Read what the checkpoint of a folder says, without checking its signatures; None where there is none."""
    text = content_of(folder / CHECKPOINT)
    try:
        return None if text is None else read_checkpoint(text_of(text.decode()))
    except (Rejected, ValueError):
        raise NotPublished("checkpoint-unreadable", _("%(folder)s: its checkpoint is none.", folder=folder)) from None


def _files(connection: Connection, done: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of what a size needs beyond another: bundles, tiles of level 0, then higher levels."""
    for index, width in _places(done, size):
        rows = connection.execute(_LEAVES, {"first": index * WIDTH, "end": index * WIDTH + width}).scalars().all()
        yield entries_path(index, width), b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in _all(rows, width))
    for level in count():
        below, above = done >> 8 * level, size >> 8 * level
        if not above:
            return
        for index, width in _places(below, above):
            yield tile_path(level, index, width), b"".join(_all(_hashes(connection, level, index, width), width))


def _places(done: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield index and width of the tiles that a number of hashes has beyond another number."""
    if done >= size:
        return
    for index in range(done // WIDTH, -(-size // WIDTH)):
        yield index, min(WIDTH, size - index * WIDTH)


def _hashes(connection: Connection, level: int, index: int, width: int) -> Sequence[bytes]:
    bounds = {"first": index * WIDTH, "end": index * WIDTH + width}
    if level:
        return connection.execute(_NODES, {"level": 8 * level, **bounds}).scalars().all()
    return connection.execute(_HASHES, bounds).scalars().all()


def _all(rows: Sequence[bytes], width: int) -> Sequence[bytes]:
    """Give the rows of one tile, of which none may be missing."""
    if len(rows) != width:
        raise Broken("seq-gap", _("Entries or nodes that were signed are missing."))
    return rows


def cut_tile(folder: Path, name: str) -> bytes | None:
    """Give a partial tile or bundle as the beginning of the full one that has taken its place, or None."""
    full, partial, width = name.partition(".p/")
    if not partial or not 0 < int(width) < WIDTH:
        return None
    content = content_of(folder / full)
    if content is None:
        return None
    if not full.startswith("tile/entries/"):
        return content[: int(width) * HASH_BYTES]
    end = 0
    for _leaf in range(int(width)):
        end += 2 + int.from_bytes(content[end : end + 2], "big")
    return content[:end]


def _drop_partial(folder: Path, done: int, size: int) -> None:
    """Remove the partial tiles of those that the checkpoint now covers in full: each would be 200 kB for good."""
    level = 0
    while size >> 8 * level:
        for index in range((done >> 8 * level) // WIDTH, (size >> 8 * level) // WIDTH):
            shutil.rmtree(folder / f"{tile_path(level, index)}.p", ignore_errors=True)
            if not level:
                shutil.rmtree(folder / f"{entries_path(index)}.p", ignore_errors=True)
        level += 1
