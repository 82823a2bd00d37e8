"""`consult jobs`: what waits and what failed, in lines that name no case and no party."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from consult import clock
from consult.db import make_engine, writing
from consult.delivery import messages
from consult.delivery.messages import NewMessage
from consult.models.cases import OUTBOX
from consult.models.reminding import WORKER_SIGN
from consult.signs import Sign, give_for_all
from tests import databases
from tests.consult.test_commands import call
from tests.consult.test_commands import instance as instance

__all__ = ["instance"]

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def put(folder: Path, *rows: dict[str, object]) -> None:
    """Put work into the outbox of an installation."""
    engine = make_engine(databases.at(folder / "consult.sqlite"))
    with writing(engine) as connection:
        for row in rows:
            connection.execute(insert(OUTBOX).values({"topic": "send", "payload": "{}", "run_at": AT, **row}))
        connection.execute(insert(WORKER_SIGN).values(name="host 7", since=AT, at=AT))
    give_for_all(engine, Sign("web1 5", AT, AT, "0.1.0", 2))
    engine.dispose()


FAILED = {"key": "a", "attempts": 3, "last_error": "OSError: refused"}
ASIDE = {"key": "b", "attempts": 60, "last_error": "NoHandler: x", "set_aside_at": AT}


def test_the_status_says_what_waits_what_failed_and_who_works(instance: Path) -> None:
    """Twelve seconds after the only worker gave its last sign."""
    put(instance, FAILED, ASIDE, {"key": "c", "attempts": 0})
    with clock.frozen(AT.replace(second=12)):
        said = call("jobs", "status")

    assert 0 == said.exit_code, said.output
    assert [
        "waiting: send 2",
        "under way: 0",
        "failed, tried again later: 1",
        "  1  send  3 tries  20 November 2026, 09:00:00 UTC  OSError: refused",
        "set aside: 1",
        "  2  send  60 tries  20 November 2026, 09:00:00 UTC  NoHandler: x",
        "longest due: 20 November 2026, 09:00:00 UTC",
        "next end of a period: none",
        "reminders looked for next: none",
        "worker host 7: since 20 November 2026, 09:00:00 UTC, last sign 12 seconds ago",
        "web server web1 5: since 20 November 2026, 09:00:00 UTC, last sign 12 seconds ago, version 0.1.0",
    ] == said.output.splitlines()


@pytest.mark.usefixtures("instance")
def test_where_nobody_has_ever_worked_the_status_says_so() -> None:
    """A new installation."""
    assert call("jobs", "status").output.splitlines()[-1] == "no worker has given a sign of life"


def test_work_that_is_not_set_aside_cannot_be_tried_again(instance: Path) -> None:
    """Number 2 was set aside and is tried again, once; number 1 only failed, number 9 is none."""
    put(instance, FAILED, ASIDE)
    answers = [call("jobs", "retry", number) for number in ("2", "2", "1", "9")]

    assert [0, 1, 1, 1] == [answer.exit_code for answer in answers]
    assert ["Work 2 is tried again.", "Error: No work of the number 2 is set aside."] == [
        answer.output.strip() for answer in answers[:2]
    ]


def test_the_status_says_how_many_messages_wait_and_what_was_said_last(instance: Path) -> None:
    """One that was tried in vain and one that was not; the address that the server named is left out."""
    engine = make_engine(databases.at(instance / "consult.sqlite"))
    with writing(engine) as connection:
        for key in ("a", "b"):
            number = messages.ask(connection, NewMessage(key, "drill", "mail", "FRA", "desk@mfa.example"), AT)
        messages.keep_try(connection, number, AT, "unreachable", "450 desk@mfa.example: try later", "waiting")
        tried = {"attempts": 1, "last_error": "450", "run_at": AT + timedelta(minutes=5)}
        connection.execute(update(OUTBOX).where(OUTBOX.c.key == f"send:{number}").values(tried))
    engine.dispose()
    with clock.frozen(AT):
        said = call("jobs", "status").output.splitlines()

    assert [
        "2 messages wait by mail: 1 tried in vain",
        "  oldest since 20 November 2026, 09:00:00 UTC, next try 20 November 2026, 09:00:00 UTC",
        "  last answer: 450 …: try later",
    ] == said[-3:]
