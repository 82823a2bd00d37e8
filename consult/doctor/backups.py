"""Backups: whether there is one, how old it is, and whether it would be lost with the record."""

import glob
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consult.backups.passing import MAKING, RESTORING, abandoned
from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.settings import Settings

PART = "backups"


def examine_backups(settings: Settings, at: datetime) -> Iterator[Finding]:
    """Look at the newest of the files that the settings name, whichever program wrote them."""
    named = settings.backups.files
    yield from _left(settings.instance, RESTORING)
    if named:
        yield from _left((settings.instance / named).parent, MAKING)
    if not named:
        says = _("Where backups lie is not said, so that nobody is told when they stop.")
        yield look(PART, says, _("Name the files under [backups] files in config.toml, and how old they may be."))
        return
    found = [path for path in map(Path, glob.glob(str(settings.instance / named))) if path.is_file()]
    if not found:
        says = _("There is no backup: no file is %(named)s.", named=named)
        yield wrong(PART, says, _("Look why none is made; until then a broken disk takes the record."))
        return
    yield from _newest(settings, max(found, key=lambda path: path.stat().st_mtime), at)


def _left(folder: Path, begins: str) -> Iterator[Finding]:
    """Look for what a killed backup or restore has left: the whole record, open to nobody else."""
    for path in abandoned(folder, begins):
        says = _("%(path)s is left of a backup or restore that was killed; the whole record may lie in it.", path=path)
        yield look(PART, says, _("The next one takes it away; by hand: rm -r %(path)s", path=path))


def _newest(settings: Settings, path: Path, at: datetime) -> Iterator[Finding]:
    status = path.stat()
    made = datetime.fromtimestamp(status.st_mtime, UTC)
    if not status.st_size:
        yield wrong(PART, _("The newest backup, %(path)s, is empty.", path=path), _("Look why none is made."))
    elif at - made > timedelta(hours=settings.backups.hours):
        says = _("The newest backup, %(path)s, is of %(when)s.", path=path, when=made.isoformat(timespec="minutes"))
        yield wrong(PART, says, _("Look why none was made since."))
    else:
        yield sound(PART, _("The newest backup is of %(when)s.", when=made.isoformat(timespec="minutes")))
    if status.st_dev == settings.instance.stat().st_dev:
        says = _("Backups lie on the same disk as the record.")
        yield look(PART, says, _("Keep a copy on another machine."))
    if status.st_mode & 0o077:
        says = _("Others than its owner may read %(path)s, which holds everything.", path=path)
        yield wrong(PART, says, f"chmod 600 {path}")
