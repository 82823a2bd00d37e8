"""The web server of an installation: processes of threads, which end without losing a request.

Told to stop (SIGTERM), it first says at `/readyz` that it is not ready and goes on serving for the seconds of
`drain_seconds`, so that a proxy turns to others. Then the listening socket is closed, having taken in whoever is
through already (`consult.commands.closing`); requests under way may take `grace_seconds`; background work finishes what
is in hand. SIGHUP renews the processes one by one with the same code; new code is a restart. A socket that systemd
holds (or the server before this one, after SIGUSR2) is never closed, so that visitors wait for a moment and nobody is
turned away.

The application is joined before the processes part, so that they share its memory and a process that is renewed serves
at once. Connections and threads do not survive that, nor do locks that are held: joining opens none, its threads are
waited for, and where one stays each process joins an application of its own. What a process counts it counts for
itself. A process is renewed after some number of requests, drawn so that two do not end together. Nothing is written
outside the instance folder, to a home folder least of all.
"""

import mmap
import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped] # the library has no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped] # the library has no types
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped] # the library has no types
from gunicorn.workers.sync import SyncWorker  # type: ignore[import-untyped] # the library has no types

from consult import clock, create_app, metrics
from consult.commands import awaiting
from consult.commands.beating import Beating, forget_server
from consult.commands.ending import Ending
from consult.commands.turning_away import note_wait, turning_away
from consult.db import engine_of
from consult.jobs import Jobs
from consult.jobs.candidates import Candidate, Following
from consult.jobs.sealing import Sealing
from consult.metrics.door import Door
from consult.metrics.pools import watch_pool
from consult.settings import Settings
from consult.signs import own_name
from consult.starting import loading

MOST_OF_A_LINE, MOST_FIELDS = 8190, 64
"""Bounds of the head of a request: bytes of its address and of each header, and how many headers there are."""
HANDED = ("GUNICORN_FD", "LISTEN_FDS")
"""Variables that say that the listening socket comes from whoever started this server."""
UNREAD = "Invalid request"
"""How the server begins to tell of a request that it could not read."""
ENDS_WITHIN = 1.0
"""How many seconds a thread may take to end before processes part."""


class ServerLog(Logger):
    """The server's own events go where those of the application go, as lines of the same form."""

    def setup(self, cfg: Any) -> None:
        """Hand everything on."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Report a fault with its kind and place, without what stands beside: that is the address that was asked for.
        A message may be the fault itself, whose text may quote anything."""
        says = msg.partition(" %s")[0] if isinstance(msg, str) else type(msg).__name__
        super().exception(says, **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Report a request that could not be read by the kind of what is wrong with it, without a word of it."""
        if str(msg).startswith(UNREAD):
            msg = f"{UNREAD}: {type(sys.exc_info()[1]).__name__}"
        super().warning(msg, *args, **kwargs)


class Threads(ThreadWorker):
    """A process of several threads that turns away nobody who is through to it when it ends, and in time whoever waits
    longer than is worth it."""

    def enqueue_req(self, conn: Any) -> None:
        """Note since when a request waits for a thread."""
        conn.waits_since = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Say how long it has waited; what its sender takes to send it is not counted."""
        note_wait(conn.waits_since)
        return super().handle(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take in whoever waits before the socket is closed for good."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        self.app.begin_to_end()
        for listener in self.sockets:
            listener.setblocking(False)
            before = -1
            while before < self.nr_conns < self.worker_connections:
                before = self.nr_conns
                self.accept(listener)
            listener.close()


class Single(SyncWorker):
    """A process of one thread, for a place behind a proxy, that turns away nobody who is through to it."""

    def run(self) -> None:
        """Serve until told to stop; then take in whoever waits."""
        super().run()
        self.app.begin_to_end()
        for listener in self.sockets:
            try:
                while True:
                    self.accept(listener)
            except OSError:
                listener.close()


class Server(BaseApplication):
    """The web server over one application, which its processes share."""

    def __init__(self, options: dict[str, Any], settings: Settings, *, jobs: bool, late: bool = False) -> None:
        """Keep what the server and the application are set to, whether background work is done here, and whether the
        database did not answer yet."""
        self.options, self.settings, self.jobs, self.late = options, settings, jobs, late
        self.candidate: Candidate | None = None
        self.ended = threading.Event()
        self.figures: Door | None = None
        self.joined: Flask | None = None
        self.beating: Beating | None = None
        self.name, self.since = own_name(), clock.now()
        self._shared = mmap.mmap(-1, 2)  # bytes that all processes share: whether they end, and how many they are
        self.note_processes(options["workers"])
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop."""
        with loading():
            if self.jobs:
                import_module("consult.jobs.consuming")
            joined = create_app(self.settings, counts=False)
        self.joined = joined if is_alone() else None
        Ending(self).run()

    def load_config(self) -> None:
        """Set the server."""
        for name, value in self.options.items():
            self.cfg.set(name, value)
        self.cfg.set("post_worker_init", self._begin)
        self.cfg.set("worker_exit", self._end)
        self.cfg.set("on_exit", self._gone)

    def load(self) -> Flask:
        """Take the application, after the process has started; figures may be asked for from then on."""
        from consult.web import requests
        from consult.web.clocks import APART
        from consult.web.figures_at import writing_of
        from consult.web.health import ENDING

        with loading():
            app = self.joined or create_app(self.settings, counts=False)
        requests.count(app, app.extensions["consult"].engine, self.settings)
        app.wsgi_app = turning_away(app.wsgi_app)  # type: ignore[method-assign, assignment] # as Flask's own documentation does
        self.figures = metrics.open_door(self.settings, writing_of(app))
        app.extensions[ENDING] = self.is_ending
        engine = app.extensions["consult"].engine
        self.beating = Beating(engine, self.name, self.since, self.processes, self.is_ending)
        app.extensions[APART] = self.beating.is_apart
        return app

    def say_not_ready(self) -> None:
        """Let every process say that this server is about to end."""
        self._shared[0] = 1

    def is_ending(self) -> bool:
        """Tell whether this server is about to end."""
        return self._shared[0] != 0

    def note_processes(self, number: int) -> None:
        """Let every process know how many of them there are; of more than 255 so many are told."""
        self._shared[1] = min(number, 255)

    def processes(self) -> int:
        """Answer how many processes this server has."""
        return self._shared[1]

    def begin_to_end(self) -> None:
        """Begin nothing more in the background of this process."""
        self.ended.set()
        if self.candidate is not None:
            self.candidate.ended.set()

    def _begin(self, _worker: object) -> None:
        """Bring up a database that did not answer before in a process that has started, then do what is done beside.
        What fails there is tried again while the process serves: a fault here would end the whole server."""
        if self.late:
            awaiting.wait_beside(self.settings, self._stand)
        else:
            awaiting.now_or_beside(self._stand)

    def _stand(self) -> None:
        """Let a process that has started do the background work as soon as no other one does; where workers do it,
        publish here what they sign."""
        if self.candidate is None and not self.ended.is_set():
            candidate = self._made()
            candidate.start()
            self.candidate = candidate
            if self.ended.is_set():  # while it began
                candidate.stop()
        if self.beating is not None:
            self.beating.start()

    def _made(self) -> Candidate:
        """Make what does the background work of a process."""
        if not self.jobs:
            return Following(Sealing(engine_of(self.settings), self.settings), self.settings.instance)
        from consult.jobs.consuming import Working

        jobs = Jobs.over(self.settings)
        watch_pool(jobs.engine, self.settings.database.pool)
        return Working(jobs, self.settings.instance)

    def _end(self, _server: object, _worker: object) -> None:
        """Finish what is being done before a process ends, and begin nothing that could not begin before."""
        self.ended.set()
        if self.beating is not None:
            self.beating.stop()
        if self.candidate is not None:
            self.candidate.stop()

    def _gone(self, _server: object) -> None:
        """Be listed no more once all processes have ended."""
        forget_server(self.settings, self.name)


def is_alone() -> bool:
    """Wait for threads that end by themselves; tell whether no other one is left."""
    last = time.monotonic() + ENDS_WITHIN
    for one in threading.enumerate():
        if one is not threading.current_thread():
            one.join(max(last - time.monotonic(), 0))
    return threading.active_count() == 1


def options(settings: Settings, bind: str, workers: int, threads: int) -> dict[str, Any]:
    """Set the server as an installation is set."""
    serving = settings.serving
    return {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": Threads if threads > 1 else Single,
        "timeout": serving.request_seconds,
        "graceful_timeout": serving.grace_seconds,
        "max_requests": serving.renewed_after,
        "max_requests_jitter": serving.renewed_after // 10,
        "preload_app": False,
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


def is_handed(environ: Callable[[str], str | None] = os.environ.get) -> bool:
    """Tell whether the listening socket comes from whoever started this server."""
    return any(environ(name) for name in HANDED)
