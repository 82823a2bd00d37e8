"""`consult log verify PLACE`, `compare` and `consistency`: what they say of published logs, and with which code."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.commands.log import log
from consult.settings import create_secret
from tests.consult.log import exports

LEAVES = [exports.make_leaf(bytes([i]) * 32) for i in range(30)]
HASHES = [exports.leaf_hash(leaf) for leaf in LEAVES]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a published log, checkpoints that a State kept, and an installation without a policy."""
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.chdir(tmp_path)
    create_secret(tmp_path / "instance")
    exports.write_export(tmp_path / "log", LEAVES, ["FRA", "JPN", "KOR"])
    notes = {"old": HASHES[:9], "now": HASHES, "forked": HASHES[::-1]}
    for name, hashes in notes.items():
        (tmp_path / name).write_text(exports.signed(hashes, ["BRA", "FRA", "JPN"]), encoding="utf-8")
    (tmp_path / "trust").write_text(exports.TRUST_QUORUM, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(log, arguments)


def test_a_published_log_is_verified_with_who_stands_behind_it(place: Path) -> None:
    """Its size and root, who cosigned, and that it continues what a State kept; a policy beside it is not needed."""
    done = run("verify", "log", "--policy", "trust", "--old", "old")

    assert 0 == done.exit_code, done.output
    assert "consult.example.int/audit/1: 30 entries, root " in done.output
    assert "Cosigned by FRA, JPN, KOR." in done.output
    assert "Cosignatures from 2026-11-03 10:00:00 UTC to 2026-11-03 10:00:02 UTC." in done.output
    assert "Its first 9 entries are those of the older checkpoint." in done.output
    assert done.output.endswith("It holds.\n")


def test_the_policy_of_the_installation_counts_where_none_is_named(place: Path) -> None:
    """Without one nothing can be checked, and the sentence says what to do."""
    without = run("verify", "log")
    (place / "instance/policy.txt").write_text(exports.TRUST_QUORUM, encoding="utf-8")
    having = run("verify", "log")

    assert (2, True) == (without.exit_code, "policy.txt: there is no policy; name one with --policy" in without.output)
    assert 0 == having.exit_code, having.output


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("verify log --policy trust --old forked", 1, "[old-root]"),
        ("verify none --policy trust", 2, "none: there is no checkpoint. [no-export]"),
        ("verify log --policy old", 2, "Line 1 of the policy"),
        ("verify log --policy none", 2, "none cannot be read: there is no such file. [unreadable]"),
        ("verify http://127.0.0.1:9 --policy trust", 2, "[unreachable]"),
        ("verify --old old", 2, "go with a folder or an address"),
        ("verify log --replay", 2, "holds no openings to replay"),
        ("verify log --processes 2", 2, "is for the log of this installation"),
        ("verify --replay --processes 2", 2, "is for the log of this installation"),
        ("compare now forked --policy trust", 1, "the log has forked. [fork]"),
        ("compare now old --policy trust", 2, "[sizes-differ]"),
        ("compare now log/checkpoint --policy trust", 0, "It holds."),
        ("consistency old now log --policy trust", 0, "9 entries"),
        ("consistency now old log --policy trust", 1, "[shrunk]"),
        ("consistency old forked log --policy trust", 1, "The entries give another root"),
    ],
)
def test_each_verb_leaves_with_a_sentence_and_a_code(arguments: str, code: int, says: str) -> None:
    """0 accepts, 1 rejects, 2 cannot tell."""
    done = run(*arguments.split())

    assert (code, True) == (done.exit_code, says in done.output), done.output


def test_a_changed_byte_is_rejected_and_the_file_named(place: Path) -> None:
    """The tile and the bundle disagree, and so it is with every byte."""
    file = place / "log/tile/entries/000.p/30"
    file.write_bytes(file.read_bytes().replace(b'"v":"1"', b'"v":"2"', 1))

    done = run("verify", "log", "--policy", "trust")

    assert (1, True) == (done.exit_code, "Entry 0 does not have the shape of a leaf" in done.output)


def test_a_log_that_the_quorum_has_not_cosigned_yet_is_not_yet_attested(place: Path) -> None:
    """Nothing is wrong with it, and it is not yet what the policy asks for."""
    exports.write_export(place / "log", LEAVES, ["FRA"])

    done = run("verify", "log", "--policy", "trust")

    assert (2, True) == (done.exit_code, "the quorum of the policy has not cosigned yet" in done.output)
