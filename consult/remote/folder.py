"""The folder of the user in which the client keeps what it must remember, readable by its owner alone.

`consult` under XDG_CONFIG_HOME, else under `.config` at home. Files are written whole or not at all.
"""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from consult.i18n import _
from consult.remote.faults import Unfit
from consult.remote.safe import line


class Folder:
    """The folder, as the environment names it."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Find where it is; it is made when something is kept."""
        named = environ.get("XDG_CONFIG_HOME", "")
        start = Path(named) if named.startswith("/") else Path(environ.get("HOME") or Path.home()) / ".config"
        self.path = start / "consult"

    def read(self, name: str) -> str | None:
        """Read a file of it; None where there is none. Unfit where others could read or change it."""
        path = self.path / name
        try:
            with path.open(encoding="utf-8", newline="") as opened:
                if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077:
                    raise Unfit(
                        _("%(path)s can be read by others than its owner: run chmod 600 on it.", path=line(path))
                    )
                return opened.read()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as fault:
            why = getattr(fault, "strerror", None) or type(fault).__name__
            raise Unfit(_("%(path)s cannot be read: %(why)s", path=line(path), why=line(why))) from None

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Read a file of it that holds an object."""
        text = self.read(name)
        if text is None:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unfit(_("%(path)s is not as this program writes it.", path=line(self.path / name)))
        return found

    def keep(self, name: str, text: str) -> Path:
        """Write a file of it, readable by its owner alone, in one step: a crash leaves the old or the new one."""
        path = self.path / name
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
            new.replace(path)
        except OSError as fault:
            raise Unfit(
                _("%(path)s cannot be written: %(why)s", path=line(path), why=line(fault.strerror or fault))
            ) from None
        return path

    def keep_json(self, name: str, value: Any) -> Path:
        """Write an object to a file of it."""
        return self.keep(name, json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def drop(self, name: str) -> None:
        """Remove a file of it, if it is there."""
        (self.path / name).unlink(missing_ok=True)

    def names(self, below: str) -> list[str]:
        """Name the files below a folder of it."""
        found = self.path / below
        return sorted(f"{below}/{one.name}" for one in found.glob("*.json")) if found.is_dir() else []
