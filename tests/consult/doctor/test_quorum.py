"""The witnesses of the log: whether enough of them cosign it, what doctor and `consult log status` say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from consult import clock, migrate
from consult.commands.log import log
from consult.db import make_engine, reading, writing
from consult.doctor.findings import Degree, Finding
from consult.doctor.work import examine_work
from consult.log.own import Own, record
from consult.metrics.installation import look
from consult.metrics.writing import lines_of
from consult.settings import Settings, create_secret
from tests.consult.log.signing import POLICY, SIGNED_AT, sign_at

ALL = ("JPN", "FRA", "BRA", "KOR")
HOUR = timedelta(hours=1)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give an installation whose policy names four witnesses, three of whom are enough."""
    for name in ("DATABASE_URL", "CONSULT_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    (tmp_path / "policy.txt").write_text(POLICY, encoding="utf-8")
    return Settings.load()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Give its database, with one entry in the log."""
    made = make_engine(settings.database_url)
    migrate.upgrade(made)
    with writing(made) as connection:
        record(connection, Own("setting", None, {"file": "config.toml"}, SIGNED_AT))
    yield made
    made.dispose()


def told(settings: Settings, engine: Engine, at: datetime) -> list[Finding]:
    """Give what is found of witnesses."""
    return [one for one in examine_work(settings, engine, at) if "itnesses" in one.says]


def status(at: datetime) -> str:
    """Give the last line of the status of the log."""
    with clock.frozen(at):
        said = CliRunner().invoke(log, ["status"])
    assert 0 == said.exit_code, said.output
    return said.output.splitlines()[-1]


def test_without_a_policy_nothing_is_said_of_witnesses(settings: Settings, engine: Engine) -> None:
    """Nobody was asked to cosign."""
    (settings.instance / "policy.txt").unlink()
    sign_at(engine, 1)

    assert [] == told(settings, engine, SIGNED_AT + HOUR)
    assert "That is not published yet." == status(SIGNED_AT + HOUR)


def test_three_of_four_are_a_quorum(settings: Settings, engine: Engine) -> None:
    """The doctor finds nothing to mend, and the status says who many they are."""
    sign_at(engine, 1, *ALL[:3])

    (found,) = told(settings, engine, SIGNED_AT + HOUR)

    assert Degree.SOUND == found.degree
    assert "Witnesses cosign the log: the newest checkpoint 3 of 4." == found.says
    assert "Cosigned by 3 of 4 witnesses: a quorum." == status(SIGNED_AT + HOUR)


def test_a_quorum_that_is_lost_is_wrong_and_dated(settings: Settings, engine: Engine) -> None:
    """All cosigned at noon, one alone at two: the last quorum is of noon, when three were there together."""
    sign_at(engine, 1, *ALL)
    sign_at(engine, 1, "JPN", at=SIGNED_AT + HOUR)
    sign_at(engine, 1, at=SIGNED_AT + 2 * HOUR)

    (found,) = told(settings, engine, SIGNED_AT + 2 * HOUR)

    assert Degree.WRONG == found.degree
    assert (
        "The witnesses of the log have not reached the quorum since 2026-11-20 12:00 UTC: the newest checkpoint is "
        "cosigned by 0 of 4." == found.says
    )
    assert "consult log cosign says what each answers; until then nothing that is filed is attested." == found.mends
    assert "Cosigned by 0 of 4 witnesses: no quorum; the last was of 20 November 2026, 12:00:00 UTC." == status(
        SIGNED_AT + 2 * HOUR
    )


def test_a_checkpoint_that_was_just_signed_may_wait_for_its_witnesses(settings: Settings, engine: Engine) -> None:
    """Two heartbeats, twenty minutes, after the last quorum it is still sound; a minute later it is wrong."""
    sign_at(engine, 1, *ALL)
    sign_at(engine, 1, at=SIGNED_AT + timedelta(minutes=20))

    degrees = [told(settings, engine, SIGNED_AT + timedelta(minutes=n))[0].degree for n in (20, 21)]

    assert [Degree.SOUND, Degree.WRONG] == degrees


def test_a_log_that_was_just_signed_for_the_first_time_may_wait_too(settings: Settings, engine: Engine) -> None:
    """None has cosigned: after twenty minutes that is still sound, a minute later it is wrong."""
    sign_at(engine, 1)

    degrees = [told(settings, engine, SIGNED_AT + timedelta(minutes=n))[0].degree for n in (20, 21)]

    assert [Degree.SOUND, Degree.WRONG] == degrees


def test_witnesses_who_never_were_enough_are_told_as_that(settings: Settings, engine: Engine) -> None:
    """Two of four cosigned, from the first checkpoint on."""
    sign_at(engine, 1, "JPN", "FRA")

    (found,) = told(settings, engine, SIGNED_AT + HOUR)

    assert Degree.WRONG == found.degree
    assert (
        "The witnesses of the log never reached the quorum: the newest checkpoint is cosigned by 2 of 4." == found.says
    )
    assert "Cosigned by 2 of 4 witnesses: no quorum, and there never was one." == status(SIGNED_AT + HOUR)


def test_the_witnesses_of_a_demonstration_are_no_fault_where_it_does_not_run(
    settings: Settings, engine: Engine
) -> None:
    """They are processes of its server: where workers run by themselves none cosigns, and the finding says why."""
    sign_at(engine, 1)

    (found,) = told(replace(settings, exercise=True), engine, SIGNED_AT + HOUR)

    assert Degree.LOOK == found.degree
    assert "Those of a demonstration answer while consult run runs here, and nowhere else." == found.mends


def test_the_age_of_the_last_quorum_is_among_the_figures(settings: Settings, engine: Engine) -> None:
    """From the first checkpoint on where there never was one; absent where nobody is asked."""
    figure = "consult_log_quorum_age_seconds"

    def at(hours: int) -> list[float]:
        then = SIGNED_AT + hours * HOUR
        with reading(engine) as connection:
            stands = look(connection, settings, then)
        return [one for name, _says, numbers in lines_of(stands, 0, then) if name == figure for _labels, one in numbers]

    sign_at(engine, 1)
    never = at(1)
    sign_at(engine, 1, *ALL, at=SIGNED_AT + HOUR)
    once = at(3)
    (settings.instance / "policy.txt").unlink()

    assert ([3600.0], [7200.0], []) == (never, once, at(3))


@pytest.mark.sqlite("its file is read by the command")
def test_one_is_told_in_the_singular(settings: Settings, engine: Engine) -> None:
    """One entry, one chain, one second; no case and no act."""
    sign_at(engine, 1)
    with clock.frozen(SIGNED_AT + timedelta(seconds=1)):
        said = CliRunner().invoke(log, ["status"]).output.splitlines()

    assert said[0].startswith("1 entry in 1 chain, root ")
    assert ["0 cases, 0 acts", "1 entry beside acts, 0 refused attempts"] == said[1:3]
    assert "Signed up to 1 entry, 1 second ago" == said[4]
