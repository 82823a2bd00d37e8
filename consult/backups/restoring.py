"""Putting a backup back, so that the log never forks.

What was signed after the backup was made is known to the signer of this installation, or stands in the published log,
which anybody may hold a copy of. Without either nothing says that nothing was signed, and the backup is refused. What
the backup lacks is read back from the published log (`consult.log.recovering`) before anything is put in place: the
entries stand in the log again; the acts that they were of are lost here and are filed anew.

Long because: what is looked at before anything is in place, and the order in which it is put there, is read at once.
"""

import errno
import hashlib
import lzma
import shutil
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import URL, Engine, delete, event, select

from consult import migrate
from consult.backups.continuing import (
    NotRestored,
    catch_up,
    end_origin,
    lost_origin,
    require_no_copy,
    require_silence,
)
from consult.backups.manifest import DATABASE, NAME, OWN, Manifest, NotABackup, kept_in
from consult.backups.passing import RESTORING, in_use, passing_folder
from consult.backups.unpacking import DAMAGED, pieces_of
from consult.carrying import carry, require_known, shown_address
from consult.db import make_engine, reading, writing
from consult.disk import bring_to_disk
from consult.docket import relisting
from consult.documents import stores_of
from consult.i18n import _
from consult.log import own
from consult.log.nodes import root_at
from consult.log.signer import origin_of
from consult.lunar import register
from consult.models.audit import audit_head
from consult.models.cases import CASES
from consult.models.leases import LEASE
from consult.models.parties import PARTY
from consult.people.endings import end_all_ways_in
from consult.settings import Settings
from workflows.kernel.frozen import dataclass

NOT_WHOLE: tuple[type[Exception], ...] = (
    *(*DAMAGED, OSError, LookupError, ValueError, OverflowError, RuntimeError),
    *(zlib.error, lzma.LZMAError),
)
"""What the libraries say of an archive that is cut, altered or of another kind."""
PIECES_AHEAD = 16
"""How many pieces may wait to be written while others are inflated: some megabytes."""
SETTINGS = "config.toml"
SIDE_FILES = ("-wal", "-journal")
"""Where SQLite keeps what it has not yet carried into the database beside which they lie, by what their names add."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the account of the backup, and how many entries were read back behind it."""

    manifest: Manifest
    read_back: int


def restore(settings: Settings, backup: Path, published: str | None, at: datetime, *, ends: bool = False) -> Restored:
    """Put a backup into an installation that has no record. `published` is the folder or the address of the newest
    published log; where nobody has one, `ends` gives the origin of the log up for good. NotRestored, NotABackup, or the
    signer's NotSigned where it may not be; nothing is in place then."""
    _require_no_record(settings)
    if ends:
        require_silence(settings, at)
    settings.instance.mkdir(parents=True, exist_ok=True)
    with passing_folder(settings.instance, RESTORING) as staged:
        _require_alone(settings.instance, staged)
        manifest = _unpack(backup, staged)
        _require_same_origin(settings, manifest)
        _require_own_settings(settings, staged, backup)
        engine = make_engine(f"sqlite:///{staged / DATABASE}")
        try:
            _bring_up(engine)
            _require_whole(engine, manifest)
            if ends:
                require_no_copy(settings, manifest)
            read_back = 0 if ends else catch_up(settings, engine, manifest, published, at)
            _enter(engine, manifest, at, lost_origin(settings) if ends else {})
            _put_documents(settings, staged)
            _put_database(settings, engine, staged, lambda: end_origin(settings, at) if ends else None)
        finally:
            engine.dispose()
    return Restored(manifest, read_back)


def _require_alone(instance: Path, staged: Path) -> None:
    """Refuse while another backup is put back here: the one would say that it stands in place of what the other put."""
    if set(in_use(instance, RESTORING)) - {staged}:
        raise NotRestored(_("A backup is being put back here already. Wait until that has ended."))


def _require_no_record(settings: Settings) -> None:
    """Refuse an installation whose database holds a log: whoever replaces one takes it away himself first."""
    engine = make_engine(settings.database_url)
    try:
        if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
            _require_no_side_file(Path(str(engine.url.database)))
            return
        if migrate.current(engine) is None:
            return
        with reading(engine) as connection:
            held = connection.execute(select(audit_head.c.size)).scalar()
            used = any(connection.execute(select(table).limit(1)).first() for table in (PARTY, CASES))
    finally:
        engine.dispose()
    if held:
        raise NotRestored(_held(engine.url, used=used))
    if engine.dialect.name == "sqlite" and list(_side_files(Path(str(engine.url.database)))):
        raise NotRestored(_("Somebody has the database of this installation open. Stop it; then put the backup back."))


def _held(address: URL, *, used: bool) -> str:
    """Say why a database that holds a log is not replaced; one on a server may be that of another installation."""
    where = shown_address(address)
    if used and address.get_backend_name() != "sqlite":
        return _(
            "%(where)s holds a record. First ask whether it is that of a running installation, whose settings were "
            "copied here: then leave it as it is, and name an empty database of your own as database_url. Only where "
            "it is this installation's own: stop it and move the database away; then put the backup back.",
            where=where,
        )
    if used:
        return _("This installation has a record. Stop it and move its database away; then put the backup back.")
    return _(
        "There is an empty database here, with no party and no case: %(where)s. Stop what uses it and move it away; "
        "then put the backup back.",
        where=where,
    )


def _side_files(path: Path) -> Iterator[Path]:
    """Yield what lies beside a database that is not yet carried into it: nothing where nobody has it open."""
    yield from (side for one in SIDE_FILES if (side := path.with_name(path.name + one)).exists())


def _require_no_side_file(path: Path) -> None:
    """Refuse where the side file of a database lies that was moved away without it: SQLite would write what stands in
    it into the database that is put there, and the one that was moved lacks it."""
    for side in _side_files(path):
        said = _(
            "%(path)s is left of a database that was moved away, which lacks what stands in it. Move it to where that "
            "database is; then put the backup back.",
            path=side,
        )
        raise NotRestored(said)


def _unpack(backup: Path, staged: Path) -> Manifest:
    """Unpack what the account names and nothing else, each file with its digest compared. OSError where the disk takes
    it no more, which says nothing of the backup; nor does a machine that has no thread left."""
    with ThreadPoolExecutor(1) as beside:
        _begin(beside)
        try:
            with zipfile.ZipFile(backup) as archive, backup.open("rb", buffering=0) as file:
                manifest = Manifest.read(archive.read(NAME))
                for name, digest in manifest.files.items():
                    if _take(pieces_of(archive, file, name), name, staged, beside) != digest:
                        raise NotABackup(_("%(name)s in the backup is damaged.", name=name))
        except NOT_WHOLE as fault:
            if isinstance(fault, OSError) and fault.errno not in (None, errno.EINVAL):
                raise
            raise NotABackup(_("%(path)s is not a whole backup.", path=backup)) from None
    return manifest


def _begin(beside: Executor) -> None:
    """Let a thread begin before there is anything to say of a backup. OSError where the machine has none left."""
    try:
        beside.submit(int).result()
    except RuntimeError as fault:
        raise OSError(errno.EAGAIN, str(fault)) from None


def _take(pieces: Iterator[bytes], name: str, staged: Path, beside: Executor) -> str:
    """Write one file of a backup below the folder, never beside it, and give its SHA-256. Another processor writes and
    hashes pieces while the next ones are inflated: neither holds the interpreter."""
    parts = PurePosixPath(name)
    if not parts.parts or parts.is_absolute() or ".." in parts.parts:
        raise NotABackup(_("The backup names a file outside its folder."))
    path, digest = staged / name, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)

    def keep(piece: bytes) -> None:
        kept.write(piece)
        digest.update(piece)  # of nothing that was not written

    with path.open("xb") as kept:
        waiting = deque[Future[None]]()
        try:
            for piece in pieces:
                waiting.append(beside.submit(keep, piece))
                if len(waiting) > PIECES_AHEAD:
                    waiting.popleft().result()
        finally:
            wait(waiting)  # nobody writes any more into what is closed next
        for one in waiting:
            one.result()
    return digest.hexdigest()


def _require_same_origin(settings: Settings, manifest: Manifest) -> None:
    """Refuse the backup of another installation, or of another epoch of the log."""
    if manifest.origin != origin_of(settings):
        said = _("The backup is of %(theirs)s; this installation is %(ours)s. Set host_name and epoch as they were.")
        raise NotRestored(said % {"theirs": manifest.origin, "ours": origin_of(settings)})


def _require_own_settings(settings: Settings, staged: Path, backup: Path) -> None:
    """Refuse to go by no settings where the backup holds some: they say where documents and record are to lie."""
    kept, place = OWN + SETTINGS, settings.instance / SETTINGS
    if (staged / kept).exists() and not place.exists():
        said = _(
            "There is no %(path)s here, and the backup holds one, which may name other places for record and "
            "documents. Put it there first: unzip -p %(backup)s %(kept)s > %(path)s",
            path=place,
            backup=backup,
            kept=kept,
        )
        raise NotRestored(said)


def _bring_up(engine: Engine) -> None:
    """Bring the database of a backup to this version; refuse that of a later one."""
    try:
        migrate.upgrade(engine)
    except migrate.Ahead as ahead:
        raise NotRestored(str(ahead)) from None


def _require_whole(engine: Engine, manifest: Manifest) -> None:
    """Refuse a database that is not the one that the account speaks of."""
    with reading(engine) as connection:
        if root_at(connection, manifest.size).hex() != manifest.root:
            raise NotABackup(_("The record in the backup is not the one that its account speaks of."))


def _enter(engine: Engine, manifest: Manifest, at: datetime, lost: Mapping[str, Any]) -> None:
    """Say in the host's chain what was put back, and what is lost; whoever signed when the backup was made has no lease
    of this one, and whoever was signed in then is not any more: sessions and links may have been ended since."""
    body = {"made_at": manifest.made_at, "size": manifest.size, "root": manifest.root, **lost}
    with writing(engine) as connection:
        own.record(connection, own.Own("restored", None, body, at))
        connection.execute(delete(LEASE))
        end_all_ways_in(connection, at)


def _put_documents(settings: Settings, staged: Path) -> None:
    """Put documents beside those that are there, wherever this installation keeps them; what is there is never changed,
    since its name is its digest."""
    for above, store in kept_in(stores_of(settings)):
        for path in sorted((staged / above).glob("??/*")):
            with path.open("rb") as file:
                if store.put_file(file) != path.name:
                    raise NotABackup(_("%(name)s in the backup is damaged.", name=path.name))


def _put_own_files(settings: Settings, staged: Path) -> None:
    """Put the installation's own files where there are none, on disk; those that are there were chosen later."""
    source = staged / OWN
    for path in sorted(source.rglob("*")):
        place = settings.instance / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            bring_to_disk(path)
            shutil.move(path, place)
            bring_to_disk(place.parent)


def _put_database(settings: Settings, staged: Engine, folder: Path, before: Callable[[], None]) -> None:
    """Put the record in place, the last thing that is done: before it nothing serves what is half restored, and whoever
    is interrupted begins again. The installation's own files, by which days are counted, are there just before it; what
    is for good, once nothing else can be in the way, is done `before` it."""
    target = make_engine(settings.database_url)
    try:
        if target.dialect.name == "sqlite":
            _put_file(settings, staged, folder, Path(str(target.url.database)), before)
        else:
            migrate.upgrade(target)
            with reading(staged) as source, writing(target) as into:
                require_known(source)
                carry(source, into)
                register.rebuild(into)
                relisting.rebuild(into)
                _put_own_files(settings, folder)
                before()
    finally:
        target.dispose()


def _put_file(settings: Settings, staged: Engine, folder: Path, place: Path, before: Callable[[], None]) -> None:
    """Put a record that is one file in place, which has its name last."""
    _derive(staged.url)
    _close(staged)
    beside = _put_beside(folder / DATABASE, place)
    try:
        _require_no_record(settings)  # somebody may have started a server meanwhile
        _put_own_files(settings, folder)
        before()
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    bring_to_disk(place.parent)


def _derive(place: URL) -> None:
    """Make anew what is derived of a record. Every row of it comes from the rows that it refers to, so that SQLite need
    not look for those again, which would take as long as all the rest."""
    engine = make_engine(place)
    event.listen(engine, "connect", lambda connection, _its: connection.execute("PRAGMA foreign_keys=OFF"))
    try:
        with writing(engine) as connection:
            register.rebuild(connection)
            relisting.rebuild(connection)
    finally:
        engine.dispose()


def _put_beside(staged: Path, target: Path) -> Path:
    """Move a database beside its place, whole and on disk. It may lie on another disk than the instance, and a move
    between disks can stop half way, so that it gets its name last."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.restoring")
    shutil.move(staged, beside)
    bring_to_disk(beside)
    return beside


def _close(engine: Engine) -> None:
    """Bring everything into the one file of a database, which is moved next; nobody else may have it open, so that what
    was opened to read it is closed first."""
    engine.dispose()
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()
