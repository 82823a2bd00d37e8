"""`consult run`: bring the database up, serve the pages and do the background work. `consult worker`: the work alone.

Two processes of four threads suffice for an installation on SQLite, whose writers take turns at the gate anyway.
Threads, because browsers open connections ahead of need, and an idle one must not hold a process; with one thread a
process the server turns to its plain workers, which suit a place behind a proxy. Exactly one of the processes does the
background work.
"""

import socket
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # the library has no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped] # the library has no types

from consult import create_app, demo, lines, metrics
from consult.commands import awaiting, installation
from consult.db import engine_of, reading
from consult.demo.witnesses import start_witnesses, state_names
from consult.i18n import _
from consult.jobs import Jobs
from consult.jobs.consuming import Candidate, Worker
from consult.metrics.door import Door
from consult.metrics.pools import watch_pool
from consult.settings import Settings, SettingsError
from consult.web.figures_at import writing_of

REQUEST_SECONDS = 60
GRACE_SECONDS = 15
MOST_OF_A_LINE, MOST_FIELDS = 8190, 64
"""Bounds of the head of a request: bytes of its address and of each header, and how many headers there are."""


class ServerLog(Logger):
    """The server's own events go where those of the application go, as lines of the same form."""

    def setup(self, cfg: Any) -> None:
        """Hand everything on."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Server(BaseApplication):
    """The web server over one application, which each process joins for itself."""

    def __init__(self, options: dict[str, Any], settings: Settings, *, jobs: bool, late: bool = False) -> None:
        """Keep what the server and the application are set to, whether background work is done here, and whether the
        database did not answer yet."""
        self.options, self.settings, self.jobs, self.late = options, settings, jobs, late
        self.candidate: Candidate | None = None
        self.figures: Door | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set the server."""
        for name, value in self.options.items():
            self.cfg.set(name, value)
        if self.jobs or self.late:
            self.cfg.set("post_worker_init", self._begin)
            self.cfg.set("worker_exit", self._end_jobs)

    def load(self) -> Flask:
        """Join the application, after the process has started; figures may be asked for from then on."""
        app = create_app(self.settings)
        self.figures = metrics.open_door(self.settings, writing_of(app))
        return app

    def _begin(self, _worker: object) -> None:
        """Bring up a database that did not answer before in a process that has started, then do what is done beside."""
        if self.late:
            awaiting.wait_beside(self.settings, self._stand_for_jobs)
        else:
            self._stand_for_jobs()

    def _stand_for_jobs(self) -> None:
        """Let this process do the background work as soon as no other one does."""
        if self.jobs:
            jobs = Jobs.over(self.settings)
            watch_pool(jobs.engine, self.settings.database.pool)
            self.candidate = Candidate(jobs, self.settings.instance).start()

    def _end_jobs(self, _server: object, _worker: object) -> None:
        """Finish what is being done before a process ends."""
        if self.candidate is not None:
            self.candidate.stop()


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
    _refuse_taken(host, port)
    _prepare_figures(settings)
    there = awaiting.brought_up(settings)
    click.echo(_("Consult answers on %(address)s (stop with Ctrl-C)", address=f"http://{_shown(host)}:{port}"))
    if there:
        _tell_who_may_sign_in(settings)
    _start_witnesses(settings)
    Server(_options(settings, f"{host}:{port}", workers, threads), settings, jobs=jobs, late=not there).run()


@click.command("worker")
def worker() -> None:
    """Do the background work until stopped: record what has lapsed, deliver what was filed."""
    lines.begin()
    settings = installation.load_settings()
    _prepare_figures(settings)
    if not awaiting.brought_up(settings):
        awaiting.wait(settings)
    click.echo(_("The background work of %(folder)s is done here (stop with Ctrl-C)", folder=settings.instance))
    jobs = Jobs.over(settings)
    metrics.open_door(settings, metrics.begin(settings, jobs.engine))
    Worker(jobs).run()


def _prepare_figures(settings: Settings) -> None:
    """Make the folder in which the processes count, where figures are wanted at all."""
    try:
        metrics.prepare(settings)
    except SettingsError as fault:
        raise installation.Unreadable(str(fault)) from None


def _options(settings: Settings, bind: str, workers: int, threads: int) -> dict[str, Any]:
    """Set the server: nothing is written outside the instance folder, to a home folder least of all."""
    return {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": GRACE_SECONDS,
        "loglevel": "warning",
        "logger_class": ServerLog,
        "control_socket_disable": True,
        "worker_tmp_dir": str(settings.instance),
        "proc_name": "consult",
        "limit_request_line": MOST_OF_A_LINE,
        "limit_request_field_size": MOST_OF_A_LINE,
        "limit_request_fields": MOST_FIELDS,
        "forwarded_allow_ips": "",  # what a server in front says is read in one place (`consult.create_app`)
    }


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
