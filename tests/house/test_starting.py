"""What a program does not need to begin with is not loaded when it starts, and what is joined before processes part may
be shared by them.
"""

import json
import subprocess
import sys

import pytest

from tests.house import tree

LATER = {
    "alembic": "a database that does not stand at this version",
    "authlib": "parties that sign in through a provider of their own",
    "boto3": "attachments in an object store",
    "docx": "papers as Word files",
    "holidays": "working days",
    "huey": "background work, where this server does it",
    "icalendar": "calendars",
    "markdown_it": "texts with marks",
    "openpyxl": "workbooks",
    "prometheus_client": "figures, where they are wanted",
    "psycopg": "PostgreSQL",
    "redis": "a queue on Redis",
    "rich": "commands that print tables",
    "segno": "codes to be scanned",
    "typst": "papers as PDF",
    "webauthn": "passkeys",
}
"""Libraries, and what first needs them."""
START = """
import json, pathlib, sys, threading
import argon2
hashed, hash = [], argon2.PasswordHasher.hash
argon2.PasswordHasher.hash = lambda *given, **named: hashed.append(1) or hash(*given, **named)
from consult import create_app, db
from consult.commands import serving, server
from consult.settings import Settings
folder = pathlib.Path(sys.argv[1])
app = create_app(Settings.for_tests(folder, database_url=f"sqlite:///{folder}/a.sqlite"), counts=False)
alone, of_all = server.is_alone(), db.pools(app.extensions["consult"].engine)
told = {"loaded": sorted({name.partition(".")[0] for name in sys.modules}), "alone": alone}
told |= {"connections": sum(one.checkedin() + one.checkedout() for one in of_all)}
told |= {"hashed": len(hashed), "counts": app.extensions["consult_metrics"]}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Join the application of a web server on SQLite in a process of its own."""
    command = [sys.executable, "-c", START, str(tmp_path_factory.mktemp("instance"))]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_a_server_that_starts_loads_no_library_that_only_some_of_its_work_needs(started: dict[str, object]) -> None:
    loaded = started["loaded"]
    assert isinstance(loaded, list)
    assert {"consult", "workflows", "flask"} <= set(loaded)
    assert [] == [
        f"{name}: only for {why}; import it where that is done" for name, why in LATER.items() if name in loaded
    ]


def test_a_server_that_starts_hashes_no_password(started: dict[str, object]) -> None:
    """One hash takes a quarter of a second and 64 MiB, on purpose: each start of a program took that long."""
    assert 0 == started["hashed"]


def test_an_application_that_parts_into_processes_has_no_connection_no_thread_and_no_count(
    started: dict[str, object],
) -> None:
    assert (True, 0, None) == (started["alone"], started["connections"], started["counts"])
