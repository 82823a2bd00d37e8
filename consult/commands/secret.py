"""`consult secret`: change the secret of this installation, and let go of the one before."""

import os

import click
from flask.cli import with_appcontext

from consult import secret_files
from consult.commands import installation
from consult.commands.installation import refusals_as_sentences
from consult.i18n import _
from consult.web.parts import parts, writing


@click.group("secret")
def secret() -> None:
    """Change the secret of this installation."""


@secret.command("rotate")
@with_appcontext
def rotate() -> None:
    """Draw a new secret, and keep under it what was kept under the old one; sessions go on."""
    in_environment = "CONSULT_SECRET_KEY" in os.environ
    with refusals_as_sentences(""):
        changed, lost = secret_files.rotate(parts().settings, writing, in_environment=in_environment)
    click.echo(
        _("The secret is changed; %(changed)s kept secrets were moved. Restart every process now.", changed=changed)
    )
    if lost:
        click.echo(
            _("%(lost)s could be read under neither secret: codes and webhooks of these ask for new ones.", lost=lost)
        )
    if not in_environment:
        click.echo(_("After twelve hours, when no session is older: consult secret forget"))


@secret.command("forget")
@with_appcontext
def forget() -> None:
    """Take the secret before the present one away; sessions that began under it end."""
    if not secret_files.forget(parts().settings, writing):
        raise installation.Refusal(_("There is no earlier secret."))
    click.echo(_("The earlier secret is forgotten. Restart every process now."))
