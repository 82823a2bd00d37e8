"""`consult backup` and `consult restore`: a whole installation in one file, and back without forking its log."""

from pathlib import Path

import click

from consult import clock
from consult.backups.making import Made, NotBackedUp, make_backup
from consult.backups.manifest import NotABackup
from consult.backups.restoring import NotRestored
from consult.backups.restoring import restore as put_back
from consult.carrying import NotCarried
from consult.commands.installation import Refusal, Unreadable, load_settings, present_settings
from consult.db import engine_of
from consult.i18n import _, ngettext
from consult.log.notes import NoKey
from consult.log.signer import NotSigned
from consult.log.verifier import Rejected, Unchecked

NAMED = "consult-%Y%m%dT%H%M%SZ.zip"


@click.command("backup")
@click.argument("place", type=click.Path(path_type=Path))
def backup(place: Path) -> None:
    """Write a backup to PLACE, a folder or a new file whose name ends in .zip, while the installation runs.

    It holds the record, the documents and the installation's own files; no key, no password, nothing of what the
    signer remembers. Keep those apart from it.
    """
    settings, at = present_settings(), clock.now()
    target = place if place.suffix == ".zip" and not place.is_dir() else place / at.strftime(NAMED)
    engine = engine_of(settings)
    try:
        made = make_backup(settings, engine, target, at)
    except (NotBackedUp, NotCarried) as refusal:
        raise Refusal(str(refusal)) from None
    except OSError as fault:
        raise Refusal(_not_written(target, fault)) from None
    finally:
        engine.dispose()
    _tell(target, made)


def _not_written(target: Path, fault: OSError) -> str:
    """Say why nothing can be written to the place that was named."""
    folder = target.parent
    if folder.exists() and not folder.is_dir():
        return _("%(path)s is no folder: no backup can be written there.", path=folder)
    return _("No backup can be written to %(path)s: %(why)s.", path=target, why=fault.strerror or fault)


def _tell(target: Path, made: Made) -> None:
    """Say what a backup holds, and what it does not."""
    click.echo(
        _(
            "%(path)s: entries of the log %(entries)s, files %(files)s, %(megabytes).1f MB; recomputed and sound.",
            path=target,
            entries=made.manifest.size,
            files=len(made.manifest.files) - 1,
            megabytes=made.bytes / 1024 / 1024,
        )
    )
    if made.lacking:
        says = ngettext(
            "%(num)s document of the record is not in it, since the store has it no more: see consult documents check.",
            "%(num)s documents of the record are not in it, since the store has them no more: see consult documents "
            "check.",
            made.lacking,
        )
        click.echo(says, err=True)
    click.echo(
        _(
            "Not in it, to be kept elsewhere: secret, mail-password, s3-credentials, signer/*.key, and a copy of the "
            "published log."
        )
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--published", metavar="DIR|URL", help="The newest published log: what was signed after the backup is read back."
)
def restore(file: Path, published: str | None) -> None:
    """Put a backup FILE into this installation, which has no record yet.

    Where the log was signed after the backup was made, or nothing here can say whether it was, the newest published
    log is needed: this log is never continued in two ways.
    """
    settings = load_settings()
    try:
        done = put_back(settings, file, published, clock.now())
    except NotABackup as fault:
        raise Unreadable(str(fault)) from None
    except (NotSigned, Rejected, Unchecked) as refusal:
        raise Refusal(f"{refusal} [{refusal.code}]") from None
    except NoKey as refusal:
        raise Refusal(_("%(lacks)s Put it there first: it lies apart from every backup.", lacks=refusal)) from None
    except (NotRestored, NotCarried) as refusal:
        raise Refusal(str(refusal)) from None
    except OSError as fault:
        why = {"path": fault.filename or settings.instance, "why": fault.strerror or fault}
        raise Refusal(_("%(path)s cannot be written or read: %(why)s.", **why)) from None
    click.echo(
        _(
            "The record of %(when)s is back: %(entries)s entries, and %(back)s read back from the published log.",
            when=done.manifest.made_at,
            entries=done.manifest.size,
            back=done.read_back,
        )
    )
    click.echo(_("Now run consult log verify --replay, then start the installation."))
