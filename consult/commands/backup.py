"""`consult backup` and `consult restore`: a whole installation in one file, and back without forking its log."""

import os
from pathlib import Path

import click

from consult import clock
from consult.backups.continuing import NotRestored
from consult.backups.making import Made, NotBackedUp, make_backup
from consult.backups.manifest import NotABackup
from consult.backups.restoring import Restored
from consult.backups.restoring import restore as put_back
from consult.carrying import NotCarried
from consult.commands.installation import Refusal, Unreadable, prepared_settings, present_settings, secret_path
from consult.db import Busy, engine_of
from consult.i18n import _, ngettext
from consult.log.notes import NoKey
from consult.log.signer import NotSigned
from consult.log.verifier import Rejected, Unchecked
from consult.settings import SECRET, Settings

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
@click.option(
    "--end-origin",
    "ends",
    is_flag=True,
    help="Nobody has a published log: nothing is signed under this name any more, and the next epoch goes on.",
)
def restore(file: Path, published: str | None, ends: bool) -> None:
    """Put a backup FILE into this installation, which has no record yet.

    Where the log was signed after the backup was made, or nothing here can say whether it was, the newest published
    log is needed: this log is never continued in two ways.
    """
    if published is not None and ends:
        raise click.UsageError(_("Where there is a published log, its origin goes on: leave --end-origin out."))
    settings = _settings()
    done = _put_back(settings, file, published, ends=ends)
    _tell_restored(done, settings.log.epoch + 1 if ends else None)


def _settings() -> Settings:
    """Read the settings of the place, and say what is not to be read under a secret that had to be drawn."""
    had = "CONSULT_SECRET_KEY" in os.environ or secret_path().exists()
    settings = prepared_settings()
    if not had:
        says = _(
            "There was no secret here; one was drawn: %(path)s. What is kept under the one of the backup (one-time "
            "codes, webhooks, identity providers) is not read by it: put that one in its place before you start.",
            path=settings.instance / SECRET,
        )
        click.echo(says, err=True)
    return settings


def _put_back(settings: Settings, file: Path, published: str | None, *, ends: bool) -> Restored:
    """Put a backup back, and tell each refusal as a sentence."""
    try:
        return put_back(settings, file, published, clock.now(), ends=ends)
    except NotABackup as fault:
        raise Unreadable(str(fault)) from None
    except (NotSigned, Rejected, Unchecked) as refusal:
        raise Refusal(f"{refusal} [{refusal.code}]") from None
    except NoKey as refusal:
        raise Refusal(_("%(lacks)s Put it there first: it lies apart from every backup.", lacks=refusal)) from None
    except (NotRestored, NotCarried, Busy) as refusal:
        raise Refusal(str(refusal)) from None
    except OSError as fault:
        why = {"path": fault.filename or settings.instance, "why": fault.strerror or fault}
        raise Refusal(_("%(path)s cannot be written or read: %(why)s.", **why)) from None


def _tell_restored(done: Restored, epoch: int | None) -> None:
    """Say what is back, which epoch is to follow where the origin of the log was given up, and what is next."""
    click.echo(
        _(
            "The record of %(when)s is back: %(entries)s entries, and %(back)s read back from the published log.",
            when=done.manifest.made_at,
            entries=done.manifest.size,
            back=done.read_back,
        )
    )
    click.echo(
        _(
            "Everybody signs in anew. What was revoked, closed or erased after %(when)s is there again, and nothing "
            "here knows of it: do it once more.",
            when=done.manifest.made_at,
        )
    )
    if epoch is not None:
        told = _("Nothing is signed under %(origin)s any more. Write epoch = %(epoch)s under [log] in config.toml.")
        click.echo(told % {"origin": done.manifest.origin, "epoch": epoch})
        click.echo(_("Tell every party: what was filed after the backup is lost, and it may hold a receipt of it."))
    click.echo(_("Now run consult log verify --replay, then start the installation."))
