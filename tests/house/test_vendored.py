"""Files copied from elsewhere are the files they say they are, byte for byte."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.house import tree

LISTS = [path for path in tree.files() if path.name == "VENDORED.md"]
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<package>\S+) \| (?P<version>\S+) \| (?P<licence>[^|]+) \| `(?P<digest>\w{64})` \|$"
)
ROWS = [
    (path.parent / found["file"], found["digest"])
    for path in LISTS
    for line in tree.text(path).splitlines()
    if (found := ROW.match(line))
]


@pytest.mark.parametrize(("path", "digest"), ROWS, ids=[str(path) for path, _ in ROWS])
def test_a_vendored_file_has_the_digest_that_its_list_gives(path: Path, digest: str) -> None:
    """Nobody edits a vendored file; a new version is a new row."""
    assert digest == hashlib.sha256((tree.ROOT / path).read_bytes()).hexdigest()


def test_every_vendored_file_is_listed() -> None:
    """A file in a folder of vendored files or fonts without version, licence and digest is not ours to ship."""
    kept = {"vendor", "fonts"}
    present = {path for path in tree.files() if kept.intersection(path.parts) and path.name != "VENDORED.md"}
    assert {path for path, _ in ROWS} == present
