"""Making a backup while the installation runs.

The database is copied in one snapshot first. Documents lie in their store before the act that names them is committed,
and are never changed, so that copying them afterwards misses none. What was copied is recomputed before the file gets
its name: a backup that is there is a whole one.
"""

import errno
import hashlib
import os
import sqlite3
import zipfile
from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import datetime
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from isal import isal_zlib
from sqlalchemy import Engine

from consult import migrate
from consult.backups.manifest import DATABASE, DOCUMENTS, FORMAT, IMPORTED, NAME, OWN, Manifest, kept_in
from consult.backups.passing import MAKING, passing_folder
from consult.carrying import carry
from consult.db import make_engine, reading, writing
from consult.disk import bring_to_disk
from consult.documents import Changed, Store, stores_of
from consult.documents.needed import named_in
from consult.i18n import _
from consult.log.signer import origin_of
from consult.log.verify import verify
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

PIECE = 1024 * 1024
WITHOUT_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""What a disk says that knows one name for a file alone, such as a share of another machine."""
OWN_FILES = (
    "config.toml",
    "policy.txt",
    "procedures/**/*.py",
    "holidays/*.toml",
    "terms/*.toml",
    "witnesses/*/address",
)
"""The installation's own files, none of them secret."""


class NotBackedUp(Exception):
    """No backup was made; the text says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its account, how many bytes the file has, and how many documents the record names that
    are not in it, since the store had them no more."""

    manifest: Manifest
    bytes: int
    lacking: int = 0


def make_backup(settings: Settings, engine: Engine, target: Path, at: datetime) -> Made:
    """Write a backup that is whole and on the disk before it has its name. NotBackedUp where the name is taken, or what
    was copied is not sound."""
    if target.exists():
        raise NotBackedUp(_("%(path)s is there already; a backup is never written over.", path=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with passing_folder(target.parent, MAKING) as folder:
        waiting, copy = folder / "backup.zip", folder / DATABASE
        _copy_database(engine, copy)
        manifest = _write(settings, waiting, copy, at)
        with waiting.open("rb") as file:
            os.fsync(file.fileno())
        lacking = _count_lacking(copy, manifest.files)
        waiting.chmod(0o600)
        _give_name(waiting, target)
    bring_to_disk(target.parent)
    return Made(manifest, target.stat().st_size, lacking)


def _give_name(waiting: Path, target: Path) -> None:
    """Give a backup its name, never over another; where the disk knows no second name for a file, it is renamed."""
    try:
        os.link(waiting, target)
    except OSError as fault:
        if fault.errno not in WITHOUT_LINKS or target.exists():
            raise
        waiting.rename(target)


def _copy_database(engine: Engine, copy: Path) -> None:
    """Copy the database as it is at one moment: SQLite makes its own copy, of PostgreSQL every row is carried."""
    if engine.dialect.name == "sqlite":
        try:
            with closing(sqlite3.connect(str(engine.url.database), isolation_level=None, timeout=60)) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.Error as fault:  # a full disk comes so, and not as the system's own error
            raise NotBackedUp(_("The database could not be copied: %(why)s", why=fault)) from None
        return
    into = make_engine(f"sqlite:///{copy}")
    try:
        _require_revision(engine)
        migrate.upgrade(into)
        with reading(engine) as source, writing(into) as target:
            carry(source, target)
        _require_revision(engine)  # what is migrated meanwhile is not seen alike by one who reads already
        with into.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        into.dispose()


def _require_revision(engine: Engine) -> None:
    """Refuse a server's database that stands elsewhere than this version, which would carry only what it knows."""
    at, ours = migrate.current(engine), migrate.newest()
    if at != ours:
        said = _(
            "The database is at revision %(at)s and this version at %(ours)s: it would leave out what it does not "
            "know. Make the backup with the version that the database was brought up by; after consult upgrade, with "
            "the new one.",
            at=at or "-",
            ours=ours,
        )
        raise NotBackedUp(said)


def _write(settings: Settings, waiting: Path, copy: Path, at: datetime) -> Manifest:
    """Write everything into the file, the account of it last."""
    size, root, revision = look_at(copy)
    digests: dict[str, str] = {}
    with zipfile.ZipFile(waiting, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        digests[DATABASE] = _add(archive, DATABASE, copy)
        for above, store in kept_in(stores_of(settings)):
            digests |= _add_store(archive, above, store)
        for name, path in _files(settings):
            digests[name] = _add(archive, name, path)
        made_at = at.isoformat(timespec="seconds")
        manifest = Manifest(
            FORMAT,
            version("consult"),
            made_at,
            revision,
            origin_of(settings),
            size,
            root,
            dict(sorted(digests.items())),
        )
        archive.writestr(zipfile.ZipInfo(NAME), manifest.write())
    return manifest


def look_at(copy: Path) -> tuple[int, str, str]:
    """Recompute the log of a copied database, and give its size, its root and the revision. NotBackedUp where something
    is found."""
    engine = make_engine(f"sqlite:///{copy}")
    try:
        with reading(engine) as connection:
            report = verify(connection)
        if report.count:
            found = next(iter(report.findings)).sentence
            raise NotBackedUp(_("What was copied is not a sound record: %(found)s", found=found))
        return report.size, report.root.hex(), migrate.current(engine) or ""
    finally:
        engine.dispose()


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield the installation's own files, with the name that each has in the backup."""
    for pattern in OWN_FILES:
        for path in sorted(settings.instance.glob(pattern)):
            yield OWN + path.relative_to(settings.instance).as_posix(), path


def _add_store(archive: zipfile.ZipFile, above: str, store: Store) -> dict[str, str]:
    """Add all that lies in a store, and give the SHA-256 by name. NotBackedUp for what was altered there; what is
    removed meanwhile is left out."""
    digests: dict[str, str] = {}
    for one in store.each():
        name, pieces = f"{above}{one.digest[:2]}/{one.digest}", store.pieces(one.digest)
        try:
            first = next(pieces, b"")
            digests[name] = add_pieces(archive, name, chain([first], pieces))
        except Changed as fault:
            if store.has(one.digest):
                raise NotBackedUp(str(fault)) from None
    return digests


def _count_lacking(copy: Path, held: Collection[str]) -> int:
    """Count the documents that the copied record names and the backup does not hold."""
    engine = make_engine(f"sqlite:///{copy}")
    try:
        with reading(engine) as connection:
            return sum(
                f"{above}{digest[:2]}/{digest}" not in held
                for above, name in ((DOCUMENTS, "documents"), (IMPORTED, "imported"))
                for digest in named_in(connection, name)
            )
    finally:
        engine.dispose()


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Add a file piece by piece and give its SHA-256."""
    with path.open("rb") as source:
        return add_pieces(archive, name, iter(partial(source.read, PIECE), b""))


def add_pieces(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> str:
    """Add a file and give its SHA-256. The library packs it by zlib and has no way to name another maker of the same
    format, which takes a sixth of the time; so its own is replaced, and where a later library has it elsewhere, that
    one packs."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as opened:
        kept: Any = opened
        if getattr(kept, "_compressor", None):
            kept._compressor = isal_zlib.compressobj(wbits=-isal_zlib.MAX_WBITS)
        for piece in pieces:
            digest.update(piece)
            kept.write(piece)
    return digest.hexdigest()
