"""`consult procedures diff` tells two editions apart: of the catalogue without an installation, stored ones with it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select

from consult import clock
from consult.cli import cli
from consult.models.cases import EDITION
from consult.models.logbook import AUDIT_ENTRY
from tests.consult.commands.test_procedures import BERTH, call
from tests.consult.web.cases_world import AT, build_cases, open_berth
from tests.consult.web.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give an installation in which a berth was opened on 20 November 2026, before its own terms were changed."""
    built = build_cases(tmp_path)
    with clock.frozen(AT):
        open_berth(built.signed_in("all@jpn.example"))
    terms = built.app.extensions["consult"].settings.instance / "terms"
    terms.mkdir(exist_ok=True)
    (terms / "berth.toml").write_text('answer = "P21D"\n')
    with clock.frozen(AT.replace(day=21)):
        open_berth(built.signed_in("all@jpn.example"))
    return built


def in_it(world: World, *arguments: str) -> Result:
    """Call the command in an installation, at a moment of 22 November 2026."""
    with clock.frozen(AT.replace(day=22)):
        info = ScriptInfo(create_app=lambda: world.app, set_debug_flag=False)
        return CliRunner().invoke(cli, ["procedures", "diff", *arguments, *BERTH], obj=info)


def stored(world: World) -> list[str]:
    """List the digests of the stored editions, the first one first."""
    with world.reading() as connection:
        query = select(EDITION.c.digest).where(EDITION.c.procedure == "berth").order_by(EDITION.c.recorded_at)
        return list(connection.execute(query).scalars())


def test_two_procedures_of_the_catalogue_are_told_apart_without_an_installation() -> None:
    """Both are named with their digests, and the last line counts."""
    done = call("procedures", "diff", "ost5", "ost11")
    assert 0 == done.exit_code
    assert done.output.startswith("--- ost5: Information on a dangerous phenomenon, edition 1, as it is now (")
    assert "\nTime limits\n" in done.output
    assert done.output.rstrip().endswith("changed.")


def test_an_edition_against_itself_is_the_same_text() -> None:
    """Nothing is listed."""
    assert "They are the same text." in call("procedures", "diff", "ost5", "ost5").output


def test_the_difference_is_there_as_json() -> None:
    """With the digests of both and each line of each change."""
    told = json.loads(call("procedures", "diff", "ost5", "ost11", "--json").output)
    assert ("ost5", "ost11") == (told["one"]["procedure"], told["other"]["procedure"])
    assert {"states", "steps"} <= {part["key"] for part in told["parts"]}


@pytest.mark.parametrize("asked", ["birth", "berth@2026-11-20", "berth@abcdef"], ids=["key", "day", "digest"])
def test_an_edition_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path, asked: str) -> None:
    """The command leaves with 2 and a sentence; nothing of the installation is noted as read."""
    done = in_it(build_cases(tmp_path), asked, "berth")
    assert 2 == done.exit_code
    assert "there are: " in done.output.lower()


def test_the_stored_edition_of_a_day_is_told_apart_from_the_one_stored_the_day_after(world: World) -> None:
    """The day before there was none; at the end of the first day the one with ten days, of the second with 21."""
    before = in_it(world, "berth@2026-11-19", "berth")
    done = in_it(world, "berth@2026-11-20", "berth@2026-11-21")
    assert (2, 0) == (before.exit_code, done.exit_code), done.output
    assert "    Length\n      - 10 days\n      + 21 days\n" in done.output
    assert "berth@2026-11-20: Berth, edition 1, in use since 20 November 2026" in done.output


def test_a_stored_edition_is_named_by_the_first_letters_of_its_digest_and_the_log_notes_who_looked(
    world: World,
) -> None:
    """An edition holds the terms of a case: the host's looking at it is an entry of the log."""
    first, second = stored(world)
    done = in_it(world, f"berth@{first[:8]}", f"berth@{second[:8].upper()}")
    assert 0 == done.exit_code
    assert f"({first[:12]})" in done.output
    with world.reading() as connection:
        bodies = connection.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "access")).scalars().all()
    assert [{"command": "procedures diff", "editions": [first, second]}] == [json.loads(body) for body in bodies]
