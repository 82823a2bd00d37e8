"""`consult upgrade`: bring the database up to this version before any process of it serves."""

from collections.abc import Sequence

import click
from sqlalchemy import Engine

from consult import clock, migrate
from consult.commands import installation
from consult.db import engine_of, reading
from consult.i18n import _
from consult.signs import SILENT, living


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
    at_work = () if together or not migrate.behind(at) else _living(engine)
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
        raise SystemExit(0 if together else 1)
    if at_work and not stopped:
        raise _refusal(at_work)
    installation.bring_up(settings)
    click.echo(_("The database is at this version's revision, %(at)s.", at=migrate.newest()))


def _living(engine: Engine) -> tuple[str, ...]:
    """Name the servers and workers that gave a sign of life recently, on whatever machine."""
    with reading(engine) as connection:
        return living(connection, clock.now())


def _refusal(at_work: Sequence[str]) -> installation.Refusal:
    """Say who is still at work, and how to go on."""
    says = _(
        "Nothing was migrated: these gave a sign of life within the last %(minutes)s minutes: %(names)s. Stop them and "
        "run consult upgrade again. A process that was killed does not take its sign back: once all are stopped, wait "
        "as long, or run consult upgrade --stopped.",
        minutes=int(SILENT.total_seconds() // 60),
        names=", ".join(at_work),
    )
    return installation.Refusal(says)
