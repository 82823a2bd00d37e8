"""A database that may be read and not written, as a stand-by is after the first one fell, or a file on a disk that was
mounted so: cases are shown, whoever files is told 503, that nothing was recorded and when to come again. A file that
was moved away under the server takes nothing and shows nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from consult import clock
from consult.db import writing
from tests.consult.api.machine import Machine, machine
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.cases_world import build_cases, serve_berth
from tests.consult.web.world import AT, World
from tests.faults.conftest import Seen


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Give the world of cases over either database."""
    settings: dict[str, Any] = {}
    if request.param == "postgresql":
        settings["database_url"] = request.getfixturevalue("postgres_url")
        empty_engine(settings["database_url"]).dispose()
    with clock.frozen(AT):
        made = build_cases(tmp_path, **settings)
        made.app.config["PROPAGATE_EXCEPTIONS"] = False
        yield made
    made.engine.dispose()


@contextmanager
def sealed(engine: Engine) -> Iterator[None]:
    """Let nothing be written for the length of a block: the database itself refuses."""
    if engine.dialect.name == "sqlite":

        def seal(connection: Any) -> None:
            connection.connection.dbapi_connection.execute("PRAGMA query_only=ON")

        event.listen(engine, "begin", seal)
        yield
        event.remove(engine, "begin", seal)
    else:
        _set_read_only(engine, "on")
        yield
        _set_read_only(engine, "off")
    engine.dispose()


def _set_read_only(engine: Engine, value: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("SET LOCAL transaction_read_only = off"))
        connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET default_transaction_read_only = {value}'))
    engine.dispose()


def statement(asks: Machine, ref: str, key: str) -> Any:
    """Place a statement by the API."""
    body = {"step": "make_statement", "filing": {"text": "Held"}, "seen": 1}
    return asks.post(f"/api/v1/cases/{ref}/acts", body, Idempotency_Key=key)


def test_cases_are_read_and_whoever_files_is_told_to_come_again(world: World, seen: Seen) -> None:
    """20 November 2026, with a token that was not used for a while: that its use cannot be noted keeps nobody from
    reading. With the database as before the same request is recorded, once."""
    japan = world.signed_in("all@jpn.example")
    ref, asks = serve_berth(japan), machine(world, "all@jpn.example")
    with sealed(world.engine):
        read, page, refused = asks.get(f"/api/v1/cases/{ref}"), japan.get(f"/cases/{ref}"), statement(asks, ref, "once")
        health = world.app.test_client().get("/readyz")
    taken, again = statement(asks, ref, "once"), statement(asks, ref, "once")

    assert (200, 200, 200) == (read.status_code, page.status_code, health.status_code), read.text
    assert 503 == refused.status_code, refused.text
    assert refused.headers["Retry-After"].isdigit()
    assert "nothing was recorded" in refused.json["detail"]
    assert (201, 200) == (taken.status_code, again.status_code)
    seen(9, f"{world.engine.dialect.name}, read alone: 503 with Retry-After for filings, 200 for cases and health")


def test_whoever_signs_out_meanwhile_is_signed_out_of_the_browser(world: World) -> None:
    """20 November 2026: the row of the session stays as it is, and the browser forgets it. With the database as before
    whoever signs in again is signed out for every copy of the cookie."""
    japan = world.signed_in("all@jpn.example")
    with sealed(world.engine):
        left = japan.post("/sign-out", form_at="/desk")
        farewell, desk = japan.get("/sign-in"), japan.get("/desk")
    again = world.signed_in("all@jpn.example")
    gone = again.post("/sign-out", form_at="/desk")

    assert (303, '"cache"', 303) == (left.status_code, left.headers.get("Clear-Site-Data"), desk.status_code)
    assert "until it ends by itself, 12 hours after it began." in farewell.text
    assert 303 == gone.status_code
    assert "You are signed out." in again.get("/sign-in").text


@pytest.mark.sqlite("the file of an SQLite database")
@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_nothing_is_acknowledged_into_a_file_that_was_moved_away(world: World) -> None:
    """20 November 2026: the operator moves the file under a running server. Whoever files is told that nothing was
    written, proxies send nobody, and with the file in its place the same request is recorded."""
    japan = world.signed_in("all@jpn.example")
    ref, asks = serve_berth(japan), machine(world, "all@jpn.example")
    lies = Path(str(world.engine.url.database))
    lies.rename(lies.with_name("away.sqlite"))
    refused, page = statement(asks, ref, "once"), japan.get(f"/cases/{ref}")
    health = world.app.test_client().get("/readyz")
    lies.with_name("away.sqlite").rename(lies)
    ready = world.app.test_client().get("/readyz")
    taken = statement(asks, ref, "once")

    assert (503, 503) == (refused.status_code, page.status_code)
    assert "moved away or replaced" in refused.json["detail"], refused.text
    assert (503, "moved") == (health.status_code, health.json["code"])
    assert 200 == ready.status_code
    assert 201 == taken.status_code, taken.text
