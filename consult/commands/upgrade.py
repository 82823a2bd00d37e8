"""`consult upgrade`: bring the database up to this version before any process of it serves."""

import click

from consult import migrate
from consult.commands import installation
from consult.db import engine_of
from consult.i18n import _


@click.command("upgrade")
@click.option("--look", is_flag=True, help="Only say what would be done; leaves with 1 where others must be stopped.")
@click.option(
    "--stopped", is_flag=True, help="All other processes are stopped, although some gave a sign of life a moment ago."
)
def upgrade(look: bool, stopped: bool) -> None:
    """Bring the database up to this version, and say whether processes of the version before may go on meanwhile.

    Where they may not and one of them gave a sign of life in the last minutes, nothing is done.
    """
    settings = installation.present_settings() if look else installation.prepared_settings()
    engine = engine_of(settings)
    at = migrate.current(engine)
    together = migrate.beside(at)
    names = () if at is None or together else installation.at_work(engine)
    engine.dispose()
    if at == migrate.newest():
        click.echo(_("The database is at this version's revision, %(at)s.", at=at))
        return
    if at is None:
        click.echo(
            _("The database is empty: it will be brought to this version's revision, %(at)s.", at=migrate.newest())
        )
    elif together:
        click.echo(_("Processes of the version before may go on meanwhile: restart them one after the other."))
    else:
        click.echo(_("Stop every process of the version before, on every machine, until this version is in its place."))
    if look:
        if names:
            click.echo(_("At work within the last minutes: %(names)s.", names=", ".join(names)))
        raise SystemExit(0 if together else 1)
    installation.bring_up(settings, stopped=stopped)
    click.echo(_("The database is at this version's revision, %(at)s.", at=migrate.newest()))
