"""Verification of an export against a loop that hashes its leaves one by one, and its memory at a million entries."""

import os
import subprocess
import sys
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from consult.log import verifier
from consult.log.verifier import Source, tile_path
from tests.bench.conftest import ratio, seconds
from tests.consult.log import exports

ENTRIES, ROUNDS = 100_000, 7
MANY, FEW = 1_000_000, 70_000
MOST_MEGABYTES = 32


def leaf(number: int) -> bytes:
    """A leaf that no other equals."""
    return exports.make_leaf(sha256(b"tag %d" % number).digest(), sha256(b"value %d" % number).digest())


@pytest.fixture(scope="module")
def leaves() -> list[bytes]:
    """The leaves of an export."""
    return [leaf(number) for number in range(ENTRIES)]


@pytest.fixture(scope="module")
def export(leaves: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That export."""
    folder = tmp_path_factory.mktemp("export")
    exports.write_export(folder, leaves)
    return folder


@pytest.mark.parametrize(("tree_only", "most", "aim"), [(True, 2.5, 2.0), (False, 6, 4)])
def test_verifying_an_export_against_hashing_its_leaves(
    export: Path, leaves: list[bytes], tree_only: bool, most: float, aim: float
) -> None:
    """Design: the tree alone at most 2.5 times the loop; with shapes and the search for repeated tags 6, aim 4."""
    policy, checked, hashed = verifier.read_policy(exports.TRUST_LOG), [], []
    for _round in range(ROUNDS):
        hashed.append(seconds(lambda: [sha256(b"\0" + each).digest() for each in leaves]))
        checked.append(seconds(lambda: verifier.check_export(Source(export), policy, tree_only=tree_only)))

    name = "tree only" if tree_only else "whole"
    ratio(f"verifying {ENTRIES} entries ({name}) ÷ hashing them", checked, hashed, most, aim, most=True)
    print(f"{ENTRIES / min(checked):.0f} entries a second")


class Made(Source):
    """An export of which the hashes lie in a folder and the entries are made when they are read."""

    def __init__(self, folder: Path, size: int) -> None:
        """Write the tiles and the checkpoint."""
        super().__init__(folder)
        self.size, row, level = size, b"", 0
        hashes = (exports.leaf_hash(leaf(number)) for number in range(size))
        for index, width in verifier._parts(size):
            tile = b"".join(islice(hashes, width))
            exports.put(folder, tile_path(0, index, width), tile)
            row += verifier.whole_root(tile) if width == 256 else b""
        while row:
            level, tiles, row = level + 1, [row[at : at + 8192] for at in range(0, len(row), 8192)], b""
            for index, tile in enumerate(tiles):
                exports.put(folder, tile_path(level, index, len(tile) // 32), tile)
                row += verifier.whole_root(tile) if len(tile) == 8192 else b""
        text = exports.checkpoint_text(exports.ORIGIN, size, _root(self, size))
        exports.put(folder, "checkpoint", exports.sign_note(text, exports.LOG).encode())

    def read(self, path: str, limit: int = verifier.MOST_BUNDLE_BYTES) -> bytes | None:
        """Make a bundle, read anything else."""
        if not path.startswith("tile/entries/"):
            return super().read(path, limit)
        digits = path.removeprefix("tile/entries/").partition(".p/")[0].replace("x", "").replace("/", "")
        start = int(digits) * 256
        made = (leaf(number) for number in range(start, min(start + 256, self.size)))
        return b"".join(len(each).to_bytes(2, "big") + each for each in made)


def _root(source: Source, size: int) -> bytes:
    tree = verifier._Tree(source, ())
    for index, width in verifier._parts(size):
        tree.add(verifier._read_tile(source, 0, index, width)[1])
    return tree.finish()


def grow(folder: str) -> None:
    """Print how far the process ever was, while it checked many entries, above what it held after checking few."""
    policy = verifier.read_policy(exports.TRUST_LOG)
    few, many = Made(Path(folder, "few"), FEW), Made(Path(folder, "many"), MANY)
    verifier.check_export(few, policy, tree_only=True)
    before = _memory("VmRSS")
    assert MANY == verifier.check_export(many, policy).checkpoint.size
    print(_memory("VmHWM") - before)


def _memory(name: str) -> int:
    """Read a figure of this process in bytes; the highest of all times begins anew with a program, unlike getrusage."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def test_a_million_entries_are_verified_in_little_memory(tmp_path: Path) -> None:
    """Design: at most 32 MB more than before, with the search for repeated tags."""
    program = f"from tests.bench.test_log import grow; grow({str(tmp_path)!r})"
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )

    grown = int(done.stdout) / 1e6
    print(f"\nverifying {MANY} entries: {grown:.1f} MB more; at most {MOST_MEGABYTES}")
    assert grown <= MOST_MEGABYTES
