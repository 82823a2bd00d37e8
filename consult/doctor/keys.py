"""The secrets of an installation: whether they are there, and whether anybody but their owner can read them."""

from collections.abc import Iterator
from pathlib import Path

from consult.doctor.findings import Finding, look, sound, wrong
from consult.i18n import _
from consult.log.notes import NoKey
from consult.log.signer import FOLDER, NotSigned, key_path, open_signer
from consult.secret_files import NEXT
from consult.settings import CREDENTIALS, PREVIOUS, SECRET, Settings

PART = "keys"


def examine_keys(settings: Settings, *, works: bool = False) -> Iterator[Finding]:
    """Look at the key of the log and at every file that holds a secret; `works` says that a worker is on this
    machine."""
    yield _signing(settings, works)
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


def _signing(settings: Settings, works: bool) -> Finding:
    try:
        signer = open_signer(settings)
    except NoKey:
        if works:
            says = _(
                "A worker works on this machine, and the key of the log is not here: it cannot sign, nor take over."
            )
            mends = _("Put it to %(path)s, mode 600: the worker that signs has it.", path=key_path(settings))
            return look(PART, says, mends)
        if settings.serving.machines > 1:  # the part of machines says where nobody signs
            return sound(
                PART, _("The key of the log is not on this machine, so it signs nothing: right for a web machine.")
            )
        says = _("The log has no key, so that nothing is sealed.")
        return look(PART, says, _("The background work draws one at its start: consult run, or consult worker."))
    except NotSigned as fault:
        return wrong(PART, str(fault), _("Set host_name and [log] epoch to what the key was drawn for."))
    return sound(PART, _("The log is signed as %(origin)s.", origin=signer.origin))


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
