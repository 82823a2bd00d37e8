"""Audit logs in which one thing is another: each has its own sentence, and none ends in an error."""

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.consult.log.audits import Line, Log, written
from tests.consult.log.test_verifier_audit import LOG, NO_END, check, refusal


def _as(**changed: Any) -> Callable[[list[Line]], object]:
    """Change what the first line says."""
    return lambda lines: lines[0].update(changed)


def _first(**changed: Any) -> Callable[[list[Line]], object]:
    """Change parts of the line of the first entry."""
    return lambda lines: lines[1].update(changed)


def _said(**changed: Any) -> Callable[[list[Line]], object]:
    """Change what the first entry says in words."""
    return lambda lines: lines[1]["said"].update(changed)


def _swap(lines: list[Line]) -> None:
    """Give two fields under each other's names."""
    opened = lines[1]["disclosures"]
    opened["case"], opened["to"] = opened["to"], opened["case"]


def _unnamed(lines: list[Line]) -> None:
    """No longer name a field that is withheld."""
    lines[2]["withheld"].remove("person")


def _moved(lines: list[Line]) -> None:
    """Let an entry lead to the place of another."""
    lines[1]["path"] = lines[2]["path"]


NO_HEAD = "This is not an audit log that can be read: its first line is another."
NO_ENTRY = "Line 2 of the audit log does not have the form of an entry."
LEADS = "Entry {} does not lead to the root of the checkpoint of the audit log: {}"
SAYS = "What the audit log says of entry 2 under {} is not what the entry holds."
PARTS = "Of entry {} not every field is named once, as opened, withheld or erased."
CHANGES: list[tuple[str, Callable[[list[Line]], object]]] = [
    (NO_HEAD, _as(kind="another")),
    (NO_HEAD, _as(v=1)),
    (NO_HEAD, _as(v="2")),
    (NO_HEAD, _as(set="everything")),
    (NO_HEAD, _as(set=["parties_C2"])),
    (NO_HEAD, _as(checkpoint=None)),
    (NO_HEAD, _as(asked=[])),
    (NO_HEAD, _as(whole=1)),
    (NO_HEAD, lambda lines: lines[0].update({"for": None})),
    (NO_HEAD, lambda lines: lines[0].pop("set")),
    ("The signature of consult.example.int/audit/1 is not valid.", lambda lines: _resized(lines[0])),
    ("Entry 2 stands after entry 2 in the audit log, which goes by number.", lambda lines: lines.insert(1, lines[1])),
    ("Entry 2 stands after entry 3 in the audit log, which goes by number.", lambda lines: lines.insert(1, lines[2])),
    ("The audit log says that it leaves out no entry, and entry 3 is not in it.", lambda lines: lines.pop(2)),
    ("The audit log says that it leaves out no entry, and entry 5 is not in it.", lambda lines: lines.pop(4)),
    (LEADS.format(2, "The path leads to another root."), _moved),
    (LEADS.format(2, "The path is shorter than the tree is high."), _first(path=[])),
    (LEADS.format(9, "Entry 9 is not in a log of 9 entries."), lambda lines: _beyond(lines)),
    (LEADS.format(2, "The path is longer than the tree is high."), _first(path=["A" * 43 + "="] * 63)),
    ("entries.jsonl:2 gives the field case under another name.", _swap),
    ("The leaf does not hold this disclosure in the place of its name.", lambda lines: _forge(lines[1])),
    ("This is not a disclosure of three parts.", lambda lines: lines[1]["disclosures"].update(case="WyJhIl0")),
    (SAYS.format("actor"), _said(actor="FRA")),
    (SAYS.format("late"), _said(late=1)),
    (SAYS.format("late"), _said(late=None)),
    (SAYS.format("step"), _said(step=4.5)),
    (SAYS.format("hash"), _said(hash="0" * 64)),
    (SAYS.format("more"), _said(more="than the entry")),
    (SAYS.format("more"), _said(more=None)),
    (SAYS.format("capacity"), lambda lines: lines[1]["said"].pop("capacity")),
    (SAYS.format("actor"), _said(actor="FRA", utc="2027")),
    ("Entry 2 is of level C3, which does not belong into the set parties_C2.", _first(beside={"level": "C3"})),
    (PARTS.format(3), _unnamed),
    (PARTS.format(3), lambda lines: lines[2]["erased"].append("person")),
    (PARTS.format(3), lambda lines: lines[2]["withheld"].append("salary")),
    (PARTS.format(2), lambda lines: lines[1]["disclosures"].pop("case")),
    ("These bytes are not a leaf of this log.", _first(leaf=b64encode(b"{}").decode())),
    (NO_ENTRY, _first(v="2")),
    (NO_ENTRY, _first(more=1)),
    (NO_ENTRY, lambda lines: lines[1].pop("v")),
    (NO_ENTRY, lambda lines: lines[1].pop("leaf")),
    (NO_ENTRY, lambda lines: lines[1].pop("beside")),
    (NO_ENTRY, _first(leaf="no base64")),
    (NO_ENTRY, _first(leaf=None)),
    (NO_ENTRY, _first(index="2")),
    (NO_ENTRY, _first(index=True)),
    (NO_ENTRY, _first(path=["A" * 43 + "="] * 64)),
    (NO_ENTRY, _first(path=["AAAA"])),
    (NO_ENTRY, _first(path=None)),
    (NO_ENTRY, _first(path=[1])),
    (NO_ENTRY, _first(withheld=None)),
    (NO_ENTRY, _first(erased=7)),
    (NO_ENTRY, _first(disclosures=[])),
    (NO_ENTRY, _first(disclosures={"case": 7})),
    (NO_ENTRY, _first(said=[])),
    (NO_ENTRY, _first(beside=[])),
    (NO_ENTRY, _first(beside={"actor": "FRA"})),
]


def _resized(head: Line) -> None:
    """Let the checkpoint say that the log has more entries."""
    head["checkpoint"] = head["checkpoint"].replace("\n9\n", "\n90\n", 1)


def _beyond(lines: list[Line]) -> None:
    """Give one entry, under a number that is not in the log."""
    lines[1:] = [lines[5] | {"index": 9}]


def _forge(line: Line) -> None:
    """Put what another entry holds into the place of what this one holds."""
    line["disclosures"]["case"] = LOG.disclosures[6]["case"]


@pytest.mark.parametrize(("says", "change"), CHANGES)
def test_whatever_is_changed_has_its_own_sentence(
    tmp_path: Path, says: str, change: Callable[[list[Line]], object]
) -> None:
    """One thing is another on 3 November 2026, and the last line is made anew, as a forger would."""
    lines = LOG.lines()
    change(lines)

    assert says == refusal(tmp_path, written(lines))


@pytest.mark.parametrize(
    "held",
    [
        {"act": "text"},
        {"actor": ["JPN"]},
        {"time": 7},
        {"doc": 7},
        {"doc": ["ab" * 32, "request"]},
        {"doc": {"digest": "ab" * 32}},
        {"rest": {"effects": [7]}},
        {"rest": {"effects": [[]]}},
        {"rest": {"effects": 7}},
    ],
)
def test_a_field_of_another_form_is_told_by_its_line_and_is_no_error(tmp_path: Path, held: Line) -> None:
    """What was sealed is what it is: the host may have sealed anything."""
    log = Log(held, {"seq": 2})
    head, first, seal, *_more = log.lines()

    assert NO_ENTRY == refusal(tmp_path, written([head, first, seal]))


@pytest.mark.parametrize("word", ["act", "actor", "time", "rest", "doc"])
def test_a_field_that_holds_nothing_says_nothing(tmp_path: Path, word: str) -> None:
    """It is opened, and there is nothing in it."""
    log = Log({word: None}, {"seq": 2})

    assert 5 == check(tmp_path, written(log.lines())).entries


def test_the_end_says_how_many_lines_there_are_and_what_they_are(tmp_path: Path) -> None:
    """No end, no line at all, another number, another digest, more in it, something behind it, a line cut off."""
    lines = LOG.lines()
    right = written(lines)
    end = right.splitlines(keepends=True)[-1]
    wrong = {
        "no end": right.removesuffix(end),
        "head alone": right.splitlines(keepends=True)[0],
        "number": written(lines, entries=4),
        "digest": written(lines, sha256="0" * 64),
        "kind": written(lines, kind="END"),
        "more": written(lines, more=1),
        "cut": right[:-1],
        "head cut": right.splitlines()[0],
        "line after": right.removesuffix(end) + end[:-1],
    }
    for data in wrong.values():
        assert NO_END == refusal(tmp_path, data)
    assert "Line 7 of the audit log does not have the form of an entry." == refusal(tmp_path, right + end)
    assert 0 == check(tmp_path, written(lines[:1])).entries


def test_a_line_that_is_no_json_is_told_by_its_number(tmp_path: Path) -> None:
    """The first is that of the audit log itself; nothing at all is none either."""
    head, *rest = written(LOG.lines()).splitlines(keepends=True)
    for bad in (b"nonsense\n", b"[]\n", b"\xff\n", b'{"v":"1","v":"1"}\n', b'{"v":NaN}\n', b"[" * 9000 + b"\n", b"\n"):
        assert NO_HEAD == refusal(tmp_path, bad)
        assert NO_ENTRY == refusal(tmp_path, head + bad + b"".join(rest[1:]))
        assert "Line 3 of the audit log does not have the form of an entry." == refusal(
            tmp_path, head + rest[0] + bad + b"".join(rest[2:])
        )
    assert NO_HEAD == refusal(tmp_path, b"")


def test_a_line_may_have_a_mebibyte_and_no_byte_more(tmp_path: Path) -> None:
    """So that nobody has to hold more than that at any time."""
    head, *rest = LOG.lines()
    room = 2**20 - len(json.dumps(head | {"asked": {"x": ""}}, ensure_ascii=False).encode()) - 1

    assert 5 == check(tmp_path, written([head | {"asked": {"x": "a" * room}}, *rest])).entries
    assert NO_END == refusal(tmp_path, written([head | {"asked": {"x": "a" * (room + 1)}}, *rest]))
