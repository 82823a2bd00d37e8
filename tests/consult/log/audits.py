"""An audit log, for tests of whoever reads one: five entries of 3 November 2026, written plainly without a database.

Japan asks on Korea's behalf, with every detail that an act can have; an entry is sealed; a mandate is recorded for
France; an act says little, and its person was erased; the last says nothing but its number.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from consult.log import leaf as leaves
from consult.log import tree
from consult.log.verifier import FIELDS
from tests.consult.log import exports
from tests.consult.log.audit_entries import (
    ASKED,
    BRIEF,
    FILING,
    NOTE,
    PREV,
    RECORDED,
    SAID_OF_ASKED,
    SAID_OF_BRIEF,
    SAID_OF_RECORDED,
)
from tests.consult.log.exports import text32

Line = dict[str, Any]
FIRST, SIZE = 2, 9
COLUMNS = re.findall(
    r"\w+",
    """
    seq utc on case case_version entry machine edition track from to trigger actor organ person office capacity
    on_behalf_of authority substitute cleared power represented_by legal_basis guard_results filing filing_kind level
    language recipients service clocks flags effects late corrects tells details reason zone_data seen step prev_hash
    hash signature withheld erased
    """,
)


class Log:
    """A log of nine entries, and an audit log of the five that follow the first two, in the set of its parties; its
    first entry may be another."""

    def __init__(self, first: Line = ASKED, said: Line = SAID_OF_ASKED) -> None:
        self.leaves = [exports.make_leaf(bytes([i]) * 32) for i in range(SIZE)]
        self.disclosures: dict[int, dict[str, str]] = {3: {}}
        for index, held in ((2, first), (4, RECORDED), (5, BRIEF), (6, {})):
            sealed = leaves.seal(held, text32(bytes([200 + index]) * 32))
            self.leaves[index] = sealed.leaf
            opened = {each.field: each for each in sealed.openings if each.field in held or index == 6}
            self.disclosures[index] = {name: each.disclosure() for name, each in opened.items()}
        self.said = {2: said, 3: {"seq": 3}, 4: SAID_OF_RECORDED, 5: SAID_OF_BRIEF, 6: {"seq": 6}}
        self.hashes = [exports.leaf_hash(leaf) for leaf in self.leaves]
        nodes = {(0, i): each for i, each in enumerate(self.hashes)}
        self.nodes = nodes | {(level, i): each for level, i, each in tree.grow(0, (), self.hashes).nodes}

    def lines(self, cosigned: tuple[str, ...] = ("BRA", "FRA", "JPN")) -> list[Line]:
        """The lines but the last, which is made when they are written."""
        head = {
            "kind": "consult-audit-log",
            "v": "1",
            "set": "parties_C2",
            "for": "JPN",
            "whole": True,
            "asked": {"since": "2026-11-03"},
            "checkpoint": exports.signed(self.hashes, cosigned),
        }
        beside = {2: {"level": "C2", "service": [{"to": "FRA"}]}}
        rows = [self._row(index, self.said[index], beside.get(index, {})) for index in range(FIRST, FIRST + 5)]
        return [head, *rows]

    def _row(self, index: int, said: Line, beside: Line) -> Line:
        erased = ["person"] if index == 5 else []
        opened = self.disclosures[index]
        path = tree.prove_inclusion(index, SIZE, lambda level, at: self.nodes[level, at])
        return {
            "v": "1",
            "index": index,
            "leaf": b64encode(self.leaves[index]).decode(),
            "disclosures": dict(opened),
            "withheld": [name for name in FIELDS if name not in opened and name not in erased],
            "erased": erased,
            "path": [b64encode(each).decode() for each in path],
            "beside": dict(beside),
            "said": {**said, "hash": self.hashes[index].hex()},
        }

    def table(self) -> list[list[str]]:
        """The rows of the table, derived by hand from what was said."""
        asked = {
            "seq": "2",
            "utc": "2026-11-03T09:00:00+00:00",
            "on": "2026-11-03",
            "case": "BERTH-2026-AAAAAA",
            "case_version": "7",
            "entry": "act",
            "machine": "berth",
            "edition": "b1",
            "track": "berth:FRA",
            "from": "draft",
            "to": "asked",
            "trigger": "ask",
            "actor": "JPN",
            "organ": "MFA",
            "person": "A. Name",
            "office": "counsellor",
            "capacity": "applicant",
            "on_behalf_of": "KOR",
            "authority": "M-1",
            "substitute": "desk",
            "cleared": "C2",
            "power": "standing",
            "represented_by": "FRA",
            "legal_basis": '[{"instrument": "OST", "provision": "IX"}]',
            "guard_results": '[["ouvert à", true]]',
            "filing": FILING,
            "filing_kind": "request",
            "level": "C2",
            "language": "ja",
            "recipients": '[{"to": "FRA"}]',
            "service": '[{"to": "FRA"}]',
            "clocks": '[["answer", "2026-12-03"]]',
            "late": "true",
            "corrects": "3",
            "flags": '[["flag", "late"], ["unflag", "asked"]]',
            "effects": '[["publish", "C1"]]',
            "tells": '["FRA"]',
            "reason": f"'{NOTE}",
            "zone_data": "2026a",
            "seen": "2026/11",
            "step": "4",
            "prev_hash": PREV,
            "signature": "— consult.example.int/JPN/mission AAAA",
        }
        recorded = {
            "seq": "4",
            "entry": "entry",
            "trigger": "mandate_recorded",
            "actor": "FRA",
            "step": "1",
            "details": '{"level": "C5", "n": 8, "organ": "MFA"}',
        }
        brief = {
            "seq": "5",
            "entry": "act",
            "trigger": "note",
            "filing": "cd" * 32,
            "filing_kind": "note",
            "language": "en",
        }
        rows = {2: asked, 3: {"seq": "3"}, 4: recorded, 5: brief, 6: {"seq": "6"}}
        return [list(COLUMNS), *([self._cell(index, row, name) for name in COLUMNS] for index, row in rows.items())]

    def _cell(self, index: int, row: dict[str, str], name: str) -> str:
        held = json.loads(self.leaves[index])["f"]
        removed = self._row(index, {}, {})
        if name in ("withheld", "erased"):
            return " ".join(f"{field}:{held[field]}" for field in removed[name])
        return self.hashes[index].hex() if name == "hash" else row.get(name, "")


def written(lines: list[Line], **foot: Any) -> bytes:
    """Lines as they are written, with the last one that belongs to them, or another."""
    text = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
    said = {"kind": "end", "entries": len(lines) - 1, "sha256": hashlib.sha256(text).hexdigest()} | foot
    return text + json.dumps(said).encode() + b"\n"


def table(rows: list[list[str]]) -> bytes:
    """A table as it is written."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def parts(log: Log) -> dict[str, bytes]:
    """The parts of an audit log, by the names of its files."""
    lines = log.lines()
    return {
        "README.txt": b"Words.",
        "policy.txt": exports.TRUST_QUORUM.encode(),
        "checkpoint.txt": lines[0]["checkpoint"].encode(),
        "entries.jsonl": written(lines),
        "entries.csv": table(log.table()),
        "audit-log.pdf": b"%PDF",
    }


def packed(path: Path, files: dict[str, bytes]) -> Path:
    """Write an audit log of some parts."""
    with zipfile.ZipFile(path, "w") as held:
        for name, data in files.items():
            held.writestr(name, data)
    return path
