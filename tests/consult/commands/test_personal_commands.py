"""`consult retention`, `people export`, `people erase`, `case erase`: what they say, refuse and leave."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert, select

from consult import clock
from consult.cli import cli
from consult.models.keeping import ERASURE_WISH, PERSON_ERASED
from consult.models.logbook import AUDIT_ENTRY
from consult.models.tokens import API_MADE
from tests.consult.web.world import AT, LIAISON, MANAGER, World
from tests.consult.web.world import build as build_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The small world of the pages."""
    return build_world(tmp_path)


def run(world: World, *arguments: object) -> Result:
    """Run a command over the world."""
    group = {name: cli.get_command(None, name) for name in ("retention", "people", "case")}  # type: ignore[arg-type] # it asks nothing of the context
    command, *rest = [str(one) for one in arguments]
    with clock.frozen(AT):
        return world.app.test_cli_runner().invoke(group[command], rest)


def test_retention_shows_its_rules_says_what_would_go_and_does_it_once(world: World) -> None:
    """An answer kept for a repeat two months ago: shown, counted, gone; the run is listed with its entry."""
    old = AT.replace(month=9)
    with world.writing() as conn:
        row = {"person_id": world.people[LIAISON], "key": "k", "request": "r", "made": "1", "created_at": old}
        conn.execute(insert(API_MADE).values(row))
    shown, dry = run(world, "retention", "show"), run(world, "retention", "run", "--dry-run")
    assert "requests: 30 days" in shown.output
    assert "There was no run yet" in shown.output
    assert "requests: 1\nNothing was changed.\n" == dry.output
    with world.reading() as conn:
        assert 1 == len(conn.execute(select(API_MADE.c.key)).all())

    assert "1 row went." in run(world, "retention", "run").output
    assert "0 rows went." in run(world, "retention", "run").output
    assert "2026-11-20: requests 1" in run(world, "retention", "show").output
    assert "Nothing is over." in run(world, "retention", "run", "--dry-run").output


def test_the_host_hands_a_person_the_own_data_and_every_party_reads_that_it_did(world: World, tmp_path: Path) -> None:
    """With a reason; to a new file alone; of somebody known."""
    out = tmp_path / "mine.zip"
    bare = run(world, "people", "export", LIAISON, "--out", out)
    assert (2, True) == (bare.exit_code, "Give a reason of 10 to 500 characters." in bare.output)
    done = run(world, "people", "export", LIAISON, "--out", out, "--reason", "Asked for by letter.")
    assert 0 == done.exit_code, done.output
    with zipfile.ZipFile(out) as archive:
        assert LIAISON in archive.read("data.json").decode()
    again = run(world, "people", "export", LIAISON, "--out", out, "--reason", "Asked for by letter.")
    assert (1, True) == (again.exit_code, "is there already" in again.output)
    nobody = run(
        world, "people", "export", "nobody@example.int", "--out", tmp_path / "x", "--reason", "Asked by letter."
    )
    assert (1, True) == (nobody.exit_code, "There is no person with the mail address" in nobody.output)
    with world.reading() as conn:
        rows = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "export")).all()
    assert {("JPN", "person")} == {(row.party, json.loads(row.body)["what"]) for row in rows}


def test_the_host_asks_for_an_erasure_and_erases_nothing(world: World) -> None:
    """It waits for Japan; of the last manager it is refused; of no act likewise."""
    done = run(world, "people", "erase", LIAISON, "--reason", "A request under our own law.")
    assert (0, True) == (done.exit_code, "Nothing was changed." in done.output)
    last = run(world, "people", "erase", MANAGER, "--reason", "A request under our own law.")
    assert (1, True) == (last.exit_code, "This is the last manager of JPN" in last.output)
    paper = run(world, "case", "erase", "OST9-2026-NOSUCH", 1, "--reason", "An order of a court.")
    assert (1, True) == (paper.exit_code, "There is no such act." in paper.output)
    wrong = run(world, "case", "erase", "OST9-2026-NOSUCH", 1, "--reason", "An order.", "--decision", "abc")
    assert (2, True) == (wrong.exit_code, "--decision takes a SHA-256" in wrong.output)
    with world.reading() as conn:
        assert ["JPN"] == list(conn.execute(select(ERASURE_WISH.c.party_key)).scalars())
        assert [] == conn.execute(select(PERSON_ERASED.c.person_id)).all()
