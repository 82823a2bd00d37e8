"""What the processes write of themselves: lines that help an operator and hold nothing of what States file."""

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text  # noqa: TID251 - a database of nobody, to fail in
from sqlalchemy.exc import IntegrityError

from consult import lines as said

SECRET = "we would accept a delay of two orbits"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Configure the log of this process into a text, and put it back afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    for place in (sys, threading):  # to be put back, since they are set below
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    said.begin()
    yield stream
    root.handlers[:], root.level = before, level
    said.REQUEST.set("")


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    """Read what was written, a value a line."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_figures(written: io.StringIO) -> None:
    """Whatever breaks lines or looks like another event stays within its own."""
    said.REQUEST.set("a1b2c3d4")

    said.tell(logging.getLogger("consult.requests"), 'slow\n{"event": "forged"}', seconds=1.5)

    (line,) = lines(written)
    assert 'slow\n{"event": "forged"}' == line["said"]
    assert ("info", "consult.requests", "a1b2c3d4", 1.5) == (
        line["weight"],
        line["from"],
        line["request"],
        line["seconds"],
    )
    assert line["at"].endswith("+00:00")


def test_an_exception_is_told_by_its_kind_and_place_and_never_by_its_text(written: io.StringIO) -> None:
    """A refused answer quotes what was answered; its text is left out, and that of what led to it."""
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as fault:
            raise RuntimeError(f"because of {SECRET}") from fault
    except RuntimeError:
        logging.getLogger("consult.web").exception("unforeseen in %s", "cases.take")

    (line,) = lines(written)
    assert "unforeseen in cases.take" == line["said"]
    assert ["builtins.RuntimeError", "builtins.ValueError"] == [one["kind"] for one in line["fault"]]
    assert line["fault"][0]["at"][-1].startswith("test_lines.py:")
    assert SECRET not in written.getvalue()


def test_a_row_that_a_database_refused_is_not_in_the_log(written: io.StringIO) -> None:
    """Neither the values of the statement nor those that the database names."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE said (what TEXT UNIQUE)"))
        connection.execute(text("INSERT INTO said VALUES (:what)"), {"what": SECRET})
        with pytest.raises(IntegrityError) as caught:
            connection.execute(text("INSERT INTO said VALUES (:what)"), {"what": SECRET})
    logging.getLogger("consult.jobs").error("A tick failed", exc_info=caught.value)
    engine.dispose()

    assert "sqlalchemy.exc.IntegrityError" == lines(written)[0]["fault"][0]["kind"]
    assert SECRET not in written.getvalue()


def test_a_thread_that_ends_by_a_fault_leaves_a_line_and_not_its_text(written: io.StringIO) -> None:
    """23 November 2026: a thread of the background work meets what nobody foresaw; Python itself would print what the
    database said, a row of States among it."""

    def fail() -> None:
        raise RuntimeError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    (line,) = lines(written)
    assert ("critical", "ended by a fault", "builtins.RuntimeError") == (
        line["weight"],
        line["said"],
        line["fault"][0]["kind"],
    )
    assert SECRET not in written.getvalue()


def test_a_program_that_ends_by_a_fault_leaves_a_line_and_not_its_text() -> None:
    """23 November 2026: a worker that cannot go on."""
    program = "import sys; from consult import lines; lines.begin(); raise RuntimeError(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", program, SECRET], capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert ["builtins.RuntimeError"] == [one["kind"] for one in json.loads(done.stderr)["fault"]]
    assert SECRET not in done.stderr
