"""The folder of an installation: whose it is, who may write there, and how much room is left."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.settings import MEGABYTE, Settings

PART = "files"
LEAST_FREE = 1024 * MEGABYTE
CODE = ("config.toml", "procedures", "terms", "holidays", "policy.txt")
"""What decides how the program behaves: whoever may write there decides it too."""


def examine_files(settings: Settings) -> Iterator[Finding]:
    """Look at the folder and at what lies in it."""
    faults = [*_folder(settings.instance), *_writable(settings.instance), *_password_in_file(settings)]
    yield from faults
    if not faults:
        yield sound(PART, _("The folder %(path)s is closed to others.", path=settings.instance))
    yield room(PART, settings.instance)


def _folder(folder: Path) -> Iterator[Finding]:
    found = folder.stat()
    if found.st_mode & stat.S_IRWXO:
        says = _("Everybody on this machine may enter %(path)s, where the record lies.", path=folder)
        yield wrong(PART, says, f"chmod o-rwx {folder}")
    if found.st_uid != os.geteuid():
        says = _("%(path)s belongs to another user than the one who asks.", path=folder)
        yield look(PART, says, _("Run this command as the user that the server runs as."))


def _writable(folder: Path) -> Iterator[Finding]:
    for name in CODE:
        top = folder / name
        for path in (top, *sorted(top.glob("*"))):
            if path.exists() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                says = _("Others than its owner may change %(path)s, which decides how this behaves.", path=path)
                yield wrong(PART, says, f"chmod go-w {path}")


def _password_in_file(settings: Settings) -> Iterator[Finding]:
    """A file of settings may be read by others; one with the password of the database may not."""
    path = settings.instance / "config.toml"
    if not path.is_file() or not path.stat().st_mode & 0o077:
        return
    text = path.read_text(encoding="utf-8")
    if any(address in text and urlsplit(address).password for address in _addresses(settings)):
        says = _("%(path)s holds a password, and others than its owner may read it.", path=path)
        yield wrong(PART, says, f"chmod 600 {path}")


def _addresses(settings: Settings) -> tuple[str, ...]:
    """Give the addresses that may hold a password."""
    return settings.database_url, settings.jobs.queue, settings.log.memory


def room(part: str, folder: Path) -> Finding:
    """Look how much room is left where a folder lies."""
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    says = _("%(free)s MB are free where %(path)s lies.", free=free // MEGABYTE, path=folder)
    if free < LEAST_FREE:
        return wrong(part, says, _("Make room: with a full disk nothing can be filed."))
    return sound(part, says)
