"""Files that a command leaves in a folder: all of them, or none. What is there is not overwritten unless that is asked
for.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from consult.commands.installation import Unreadable
from consult.i18n import _

DAY = click.DateTime(["%Y-%m-%d"])
_PIECE = 1024 * 1024


@contextmanager
def written_beside(out: Path) -> Iterator[Path]:
    """Give a new folder within the one that files are meant for, so that they can be moved at once; it is gone
    afterwards, whatever happened. A folder that was made for it is gone too if nothing was left in it."""
    was_there = out.is_dir()
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".writing-", dir=out))
    except OSError as fault:
        raise Unreadable(_("%(path)s cannot be written to: %(why)s", path=out, why=fault.strerror)) from None
    try:
        yield folder
    except OSError as fault:
        raise Unreadable(_("%(path)s cannot be written to: %(why)s", path=out, why=fault.strerror)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not was_there and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def refuse_there(out: Path, names: Sequence[str], *, force: bool) -> None:
    """Refuse names under which there are files already, all of them at once."""
    there = [name for name in names if (out / name).exists()]
    if there and not force:
        raise Unreadable(
            _("In %(path)s there is already: %(names)s. Use --force to overwrite.", path=out, names=", ".join(there))
        )


def digests_of(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Give the SHA-256 of files by name, each brought to the disk."""
    found = {}
    for name in names:
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
    return found


def deliver(
    folder: Path, out: Path, names: Sequence[str], *, force: bool, enter: Callable[[dict[str, str]], None]
) -> None:
    """Have it entered in the log what is handed out, then move the files to their names and say what was written."""
    refuse_there(out, names, force=force)
    digests = digests_of(folder, names)
    enter(digests)
    moved: list[Path] = []
    try:
        for name in names:
            refuse_there(out, [name], force=force)
            (folder / name).replace(out / name)
            moved.append(out / name)
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        raise
    for name, digest in digests.items():
        click.echo(_("%(path)s: SHA-256 %(digest)s", path=out / name, digest=digest))


def formats_of(given: str, known: Sequence[str]) -> tuple[str, ...]:
    """Read formats that are given with commas between them, in the order of those that are known."""
    asked = [each.strip().lower() for each in given.split(",") if each.strip()]
    unknown = [each for each in asked if each not in known]
    if unknown or not asked:
        raise Unreadable(
            _(
                "Unknown format: %(given)s. Known are: %(known)s.",
                given=", ".join(unknown) or "–",
                known=", ".join(known),
            )
        )
    return tuple(each for each in known if each in asked)


def day_of(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    """Take the date out of what an option gives."""
    return value.date() if value else None
