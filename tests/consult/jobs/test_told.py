"""What a piece of work leaves in the log of the process: as a request does, and under the name of its request."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from consult import outbox
from consult.db import Busy, reading, writing
from consult.jobs import Jobs
from consult.jobs.queueing import open_queue
from consult.lines import REQUEST, Lines
from consult.models.cases import OUTBOX
from consult.settings import Settings
from tests.consult.docket.conftest import START, Office

SECRET = "PLANTED-SECRET"
BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


def post(office: Office, topic: str) -> int:
    """Put a piece of work with a secret into the outbox."""
    row = {"key": f"{topic}:test", "topic": topic, "payload": json.dumps({"x": SECRET}), "run_at": START, "attempts": 1}
    with writing(office.engine) as connection:
        return int(connection.execute(insert(OUTBOX).values(row).returning(OUTBOX.c.id)).scalar_one())


def jobs_of(office: Office, tmp_path: Path, handlers: Mapping[str, Any], **given: Any) -> Jobs:
    """Give background work with handlers of one's own, each piece of which is told."""
    queue = open_queue(Settings.for_tests(tmp_path))
    return Jobs(office.engine, office.docket, queue, handlers, aloud=True, **given)


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Give what each line of work says."""
    return [json.loads(Lines().format(one)) for one in caplog.records if one.getMessage() == "job"]


def broken(_connection: Connection, payload: Mapping[str, Any], _at: datetime) -> None:
    """Fail with what it was given."""
    raise ValueError(payload["x"])


def busy(_connection: Connection, _payload: Mapping[str, Any], _at: datetime) -> None:
    """Find the database busy."""
    raise Busy


def test_work_is_told_by_number_topic_outcome_and_time_and_by_nothing_of_what_it_is_about(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One that succeeds, one that fails with a secret in its text, one that finds the database busy, an errand that
    waits."""
    caplog.set_level(logging.INFO, "consult.jobs")
    handlers = {"serve": lambda *_given: None, "receipt": broken, "forget": busy}
    jobs = jobs_of(office, tmp_path, handlers, errands={"send": lambda _job, _at: False})

    for topic in ("serve", "receipt", "forget", "send"):
        jobs.do(post(office, topic))

    lines = told(caplog)
    came = [(one["topic"], one["outcome"]) for one in lines]
    assert [("serve", "done"), ("receipt", "failed"), ("forget", "busy"), ("send", "waits")] == came
    assert all(one["milliseconds"] >= 0 and one["job"] and one["try"] == 1 for one in lines)
    assert SECRET not in "".join(Lines().format(one) for one in caplog.records)


def test_work_bears_the_name_of_the_request_in_which_it_was_asked_for(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An act's delivery, and work that a request put into the outbox; the lines of both name it, and what is said
    afterwards does not."""
    caplog.set_level(logging.INFO, "consult.jobs")
    before = REQUEST.set("7f3e2a90-c1d2")
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    other = post(office, "receipt")
    REQUEST.reset(before)
    jobs = jobs_of(office, tmp_path, {"serve": lambda *_given: None, "receipt": lambda *_given: None})
    with reading(office.engine) as connection:
        served = connection.execute(select(OUTBOX.c.id).where(OUTBOX.c.topic == "serve")).scalars().all()

    with writing(office.engine) as connection:
        job = outbox.lock(connection, other)
    said: list[str] = []
    jobs.handlers = {"serve": lambda *_given: said.append(REQUEST.get()), "receipt": lambda *_given: None}
    for number in (*served, other):
        jobs.do(number)

    assert job is not None
    assert "7f3e2a90-c1d2" == job.request
    assert {"7f3e2a90-c1d2"} == set(said)
    assert "" == REQUEST.get()


def test_without_a_wish_for_lines_only_what_failed_is_told(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As with requests, the settings want each line or not."""
    caplog.set_level(logging.INFO, "consult.jobs")
    jobs = jobs_of(office, tmp_path, {"serve": lambda *_given: None, "receipt": broken})
    jobs.aloud = False

    for topic in ("serve", "receipt"):
        jobs.do(post(office, topic))

    assert ["failed"] == [one["outcome"] for one in told(caplog)]
