"""What a request leaves in the log of the process, and what its answer is called."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from consult.db import writing
from consult.fixed import Fixed
from consult.settings import Operations, Settings
from consult.statements import watch
from consult.web import requests
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.test_taking import BODY
from tests.consult.web.world import MANAGER, World


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Give what was told beside each line of a request."""
    return [record.told for record in caplog.records if record.name == "consult.requests"]


def test_a_request_leaves_its_route_status_and_cost_and_not_its_address(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A case that is not there: neither its reference nor who asked stands in the log."""
    world.app.after_request_funcs.setdefault(None, []).insert(0, requests._tell)
    visitor = world.signed_in(MANAGER)
    caplog.set_level(logging.INFO, "consult.requests")
    caplog.clear()  # where the log of requests was on already, the sign-in stands in it too

    answer = visitor.get("/cases/OST9-2026-SECRET?q=delay")

    assert 404 == answer.status_code
    (line,) = [each for each in told(caplog) if "route" in each]
    assert ("GET", "cases.show", 404) == (line["method"], line["route"], line["status"])
    assert line["statements"] > 0
    assert line["milliseconds"] > 0
    assert "SECRET" not in caplog.text
    assert "manager" not in caplog.text


@pytest.mark.parametrize(("given", "kept"), [("7f3e2a90-c1d2", True), ("short", False), ("a b\tc d e f", False)])
def test_a_server_in_front_may_say_what_a_request_is_called(world: World, given: str, kept: bool) -> None:
    """Letters, figures and hyphens; anything else is called anew."""
    answer = world.app.test_client().get("/sign-in", headers={"X-Request-Id": given})

    assert kept is (given == answer.headers["X-Request-Id"])
    assert requests.GIVEN.fullmatch(answer.headers["X-Request-Id"])


def test_the_page_of_a_fault_of_ours_says_under_what_it_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The number on the page is that of the answer."""
    world.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("consult.web.signin.pages.sign_in", broken, raising=False)
    monkeypatch.setitem(world.app.view_functions, "signin.ask", broken)

    answer = world.app.test_client().get("/sign-in")

    assert 500 == answer.status_code
    assert f"finds it in the log under {answer.headers['X-Request-Id']}" in answer.text


def test_a_slow_statement_is_told_by_its_text_without_values(
    world: World, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Where everything counts as slow, every statement is told; what was looked for stands in none."""
    from consult import create_app

    settings = replace(world.app.extensions["consult"].settings, operations=Operations(slow_seconds=1e-9))
    app = create_app(settings)
    caplog.set_level(logging.INFO, "consult.requests")
    client = app.test_client()

    client.get("/readyz")
    client.get("/public/cases/OST9-2026-SECRET")

    slow = [each for each in told(caplog) if "statement" in each]
    assert slow
    assert any("SELECT" in each["statement"] for each in slow)
    assert "SECRET" not in caplog.text
    app.extensions["consult"].engine.dispose()


def test_a_slow_statement_of_an_act_is_told_too_and_counted(
    office: Office, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """What an act waits for, its case and the head of the log, is asked for by statements that the library never
    sees; one that fails is told as well."""
    counted: list[int] = []
    settings = Settings.for_tests(tmp_path, operations=Operations(slow_seconds=1e-9))
    watch(office.engine, settings, lambda: counted.append(1))
    caplog.set_level(logging.INFO, "consult.requests")
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body={**BODY, "remark": "SECRET"})
    with pytest.raises(DBAPIError), writing(office.engine) as connection:
        Fixed(text("SELECT 1 FROM nowhere")).first(connection, {})

    said = [each["statement"] for each in told(caplog)]
    for table in ("cases", "audit_head"):
        assert any(one.startswith("SELECT") and f"FROM {table}" in " ".join(one.split()) for one in said), table
    assert any("FROM nowhere" in one for one in said)
    assert len(said) == len(counted)
    assert "SECRET" not in caplog.text


def test_a_fault_in_the_page_of_a_fault_leaves_no_address_in_the_lines(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """23 November 2026: a template is broken, that of refusals too, when somebody opens a one-time link: whoever reads
    the lines could open it as well. The route stands there."""
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    pages: list[str] = []

    def broken(*_given: object, **_named: object) -> str:
        pages.append("asked")
        if len(pages) < 3:
            raise ZeroDivisionError
        return "Something went wrong here"

    monkeypatch.setitem(world.app.view_functions, "signin.read_link", broken)
    monkeypatch.setattr("consult.web.errors.render_template", broken)

    answer = world.app.test_client().get("/link/N4VfEAN0amqBwfjEWvFHJ0S3Tnw9BLb26QTbasers48")

    assert 500 == answer.status_code
    assert "unforeseen around signin.read_link" in caplog.text
    assert "N4VfEAN0" not in caplog.text
