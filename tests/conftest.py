"""What every test stands on: no network, repeatable examples, and a summary that names what could not run here."""

import ipaddress
import os
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from consult import db
from consult import settings as product_settings
from tests import asked_outside, databases, postgres, redis_server, scratch
from tests.postgres import postgres_server, postgres_url
from tests.redis_server import redis_url
from tests.s3_server import s3_bucket, s3_server, s3_way
from tests.templates import Compiled

__all__ = [
    "beside",
    "chromium",
    "compiled_once",
    "network_refused",
    "no_wait_for_the_disk",
    "postgres_server",
    "postgres_url",
    "redis_url",
    "s3_bucket",
    "s3_server",
    "s3_way",
    "wait_for_the_disk",
    "worlds_lie_there",
]

PRAGMAS = db.PRAGMAS
NO_CHROMIUM = "no Chromium (make test-system installs it)"

_SLOW = [HealthCheck.too_slow]
# The same examples every time, so that a change is judged by what it changes; the search for new ones is the night's:
# --hypothesis-profile nightly.
settings.register_profile(
    "ordinary", max_examples=200, deadline=None, suppress_health_check=_SLOW, derandomize=True, database=None
)
settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile("ordinary")


def _chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _is_local(address: Any) -> bool:
    """Say whether an address stays on this machine: a socket file, a loopback number or localhost."""
    if not isinstance(address, tuple) or address[0] in (None, "", "localhost", b"localhost"):
        return True
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


class NetworkRefused(RuntimeError):
    """Raised in a test that tries to leave this machine."""


@pytest.fixture
def beside() -> tuple[Path, ...]:
    """Name the folders of procedures beside the toys of a docket's office; a module that needs some says which."""
    return ()


@pytest.fixture(autouse=True, scope="session")
def network_refused() -> Iterator[None]:
    """Refuse connections and name look-ups that would leave this machine."""

    def guard(call: Any, place: int) -> Any:
        def guarded(*arguments: Any, **named: Any) -> Any:
            address = arguments[place] if place else (arguments[0],)
            if not _is_local(address):
                raise NetworkRefused(f"A test tried to reach {address}; tests stay on this machine.")
            return call(*arguments, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guard(socket.socket.connect, 1))
        patch.setattr(socket.socket, "connect_ex", guard(socket.socket.connect_ex, 1))
        patch.setattr(socket, "getaddrinfo", guard(socket.getaddrinfo, 0))
        yield


@pytest.fixture(autouse=True, scope="session")
def kept_with_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what this process copies among the temporary folders of the run."""
    scratch.PLACE.append(tmp_path_factory.mktemp("kept"))


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """Compile each template once for all applications of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Compiled()})
        yield


@pytest.fixture(autouse=True, scope="session")
def no_wait_for_the_disk() -> Iterator[None]:
    """Let SQLite hand its pages to the system and go on, as the PostgreSQL of the tests does. Only a machine that
    loses its power could tell; programs that a test starts wait as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "PRAGMAS", (*PRAGMAS, "synchronous=OFF", "fullfsync=OFF"))
        yield


@pytest.fixture(autouse=True, scope="session")
def stores_asked_outside() -> Iterator[None]:
    """Let each store of documents complain that is asked while the write gate is held."""
    with pytest.MonkeyPatch.context() as patch:
        asked_outside.watch_gates(patch.setattr)
        yield


@pytest.fixture(autouse=True, scope="session")
def worlds_lie_there() -> Iterator[None]:
    """Let an installation that names no database have one where the worlds of this run lie."""
    with pytest.MonkeyPatch.context() as patch:
        if databases.on_postgresql():
            patch.setattr(product_settings, "database_in", lambda folder: databases.at(folder / "consult.sqlite"))
        yield


@pytest.fixture(scope="module")
def wait_for_the_disk() -> Iterator[None]:
    """Let SQLite wait for the disk as in the product, in a module of this very promise or of its price."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "PRAGMAS", PRAGMAS)
        yield


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give the folder that all processes of a run share; whoever writes there takes a lock first."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of the system's Chromium; skip, with a named reason, where there is none."""
    path = _chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


def pytest_configure(config: pytest.Config) -> None:
    """Start the server of a run on PostgreSQL; the processes that it starts find it."""
    if databases.on_postgresql() and not hasattr(config, "workerinput"):
        stack = ExitStack()
        stack.enter_context(databases.served())
        config.add_cleanup(stack.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Any:
    """Remove the databases of a test that is over."""
    given = yield
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if folder is not None and databases.on_postgresql():
        databases.leave(folder)
    return given


def _is_about_sqlite(item: pytest.Item) -> bool:
    """Say whether a test is about SQLite itself, or the half of a test on both databases that is."""
    call = getattr(item, "callspec", None)
    return item.get_closest_marker("sqlite") is not None or (call is not None and "sqlite" in call.params.values())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip marked tests whose program is not on this machine; leave out what is about the other database."""
    if databases.on_postgresql():
        config.hook.pytest_deselected(items=[item for item in items if _is_about_sqlite(item)])
        items[:] = [item for item in items if not _is_about_sqlite(item)]
    missing = {}
    if _chromium() is None:
        missing["browser"] = NO_CHROMIUM
    if not postgres.available():
        missing["postgres"] = postgres.MISSING
    if not redis_server.available():
        missing["redis"] = redis_server.MISSING
    for item in items:
        for mark, reason in missing.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, without pytest's prefix."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


def _nothing_may_be_skipped(report: Any) -> None:
    """Turn a skipped report into a failure where the environment promises that everything can run."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CONSULT_NOTHING_SKIPPED") == "1":
        report.longrepr = f"skipped although everything must run here: {_reason(report)}"
        report.outcome = "failed"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """Apply the promise that nothing is skipped to each test."""
    report = yield
    _nothing_may_be_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    """Apply the promise that nothing is skipped to whole modules."""
    report = yield
    _nothing_may_be_skipped(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what could not run here and why, or say that everything ran."""
    reports = terminalreporter.stats.get("skipped", [])
    counted = Counter(_reason(report) for report in reports)
    if not counted:
        terminalreporter.write_line("not run here: nothing")
    for reason, count in sorted(counted.items()):
        terminalreporter.write_line(f"not run here: {count} {'test' if count == 1 else 'tests'}, {reason}")
