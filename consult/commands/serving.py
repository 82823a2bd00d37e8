"""`consult run`: bring the database up, serve the pages and do the background work. `consult worker`: the work alone.

Two processes of four threads suffice for an installation on SQLite, whose writers take turns at the gate anyway: what
a request needs before and after its turn is done while others write (measured in `docs/performance.md`).
Threads, because browsers open connections ahead of need, and an idle one must not hold a process; with one thread a
process the server turns to its plain workers, which suit a place behind a proxy. Exactly one of the processes does the
background work, or, with `--no-jobs`, publishes on this machine what workers elsewhere sign. How the server ends and is
renewed is told in `consult.commands.server`.
"""

import logging
import socket
from contextlib import suppress

import click
from sqlalchemy.exc import DBAPIError

from consult import demo, lines, metrics
from consult.commands import awaiting, installation
from consult.commands.server import Server, is_handed, options
from consult.db import Busy, engine_of, reading
from consult.demo.witnesses import start_witnesses, state_names
from consult.i18n import _
from consult.jobs import Jobs
from consult.log import head
from consult.log.signer import key_path, origin_of
from consult.settings import Settings

log = logging.getLogger("consult.commands")


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on; PORT or the settings say so otherwise.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads a process.")
@click.option("--jobs/--no-jobs", default=True, help="Do the background work too, in one of the processes.")
def run(host: str, port: int | None, workers: int, threads: int, jobs: bool) -> None:
    """Bring the database up to this version, serve the pages and do the background work until stopped."""
    lines.begin()
    settings = installation.load_settings()
    port = port or settings.port
    if not is_handed():
        _refuse_taken(host, port)
    _begin(settings)
    there = awaiting.brought_up(settings)
    address = f"http://{_shown(host)}:{port}"
    if there:
        click.echo(_("Consult answers on %(address)s (stop with Ctrl-C)", address=address))
        _tell_who_may_sign_in(settings)
    else:
        click.echo(_("%(address)s is ready as soon as the database answers (stop with Ctrl-C)", address=address))
    _start_witnesses(settings)
    Server(options(settings, f"{host}:{port}", workers, threads), settings, jobs=jobs, late=not there).run()


@click.command("worker")
def worker() -> None:
    """Do the background work until stopped: record what has lapsed, deliver what was filed."""
    from consult.jobs.consuming import Worker

    lines.begin()
    settings = installation.load_settings()
    _begin(settings)
    if not awaiting.brought_up(settings):
        awaiting.wait(settings)
    click.echo(_("The background work of %(folder)s is done here (stop with Ctrl-C)", folder=settings.instance))
    _tell_where_none_signs(settings)
    jobs = awaiting.until_done(lambda: Jobs.over(settings))
    metrics.open_door(settings, metrics.begin(settings, jobs.engine))
    Worker(jobs).run()


def _begin(settings: Settings) -> None:
    """Say which installation this is, and make the folder in which the processes count, where figures are wanted."""
    where = {"folder": settings.instance, "database": installation.shown_database(settings)}
    click.echo(_("Installation %(folder)s, record in %(database)s", **where))
    metrics.prepare(settings)


def _tell_where_none_signs(settings: Settings) -> None:
    """Say once that this worker lacks the key of a log that was signed before; of a new log it draws the key itself."""
    if key_path(settings).exists():
        return
    engine = engine_of(settings)
    signed = False
    with suppress(Busy, DBAPIError), reading(engine) as connection:  # a database that has gone again speaks for itself
        signed = head.latest(connection, origin_of(settings)) is not None
    engine.dispose()
    if signed:
        log.warning("This worker cannot sign: no key %s. Copy it from the worker that signs.", key_path(settings))


def _tell_who_may_sign_in(settings: Settings) -> None:
    """Print the accounts of the demonstration where it is loaded."""
    if not settings.exercise:
        return
    engine = engine_of(settings)
    with reading(engine) as connection:
        lines = demo.who_may_sign_in(connection)
    engine.dispose()
    for line in lines:
        click.echo(line)


def _start_witnesses(settings: Settings) -> None:
    """Start the witnesses of the demonstration and say that they run; they end with this process."""
    if not settings.exercise:
        return
    names, enough = start_witnesses(settings.instance)
    if names:
        states = state_names(names)
        click.echo(_("Witnesses of %(states)s run; %(enough)s of them are enough.", states=states, enough=enough))


def _refuse_taken(host: str, port: int) -> None:
    """Refuse with a sentence, before anything is done, to listen where somebody else does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            where = f"{_shown(host)}:{port}"
            sentence = _("%(where)s cannot be used: %(why)s.", where=where, why=fault.strerror or fault)
            raise installation.Refusal(sentence) from None


def _shown(host: str) -> str:
    """Answer the name under which this machine reaches an address it listens on."""
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - this address is shown and not listened on
