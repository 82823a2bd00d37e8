"""What the verifier tells whoever runs it, to the letter: on each verb, of what holds and of what does not."""

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from consult.log import verifier
from consult.log.notes import SigningKey, checkpoint_text, sign_note
from tests.consult.log import audits, bundles, exports
from tests.consult.log.exports import LOG, TRUST_LOG, TRUST_QUORUM, WITNESSES, signed
from tests.consult.log.test_verifier_proofs import LEAVES as OF_RECEIPT
from tests.consult.log.test_verifier_proofs import receipt

LEAVES = [exports.make_leaf(bytes([i]) * 32) for i in range(30)]
HASHES = [exports.leaf_hash(leaf) for leaf in LEAVES]
RECEIVED = [exports.leaf_hash(leaf) for leaf in OF_RECEIPT]
STATES = ["BRA", "FRA", "JPN"]
WORLD = bundles.World()
ORGAN = SigningKey("consult.example.int/FRA/mission", 1, b"FRA" * 10 + b"FR")
COSIGNED = "cosigned by BRA, FRA, JPN\ncosignatures from 2026-11-03 10:00:00 UTC to 2026-11-03 10:00:02 UTC\n"
FILES: dict[str, Any] = {
    "trust": TRUST_QUORUM,
    "log-only": TRUST_LOG,
    "broken": "quorum",
    "latin": b"quorum none\n# \xe9\n" + LOG.vkey.encode().join((b"log ", b"\n")),
    "receipt": receipt(),
    "young-receipt": receipt(cosigned=["FRA"]),
    "old": signed(HASHES[:7], STATES),
    "now": signed(HASHES, STATES),
    "forked": signed(HASHES[::-1], STATES),
    "statement": sign_note("consult.example.int/statement/v1\ncase BERTH-2026-AAAAAA\n", ORGAN),
    "not-text": b"\xff",
}


def says(hashes: list[bytes]) -> str:
    """What is told of a checkpoint over some entries."""
    return f"{LOG.name}: {len(hashes)} entries, root {b64encode(exports.root_of(hashes)).decode()}\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what parties hold of a log of 3 November 2026; no test changes it."""
    folder = tmp_path_factory.mktemp("held")
    for name, held in FILES.items():
        (folder / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    exports.write_export(folder / "log", LEAVES, STATES)
    exports.write_export(folder / "young", LEAVES, STATES[:2])
    exports.write_export(folder / "odd", [b"a", b"b"], STATES)
    exports.write_export(folder / "of-bundle", WORLD.leaves)
    bundles.packed(folder, WORLD.files())
    own = f"receipts/{bundles.PLACES[0]}.tlog-proof", f"openings/{bundles.PLACES[0]}.json"
    for name, of in zip(("own", "own.json"), own, strict=True):
        (folder / name).write_bytes(WORLD.files()[of])
    (folder / "others.json").write_bytes(WORLD.files()[f"openings/{bundles.PLACES[1]}.json"])
    lie = WORLD.opened(bundles.PLACES[1]) | {"index": bundles.PLACES[0]}
    (folder / "lie.json").write_bytes(bundles.dump(lie))
    return folder


@pytest.fixture(autouse=True)
def there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in that folder, on a wide terminal."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("COLUMNS", "400")


def told(capsys: pytest.CaptureFixture[str], arguments: str) -> tuple[int, str, str]:
    """Run the verifier; give its code, what it told, and what it told beside."""
    try:
        code = verifier.main(arguments.split())
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("export log --policy trust", says(HASHES) + COSIGNED),
        ("export log --policy trust --old old", says(HASHES) + COSIGNED),
        ("export odd --policy trust --tree-only", says([exports.leaf_hash(each) for each in (b"a", b"b")]) + COSIGNED),
        ("export young --policy log-only", says(HASHES) + "cosigned by nobody\n"),
        ("export log --policy latin", says(HASHES) + "cosigned by nobody\n"),
        ("compare old old --policy trust", (says(HASHES[:7]) + COSIGNED) * 2),
        ("consistency old now log --policy trust", says(HASHES[:7]) + COSIGNED + says(HASHES) + COSIGNED),
        ("receipt receipt --policy trust", f"entry 7, leaf {RECEIVED[7].hex()}\n{says(RECEIVED)}{COSIGNED}"),
        (
            f"note statement {ORGAN.vkey}",
            f"consult.example.int/statement/v1\ncase BERTH-2026-AAAAAA\nsigned by {ORGAN.vkey}\n",
        ),
        (
            "policy trust",
            f"1 logs, 4 witnesses, quorum States\nSHA-256 {hashlib.sha256(TRUST_QUORUM.encode()).hexdigest()}\n",
        ),
        (
            "policy latin",
            f"1 logs, 0 witnesses, quorum none\nSHA-256 {hashlib.sha256(FILES['latin']).hexdigest()}\n",
        ),
    ],
)
def test_what_holds_is_told_to_the_letter(capsys: pytest.CaptureFixture[str], arguments: str, says: str) -> None:
    """The log, its entries and its root, who stands behind them and since when; then that it holds."""
    assert (0, f"{says}It holds.\n", "") == told(capsys, arguments)


NOT_ATTESTED = "The log has signed; the quorum of the policy has not cosigned yet. [not-attested]\n"


def test_what_no_quorum_has_cosigned_is_told_and_left_open(capsys: pytest.CaptureFixture[str]) -> None:
    """Two of four States, where three are needed; the receipt has one."""
    two = "cosigned by BRA, FRA\ncosignatures from 2026-11-03 10:00:00 UTC to 2026-11-03 10:00:01 UTC\n"
    one = "cosigned by FRA\ncosignatures from 2026-11-03 10:00:00 UTC to 2026-11-03 10:00:00 UTC\n"

    assert (2, says(HASHES) + two, NOT_ATTESTED) == told(capsys, "export young --policy trust")
    entry = f"entry 7, leaf {RECEIVED[7].hex()}\n"
    assert (2, entry + says(RECEIVED) + one, NOT_ATTESTED) == told(capsys, "receipt young-receipt --policy trust")
    of_bundle = told(capsys, "bundle bundle.zip --policy trust")
    assert (2, NOT_ATTESTED) == (of_bundle[0], of_bundle[2])


def test_what_the_owner_of_a_receipt_opens_is_told_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON in the letters of its language, however long a value is."""
    first = WORLD.leaves[bundles.PLACES[0]]
    values = {each.field: each.value for each in WORLD.openings[bundles.PLACES[0]] if each.field != "person"}
    code, said, beside = told(capsys, "receipt own --policy log-only --openings own.json")

    assert (0, "") == (code, beside)
    assert said.startswith(f"entry {bundles.PLACES[0]}, leaf {exports.leaf_hash(first).hex()}\nact: null\n")
    assert f'case: "2026/1"\ndoc: ["{bundles.DIGEST}", "statement", "C2", "en"]\n' in said
    assert [*values] == [line.split(":")[0] for line in said.splitlines()[1 : 1 + len(values)]]


def test_a_long_value_is_told_in_pieces_and_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two hundred letters a line, and what a terminal would obey is shown as what it is not."""
    verifier._tell_all("é" * 199 + "ab" * 100 + "\x1b[2J" + "z")
    assert ["é" * 199 + "a", "ba" * 99 + "b\N{REPLACEMENT CHARACTER}", "[2Jz"] == capsys.readouterr().out.splitlines()
    verifier._tell_all("a" * 400)
    assert ["a" * 200] * 2 == capsys.readouterr().out.splitlines()
    verifier._tell("b" * 201)
    assert "b" * 200 + "\n" == capsys.readouterr().out


KNOWN = (
    "3 entries under a signed checkpoint of 10, 3 opened as they were sealed, 1 filings, 1 documents, 13 files by "
    "SHA-256"
)
UNKNOWN = (
    "what sealed branches of the log hold, and whether there are any for this case{}; 3 fields that stay sealed here; "
    "the wording of sentences, titles and readable texts, and whether what was filed is true"
)


def test_a_bundle_is_told_with_all_that_cannot_be_known(capsys: pytest.CaptureFixture[str]) -> None:
    """With the log at hand one thing less; by the bundle's own policy it is told, and not taken."""
    begins = f"3 receipts, 3 entries opened\nchain (case): all of 3 steps\n{says(_hashes())}cosigned by nobody\n"
    alone = _pieces(f"checked: {KNOWN}; cannot be known: {UNKNOWN.format('; whether the log goes on after this')}")
    within = _pieces(f"checked: {KNOWN}; cannot be known: {UNKNOWN.format('')}")

    assert (0, f"{begins}{alone}It holds.\n", "") == told(capsys, "bundle bundle.zip --policy log-only")
    assert (0, f"{begins}{within}It holds.\n", "") == told(
        capsys, "bundle bundle.zip --policy log-only --log of-bundle"
    )
    own = "All was checked by the bundle's own policy only, which whoever made it could choose. [bundle-own-policy]\n"
    assert (2, begins + alone, own) == told(capsys, "bundle bundle.zip")


def _hashes() -> list[bytes]:
    return [exports.leaf_hash(leaf) for leaf in WORLD.leaves]


def _pieces(line: str) -> str:
    return "".join(line[at : at + 200] + "\n" for at in range(0, len(line), 200))


def test_what_is_loose_or_not_yet_proved_in_a_bundle_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stray document, a filing in part, a document by digest alone, a word that only the index says, no receipt."""
    stray = {"path": "documents/002-FRA-stray.txt", "sha256": hashlib.sha256(b"stray").hexdigest(), "size": 5}
    gone = {"path": "", "sha256": "ab" * 32, "size": 5}
    index = WORLD.index()
    index["entries"][1] |= {"office": "counsellor", "paper": {"words": "parts/5.json"}}
    index["documents"] += [stray, gone]
    files = WORLD.files() | {stray["path"]: b"stray", "parts/5.json": b"{}", "index.json": json.dumps(index).encode()}
    del files["receipts/5.tlog-proof"]
    bundles.packed(tmp_path, files)

    code, said, beside = told(capsys, f"bundle {tmp_path}/bundle.zip --policy log-only")

    assert (2, "1 entries are opened that no signed checkpoint covers yet. [unproved]\n") == (code, beside)
    assert f"{stray['path']}: its digest is right, but nothing that is opened names it\n" in said
    checked = (
        "checked: 2 entries under a signed checkpoint of 10, 3 opened as they were sealed, 1 filings, 2 "
        "documents, 14 files by SHA-256; cannot be known: what sealed branches of the log hold, and whether "
        "there are any for this case; whether the log goes on after this; 3 fields that stay sealed here; 1 "
        "filings given in part; 1 documents that are named by digest alone; 1 details that only the index "
        "says; the wording of sentences, titles and readable texts, and whether what was filed is true"
    )
    assert said.endswith(_pieces(checked))


AUDIT = (
    "audit log parties_C2 for JPN: 5 entries\n4 are opened, 1 are sealed\nasked for: "
    '{{"since": "2026-11-03"}}\nno entry is left out between the first and the last\n{}\n'
    "taken on trust, since the host's tables say it: level, service\n"
)
DRAWN = "audit-log.pdf: a drawing of the same, which is not compared\n"


def test_an_audit_log_is_told_with_what_is_taken_on_trust(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a zip with a table and a drawing, by its own policy, and as lines that leave entries out."""
    log = audits.Log()
    audits.packed(tmp_path / "audit.zip", audits.parts(log))
    root, lines = says(log.hashes), log.lines()
    zipped = AUDIT.format("its table says the same") + DRAWN + root + COSIGNED
    own = "All was checked by the bundle's own policy only, which whoever made it could choose. [bundle-own-policy]\n"

    assert (0, f"{zipped}It holds.\n", "") == told(capsys, f"audit {tmp_path}/audit.zip --policy trust")
    assert (2, zipped, own) == told(capsys, f"audit {tmp_path}/audit.zip")
    asked = {"since": "2026-11-03", "act": "é"}
    (tmp_path / "lines").write_bytes(audits.written([lines[0] | {"whole": False, "for": "", "asked": asked}, lines[2]]))
    assert (
        0,
        "audit log parties_C2: 1 entries\n0 are opened, 1 are sealed\n"
        'asked for: {"act": "é", "since": "2026-11-03"}\nentries in between are left out\nno table was compared\n'
        f"taken on trust, since the host's tables say it: level, service\n{root}{COSIGNED}It holds.\n",
        "",
    ) == told(capsys, f"audit {tmp_path}/lines --policy trust")
    (tmp_path / "young").write_bytes(audits.written(log.lines(("FRA",))))
    young = told(capsys, f"audit {tmp_path}/young --policy trust")
    assert (2, NOT_ATTESTED) == (young[0], young[2])


def test_a_file_beyond_measure_is_not_read_and_one_just_within_is(tmp_path: Path) -> None:
    """A note or a policy has a million bytes at most."""
    file = tmp_path / "long"
    file.write_bytes(b"#" * 1_000_000)
    assert 1_000_000 == len(verifier.read_given(str(file)))
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(verifier.Rejected) as refused:
        verifier.read_given(str(file))
    assert (f"{file} is longer than 1000000 bytes.", "too-long") == (str(refused.value), refused.value.code)


def test_a_time_beyond_all_calendars_is_told_as_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is told a year that no clock shows; the log says what it was signed with."""
    text = checkpoint_text(LOG.name, 7, exports.root_of(HASHES[:7]))
    late = sign_note(text, LOG) + WITNESSES["FRA"].cosign(text, 2**62) + WITNESSES["BRA"].cosign(text, 5)
    verifier._say(verifier.open_checkpoint(late, verifier.read_policy(TRUST_QUORUM)))

    assert (
        f"{says(HASHES[:7])}cosigned by BRA, FRA\ncosignatures from 1970-01-01 00:00:05 UTC to {2**62}\n"
        == capsys.readouterr().out
    )
