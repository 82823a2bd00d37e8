"""The audit log: three sets of one record, each proved, each with what it leaves out named by its digest."""

import csv
import hashlib
import io
import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from consult.db import reading, writing
from consult.docket.editions import Editions
from consult.log.leaf import FIELDS, Opening
from consult.log.notes import SigningKey
from consult.log.own import Own, record
from consult.log.receipts import Unprovable
from consult.log.status import read_status
from consult.log.verifier import AUDIT_COLUMNS, Audit, Rejected, Unchecked, check_audit, read_policy
from consult.outputs.packing import pack
from consult.refusals import Closed, Malformed
from consult.reports.audit.asking import Asked
from consult.reports.audit.files import write_audit
from consult.reports.scope import Reach
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.signing import POLICY, QUORUM, sign_at

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
SIGNED = START + timedelta(hours=1)
ASKED_AT = START + timedelta(hours=2)
DAY = date(2026, 11, 20)


@pytest.fixture
def ref(office: Office) -> str:
    """A case in which Japan asked France and Korea, and France answered to Japan alone; a setting was changed; signed
    and cosigned an hour later."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body={**BODY, "remark": "Ours first"})
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March"})
    with writing(office.engine) as connection:
        record(connection, Own("mandate_recorded", "JPN", {"organ": "MFA"}, START, person="A. Name"))
    with writing(office.engine) as connection:
        record(connection, Own("setting", None, {"name": "gate_seconds"}, START, person="Operator Name"))
    with reading(office.engine) as connection:
        size = read_status(connection).size
    sign_at(office.engine, size, "JPN", "FRA", "BRA", at=SIGNED)
    return ref


def asked(who: str = "JPN", reach: Reach = Reach.FULL, **narrowed: Any) -> Asked:
    """What is asked for on 20 November 2026, at eleven."""
    days = {"since": DAY, "until": DAY, "at": ASKED_AT} | {
        key: narrowed.pop(key) for key in ("since", "until", "at") if key in narrowed
    }
    return Asked.by(Viewer(who, prepares=True), reach, days["since"], days["until"], days["at"], **narrowed)


def written(office: Office, folder: Path, what: Asked, formats: tuple[str, ...] = ("csv", "jsonl")) -> Path:
    """Write an audit log and pack it."""
    parts = folder / "parts"
    parts.mkdir()
    with reading(office.engine) as connection:
        write_audit(connection, what, Editions(), parts, formats=formats, policy=POLICY, quorum=QUORUM)
    with (folder / "audit.zip").open("wb") as file:
        pack(parts, file)
    return folder / "audit.zip"


def lines_of(file: Path) -> list[dict[str, Any]]:
    """Read the lines of an audit log."""
    with zipfile.ZipFile(file) as packed:
        return [json.loads(line) for line in packed.read("entries.jsonl").splitlines()]


def table_of(file: Path) -> list[dict[str, str]]:
    """Read its table."""
    with zipfile.ZipFile(file) as packed:
        return list(csv.DictReader(io.StringIO(packed.read("entries.csv").decode("utf-8-sig"))))


def check(file: Path) -> Audit:
    """Check it by the policy of whoever checks."""
    return check_audit(file, QUORUM)


def test_the_full_set_opens_what_its_party_may_see_and_leaves_out_no_entry(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Japan on 20 November 2026: both acts, its own mandate and the host's setting; checked by the stand-alone file."""
    file = written(office, tmp_path, asked())

    found = check(file)

    assert ("full_internal", "JPN", True, True) == (found.reach, found.party, found.whole, found.table)
    assert found.opened.attested
    rows = {row["trigger"]: row for row in table_of(file) if row["trigger"]}
    assert {"ask", "give", "mandate_recorded", "setting"} <= rows.keys()
    ask = rows["ask"]
    assert (ref, "JPN", "Office JPN", "C2") == (ask["case"], ask["actor"], ask["person"], ask["level"])
    assert "2026-11-20T09:00:00+00:00" == ask["utc"]
    assert {"instrument", "provision", "binding"} == set(json.loads(ask["legal_basis"])[0])
    assert 64 == len(ask["filing"])
    assert ["FRA", "KOR"] == sorted(each["to"] for each in json.loads(ask["service"]))
    assert "A. Name" == rows["mandate_recorded"]["person"]
    assert "" == rows["setting"]["person"]


def test_the_set_for_parties_names_by_digest_what_it_leaves_out(office: Office, ref: str, tmp_path: Path) -> None:
    """Of Japan's request the name and the paper with a question of Japan's own are withheld; France's answer to Japan
    alone and Japan's mandate are seals; the digests are in their entries."""
    file = written(office, tmp_path, asked(reach=Reach.PARTIES))

    found = check(file)

    by_step = {line["said"].get("trigger"): line for line in lines_of(file)[1:-1]}
    assert "give" not in by_step
    assert "mandate_recorded" not in by_step
    assert {"doc", "filing", "person", "rest"} <= set(by_step["ask"]["withheld"])
    assert found.entries > found.readable > 0
    text = file.read_bytes()
    for name in (b"Office JPN", b"A. Name", b"Operator Name"):
        assert name not in text
    told = table_of(file)[-1]
    assert "setting" == told["trigger"]
    assert told["withheld"].startswith("person:")


def test_nothing_that_is_not_for_everybody_is_opened_in_the_public_set(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """A case among three States is not known to everybody: there is nothing to make a public audit log of."""
    with pytest.raises(Closed, match="No entry of this period that may stand in this set"):
        written(office, tmp_path, asked(reach=Reach.PUBLIC))


def test_a_party_without_part_finds_nothing_of_the_case(office: Office, ref: str, tmp_path: Path) -> None:
    """Brazil may make an audit log of what it sees: the host's setting, and seals."""
    file = written(office, tmp_path, asked("BRA"))

    assert ["setting"] == [row["trigger"] for row in table_of(file) if row["trigger"]]
    assert ref.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"party": "FRA"}, ["give"]),
        ({"act": "ask"}, ["ask"]),
        ({"procedure": "berth", "party": "JPN"}, ["open", "ask"]),
        ({"party": "host"}, ["setting"]),
        ({"act": "mandate_recorded"}, ["mandate_recorded"]),
    ],
)
def test_an_audit_log_is_narrowed_by_procedure_party_and_act(
    office: Office, ref: str, tmp_path: Path, narrowed: dict[str, str], expected: list[str]
) -> None:
    """Then it says that entries in between are left out, and holds no seals."""
    file = written(office, tmp_path, asked(**narrowed))

    assert expected == [row["trigger"] for row in table_of(file) if row["trigger"] != "open" or "open" in expected]
    assert not check(file).whole


def test_the_same_record_question_and_instant_give_the_same_bytes(office: Office, ref: str, tmp_path: Path) -> None:
    """Also after the record has gone on: what was recorded, signed or cosigned later is not in it."""
    digests = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        file = written(office, tmp_path / name, asked(), ("csv", "jsonl", "pdf"))
        digests.append(hashlib.sha256(file.read_bytes()).hexdigest())
        with writing(office.engine) as connection:
            record(connection, Own("setting", None, {"name": "later"}, ASKED_AT + timedelta(hours=1)))
        with reading(office.engine) as connection:
            sign_at(office.engine, read_status(connection).size, "JPN", at=ASKED_AT + timedelta(hours=2))
    assert digests[0] == digests[1]


def test_before_the_first_checkpoint_nothing_is_made(office: Office, tmp_path: Path) -> None:
    """Nothing could be proved: so it is refused with that reason."""
    with writing(office.engine) as connection:
        record(connection, Own("setting", None, {"name": "x"}, START))
    with pytest.raises(Unprovable, match="No checkpoint of the log was signed yet"):
        written(office, tmp_path, asked())


def test_bad_questions_are_refused_each_with_its_sentence() -> None:
    """A period backwards, and a set of parties for nobody in particular."""
    with pytest.raises(Malformed, match="The period ends before it begins"):
        asked(since=date(2026, 11, 21))
    with pytest.raises(Malformed, match="read with the eyes of a party"):
        asked("", Reach.PARTIES)


def test_what_is_asked_for_is_kept_as_plain_text_and_read_back() -> None:
    """The background work finds the same question."""
    what = Asked.by(
        Viewer("JPN", procedures=frozenset({"ost9"}), prepares=True), Reach.FULL, DAY, DAY, ASKED_AT, act="ask"
    )
    assert what == Asked.from_json(json.loads(json.dumps(what.to_json())))


def _entry(lines: list[dict[str, Any]], step: str) -> dict[str, Any]:
    return next(line for line in lines if line.get("said", {}).get("trigger") == step)


def _other(line: dict[str, Any], name: str, value: Any) -> None:
    line["disclosures"][name] = Opening(name, b"0" * 16, json.dumps(value)).disclosure()


def _swap_removed(lines: list[dict[str, Any]]) -> None:
    """Put another digest in the place of a field that was removed."""
    line = _entry(lines, "ask")
    leaf = json.loads(b64decode(line["leaf"]))
    leaf["f"]["rest"] = leaf["f"]["doc"]
    line["leaf"] = b64encode(json.dumps(leaf, separators=(",", ":"), sort_keys=True).encode()).decode()


def _unname(lines: list[dict[str, Any]]) -> None:
    _entry(lines, "ask")["withheld"].remove("person")


FORGERIES: dict[str, tuple[str, Callable[[list[dict[str, Any]]], object]]] = {
    "a kept field says something else": ("not-held", lambda lines: _other(_entry(lines, "ask"), "case", "X")),
    "a removed field gets a value": ("audit-parts", lambda lines: _other(_entry(lines, "ask"), "person", "X")),
    "a removed field gets another digest": ("audit-path", _swap_removed),
    "a removed field is no longer named": ("audit-parts", _unname),
    "the words say something else": ("audit-said", lambda lines: _entry(lines, "ask")["said"].update(actor="FRA")),
    "a word is added": ("audit-said", lambda lines: _entry(lines, "ask")["said"].update(late=True)),
    "a word is taken out": ("audit-said", lambda lines: _entry(lines, "ask")["said"].pop("office")),
    "the level is beyond the set": ("audit-level", lambda lines: _entry(lines, "ask")["beside"].update(level="C3")),
    "an entry is taken out": ("audit-gap", lambda lines: lines.pop(2)),
    "the last entry is taken out": ("audit-end", lambda lines: lines.pop(-2)),
    "two entries change places": ("audit-order", lambda lines: lines.insert(1, lines.pop(2))),
    "an entry stands twice": ("audit-order", lambda lines: lines.insert(1, lines[1])),
    "the number is another": ("audit-path", lambda lines: lines[1].update(index=lines[1]["index"] + 1)),
    "the end is missing": ("audit-end", lambda lines: lines.pop()),
    "the set is none": ("no-audit", lambda lines: lines[0].update(set="all")),
    "the checkpoint is another": ("bad-signature", lambda lines: _resize(lines[0])),
    "an entry has more than it may": ("audit-line", lambda lines: lines[1].update(more=1)),
}


def _resize(head: dict[str, Any]) -> None:
    origin, size, rest = head["checkpoint"].split("\n", 2)
    head["checkpoint"] = f"{origin}\n{int(size) + 1}\n{rest}"


@pytest.mark.parametrize("name", sorted(FORGERIES))
def test_whatever_is_changed_in_a_redacted_copy_is_found(office: Office, ref: str, tmp_path: Path, name: str) -> None:
    """In a kept field or a removed one, in the words, in the order: each by its own reason. The digest of the lines is
    made anew, as a forger would."""
    code, change = FORGERIES[name]
    lines = lines_of(written(office, tmp_path, asked(reach=Reach.PARTIES)))
    change(lines)
    if lines[-1].get("kind") == "end":
        said = [json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for line in lines]
        lines[-1]["sha256"] = hashlib.sha256("".join(said[:-1]).encode()).hexdigest()
        lines[-1]["entries"] = len(lines) - 2 if name != "the last entry is taken out" else lines[-1]["entries"]
    forged = tmp_path / "forged.jsonl"
    forged.write_text(
        "".join(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for line in lines)
    )

    with pytest.raises(Rejected) as refusal:
        check_audit(forged, QUORUM)

    assert code == refusal.value.code


def test_a_table_that_says_something_else_than_the_lines_is_found(office: Office, ref: str, tmp_path: Path) -> None:
    """A cell is changed, a line is added, a line is taken out."""
    file = written(office, tmp_path, asked(reach=Reach.PARTIES))
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    table = parts["entries.csv"]
    rows = table.split(b"\r\n")
    changed = (
        table.replace(b",ask,JPN,", b",ask,FRA,"),
        table + rows[1] + b"\r\n",
        b"\r\n".join([*rows[:1], *rows[2:]]),
        table.replace(b"trigger", b"step_", 1),
        table[:-9],
    )
    for number, content in enumerate(changed):
        assert content != table
        forged = tmp_path / f"forged-{number}.zip"
        with zipfile.ZipFile(forged, "w") as packed:
            for name, data in parts.items():
                packed.writestr(name, content if name == "entries.csv" else data)
        with pytest.raises(Rejected) as refusal:
            check(forged)
        assert refusal.value.code in ("audit-columns", "audit-table", "audit-end")


def test_what_is_no_audit_log_is_refused(tmp_path: Path) -> None:
    """Nothing, nonsense, a zip of something else, a zip with more in it, a file that is not there."""
    for name, content in (("empty", b""), ("nonsense", b"\xff\xfe\n"), ("plain", b"{}\n"), ("list", b"[]\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Rejected):
            check(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("../escape", b"")
    with pytest.raises(Rejected, match="does not hold"):
        check(tmp_path / "other.zip")
    with pytest.raises(Unchecked):
        check(tmp_path / "absent")
    with pytest.raises(Unchecked, match="none was given"):
        check_audit(tmp_path / "plain")


def test_without_a_policy_of_ones_own_that_of_the_file_is_taken_and_told(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Whoever made it could choose it; by the policy of somebody else's log nothing is believed."""
    file = written(office, tmp_path, asked())
    assert check_audit(file).own_policy
    with pytest.raises(Rejected, match="No known key has signed"):
        check_audit(file, read_policy(f"log {SigningKey.draw('elsewhere.example/audit/1').vkey}\nquorum none\n"))


def test_every_column_and_field_of_an_audit_log_is_told(office: Office, ref: str, tmp_path: Path) -> None:
    """The table has the columns of the format, and each line names all fourteen fields once."""
    file = written(office, tmp_path, asked())
    assert AUDIT_COLUMNS == tuple(table_of(file)[0])
    for line in lines_of(file)[1:-1]:
        assert sorted(FIELDS) == sorted([*line["disclosures"], *line["withheld"], *line["erased"]])
