"""What the tests stand on keeps its own promises: no network, own databases, nothing hidden."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
ONE_SKIPPED = "import pytest\n\ndef test_one(): pass\n\ndef test_two(): pytest.skip('no such program')\n"


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80)])
def test_a_connection_that_leaves_this_machine_is_refused(address: tuple[str, int]) -> None:
    """A test that needs the network fails at once instead of passing on some machines only."""
    with pytest.raises(RuntimeError) as refused:
        socket.create_connection(address, timeout=1)

    assert "tests stay on this machine" in str(refused.value)


def test_a_connection_within_this_machine_is_allowed() -> None:
    """Browser and database tests talk to servers on loopback."""
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(server.getsockname(), timeout=1) as client:
        assert "127.0.0.1" == client.getpeername()[0]


@pytest.mark.postgres
def test_a_module_gets_a_database_with_no_tables_in_it(postgres_url: str) -> None:
    """The fixture gives an address that the plain driver understands too."""
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")

        assert (0,) == tables.fetchone()


def _run_pytest(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest over one file with a skipped test, with this house's conftest."""
    (folder / "test_sample.py").write_text(ONE_SKIPPED)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CONSULT_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", "."]
    variables = kept | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def test_the_summary_names_what_could_not_run(tmp_path: Path) -> None:
    """A skipped test is named with its reason and does not fail the run."""
    done = _run_pytest(tmp_path)

    assert "not run here: 1 test, no such program" in done.stdout
    assert 0 == done.returncode


def test_a_skip_fails_where_everything_must_run(tmp_path: Path) -> None:
    """A machine that has every program says so, and then a skip is a failure."""
    done = _run_pytest(tmp_path, CONSULT_NOTHING_SKIPPED="1")

    assert "skipped although everything must run here: no such program" in done.stdout
    assert 1 == done.returncode
