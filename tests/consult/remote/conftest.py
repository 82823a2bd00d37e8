"""Command lines against a served application: the world of the pages behind a real port, and a folder for each user."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from consult import clock
from consult.cli import cli
from consult.models.parties import MANDATE
from tests.browser.harness import served
from tests.consult.api.machine import machine
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, World


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Hold the clock still."""
    with clock.frozen(AT):
        yield


@dataclass
class Line:
    """Somebody's command line: an own folder, an own token."""

    folder: Path
    address: str
    token: str
    more: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: str | bytes | None = None, code: int = 0) -> Result:
        """Run a command under `consult remote` that leaves with a code."""
        variables = {
            "XDG_CONFIG_HOME": str(self.folder),
            "CONSULT_REMOTE": "",
            "CONSULT_TOKEN": "",
            "CONSULT_INSTANCE": str(self.folder / "none"),
            **self.more,
        }
        done = CliRunner().invoke(cli, ["remote", *arguments], input=given, env=variables)
        assert code == done.exit_code, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done

    def says(self, *arguments: str, given: str | None = None, code: int = 0) -> str:
        """Run a command and give what it prints, in one line."""
        return " ".join(self.run(*arguments, given=given, code=code).output.split())

    def sign_in(self) -> "Line":
        """Keep the token."""
        self.run("login", self.address, "--token-file", "-", given=self.token)
        return self


@dataclass
class Served:
    """The world behind a port."""

    world: World
    address: str
    folder: Path

    def line(self, party: str, email: str = "") -> Line:
        """Give the command line of a State's office, signed in."""
        token = machine(self.world, email or f"all@{party.lower()}.example").token
        return Line(self.folder / party, self.address, token).sign_in()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Served]:
    """Serve a world whose mandates let systems dispatch."""
    world = build_cases(tmp_path)
    with world.writing() as conn:
        conn.execute(update(MANDATE).values(through_systems=True))
    with served(world.app) as address:
        yield Served(world, address, tmp_path)
    world.engine.dispose()


@pytest.fixture
def japan(instance: Served) -> Line:
    """Give the command line of Japan."""
    return instance.line("JPN")


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[[str, str], str]:
    """Write a file that a command names."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write
