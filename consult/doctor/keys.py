"""The secrets of an installation: whether they are there, and whether anybody but their owner can read them."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from consult.db import Busy, reading
from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.log.head import latest
from consult.log.notes import NoKey
from consult.log.rotating import refuse_retired
from consult.log.signer import (
    FOLDER,
    NotSigned,
    Signer,
    key_path,
    next_key_path,
    open_signer,
    origin_of,
    state_of,
)
from consult.secret_files import NEXT
from consult.settings import CREDENTIALS, PREVIOUS, SECRET, Settings

PART = "keys"


def examine_keys(settings: Settings, engine: Engine, *, works: bool = False) -> Iterator[Finding]:
    """Look at the key of the log and at every file that holds a secret; `works` says that a worker is on this
    machine."""
    yield _signing(settings, engine, works)
    open_to_others = [path for path in _secrets(settings.instance) if path.stat().st_mode & 0o077]
    for path in open_to_others:
        says = _("Others than its owner may open %(path)s, which holds a secret.", path=path)
        yield wrong(PART, says, f"chmod 600 {path}")
    if not open_to_others:
        yield sound(PART, _("The files of secrets are their owner's alone."))
    if settings.previous_secret:
        says = _("The secret before the present one is still taken for sessions.")
        yield look(PART, says, _("Forget it twelve hours after the change: consult secret forget."))
    if settings.mail.user and not settings.mail.password:
        says = _("The mail server wants the user %(user)s, and there is no password.", user=settings.mail.user)
        yield wrong(PART, says, _("Write it to the file mail-password (mode 600), or set CONSULT_MAIL_PASSWORD."))


def _signing(settings: Settings, engine: Engine, works: bool) -> Finding:
    try:
        signer = open_signer(settings)
    except NoKey as fault:
        return _without_key(settings, engine, str(fault), works=works)
    except NotSigned as fault:
        return wrong(PART, str(fault), _("Set host_name and [log] epoch to what the key was drawn for."))
    return _retired(settings, engine, signer) or sound(
        PART, _("The log is signed as %(origin)s.", origin=signer.origin)
    )


def _without_key(settings: Settings, engine: Engine, lacks: str, *, works: bool) -> Finding:
    """Say what it means that this machine has no key of the log that may be used."""
    if works:
        says = _("A worker works on this machine, and the key of the log is not here: it cannot sign, nor take over.")
        mends = _("Put it to %(path)s, mode 600: the worker that signs has it.", path=key_path(settings))
        return look(PART, says, mends)
    if settings.serving.machines > 1:  # the part of machines says where nobody signs
        return sound(
            PART, _("The key of the log is not on this machine, so it signs nothing: right for a web machine.")
        )
    if origin_of(settings) in signed_origins(settings, engine):
        says = _("%(lacks)s The log was signed before, so that no other key is drawn and nothing is sealed.")
        mends = _(
            "Put the key back to %(path)s, mode 600. Where it is lost for good: consult log rotate-key --compromised, "
            "then the next epoch under [log].",
            path=key_path(settings),
        )
        return wrong(PART, says % {"lacks": lacks}, mends)
    says = _("The log has no key, so that nothing is sealed.")
    return look(PART, says, _("The background work draws one at its start: consult run, or consult worker."))


def _retired(settings: Settings, engine: Engine, signer: Signer) -> Finding | None:
    """Look whether the log has retired every key that is here; None where one of them signs."""
    try:
        with reading(engine) as connection:
            refuse_retired(connection, signer)
    except NotSigned as fault:
        mends = _(
            "Put the new key into %(path)s, mode 600, and take %(other)s away if it is there.",
            path=key_path(settings),
            other=next_key_path(settings),
        )
        return wrong(PART, str(fault), mends)
    except (DBAPIError, Busy):
        pass  # the database speaks for itself
    return None


def signed_origins(settings: Settings, engine: Engine) -> set[str]:
    """Name the origins under which this log was signed, as far as the database and a memory on this machine hold. One
    that is elsewhere is not asked, since a page asks too."""
    found: set[str] = set()
    with suppress(DBAPIError, Busy), reading(engine) as connection:  # the database speaks for itself
        newest = latest(connection)
        found.update(() if newest is None else (newest.origin,))
    if not settings.log.memory:
        with suppress(sqlite3.Error, OSError):  # the part of machines speaks of one that cannot be read
            found.update(state_of(settings).all_last())
    return found


def _secrets(instance: Path) -> list[Path]:
    """Give every file that holds a secret: its own, that of the mail server, keys and what was signed last."""
    named = [
        instance / SECRET,
        instance / PREVIOUS,
        instance / NEXT,
        instance / "mail-password",
        instance / CREDENTIALS,
    ]
    return [path for path in (*named, *sorted((instance / FOLDER).rglob("*"))) if path.is_file()]
