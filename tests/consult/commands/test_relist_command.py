"""`consult relist` compares what lists of parties are found by, and makes it anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import delete, select, text

from consult.cli import cli
from consult.commands.installation import open_application
from consult.db import reading, writing
from consult.models.listed import PARTY_LIMIT
from consult.settings import create_secret
from tests.faults.logged import Logged, installed


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """Give an installation in which Japan asked on 20 November 2026 and France has the time to answer."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "host"))
    with installed(tmp_path / "host") as made:
        create_secret(tmp_path / "host")
        made.office.take("KOR", made.ref, "record_receipt")
        yield made


def run(*arguments: str) -> Result:
    """Run the command."""
    given = ScriptInfo(create_app=open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, ["relist", *arguments], obj=given)


def test_lists_are_compared_and_made_anew(log: Logged) -> None:
    """Sound: 0. A list is lost: 1, with what mends it; made anew it holds what it held."""
    with reading(log.office.engine) as connection:
        before = sorted(map(tuple, connection.execute(select(PARTY_LIMIT))))
    sound = run("--check")
    assert (0, "The lists say what roles, limits and cases say.\n") == (sound.exit_code, sound.output)
    with writing(log.office.engine) as connection:
        lost = connection.execute(delete(PARTY_LIMIT).where(PARTY_LIMIT.c.party == "FRA")).rowcount
        connection.execute(text("INSERT INTO party_waiting (party, case_id) SELECT 'BRA', id FROM cases"))

    wrong = run("--check")
    said = f"Rows of the lists of parties: {lost} are missing and 1 lead nowhere; consult relist makes them anew."
    assert 1 == wrong.exit_code
    assert said in wrong.output

    made = run()
    counted = f"The lists were made anew: {len(before)} limits and 0 cases that wait, counted for each party.\n"
    assert (0, counted) == (made.exit_code, made.output)
    assert 0 == run("--check").exit_code
    with reading(log.office.engine) as connection:
        assert before == sorted(map(tuple, connection.execute(select(PARTY_LIMIT))))


def test_the_database_of_a_later_version_is_left_alone(log: Logged) -> None:
    """Its lists may be others than those that this version knows."""
    with writing(log.office.engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff0de4f00d'"))
        connection.execute(delete(PARTY_LIMIT))

    refused = run()

    assert 1 == refused.exit_code, refused.output
    assert "later version" in refused.output
    with reading(log.office.engine) as connection:
        assert connection.execute(select(PARTY_LIMIT)).first() is None
