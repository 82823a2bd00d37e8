"""Write what an instance gives to a new file: whole, and only if it is what it should be."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from consult.commands.remote import printing
from consult.commands.remote.session import Session
from consult.i18n import _
from consult.remote.faults import Declined, Unfit
from consult.remote.safe import line


class _Hashed:
    """A file that is being written, and the digest of what was."""

    def __init__(self, file: Any) -> None:
        """Begin."""
        self.file, self.digest, self.length = file, sha256(), 0

    def write(self, piece: bytes) -> None:
        """Write a piece."""
        self.digest.update(piece)
        self.length += len(piece)
        self.file.write(piece)


def save(at: Session, path: str, out: Path, *, digest: str = "") -> None:
    """Write what lies at a path to a new file. Declined where its digest is another than it should be."""
    new = out.with_name(f".{out.name}.{os.getpid()}")
    if out.exists():
        raise Unfit(_("%(path)s is there already.", path=line(out)))
    try:
        with new.open("xb") as file:
            written = _Hashed(file)
            at.remote.save(path, written)  # type: ignore[arg-type] # only written to
        if digest and written.digest.hexdigest() != digest:
            raise Declined(_("What came is not the document of that digest: the host gave something else."))
        os.link(new, out)
    except FileExistsError:
        raise Unfit(_("%(path)s is there already.", path=line(out))) from None
    except OSError as fault:
        raise Unfit(_("%(path)s cannot be written: %(why)s", path=line(out), why=line(fault.strerror))) from None
    finally:
        new.unlink(missing_ok=True)
    printing.say(
        _("%(path)s: %(size)s bytes, SHA-256 %(digest)s")
        % {
            "path": line(out),
            "size": written.length,
            "digest": written.digest.hexdigest(),
        }
    )
