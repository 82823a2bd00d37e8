"""`consult worker` at its start: it names its installation, and says where it cannot sign."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult import migrate
from consult.cli import cli
from consult.commands import serving
from consult.db import make_engine
from consult.jobs.consuming import Worker
from consult.log.sealing import seal
from consult.log.signer import key_path, make_key, open_signer
from consult.settings import Settings, create_secret

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give an installation whose log was never signed, in which a worker ends as soon as it begins."""
    for name in ("DATABASE_URL", "CONSULT_SECRET_KEY", "CONSULT_QUEUE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    monkeypatch.setattr(Worker, "run", lambda _self: None)
    create_secret(tmp_path)
    made = Settings.load()
    engine = make_engine(made.database_url)
    migrate.upgrade(engine)
    engine.dispose()
    return made


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Result, list[str]]]:
    """Run the command, and give what it logs beside what it prints."""

    def run() -> tuple[Result, list[str]]:
        logged: list[str] = []
        monkeypatch.setattr(serving.log, "warning", lambda text, *given: logged.append(text % given))
        return CliRunner().invoke(cli, ["worker"]), logged

    return run


@pytest.mark.sqlite("its file is named")
def test_a_worker_names_its_installation_first(
    settings: Settings, work: Callable[[], tuple[Result, list[str]]]
) -> None:
    """Folder and database; of a new log it draws the key itself, so that nothing is said of one."""
    said, logged = work()

    assert 0 == said.exit_code, said.output
    assert (
        f"Installation {settings.instance}, record in {settings.instance / 'consult.sqlite'}"
        == (said.output.splitlines()[0])
    )
    assert [] == logged


@pytest.mark.sqlite("its file is sealed here")
def test_a_worker_without_the_key_of_a_log_that_was_signed_says_that_it_cannot_sign(
    settings: Settings, work: Callable[[], tuple[Result, list[str]]]
) -> None:
    """Once, with the place of the key; with the key nothing is said."""
    make_key(settings, stored=False)
    engine = make_engine(settings.database_url)
    seal(engine, open_signer(settings), AT)
    engine.dispose()
    with_key = work()[1]
    key_path(settings).unlink()

    said, logged = work()

    assert 0 == said.exit_code, said.output
    assert [] == with_key
    assert [f"This worker cannot sign: no key {key_path(settings)}. Copy it from the worker that signs."] == logged
