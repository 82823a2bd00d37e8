"""The witnesses of the demonstration as `consult run` starts them: they cosign, and they end with the server."""

import os
import signal
import time
from pathlib import Path

import pytest

from consult import migrate
from consult.commands.demo import MARK
from consult.db import make_engine
from consult.demo.witnesses import STATES, make_witnesses, state_names
from consult.log.policy import load_policy
from consult.log.signer import open_signer
from consult.log.verifier import Opened, Rejected, open_checkpoint, read_policy
from consult.settings import Settings, create_secret
from tests.consult.commands.test_serving import answer, free_port, said_in, started, wait_for


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give an installation that is an exercise and whose log has begun."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    create_secret(tmp_path / "instance")
    (tmp_path / "instance" / "config.toml").write_text(MARK)
    made = Settings.load(tmp_path / "instance")
    engine = make_engine(made.database_url)
    migrate.upgrade(engine)
    engine.dispose()
    return made


def opened(settings: Settings, port: int) -> Opened | None:
    """Open the published checkpoint under the policy; None while there is none."""
    policy = load_policy(settings.instance)
    assert policy is not None
    try:
        return open_checkpoint(answer(port, "/audit/1/checkpoint")[1], policy)
    except Rejected:
        return None


def runs(folder: Path) -> bool:
    """Say whether a witness of a folder runs; a process that has ended and is not collected does not."""
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.fsencode(folder) in (entry / "cmdline").read_bytes():
                return True
        except OSError:
            continue
    return False


def test_witnesses_are_made_once_with_a_policy_that_three_of_four_meet(settings: Settings) -> None:
    """A policy that was agreed is never replaced, and a lost one is made again over the same keys."""
    assert make_witnesses(settings)
    text = (settings.instance / "policy.txt").read_text()
    assert not make_witnesses(settings)
    (settings.instance / "policy.txt").unlink()
    assert make_witnesses(settings)

    policy = read_policy(text)
    assert text == (settings.instance / "policy.txt").read_text()
    assert STATES == tuple(policy.witnesses)
    assert [key.vkey for key in open_signer(settings).keys] == [key.vkey for key in policy.logs]
    assert [True, False] == [policy.attested(STATES[1:]), policy.attested(STATES[2:])]
    assert "Brazil, France, Japan, Republic of Korea" == state_names(list(STATES))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_of_the_demonstration_runs_its_witnesses(
    tmp_path: Path, settings: Settings, how: signal.Signals
) -> None:
    """All four cosign what is published; when the server is told to stop, or killed, none of them goes on."""
    make_witnesses(settings)
    port = free_port()
    with started(tmp_path, "run", "--workers", "1", "--port", str(port)) as program:
        wait_for(lambda: (found := opened(settings, port)) is not None and len(found.witnesses) == 4, program)
        program.send_signal(how)
        assert (0 if how == signal.SIGTERM else -how) == program.wait(120)
        last = time.perf_counter() + 30
        while runs(settings.instance / "witnesses"):
            assert time.perf_counter() < last, "a witness goes on"
            time.sleep(0.1)
    said = said_in(tmp_path).read_text()
    assert "Witnesses of Brazil, France, Japan, Republic of Korea run; 3 of them are enough." in said
    assert "Traceback" not in said
    assert "Fatal" not in said
