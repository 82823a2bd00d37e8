"""What the watchman of a server is told: each door and each refusal in a line, and nobody's secret."""

import io
import json
import logging
import re
from typing import Any

import pytest

from consult.lines import Lines
from tests.consult.web.world import LIAISON, MANAGER, PASSWORD, World


@pytest.fixture
def said() -> Any:
    """Collect the lines of a test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logger = logging.getLogger("consult")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_each_sign_in_is_told_with_its_outcome_and_without_name_or_password(world: World, said: Any) -> None:
    """A wrong password, a right one, the end; with address and, once it is known, the number of the person."""
    visitor = world.visitor()
    visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password="wrong words before it")
    visitor.post("/sign-in", form_at="/sign-in", email=MANAGER, password=PASSWORD)
    visitor.post("/sign-out")
    told = [(one["said"], one["status"], one["address"]) for one in said()]

    assert [
        ("sign_in refused", 422, "127.0.0.1"),
        ("sign_in taken", 303, "127.0.0.1"),
        ("sign_out taken", 303, "127.0.0.1"),
    ] == told
    assert world.people[MANAGER] == said()[-1]["person"]
    text = json.dumps(said())
    for word in (MANAGER, PASSWORD, "wrong words", "csrf"):
        assert word not in text


def test_what_is_turned_away_is_told_and_what_is_let_in_is_not(world: World, said: Any) -> None:
    """A form without token, a token that is none, too much, another site; a page that is read leaves no line."""
    visitor = world.signed_in(LIAISON)
    before = len(said())
    visitor.get("/my-party")
    assert before == len(said())
    visitor.client.post("/my-party/organs", data={"key": "NEW"})
    visitor.client.get("/api/v1/cases", headers={"Authorization": "Bearer secret-that-is-none"})
    visitor.client.post("/sign-out", headers={"Origin": "https://elsewhere.example"})
    told = [(one["status"], one["door"]) for one in said()[before:]]

    assert [(400, "organs.add_organ"), 401, (400, "signin.leave")] == [told[0], told[1][0], told[2]]
    assert "secret-that-is-none" not in json.dumps(said())


def test_nothing_that_is_told_begins_another_line_or_steers_a_terminal() -> None:
    """Ends of lines, escapes and turned directions stand in a line as their numbers; a fault stands in one line too."""
    record = logging.LogRecord("consult", logging.ERROR, "", 1, 'a\r\n{"at": 1}\x1b[2J\u202e %s', ("\nb",), None)
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        import sys

        record.exc_info = sys.exc_info()
    line = Lines().format(record)

    assert 1 == len(line.splitlines())
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert [("builtins.ValueError", 1)] == [(one["kind"], len(one["at"])) for one in told["fault"]]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told["at"])
