"""`consult metrics`: the figures as Prometheus reads them, and the token with which they are asked for."""

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult.commands.installation import Refusal
from consult.i18n import _
from consult.metrics.writing import Writing
from consult.settings import write_secret
from consult.web.parts import parts

metrics = AppGroup("metrics", help="Figures for Prometheus: how the installation stands, and the token for /metrics.")


@metrics.command("show")
@with_appcontext
def show() -> None:
    """Write how the installation stands now, for a collector that reads files; what processes counted they tell."""
    click.echo(Writing(parts().settings, parts().engine, None).text(clock.now()), nl=False)


@metrics.command("token")
@click.argument("name", default="metrics-token")
@with_appcontext
def token(name: str) -> None:
    """Draw a token into the file NAME of the instance folder, for its owner alone; one that is there stays."""
    path = parts().settings.instance / name
    if path.exists():
        raise Refusal(_("%(path)s is there; remove it first to draw another one.", path=path))
    write_secret(path)
    line = f'[operations] metrics_token = "{name}"'
    click.echo(_("%(path)s is written. Let config.toml say %(line)s, and restart.", path=path, line=line))
