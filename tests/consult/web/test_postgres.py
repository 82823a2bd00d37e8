"""The same pages over PostgreSQL."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, select, text

from consult import clock
from consult.clearing.recorded import clearance_findings
from consult.db import make_engine
from consult.models.clearing import CLEARANCE_MOVE, DRAFT_LANE
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.cases_world import build_cases, version_of
from tests.consult.web.clearance_world import DRAFTER, HEAD, LEGAL, passed_by, ready, with_lane
from tests.consult.web.test_people import INVITATION
from tests.consult.web.world import AT, MANAGER, Visitor, build


@pytest.mark.postgres
def test_sign_in_pages_and_an_invitation_work_over_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """A manager signs in, looks around, invites, and is refused what cannot be."""
    empty_engine(postgres_url).dispose()
    world = build(tmp_path, database_url=postgres_url)
    visitor = world.signed_in(MANAGER)
    for address in ("/my-party", "/parties", "/parties/JPN", "/capacity", f"/my-party/people/{world.people[MANAGER]}"):
        assert 200 == visitor.get(address).status_code, address

    invited = visitor.post("/my-party/people", organ=str(world.organs["JAXA"]), **INVITATION)
    refused = visitor.post(
        "/my-party/people",
        organ=str(world.organs["JAXA"]),
        **{**INVITATION, "level": "treaty", "capacities": "dispatch"},
    )

    assert (200, 422) == (invited.status_code, refused.status_code)
    assert 303 == visitor.post("/sign-out").status_code
    world.engine.dispose()


@pytest.mark.postgres
def test_of_two_who_pass_a_stage_at_once_over_postgresql_one_is_told(postgres_url: str, tmp_path: Path) -> None:
    """Twelve rounds of two holders in two threads: one is taken, the other gets 409, one move is written a round."""
    empty_engine(postgres_url).dispose()
    world = with_lane(build_cases(tmp_path, database_url=postgres_url))
    for _round in range(12):
        _drafter, draft = ready(world)
        passed_by(world, draft, DRAFTER)
        visitors = world.signed_in(LEGAL), world.signed_in(HEAD)
        seen = {"version": version_of(visitors[0], draft), "turn": "1"}
        start = Barrier(2)

        def press(visitor: Visitor, draft: str = draft, seen: dict[str, str] = seen, start: Barrier = start) -> int:
            page = visitor.get(f"{draft}/clearance").text
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert token is not None
            start.wait()
            answer = visitor.client.post(f"{draft}/clearance/pass", data={"csrf_token": token[1], **seen})
            return int(answer.status_code)

        with ThreadPoolExecutor(2) as pool:
            assert [303, 409] == sorted(pool.map(press, visitors))
    with world.reading() as conn:
        assert [2] * 12 == conn.execute(select(DRAFT_LANE.c.turn)).scalars().all()
        assert 24 == len(conn.execute(select(CLEARANCE_MOVE.c.id)).all())
        assert [] == list(clearance_findings(conn))
    world.engine.dispose()


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Keep a table to oneself, as a change of it does, for the length of a block."""
    other: Engine = make_engine(url)
    with other.connect() as held:
        held.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield
        held.rollback()
    other.dispose()


@pytest.mark.postgres
def test_pages_are_there_while_somebody_keeps_the_table_of_checkpoints(postgres_url: str, tmp_path: Path) -> None:
    """20 November 2026: the line at the foot of every page waits for its turn in vain and is left out; a page that is
    not there has none and waits for nothing."""
    empty_engine(postgres_url).dispose()
    world = build_cases(tmp_path, database_url=postgres_url, gate_seconds=0.3)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    japan = world.signed_in("all@jpn.example")
    answers = {}
    with locked(postgres_url, "audit_checkpoint"):
        for number, address in enumerate(("/desk", "/calendar", "/nowhere")):
            with clock.frozen(AT + timedelta(seconds=5 * number)):
                answers[address] = japan.get(address)
    world.engine.dispose()

    assert [200, 200, 404] == [answer.status_code for answer in answers.values()]
    assert all("Acting for" in answer.text for answer in answers.values())
