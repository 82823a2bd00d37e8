"""How a web server ends: it says so, serves on for a while, and closes its sockets without cutting anybody off."""

import signal
import time

from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped] # the library has no types

from consult.commands.closing import close_to_the_new

TO_STOP = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
PAUSE = 0.1
"""Seconds between two looks at what is to end."""


class Ending(Arbiter):
    """The process above the others, which lets proxies turn away before it closes."""

    def manage_workers(self) -> None:
        """Let the processes know how many of them there are."""
        super().manage_workers()
        self.app.note_processes(len(self.WORKERS))

    def handle_term(self) -> None:
        """Say that this server is not ready, go on serving for a while, and stop."""
        self.app.say_not_ready()
        self._serve_on(self.app.settings.serving.drain_seconds)
        if self.reexec_pid == self.master_pid == 0 and not self.systemd:  # the sockets are this server's alone
            close_to_the_new(self.LISTENERS)
            time.sleep(PAUSE)
        super().handle_term()

    def _serve_on(self, seconds: float) -> None:
        """Do what a server does for so long, or until it is told to stop once more: a process that ends meanwhile has
        another in its place."""
        last, came = time.monotonic() + seconds, list[int]()
        while time.monotonic() < last and not TO_STOP.intersection(came):
            time.sleep(PAUSE)
            while not self.SIG_QUEUE.empty():
                came.append(self.SIG_QUEUE.get_nowait())
            if signal.SIGCHLD in came:
                came = [one for one in came if one != signal.SIGCHLD]
                self.handle_chld()
            self.murder_workers()
            self.manage_workers()
        for one in came:  # to be seen by whoever stops the processes, and afterwards
            self.SIG_QUEUE.put_nowait(one)
