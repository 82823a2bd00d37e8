"""A form or a page whose transaction the database undid is answered all the same: it is done again from its beginning,
unless something was committed. On a real PostgreSQL where it is the database that undoes."""

import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import flash, request, session
from sqlalchemy import Connection, select, text

from consult.db import WRITTEN, Busy, Crossed, Lost, Undone
from consult.log import attempts, reads
from consult.models.logbook import ATTEMPT
from consult.models.parties import PERSON
from consult.web import directory, preferences
from consult.web.parts import parts
from consult.web.parts import writing as page_writing
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.test_reads import entries, told
from tests.consult.web.world import LIAISON, MANAGER, World, build

SETTINGS = {"language": "fr", "digest": "no", "digest_hour": "7", "zone": "Europe/Paris"}


@pytest.fixture
def on_postgresql(postgres_url: str, tmp_path: Path) -> Iterator[World]:
    """Give the world on PostgreSQL, with a table of two rows."""
    empty_engine(postgres_url).dispose()
    world = build(tmp_path, database_url=postgres_url)
    with world.writing() as conn:
        conn.execute(text("CREATE TABLE two (id int PRIMARY KEY, n int NOT NULL)"))
        conn.execute(text("INSERT INTO two VALUES (1, 0), (2, 0)"))
    yield world
    world.engine.dispose()


def add_one(connection: Connection, row: int) -> None:
    connection.execute(text("UPDATE two SET n = n + 1 WHERE id = :row"), {"row": row})


def language_of(world: World, email: str) -> str:
    """Give the language that a person chose."""
    with world.reading() as conn:
        return str(conn.execute(select(PERSON.c.language).where(PERSON.c.email == email)).scalar_one())


@pytest.mark.postgres
def test_of_two_forms_that_wait_for_each_other_both_are_taken(
    on_postgresql: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people save their settings; each then waits for a row that the other has. PostgreSQL undoes one, which is
    done again: both are told that theirs are kept, and everything is there once for each."""
    world, met, tries = on_postgresql, threading.Barrier(2, timeout=60), []
    rows = {world.people[MANAGER]: (1, 2), world.people[LIAISON]: (2, 1)}
    keep = preferences.set_wishes

    def crossing(conn: Connection, person: int, *given: Any) -> None:
        first, second = rows[person]
        add_one(conn, first)
        tries.append(person)
        if len(tries) <= 2:
            met.wait()
        add_one(conn, second)
        keep(conn, person, *given)

    monkeypatch.setattr(preferences, "set_wishes", crossing)
    visitors, told = [world.signed_in(email) for email in (MANAGER, LIAISON)], []

    def press(visitor: Any) -> None:
        told.append(visitor.post("/my-settings", form_at="/my-settings", **SETTINGS).status_code)

    threads = [threading.Thread(target=press, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert [303, 303] == told
    assert 3 == len(tries), "one of them was done again"
    assert ("fr", "fr") == (language_of(world, MANAGER), language_of(world, LIAISON))
    with world.reading() as conn:
        assert [2, 2] == list(conn.execute(text("SELECT n FROM two ORDER BY id")).scalars())


@pytest.mark.postgres
def test_a_form_that_cannot_be_serialised_is_done_again(on_postgresql: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first try saw a row that another transaction then changed."""
    world, tries, keep = on_postgresql, [], preferences.set_wishes

    def overtake() -> None:
        with world.writing() as other:
            add_one(other, 1)

    def overtaken(conn: Connection, *given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            conn.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
            conn.execute(text("SELECT n FROM two")).all()
            elsewhere = threading.Thread(target=overtake)
            elsewhere.start()
            elsewhere.join(60)
        add_one(conn, 1)
        keep(conn, *given)

    monkeypatch.setattr(preferences, "set_wishes", overtaken)
    monkeypatch.setattr("consult.web.parts.require_lasting", lambda *_given: None)  # so that nothing is asked before

    answer = world.signed_in(MANAGER).post("/my-settings", form_at="/my-settings", **SETTINGS)

    assert (303, 2, "fr") == (answer.status_code, len(tries), language_of(world, MANAGER))


@pytest.mark.postgres
def test_a_page_whose_connection_the_server_ends_is_drawn_all_the_same(
    on_postgresql: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is restarted while a page is read: a second connection is made, and whoever reads sees nothing."""
    world, numbers, draw = on_postgresql, [], directory.directory_page

    def end(number: int) -> None:
        with world.writing() as conn:
            conn.execute(text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})

    def drawn(conn: Connection, *given: Any) -> Any:
        numbers.append(conn.execute(text("SELECT pg_backend_pid()")).scalar_one())
        if len(numbers) == 1:
            elsewhere = threading.Thread(target=end, args=numbers)
            elsewhere.start()
            elsewhere.join(60)
        return draw(conn, *given)

    monkeypatch.setattr(directory, "directory_page", drawn)
    page = world.signed_in(MANAGER).get("/directory")

    assert 2 == len(set(numbers))
    assert 200 == page.status_code
    assert "Japan Aerospace Exploration Agency" in page.text


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the world with addresses that fail as they are told."""
    built = build(tmp_path)
    yield built
    built.engine.dispose()


def failing(world: World, fault: Exception, times: int, before: Any = lambda: None) -> list[bytes]:
    """Let an address fail so many times, having done something; answer what it read of a file at each try."""
    tries: list[bytes] = []

    def answer() -> str:
        sent = request.files.get("upload")
        tries.append(sent.stream.read() if sent else b"")
        before()
        if len(tries) <= times:
            raise fault
        return "done"

    world.app.view_functions["directory.index"] = answer
    world.app.view_functions["preferences.change"] = answer
    return tries


@pytest.mark.parametrize("fault", [Undone("undone"), Crossed("crossed"), Lost("lost")])
def test_it_is_tried_three_times_and_then_said(world: World, fault: Exception) -> None:
    """Twice undone, the third try is the answer; three times undone, it is 503 and nothing was recorded."""
    visitor = world.signed_in(MANAGER)

    twice = failing(world, fault, 2)
    done = visitor.get("/directory")
    thrice = failing(world, fault, 3)
    given_up = visitor.get("/directory")

    assert ((200, "done"), 3) == ((done.status_code, done.text), len(twice))
    assert (503, "2", 3) == (given_up.status_code, given_up.headers["Retry-After"], len(thrice))
    assert "nothing was recorded" in given_up.text


def test_a_file_that_was_sent_is_read_from_its_beginning_each_time(world: World) -> None:
    """The second try has all of its bytes; where the first try closed it, there is none."""
    visitor = world.signed_in(MANAGER)
    token = {"csrf_token": visitor.get("/my-settings").text.split('name="csrf_token" value="')[1].split('"')[0]}

    def send(**said: Any) -> Any:
        sent = {**token, "upload": (BytesIO(b"a scan"), "scan.pdf")}
        return visitor.client.post("/my-settings", data=sent, content_type="multipart/form-data")

    tries = failing(world, Undone("undone"), 1)
    assert (200, [b"a scan", b"a scan"]) == (send().status_code, tries)
    closed = failing(world, Undone("undone"), 1, lambda: request.files["upload"].stream.close())
    assert (503, [b"a scan"]) == (send().status_code, closed)


@pytest.mark.parametrize("does", ["commits", "changes the session", "tried in vain", "is busy"])
def test_what_may_not_be_done_twice_is_not(world: World, does: str) -> None:
    """Something is committed before it is undone; the session was changed; the docket had tried itself; others are
    writing. Then it is said at once."""
    visitor = world.signed_in(MANAGER)

    def commit() -> None:
        with page_writing() as conn:
            conn.execute(text("SELECT 1"))

    undone = Undone("undone")
    undone.in_vain = does == "tried in vain"
    done = {"commits": commit, "changes the session": lambda: flash("kept")}.get(does, lambda: None)
    tries = failing(world, Busy("busy") if does == "is busy" else undone, 1, done)

    assert 503 == visitor.get("/directory").status_code
    assert 1 == len(tries)


def test_that_something_was_written_before_is_still_known_afterwards(world: World) -> None:
    """What a request wrote before its address was asked, as when a session is kept alive, hinders no second try, and is
    not forgotten."""
    tries = failing(world, Undone("undone"), 1)
    with world.app.test_request_context("/directory"):
        WRITTEN.set(True)
        session.modified = True
        assert "done" == world.app.dispatch_request()
        assert WRITTEN.get()
        assert parts().engine is world.engine
    assert 2 == len(tries)


def test_an_entry_of_what_was_read_and_an_attempt_are_written_again_too(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Japan opens Korea's answer, of level C3: the transaction that enters it is undone once; so is that which keeps a
    form sent for a case that is not there. The page leaves, the form is refused, and each is there once."""
    ref = told(berths)
    japan, before, undone = berths.signed_in("all@jpn.example"), len(entries(berths)), []

    def once_undone(name: str, does: Any) -> Any:
        def undoing(*given: Any) -> Any:
            undone.append(name)
            if undone.count(name) == 1:
                raise Undone("undone")
            return does(*given)

        return undoing

    monkeypatch.setattr(reads, "lock_chain", once_undone("lock_chain", reads.lock_chain))
    monkeypatch.setattr(attempts, "_queue", once_undone("_queue", attempts._queue))

    page = japan.get(f"/cases/{ref}/acts/2")
    refused = japan.post("/cases/BERTH-2026-NOSUCH/steps/settle", form_at="/desk", seen="1")

    assert (200, 404) == (page.status_code, refused.status_code)
    assert "With pleasure" in page.text
    assert ["lock_chain", "lock_chain", "_queue", "_queue"] == undone
    assert 1 == len(entries(berths)) - before
    with berths.reading() as conn:
        assert [404] == list(conn.execute(select(ATTEMPT.c.status)).scalars())
