"""What browser tests share: the application on a free port, and a page that reports violations and errors."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 360, "height": 740}}


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request. Like the server of the product, and unlike the development server of Werkzeug, it
    closes the file it is sending when a browser goes away in the middle."""

    daemon_threads = True  # browsers open connections ahead of need and leave them idle

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing of a browser that went away; what the application does wrong is answered by itself."""


class Quiet(WSGIRequestHandler):
    """A server that does not report every request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine and give its address."""
    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watched:
    """A page with its complaints: script errors and policy violations, but not the notes about 4xx answers."""

    def __init__(self, page: Page, start: str) -> None:
        """Listen to the page."""
        self.page, self.start, self.complaints = page, start, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    complaints: list[str]

    def open(self, address: str) -> "Watched":
        """Open an address of the application."""
        self.page.goto(self.start + address)
        return self

    def sign_in(self, email: str, password: str) -> "Watched":
        """Sign in by hand."""
        self.open("/sign-in")
        self.page.get_by_label("Mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        return self

    def violations(self) -> list[str]:
        """Answer what the accessibility checker finds on the page as it stands."""
        self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate("axe.run().then(result => result.violations)")
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]

    def overflows(self) -> bool:
        """Tell whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def _hear(self, message: ConsoleMessage) -> None:
        """Keep errors of the console."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@contextmanager
def watched(
    browser: Browser, start: str, size: str = "wide", scheme: str = "light", script: bool = True
) -> Iterator[Watched]:
    """Give a fresh window of a size and colour scheme, with or without script."""
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, java_script_enabled=script)
    context.set_default_timeout(10_000)
    try:
        yield Watched(context.new_page(), start)
    finally:
        context.close()
