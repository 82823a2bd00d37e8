"""`consult run`: bring the database up and serve the pages, by default from one process with several threads.

One process suffices for an installation on SQLite, whose writers take turns anyway; with PostgreSQL more may be asked
for.
"""

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # the library has no types

from consult import create_app
from consult.commands import installation
from consult.i18n import _
from consult.settings import Settings

REQUEST_SECONDS = 60


class Server(BaseApplication):
    """The web server over one application, which each process joins for itself."""

    def __init__(self, options: dict[str, Any], settings: Settings) -> None:
        """Keep what the server and the application are set to."""
        self.options, self.settings = options, settings
        super().__init__()

    def load_config(self) -> None:
        """Set the server."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Join the application, after the process has started."""
        return create_app(self.settings)


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on; PORT or the settings say so otherwise.")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", default=8, show_default=True, help="Threads a process.")
def run(host: str, port: int | None, workers: int, threads: int) -> None:
    """Bring the database up to this version and serve the pages until stopped."""
    settings = installation.load_settings()
    installation.bring_up(settings)
    port = port or settings.port
    click.echo(_("Consult answers on %(address)s (stop with Ctrl-C)", address=f"http://{_shown(host)}:{port}"))
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": REQUEST_SECONDS,
        "loglevel": "warning",
        "control_socket_disable": True,  # nothing is written to a home folder
        "proc_name": "consult",
    }
    Server(options, settings).run()


def _shown(host: str) -> str:
    """Answer the name under which this machine reaches an address it listens on."""
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - only shown, never listened on
