"""An installation whose programs really run: `consult run` and `consult worker` as processes over a folder and a
database of its own, tokens of its people, and their clock the machine's.

The programs are the product's own but for two things: a token may ask as often as it likes, since a few of them stand
for many, and what waits for the disk can be weakened, for the tests that have to notice it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from consult import clock, create_app, migrate, people
from consult.bench import seed_world
from consult.db import make_engine
from consult.models.parties import ORGAN
from consult.models.tokens import PERSON as OWN
from consult.people import NewMandate
from consult.people.persons import NewPerson, add_person
from consult.people.tokens import NewToken, issue_token
from consult.settings import Settings
from consult.standing import of_mandate
from tests import databases
from tests.consult.commands.test_serving import answer, free_port
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.cases_world import ALL, PROCEDURES, build_cases
from tests.consult.web.world import World

ROOT = Path(__file__).parents[2]
SECRET = "a secret of installations that are meant to be hurt"
PATIENCE = 120.0
PROGRAM = """
import sys
from consult.starting import loading
with loading():
    from consult import db
    if sys.argv[1] == "run":
        from consult.api.frame import door
        door.A_MINUTE = 10**9
weakened = sys.argv.pop()
if weakened:
    db.PRAGMAS = tuple(weakened if one.startswith("synchronous") else one for one in db.PRAGMAS)
from consult.cli import main
main()
"""
AS_SET = ""
"""The product waits for the disk as it is set to, whatever that is: a test that set it would not notice a change."""


@dataclass
class Program:
    """A process of the installation, with all that it started."""

    process: subprocess.Popen[bytes]
    port: int = 0

    def kill(self) -> None:
        """End it by force with all that it started, as a machine does that loses its power."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def children(self) -> list[int]:
        """List the processes that it started: those of a web server that answer."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError):
                if int(stat.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(int(stat.parent.name))
        return sorted(found)

    def ready(self, address: str = "/readyz") -> bool:
        """Say whether the server can serve."""
        return answer(self.port, address)[0] == 200

    def wait(self, holds: Callable[[], bool] | None = None, seconds: float = PATIENCE) -> float:
        """Wait until it serves, or until something else holds; give how many seconds that took."""
        begun, holds = time.perf_counter(), holds or self.ready
        while not holds():
            assert self.process.poll() is None, "the program has ended"
            assert time.perf_counter() < begun + seconds, "waited too long"
            time.sleep(0.01)
        return time.perf_counter() - begun


@dataclass
class Installation:
    """A folder with settings, the toy procedure and a secret, the address of its database, and what runs over it."""

    folder: Path
    url: str
    said_in: Path
    """What its programs say, beside the folder: what is hurt there must not keep them from speaking."""
    tokens: dict[str, str] = field(default_factory=dict)
    running: list[Program] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables of its programs, with a home of their own; their code is kept compiled beside it, as where
        it was installed."""
        apart = ("DATABASE_URL", "PORT", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if name not in apart}
        return {**kept, "CONSULT_INSTANCE": str(self.folder), "CONSULT_SECRET_KEY": SECRET, "HOME": str(self.folder)}

    @property
    def said(self) -> str:
        """Read what its programs said."""
        return self.said_in.read_text()

    def start(self, *arguments: str, before: tuple[str, ...] = (), pragma: str = AS_SET, port: int = 0) -> Program:
        """Start a command in a group of processes of its own, behind the words of another program where some are
        given."""
        command = [*before, sys.executable, "-c", PROGRAM, *arguments, pragma]
        with self.said_in.open("ab") as said:
            pipes = {"stdout": said, "stderr": subprocess.STDOUT}
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True, **pipes)
        self.running.append(Program(process, port))
        return self.running[-1]

    def serve(self, *more: str, port: int = 0, **how: str | tuple[str, ...]) -> Program:
        """Start the web server without background work, on a free port or a given one."""
        port = port or free_port()
        arguments = ("run", "--no-jobs", "--port", str(port), *more)
        return self.start(*arguments, port=port, **how)  # type: ignore[arg-type] # only those that start takes

    def work(self) -> Program:
        """Start a worker, which signs and publishes the log too."""
        return self.start("worker")

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; give how it ended and what it said."""
        command = [sys.executable, "-c", PROGRAM, *arguments, AS_SET]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def engine(self) -> Engine:
        """Make an engine of the tests' own over its database."""
        return make_engine(self.url)

    def end(self) -> None:
        """Kill whatever still runs."""
        for one in self.running:
            one.kill()


def _token(world: World, party: str) -> str:
    """Let the ministry of a party have a registry that files through its system, with a token for a month from now."""
    at = clock.now()
    with world.app.app_context(), world.writing() as connection:
        ministries = select(ORGAN.c.id).where(ORGAN.c.kind == "ministry", ORGAN.c.party_key == party)
        organ = connection.execute(ministries.order_by(ORGAN.c.key != "MFA", ORGAN.c.id).limit(1))
        person = add_person(connection, NewPerson(f"Registry {party}", f"registry@{party.lower()}.example"), at)
        new = NewMandate(organ.scalar_one(), "Registry", ALL, "Letter", date(2026, 1, 1), through_systems=True)
        mandate = people.record_mandate(connection, None, person, new, at)
        by = of_mandate(connection, mandate, at)
        assert by is not None
        return issue_token(connection, by, NewToken(OWN, "Registry", mandate, ALL, at.date() + timedelta(days=30)), at)


@contextmanager
def installed(
    folder: Path, url: str | None = None, parties: tuple[str, ...] = ("JPN", "FRA")
) -> Iterator[Installation]:
    """Build an installation in a folder, on SQLite or in a PostgreSQL database, with a token of an office a party; kill
    its programs at the end."""
    folder.mkdir(exist_ok=True)
    more = {"secret_key": SECRET}
    if url is not None:
        empty_engine(url).dispose()
        more["database_url"] = url
    world = build_cases(folder, **more)
    made = at_place(folder, url or databases.at(folder / "consult.sqlite"))
    made.tokens = {key: _token(world, key) for key in parties}
    world.engine.dispose()
    (folder / "procedures").symlink_to(PROCEDURES)
    with running(made):
        yield made


@contextmanager
def filled(folder: Path, url: str, cases: int, parties: tuple[str, ...] = ("JPN", "FRA")) -> Iterator[Installation]:
    """As `installed`, in a world of so many cases that the product's own seeder makes (`consult bench seed`)."""
    folder.mkdir(exist_ok=True)
    made, engine = at_place(folder, url, "exercise = true\n"), empty_engine(url)
    migrate.upgrade(engine)
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    seed_world(engine, cases, at=midnight, password_hash="!", due=0)
    engine.dispose()
    (folder / "procedures").symlink_to(PROCEDURES)
    own = Settings.for_tests(folder, exercise=True, database_url=url, secret_key=SECRET)
    world = World(create_app(own), {}, {})
    made.tokens = {key: _token(world, key) for key in parties}
    world.engine.dispose()
    with running(made):
        yield made


def at_place(folder: Path, url: str, more: str = "") -> Installation:
    """Give the installation of a folder, whose settings name its database."""
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(f'{more}database_url = "{url}"\n')
    return Installation(folder, url, folder.with_name(folder.name + ".said"))


@contextmanager
def running(made: Installation) -> Iterator[None]:
    """Kill the programs of an installation at the end of a block."""
    try:
        yield
    finally:
        made.end()
