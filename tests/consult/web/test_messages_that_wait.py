"""Messages that wait for a mail server, and work that was given up: what a secretariat reads of it and may do."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from consult import clock
from consult.delivery import messages, waiting
from consult.delivery.messages import NewMessage
from consult.models.cases import CASES, OUTBOX
from consult.models.delivery import MESSAGE_TRY
from consult.visibility import Viewer
from tests.consult.web.cases_world import serve_berth
from tests.consult.web.world import AT, LIAISON, MANAGER, SECRETARIAT, World

ANSWER = "451 <desk@meae.example>: try again later"
DESK = "/desk/secretariat"


def ask(world: World, key: str, at: datetime = AT, **about: Any) -> int:
    """Ask for a message and give the number of its work."""
    with world.writing() as conn:
        new = NewMessage(key, "drill", "mail", "FRA", "desk@meae.example", **about)
        number = messages.ask(conn, new, at)
        return int(conn.execute(select(OUTBOX.c.id).where(OUTBOX.c.key == f"send:{number}")).scalar_one())


def fail(world: World, work: int, *, attempts: int, next_at: datetime, aside: datetime | None = None) -> None:
    """Let a try fail as the sender keeps it."""
    with world.writing() as conn:
        values = {"attempts": attempts, "run_at": next_at, "last_error": ANSWER, "set_aside_at": aside}
        conn.execute(update(OUTBOX).where(OUTBOX.c.id == work).values(values))
        payload = conn.execute(select(OUTBOX.c.payload).where(OUTBOX.c.id == work)).scalar_one()
        row = {"message_id": json.loads(payload)["message"], "at": AT, "outcome": "unreachable", "said": ANSWER}
        conn.execute(insert(MESSAGE_TRY).values(row))


def main(world: World, mail: str, address: str = DESK) -> str:
    """Read what stands on a page."""
    return world.signed_in(mail).get(address).text.partition("<main")[2]


def test_the_secretariat_reads_how_many_wait_since_when_and_what_was_said_last(world: World) -> None:
    """Two wait since nine and ten, one was tried in vain; whose address refused is nowhere."""
    first = ask(world, "a")
    ask(world, "b", AT + timedelta(hours=1))
    fail(world, first, attempts=3, next_at=AT + timedelta(hours=2))
    text = main(world, SECRETARIAT).partition("Messages that wait")[2]

    for said in (
        "2 messages wait",
        "1 tried in vain",
        "451 &lt;…&gt;: try again later",
        "the oldest since",
        "next try",
    ):
        assert said in text
    assert "desk@meae.example" not in text
    assert "Try again" not in text


def test_where_nothing_waits_the_page_says_so(world: World) -> None:
    """And lists nothing that was given up."""
    text = main(world, SECRETARIAT)
    assert "No message waits." in text
    assert "Given up until somebody asks" not in text


def test_a_message_about_a_case_that_the_secretariat_may_not_know_of_is_not_counted(berths: World) -> None:
    """Japan's notice to France alone: its mail waits, whoever runs the installation reads of it, and nobody else."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with berths.reading() as conn:
        case_id = conn.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        before = sum(one.number for one in waiting.waiting(conn))
    work = ask(berths, "c", case_id=case_id)
    fail(berths, work, attempts=60, next_at=AT, aside=AT)

    with berths.reading() as conn:
        assert before == sum(one.number for one in waiting.waiting(conn))
        assert [work] == [one.id for one in waiting.set_aside(conn)]
        known = Viewer("OOSA")
        assert ((), ()) == (waiting.waiting(conn, known), waiting.set_aside(conn, known))
        assert 1 == len(waiting.set_aside(conn, Viewer("FRA"))), "whoever takes part in the case may know"


@pytest.mark.parametrize("who", [LIAISON, MANAGER], ids=["a liaison", "a manager"])
def test_nobody_but_a_secretariat_has_work_tried_again(world: World, who: str) -> None:
    """The page is unknown to them, the button nowhere, and the request too."""
    work = ask(world, "d")
    fail(world, work, attempts=60, next_at=AT, aside=AT)
    visitor = world.signed_in(who)
    assert 404 == visitor.get(DESK).status_code
    assert "/retry" not in visitor.get("/desk").text
    assert 404 == visitor.post(f"{DESK}/given-up/{work}/retry", form_at="/desk").status_code


def test_what_was_given_up_is_tried_again_at_once_when_the_secretariat_presses(world: World) -> None:
    """Its reason is not on the page; a second press finds nothing that was given up."""
    work = ask(world, "e")
    fail(world, work, attempts=60, next_at=AT, aside=AT)
    text = main(world, SECRETARIAT)
    assert f'action="{DESK}/given-up/{work}/retry"' in text
    assert "451" not in text
    at = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    with clock.frozen(at):
        visitor = world.signed_in(SECRETARIAT)
        assert 303 == visitor.post(f"{DESK}/given-up/{work}/retry", form_at=DESK).status_code
        assert 404 == visitor.post(f"{DESK}/given-up/{work}/retry", form_at=DESK).status_code
    with world.reading() as conn:
        row = conn.execute(select(OUTBOX).where(OUTBOX.c.id == work)).one()
    assert (at, None, 0) == (row.run_at, row.set_aside_at, row.attempts)
