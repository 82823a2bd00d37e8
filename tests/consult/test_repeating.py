"""A change beside the cases that is asked for with a key by two at one moment: made once, and both are told."""

import threading
import time
from typing import Any

from sqlalchemy import Connection, func, select

from consult.again import again
from consult.db import reading, writing
from consult.models.tokens import API_MADE
from consult.repeating import once
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office

KEY, REQUEST, SECONDS = "one key", "one request", 1.0


def test_of_two_that_ask_for_the_same_change_at_once_both_get_its_one_answer(office: Office) -> None:
    """The second asks while the first is at work and not committed: it waits for that, and gets the first answer."""
    by, made, at_work, second_asks = office.standings["JPN"], list[int](), threading.Event(), threading.Event()
    answers: dict[str, Any] = {}

    def change(_connection: Connection) -> int:
        at_work.set()
        assert second_asks.wait(60)
        time.sleep(SECONDS)  # until the other has come to its row
        made.append(len(made) + 1)
        return made[-1]

    @again()
    def ask() -> tuple[str, bool]:
        if at_work.is_set():
            second_asks.set()
        with writing(office.engine) as connection:
            return once(connection, by, KEY, REQUEST, START, change)

    def asks(who: str) -> None:
        try:
            answers[who] = ask()
        except Exception as fault:  # noqa: BLE001 - whatever one meets is what the test looks at
            answers[who] = fault

    first, second = (threading.Thread(target=asks, args=(who,)) for who in ("first", "second"))
    first.start()
    assert at_work.wait(60)
    second.start()
    first.join()
    second.join()

    assert {"first": ("1", False), "second": ("1", True)} == answers
    assert [1] == made
    with reading(office.engine) as connection:
        assert 1 == connection.execute(select(func.count()).select_from(API_MADE)).scalar_one()
