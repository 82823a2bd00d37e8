"""The verifier as a party runs it: one file in an empty folder, with nothing of the product at hand."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from consult.log import verifier
from consult.log.notes import SigningKey, sign_note
from tests.consult.log import exports
from tests.consult.log.bundles import World, packed
from tests.consult.log.test_verifier_proofs import receipt

FILE = Path(verifier.__file__)
LEAVES = [exports.make_leaf(bytes([i]) * 32) for i in range(30)]
ORGAN, OTHER = (
    SigningKey(f"consult.example.int/{party}/mission", 1, (party * 11)[:32].encode()) for party in ("FRA", "JPN")
)
HASHES = [exports.leaf_hash(leaf) for leaf in LEAVES]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the verifier, a log, and what parties hold of it."""
    folder = tmp_path_factory.mktemp("party")
    shutil.copy(FILE, folder / "consult-verify.py")
    exports.write_export(folder / "log", LEAVES, ["BRA", "FRA", "JPN"])
    exports.write_export(folder / "young", LEAVES)
    world = World()
    exports.write_export(folder / "of-bundle", world.leaves)
    packed(folder, world.files())
    numbers = sorted(world.openings)
    for name, of in (("own", f"receipts/{numbers[0]}.tlog-proof"), ("own.json", f"openings/{numbers[0]}.json")):
        (folder / name).write_bytes(world.files()[of])
    (folder / "other.json").write_bytes(world.files()[f"openings/{numbers[1]}.json"])
    texts = {
        "trust": exports.TRUST_QUORUM,
        "log-only": exports.TRUST_LOG,
        "broken": "quorum",
        "receipt": receipt(),
        "old": exports.signed(HASHES[:7]),
        "now": exports.signed(HASHES, ["FRA", "JPN", "KOR"]),
        "statement": sign_note("consult.example.int/statement/v1\ncase BERTH-2026-AAAAAA\n", ORGAN),
        "forked": exports.signed(HASHES[::-1]),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def alone(place: Path, *arguments: str) -> tuple[int, str]:
    """Run the file alone, isolated from everything around it; give its code and what it said."""
    done = subprocess.run(
        [sys.executable, "-I", "consult-verify.py", *arguments],
        cwd=place,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("export log --policy trust", 0, "cosigned by BRA, FRA, JPN"),
        ("export log --policy trust", 0, "cosignatures from 2026-11-03 10:00:00 UTC to 2026-11-03 10:00:02 UTC"),
        ("export log --policy trust --old old", 0, "audit/1: 30 entries, root "),
        ("export log --policy trust --old forked", 1, "its first 30 entries are not those of the older checkpoint"),
        ("export young --policy trust", 2, "has not cosigned yet. [not-attested]"),
        ("export young --policy log-only --tree-only", 0, "It holds."),
        ("export none --policy trust", 2, "none: there is no checkpoint. [no-export]"),
        ("export log --policy none", 2, "none cannot be read"),
        ("export log --policy broken", 2, "Line 1 of the policy"),
        ("export http://127.0.0.1:9 --policy trust", 2, "cannot be fetched"),
        ("receipt receipt --policy trust", 0, "entry 7, leaf "),
        ("receipt old --policy trust", 1, "This is not a receipt: its first line is another. [no-proof]"),
        ("receipt /dev/null --policy trust", 2, "cannot be read"),
        ("receipt own --policy log-only --openings own.json", 0, "actor: "),
        ("receipt own --policy log-only --openings own.json", 0, 'case: "2026/1"\ndoc: ["c4794d5c2412c49b'),
        ("receipt own --policy log-only --openings nothing", 2, "nothing cannot be read: there is no such file."),
        ("receipt own --policy log-only --openings other.json", 1, "[bundle-index]"),
        ("receipt own --policy log-only --openings own", 1, "[no-openings]"),
        ("bundle bundle.zip --policy log-only", 0, "chain (case): all of 3 steps"),
        ("bundle bundle.zip --policy log-only --log of-bundle", 0, "3 receipts, 3 entries opened"),
        ("bundle bundle.zip --policy log-only --log of-bundle", 0, "there \nare any for this case; 3 fields that stay"),
        ("bundle bundle.zip --policy log-only", 0, "for this case; whether the log goes on after this; 3 fields"),
        ("bundle bundle.zip", 2, "[bundle-own-policy]"),
        ("audit old", 2, "The bundle holds no policy, and none was given. [bundle-policy]"),
        ("audit old --policy trust", 1, "[no-audit]"),
        ("bundle old --policy trust", 1, "[no-bundle]"),
        ("policy trust", 0, "1 logs, 4 witnesses, quorum States"),
        ("policy broken", 1, "[policy-line]"),
        ("compare now log/checkpoint --policy trust", 0, "cosigned by FRA, JPN, KOR"),
        ("compare now forked --policy trust", 1, "[fork]"),
        ("compare now old --policy trust", 2, "[sizes-differ]"),
        ("consistency old now log --policy trust", 0, "7 entries, root "),
        ("consistency now old log --policy trust", 1, "[shrunk]"),
        (f"note statement {ORGAN.vkey}", 0, "signed by consult.example.int/FRA/mission"),
        (f"note statement {OTHER.vkey}", 1, "No known key has signed this note. [unsigned]"),
        ("note statement none", 2, "'none' is not a verifier key. [no-key]"),
        ("", 2, "usage: consult-verify"),
    ],
)
def test_each_verb_answers_with_a_sentence_and_a_code(
    place: Path,
    arguments: str,
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0 accepts, 1 rejects, 2 cannot tell."""
    monkeypatch.chdir(place)
    try:
        left = verifier.main(arguments.split())
    except SystemExit as usage:
        left = int(usage.code or 0)
    said = "".join(capsys.readouterr())

    assert (code, True) == (left, says in said), said


def test_the_file_alone_in_a_folder_answers_the_same(place: Path) -> None:
    """It is copied, and run by a Python that sees neither the product nor its folder."""
    accepted = alone(place, "export", "log", "--policy", "trust", "--old", "old")
    rejected = alone(place, "compare", "now", "forked", "--policy", "trust")
    unchecked = alone(place, "bundle", "bundle.zip")

    assert [0, 1, 2] == [accepted[0], rejected[0], unchecked[0]]
    assert accepted[1].endswith("It holds.\n")
    assert rejected[1].endswith("have different roots: the log has forked. [fork]\n")
    assert unchecked[1].endswith("could choose. [bundle-own-policy]\n")


def test_the_file_imports_python_and_one_library_and_nothing_of_the_product() -> None:
    """Whoever reads it has read all of it."""
    body = ast.parse(FILE.read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(body)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or "."] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }

    assert {"cryptography"} == names - set(sys.stdlib_module_names)


def test_the_file_is_written_in_the_python_of_six_years_ago() -> None:
    """Many a ministry runs 3.9: neither its syntax nor what it calls is younger."""
    text = FILE.read_text(encoding="utf-8")

    ast.parse(text, feature_version=(3, 9))
    assert not [word for word in ("slots=True", "strict=True", "bit_count", "datetime.UTC") if word in text]
    assert "from __future__ import annotations" in text
