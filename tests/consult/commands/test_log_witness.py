"""`consult log witness`, `cosign` and `policy`: an air-gapped witness through files, and the codes they leave with."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult import clock, migrate
from consult.commands.log import log
from consult.db import make_engine, reading
from consult.log.sealing import seal
from consult.log.signer import make_key, open_signer
from consult.log.verifier import read_policy
from consult.models.audit import audit_cosignature
from consult.models.logbook import AUDIT_ENTRY
from consult.settings import Settings, create_secret

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still."""
    with clock.frozen(AT):
        yield


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give an installation whose log has signed its first checkpoint."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "instance"))
    create_secret(tmp_path / "instance")
    made = Settings.load()
    engine = make_engine(made.database_url)
    migrate.upgrade(engine)
    make_key(made, stored=False)
    seal(engine, open_signer(made), AT)
    engine.dispose()
    return made


def run(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(log, [str(each) for each in arguments])


def agree(tmp_path: Path, settings: Settings) -> Path:
    """Make a witness and a policy that names it; give its folder."""
    (key,) = open_signer(settings).keys
    made = run("witness", "init", tmp_path / "w", "--name", "jpn.example/witness", "--log", key.vkey)
    assert 0 == made.exit_code, made.output
    assert 0 == run("policy", "init", "--witness", f"JPN={made.output.strip()}").exit_code
    return tmp_path / "w"


def test_a_witness_without_a_network_cosigns_through_files(tmp_path: Path, settings: Settings) -> None:
    """Request out, signed elsewhere, answer in; the second time from where it stands."""
    folder = agree(tmp_path, settings)
    wanted, given = tmp_path / "wanted", tmp_path / "given"
    for _time in range(2):
        done = [
            run("cosign", "--witness", "JPN", "--request", wanted),
            run("witness", "sign", folder, wanted, "--out", given),
            run("cosign", "--witness", "JPN", "--response", given),
        ]
        assert [0, 0, 0] == [each.exit_code for each in done], [each.output for each in done]
        assert "Stored: jpn.example/witness cosigned 1 entries." in done[2].output
    engine = make_engine(settings.database_url)
    with reading(engine) as connection:
        rows = connection.execute(select(audit_cosignature.c.witness, audit_cosignature.c.size)).all()
    engine.dispose()
    assert [("jpn.example/witness", 1)] * 2 == [tuple(row) for row in rows]


def test_a_witness_that_stands_elsewhere_says_where(tmp_path: Path, settings: Settings) -> None:
    """Exit 1 and the size, from which the next request is made."""
    folder = agree(tmp_path, settings)
    wanted = tmp_path / "wanted"
    run("cosign", "--witness", "JPN", "--request", wanted)
    run("witness", "sign", folder, wanted)
    refused = run("witness", "sign", folder, wanted)

    assert 1 == refused.exit_code
    assert "1\nError: This witness stands at 1 entries. [409]\n" == refused.output
    assert 0 == run("cosign", "--witness", "JPN", "--request", wanted, "--old", "1").exit_code
    assert 0 == run("witness", "sign", folder, wanted).exit_code


def test_what_a_witness_refuses_leaves_with_one_and_what_it_cannot_read_with_two(
    tmp_path: Path, settings: Settings
) -> None:
    """The code of the protocol stands in the sentence."""
    folder = agree(tmp_path, settings)
    wanted = tmp_path / "wanted"
    run("cosign", "--witness", "JPN", "--request", wanted)
    (tmp_path / "forged").write_bytes(wanted.read_bytes().replace(b"\n1\n", b"\n2\n"))
    (tmp_path / "torn").write_bytes(wanted.read_bytes()[:20])
    forged, torn = (run("witness", "sign", folder, tmp_path / name) for name in ("forged", "torn"))

    assert (1, True) == (forged.exit_code, forged.output.endswith("has signed the checkpoint. [403]\n"))
    assert (2, True) == (torn.exit_code, torn.output.endswith("[400]\n"))
    assert 2 == run("witness", "sign", folder, tmp_path / "nowhere").exit_code
    assert 2 == run("witness", "sign", tmp_path / "nowhere", wanted).exit_code
    assert 1 == run("witness", "init", folder, "--name", "x", "--log", "y").exit_code


def test_an_answer_that_is_no_cosignature_of_the_witness_is_not_stored(tmp_path: Path, settings: Settings) -> None:
    """Lines of another key, and a note that this log never signed."""
    folder = agree(tmp_path, settings)
    (key,) = open_signer(settings).keys
    wanted, given = tmp_path / "wanted", tmp_path / "given"
    run("cosign", "--witness", "JPN", "--request", wanted)
    run("witness", "init", tmp_path / "v", "--name", "jpn.example/witness", "--log", key.vkey)
    run("witness", "sign", tmp_path / "v", wanted, "--out", given)
    refused = run("cosign", "--witness", "JPN", "--response", given)
    run("witness", "sign", folder, wanted, "--out", given)

    assert 1 == refused.exit_code
    assert "This is no cosignature of this witness over a checkpoint of this log." in refused.output
    assert 0 == run("cosign", "--witness", "JPN", "--response", given).exit_code
    assert 2 == run("cosign", "--witness", "JPN", "--response", tmp_path / "nowhere").exit_code
    assert 2 == run("cosign", "--witness", "KOR", "--response", given).exit_code


def test_collecting_says_what_each_witness_did_and_leaves_with_one_without_the_quorum(
    tmp_path: Path, settings: Settings
) -> None:
    """The witness has no address here: it is served through files."""
    agree(tmp_path, settings)
    done = run("cosign")

    assert 1 == done.exit_code
    assert "JPN: has no address here; it is served through files\n" in done.output
    assert "1 entries: 0 of 1 cosigned." in done.output
    assert done.output.endswith("Error: The quorum of the policy is not reached.\n")


def test_the_policy_is_the_default_until_one_is_made_and_then_is_logged(tmp_path: Path, settings: Settings) -> None:
    """Without witnesses none is asked for; an existing one is replaced on purpose only."""
    default = run("policy")
    assert read_policy(default.output).attested(())
    assert 2 == run("cosign").exit_code
    agree(tmp_path, settings)
    printed = run("policy")
    again = run("policy", "init")

    assert not read_policy(printed.output).attested(())
    assert (1, True) == (again.exit_code, "There is a policy already" in again.output)
    wrong = run("policy", "init", "--force", "--witness", "JPN=nonsense")
    assert (1, True) == (wrong.exit_code, wrong.output.endswith("[no-key]\n"))
    assert printed.output == run("policy").output
    assert 0 == run("policy", "init", "--force").exit_code
    engine = make_engine(settings.database_url)
    with reading(engine) as connection:
        kinds = list(connection.execute(select(AUDIT_ENTRY.c.kind).order_by(AUDIT_ENTRY.c.seq)).scalars())
    engine.dispose()
    assert ["log_key", "policy", "policy"] == kinds


@pytest.mark.sqlite("programs of their own take part, over the file that is named to them")
def test_a_witness_that_is_served_is_asked_over_the_network(tmp_path: Path, settings: Settings) -> None:
    """As programs on two machines: it says where it answers, the log asks it, and the quorum is reached."""
    agree(tmp_path, settings)
    command = [sys.executable, "-c", "from consult.cli import main; main()", "log"]
    serve = [*command, "witness", "serve", str(tmp_path / "w"), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        address = said.split(" answers at ")[1].split()[0]
        vkey = run("witness", "vkey", tmp_path / "w").output.strip()
        assert 0 == run("policy", "init", "--force", "--witness", f"JPN={vkey},{address}").exit_code
        asked = subprocess.run([*command, "cosign"], cwd=ROOT, capture_output=True, text=True, check=False)
        program.terminate()

        assert 0 == program.wait(120)
    assert "The witness jpn.example/witness answers at http://127.0.0.1:" in said
    assert (0, "JPN: has cosigned\n1 entries: 1 of 1 cosigned.\n") == (asked.returncode, asked.stdout), asked.stderr
