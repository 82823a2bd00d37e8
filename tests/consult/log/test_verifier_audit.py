"""Audit logs, read by whoever distrusts their maker: what is right holds, and each fault has its own sentence."""

import json
import zipfile
from pathlib import Path

import pytest

from consult.log import verifier
from consult.log.verifier import Audit, Rejected, Unchecked, read_policy
from tests.consult.log import exports
from tests.consult.log.audits import Log, packed, parts, table, written

POLICY = read_policy(exports.TRUST_QUORUM)
LOG = Log()
NO_END = "The audit log does not end as it says: lines are missing, or were added or changed."


def check(folder: Path, data: bytes) -> Audit:
    """Check the lines of an audit log by themselves."""
    (folder / "lines").write_bytes(data)
    return verifier.check_audit(folder / "lines", POLICY)


def refusal(folder: Path, data: bytes) -> str:
    """The sentence by which lines are refused."""
    with pytest.raises(Rejected) as refused:
        check(folder, data)
    return str(refused.value)


def test_an_audit_log_in_which_everything_is_right_holds(tmp_path: Path) -> None:
    """Five entries, of which four are opened, proved to States that had agreed on a quorum; the table says the same."""
    found = verifier.check_audit(packed(tmp_path / "audit.zip", parts(LOG)), POLICY)

    assert ("parties_C2", "JPN", {"since": "2026-11-03"}) == (found.reach, found.party, found.asked)
    assert (5, 4, True, True, ("audit-log.pdf",)) == (
        *(found.entries, found.readable, found.whole, found.table),
        found.unread,
    )
    assert (False, True, 9) == (found.own_policy, found.opened.attested, found.opened.checkpoint.size)


def test_the_lines_alone_hold_as_well(tmp_path: Path) -> None:
    """Then there is no table, and no drawing that nobody compares."""
    found = check(tmp_path, written(LOG.lines()))

    assert (5, 4, True, False, ()) == (found.entries, found.readable, found.whole, found.table, found.unread)
    assert not found.own_policy


def test_each_part_but_the_lines_may_be_left_out(tmp_path: Path) -> None:
    """What is there is compared; where the host packs no policy, the reader brings it."""
    for left_out in ("README.txt", "policy.txt", "checkpoint.txt", "entries.csv", "audit-log.pdf"):
        files = {name: data for name, data in parts(LOG).items() if name != left_out}
        found = verifier.check_audit(packed(tmp_path / "audit.zip", files), POLICY)
        assert (left_out != "entries.csv", left_out != "audit-log.pdf") == (found.table, bool(found.unread))


def test_what_is_asked_for_narrowly_may_leave_out_entries_and_begin_anywhere(tmp_path: Path) -> None:
    """It says so of itself; what is there is proved all the same, and it may belong to nobody in particular."""
    head, _asked, _seal, *rest = LOG.lines()
    found = check(tmp_path, written([head | {"whole": False, "for": ""}, rest[0], rest[2]]))

    assert (2, 2, False, "") == (found.entries, found.readable, found.whole, found.party)


@pytest.mark.parametrize(
    ("reach", "levels"),
    [("public_C0", "C0"), ("parties_C2", "C0 C1 C2"), ("full_internal", "C0 C1 C2 C3 C4 C5")],
)
def test_each_set_takes_its_levels_and_no_higher_one(tmp_path: Path, reach: str, levels: str) -> None:
    """The paper, the act and what the host says beside have a level each; one of them is enough to belong elsewhere."""
    for level in ("C0", "C1", "C2", "C3", "C4", "C5"):
        paper = Log(
            {"act": {"kind": "act"}, "doc": ["ab" * 32, "request", level, "ja"]},
            {"seq": 2, "entry": "act", "filing": "ab" * 32, "filing_kind": "request", "language": "ja"},
        )
        details = Log({"act": {"kind": "act"}, "rest": {"level": level}}, {"seq": 2, "entry": "act"})
        bare = Log({"act": {"kind": "act"}}, {"seq": 2, "entry": "act"})
        for log, beside in ((paper, {}), (details, {}), (bare, {"level": level})):
            head, first, *_more = log.lines()
            data = written([head | {"set": reach}, first | {"beside": beside}])
            if level in levels.split():
                assert 1 == check(tmp_path, data).entries
            else:
                says = f"Entry 2 is of level {level}, which does not belong into the set {reach}."
                assert says == refusal(tmp_path, data)


def of_zip(path: Path) -> str:
    """The sentence by which a zip is refused."""
    with pytest.raises(Rejected) as refused:
        verifier.check_audit(path, POLICY)
    return str(refused.value)


def test_a_table_that_says_something_else_is_told_by_line_and_entry(tmp_path: Path) -> None:
    """A cell of the last entry, the names of the columns, a line taken out, added, cut in its middle, not text."""
    rows, bare = LOG.table(), table(LOG.table()).removeprefix(b"\xef\xbb\xbf")
    changed = [list(row) for row in rows]
    changed[5][0] = "7"
    line = "Line {} of the table is not what entry {} of the audit log says."
    cases = {
        line.format(6, 6): [table(changed)],
        line.format(2, 2): [table([rows[0], *rows[2:]]), table(rows[:1]), table(rows)[:700]],
        line.format(3, 3): [table([*rows[:2], *rows[1:]])],
        line.format(4, 4): [table(rows[:3]), table(rows[:3]) + b"\xff\r\n", table(rows[:3]) + b'"4\r\n'],
        NO_END: [table([*rows, rows[5]])],
        "The table does not begin with the names of its columns.": [b"", table(rows[1:]), b"\xff", b'"seq'],
    }
    for says, tables in cases.items():
        for each in tables:
            assert says == of_zip(_with_table(tmp_path, each))
    assert verifier.check_audit(_with_table(tmp_path, bare), POLICY).table


def _with_table(folder: Path, data: bytes) -> Path:
    return packed(folder / "audit.zip", parts(LOG) | {"entries.csv": data})


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_has_an_apostrophe() -> None:
    """Texts alone, and only those; lists and numbers stand as they are."""
    begins = {"=": "'=", "+": "'+", "-": "'-", "@": "'@", "\t": "'\t", "\r": "'\r", "a=": "a=", "": "", "'": "'"}
    for text, cell in begins.items():
        assert cell == verifier._cell(text)
    assert ["", "-7", '["="]', '{"a": "é", "b": 1}', "false", "0"] == [
        verifier._cell(value) for value in (None, -7, ["="], {"b": 1, "a": "é"}, False, 0)
    ]


def test_what_is_removed_stands_in_the_table_with_its_digest() -> None:
    """Of an entry whose person was erased, and whose case and office are kept back."""
    digests = json.loads(LOG.leaves[5])["f"]
    row = LOG.lines()[4] | {"withheld": ["case", "actor"]}
    cells = dict(zip(verifier.AUDIT_COLUMNS, verifier.audit_cells(row), strict=True))

    assert f"case:{digests['case']} actor:{digests['actor']}" == cells["withheld"]
    assert f"person:{digests['person']}" == cells["erased"]
    assert "" == dict(zip(verifier.AUDIT_COLUMNS, verifier.audit_cells(LOG.lines()[5]), strict=True))["erased"]


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    """More than belongs into it, a part twice, no lines, another checkpoint beside, a byte of it turned."""
    right = parts(LOG)
    young = exports.signed(LOG.hashes).encode()
    other = dict(right)
    del other["entries.jsonl"]
    cases = {
        "An evidence bundle does not hold more.txt.": right | {"more.txt": b""},
        "An evidence bundle does not hold ../escape.": {"../escape": b"", **right},
        "This is not an audit log that can be read: entries.jsonl": other,
        "The checkpoint beside the audit log is not the one by which it was made.": right | {"checkpoint.txt": young},
        "This is not a signed note: it is not text in UTF-8.": right | {"checkpoint.txt": b"\xff"},
    }
    for says, files in cases.items():
        assert says == of_zip(packed(tmp_path / "audit.zip", files))
    twice = packed(tmp_path / "audit.zip", right)
    with zipfile.ZipFile(twice, "a") as held, pytest.warns(UserWarning, match="Duplicate name"):
        held.writestr("README.txt", b"other")
    assert "README.txt is there twice." == of_zip(twice)
    turned = bytearray(packed(tmp_path / "audit.zip", right).read_bytes())
    turned[turned.index(b"audit/1\n9\n") + 8] ^= 1
    (tmp_path / "audit.zip").write_bytes(turned)
    says = "This is not an audit log that can be read: Bad CRC-32 for file 'checkpoint.txt'"
    assert says == of_zip(tmp_path / "audit.zip")


def test_without_a_policy_of_ones_own_that_of_the_zip_is_taken_and_told(tmp_path: Path) -> None:
    """Where there is none either, nothing can be said; one that breaks a rule of its format is refused."""
    files = parts(LOG)
    assert verifier.check_audit(packed(tmp_path / "audit.zip", files)).own_policy
    bad = packed(tmp_path / "audit.zip", files | {"policy.txt": b"quorum"})
    with pytest.raises(Rejected, match=r"^Line 1 of the policy: it has too few or too many words\.$"):
        verifier.check_audit(bad)
    long = exports.TRUST_QUORUM.encode() + b"#" * (1_000_000 - len(exports.TRUST_QUORUM))
    assert verifier.check_audit(packed(tmp_path / "audit.zip", files | {"policy.txt": long})).own_policy
    with pytest.raises(Rejected, match=r"^Line 1 of the policy: it is too long\.$"):
        verifier.check_audit(packed(tmp_path / "audit.zip", files | {"policy.txt": long + b"#"}))
    del files["policy.txt"]
    with pytest.raises(Unchecked, match=r"^The bundle holds no policy, and none was given\.$") as unchecked:
        verifier.check_audit(packed(tmp_path / "audit.zip", files))
    assert "bundle-policy" == unchecked.value.code


@pytest.mark.parametrize("policy", [None, POLICY], ids=["no policy", "a policy"])
def test_a_file_that_is_not_there_is_said_not_to_be_there(tmp_path: Path, policy: verifier.Policy | None) -> None:
    """Before anything is asked of a policy; a folder cannot be read as a file either."""
    for check_of in (verifier.check_audit, verifier.check_bundle):
        with pytest.raises(Unchecked) as absent:
            check_of(tmp_path / "absent.zip", policy)
        assert f"{tmp_path / 'absent.zip'} cannot be read: there is no such file." == str(absent.value)
        with pytest.raises(Unchecked) as folder:
            check_of(tmp_path, policy)
        assert f"{tmp_path} cannot be read: Is a directory" == str(folder.value)
