"""Whoever has waited too long for a thread is turned away at once, and nothing was done for him."""

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped] # the library has no types
from werkzeug.test import Client
from werkzeug.wrappers import Response

from consult import figures, migrate
from consult.commands.server import Server, Threads, options
from consult.commands.turning_away import CROWDED_WAIT, LONGEST_WAIT, SENTENCE, note_wait, turning_away
from consult.db import make_engine
from consult.settings import Settings

DONE: list[str] = []


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Note what was asked, and answer."""
    DONE.append(environ["PATH_INFO"])
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]


@pytest.fixture
def asks() -> Iterator[Client]:
    """Ask an application before which a server may turn away."""
    DONE.clear()
    waited(0)
    yield Client(turning_away(application), Response)
    waited(0)


def waited(seconds: float) -> None:
    """Let the next request of this thread have waited for so long."""
    note_wait(time.monotonic() - seconds)


def test_who_has_waited_a_little_is_answered(asks: Client) -> None:
    """A second before it is too long."""
    waited(LONGEST_WAIT - 1)
    assert (200, "done") == ((answer := asks.post("/cases")).status_code, answer.text)


def test_who_has_waited_too_long_is_told_to_come_again_and_nothing_is_done(asks: Client) -> None:
    """A tenth of a second after it: 503 with Retry-After, for people in words and for machines as a problem."""
    waited(LONGEST_WAIT + 0.1)
    page, api = asks.post("/cases"), asks.post("/api/v1/cases")

    assert [] == DONE
    assert (503, "5", f"{SENTENCE}\n") == (page.status_code, page.headers["Retry-After"], page.text)
    assert "application/problem+json" == api.mimetype
    assert (503, SENTENCE) == ((told := json.loads(api.text))["status"], told["detail"])


def test_who_is_turned_away_is_counted(asks: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """23 November 2026: a server turned away one in three for an hour, and no figure told of it: what counts requests
    stands behind. Who is served is counted there and not here."""
    told: list[tuple[str, float, tuple[str, ...]]] = []
    monkeypatch.setattr(
        figures, "_listeners", [lambda figure, amount, labels: told.append((figure.name, amount, labels))]
    )
    asks.post("/cases")
    waited(LONGEST_WAIT + 0.1)
    asks.post("/cases")

    assert [("consult_http_requests", 1, ("turned away", "POST", "503"))] == told


def test_the_first_after_a_quiet_hour_may_wait_as_long_as_any(asks: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was served at once for an hour because nobody asked: a hiccup then is no crowd."""
    waited(0)
    now, told = time.monotonic() + 3600, []
    monkeypatch.setattr(time, "monotonic", lambda: now)
    for passed, waits in ((0.0, LONGEST_WAIT - 0.1), (0.1, LONGEST_WAIT - 0.1), (0.1, 2.0), (0.8, 2.0)):
        now += passed
        waited(waits)
        told.append(asks.get("/cases").status_code)

    assert [200, 200, 503, 503] == told


def test_after_three_seconds_in_which_nobody_was_served_at_once_one_second_is_too_long(
    asks: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then two are borne; and they are again as soon as somebody has not had to wait."""
    now, told = time.monotonic(), []
    monkeypatch.setattr(time, "monotonic", lambda: now)
    waited(0)
    for passed, waits in ((2.9, 2.0), (0.2, CROWDED_WAIT - 0.1), (0.0, CROWDED_WAIT + 0.1), (0.1, 0.0), (0.1, 2.0)):
        now += passed
        waited(waits)
        told.append(asks.get("/cases").status_code)

    assert [200, 200, 503, 200, 200] == told


def test_that_the_process_lives_is_always_told(asks: Client) -> None:
    """However long the question has waited: whoever asks would end the process otherwise."""
    waited(3600)
    assert 200 == asks.get("/healthz").status_code


def test_a_server_counts_from_the_moment_at_which_a_request_waits_for_a_thread(
    asks: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process of several threads says so before it answers, for each request anew."""
    seen: list[int] = []
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda _worker, _conn: None)
    monkeypatch.setattr(ThreadWorker, "handle", lambda _worker, _conn: seen.append(asks.get("/cases").status_code))
    worker, conn = object.__new__(Threads), SimpleNamespace()
    for waits in (LONGEST_WAIT + 1, 0.0):
        worker.enqueue_req(conn)
        conn.waits_since -= waits
        worker.handle(conn)

    assert [503, 200] == seen


def test_the_application_that_a_server_joins_turns_away(tmp_path: Path) -> None:
    """A page that anybody may see is 503 for whoever has waited too long, and is there for the next."""
    settings = Settings.for_tests(tmp_path)
    migrate.upgrade(make_engine(settings.database_url))
    app = Server(options(settings, "127.0.0.1:0", 2, 4), settings, jobs=False).load()
    waited(LONGEST_WAIT + 1)
    late = app.test_client().get("/sign-in").status_code
    waited(0)

    assert (503, 200) == (late, app.test_client().get("/sign-in").status_code)
