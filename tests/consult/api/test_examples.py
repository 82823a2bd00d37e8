"""The commands of `docs/api.md`, sent as they stand there; what stands behind an arrow is what is answered."""

import base64
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from consult import clock
from tests.consult.api.settlement_world import System, on, settlement_world
from tests.consult.web.world import World

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.S | re.M)
COMMAND = re.compile(r"(?:(?P<name>[A-Z]+)=\$\()?(?P<curl>curl .*?) \| jq -r (?P<path>\.\S*?)\)?")
HOST = "https://consult.example.int"
TAKEN = {"-s": 0, "-H": 1, "-u": 1, "-d": 1, "--json": 1, "--oauth2-bearer": 1}
"""The options that this shell knows, with how many words follow each."""


class Shell:
    """As much of a shell as the page needs: variables, curl over the application, and the paths of jq."""

    def __init__(self, world: World, **variables: str) -> None:
        """Begin with some variables."""
        self.world, self.variables = world, {"HOST": HOST, **variables}
        self.answer = ""

    def run(self, line: str) -> None:
        """Run a line of the page; one with an arrow says what the line before answered."""
        if line.startswith("# on "):
            return
        if line.startswith("# → "):
            assert line.removeprefix("# → ") == self.answer
            return
        found = COMMAND.fullmatch(line)
        assert found, line
        self.answer = pick(self.curl(shlex.split(self.filled(found["curl"]))[1:]), found["path"])
        if found["name"]:
            self.variables[found["name"]] = self.answer

    def filled(self, command: str) -> str:
        """Put in variables, but for what stands between single quotation marks."""
        parts = re.split(r"('[^']*')", command)
        return "".join(
            part if part.startswith("'") else re.sub(r"\$([A-Z]+)", lambda m: self.variables[m[1]], part)
            for part in parts
        )

    def curl(self, words: list[str]) -> Any:
        """Ask the application as curl would."""
        headers, data, media, address = {}, None, None, ""
        while words:
            word = words.pop(0)
            given = words.pop(0) if TAKEN.get(word, 0) else ""
            if word == "-H":
                name, _colon, value = given.partition(": ")
                headers[name] = value
            elif word == "--oauth2-bearer":
                headers["Authorization"] = f"Bearer {given}"
            elif word == "-u":
                headers["Authorization"] = "Basic " + base64.b64encode(given.encode()).decode()
            elif word == "--json":
                data, media = given, "application/json"
            elif word == "-d":
                data, media = given, "application/x-www-form-urlencoded"
            elif word not in TAKEN:
                address = word.removeprefix(HOST)
        more = {} if data is None else {"data": data, "content_type": media}
        answer = self.world.app.test_client().open(
            address, method="GET" if data is None else "POST", headers=headers, **more
        )
        return answer.json


def pick(found: Any, path: str) -> str:
    """Give what a path of jq leads to, as `-r` writes it."""
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        found = found[name] if name else found[int(number)]
    return found if isinstance(found, str) else json.dumps(found)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """Give a shell with the tokens of Japan and Korea."""
    with on("2026-08-20"):
        world = settlement_world(tmp_path)
        japan, korea = (System(world, key).asks.token for key in ("JPN", "KOR"))
    client = japan.split("_")[1]
    yield Shell(world, JAPAN=japan, KOREA=korea, TOKEN=japan, CLIENT=client)
    world.engine.dispose()


def test_every_command_of_the_page_answers_what_the_page_says(shell: Shell) -> None:
    """In its order, on the days that it names."""
    blocks = BLOCK.findall(PAGE.read_text())
    answers = 0
    for block in blocks:
        lines = block.replace("\\\n", "").splitlines()
        dated = re.fullmatch(r"# on (\d+ \w+ \d{4})", lines[0])
        day = datetime.strptime(dated[1], "%d %B %Y").replace(hour=9, tzinfo=UTC) if dated else clock.now()
        with clock.frozen(day):
            for line in lines:
                shell.run(line)
        answers += sum(line.startswith("# → ") for line in lines)

    assert (len(blocks), answers) >= (6, 15)
    assert PAGE.read_text().count("curl ") == sum(block.count("curl ") for block in blocks)
