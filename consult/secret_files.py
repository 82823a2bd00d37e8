"""Changing the installation's secret: a new one is drawn, what was kept under the old one is kept under it, and cookies
of the old one are taken until it is forgotten.

The new secret lies beside the old one (`secret.next`) before the first row is changed, so that whatever breaks off in
between is finished by asking again, and nothing is ever kept under a secret that no file holds. Not modelled: secrets
in the environment, which are its keeper's to change; what was kept follows them.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from consult.i18n import _
from consult.kept_secrets import relock
from consult.refusals import Closed
from consult.settings import PREVIOUS, SECRET, Settings, write_secret

NEXT = "secret.next"
Writing = Callable[[], AbstractContextManager[Connection]]


def rotate(settings: Settings, writing: Writing, *, in_environment: bool) -> tuple[int, int]:
    """Change the secret; answer how many kept secrets moved and how many could not be read. Closed (409) while an
    earlier change is not forgotten, or the environment names no earlier one."""
    if in_environment:
        if not settings.previous_secret:
            raise Closed(
                _(
                    "The secret stands in CONSULT_SECRET_KEY. Put the new one there and the old one into "
                    "CONSULT_SECRET_KEY_PREVIOUS, then ask again."
                )
            )
        with writing() as conn:
            return relock(conn, settings.previous_secret, settings.secret_key)
    folder = settings.instance
    if (folder / PREVIOUS).exists() and not (folder / NEXT).exists():
        raise Closed(_("The secret was changed before, and the old one is still taken. Forget it first."))
    new = write_secret(folder / NEXT).read_text(encoding="ascii").strip()
    with writing() as conn:
        found = relock(conn, settings.secret_key, new)
    (folder / PREVIOUS).unlink(missing_ok=True)
    os.link(folder / SECRET, folder / PREVIOUS)
    Path(folder / NEXT).replace(folder / SECRET)
    return found


def forget(settings: Settings, writing: Writing) -> bool:
    """Take the old secret away, once what a process that still had it kept meanwhile is moved as well; False where
    there is none."""
    path = settings.instance / PREVIOUS
    if not path.exists():
        return False
    with writing() as conn:
        relock(conn, settings.previous_secret, settings.secret_key)
    path.unlink()
    return True
