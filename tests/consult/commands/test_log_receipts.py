"""`consult log receipt`, `check-receipt`, `time`, `disclose`, `open`, `bundle` and `erase`: what they say and how they
leave."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from consult.commands.log import log
from consult.db import reading, writing
from consult.log.openings import openings_of
from consult.log.own import Own, record
from consult.log.verifier import check_bundle
from consult.models.audit import audit_leaf
from consult.models.cases import ACT_PERSON
from consult.models.logbook import AUDIT_ENTRY
from consult.settings import create_secret
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.bundles import repacked, unpacked
from tests.consult.log.signing import POLICY, QUORUM, SIGNED_AT, WITNESSES, sign_at

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ref(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation with the policy of four States, and a case of three acts that the log has not signed yet."""
    monkeypatch.setenv("DATABASE_URL", office.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    (tmp_path / "policy.txt").write_text(POLICY)
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March"})
    return ref


def run(*arguments: object, **more: Any) -> Result:
    """Run the command."""
    return CliRunner().invoke(log, [str(each) for each in arguments], **more)


def entries(office: Office) -> list[Any]:
    """Give the entries beside acts."""
    with reading(office.engine) as connection:
        return list(connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.seq)))


def test_a_receipt_is_written_to_a_new_file_and_accepted(office: Office, ref: str, tmp_path: Path) -> None:
    """Act 1 of the case; the file is not written over, and what is accepted is what the policy says."""
    sign_at(office.engine, 3, *WITNESSES)
    file = tmp_path / "act.tlog-proof"
    made = run("receipt", f"{ref}/1", "--out", file)
    checked = run("check-receipt", file, "--policy", tmp_path / "policy.txt")

    assert (0, "Entry 1 is attested: a quorum has cosigned (JPN, FRA, BRA).\n") == (made.exit_code, made.stderr)
    assert 0 == checked.exit_code, checked.output
    assert "Entry 1, leaf " in checked.output
    assert "consult.example.int/audit/1: 3 entries" in checked.output
    assert "Cosigned by JPN, FRA, BRA." in checked.output
    assert (1, 0) == (run("receipt", f"{ref}/1", "--out", file).exit_code, run("check-receipt", file).exit_code)


def test_the_last_act_is_meant_where_none_is_named(office: Office, ref: str) -> None:
    """By reference, by reference and number, by number of the entry: the same bytes."""
    sign_at(office.engine, 3, *WITNESSES)

    assert run("receipt", ref).stdout == run("receipt", f"{ref}/2").stdout == run("receipt", "2").stdout
    assert run("receipt", ref).stdout.startswith("c2sp.org/tlog-proof@v1\n")


def test_there_is_no_receipt_before_a_checkpoint(office: Office, ref: str, tmp_path: Path) -> None:
    """The entry is recorded and not yet proved: 2, and no file."""
    sign_at(office.engine, 2, *WITNESSES)
    done = run("receipt", ref, "--out", tmp_path / "act")

    assert 2 == done.exit_code
    assert "Entry 2 is recorded; no signed checkpoint covers it yet." in done.output
    assert not (tmp_path / "act").exists()


@pytest.mark.parametrize(
    ("named", "code", "sentence"),
    [("9", 1, "no entry 9"), ("BERTH-2026-NOSUCH", 1, "no entry of BERTH-2026-NOSUCH"), ("X/last", 2, "as REF/N")],
)
@pytest.mark.usefixtures("ref")
def test_what_is_not_there_has_no_receipt(named: str, code: int, sentence: str) -> None:
    """An entry, a case, or a name that is neither."""
    done = run("receipt", named)

    assert code == done.exit_code
    assert sentence in done.output


def test_a_receipt_that_was_changed_is_rejected_with_its_code(office: Office, ref: str, tmp_path: Path) -> None:
    """One letter of the leaf: 1. Without a quorum: 2. No file at all: 2."""
    sign_at(office.engine, 3, *WITNESSES)
    text = run("receipt", "1").stdout
    at = text.index("extra ") + 30
    (tmp_path / "changed").write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
    (tmp_path / "early").write_text("\n".join(text.split("\n")[:-3]) + "\n")

    assert 1 == run("check-receipt", tmp_path / "changed").exit_code
    early = run("check-receipt", tmp_path / "early")
    assert (2, True) == (early.exit_code, "[not-attested]" in early.output)
    assert 2 == run("check-receipt", tmp_path / "nowhere").exit_code


def test_the_time_of_an_entry_lies_between_two_cosigned_checkpoints(office: Office, ref: str) -> None:
    """At noon three States saw two entries, a minute later three: the third came between."""
    sign_at(office.engine, 2, *WITNESSES)
    sign_at(office.engine, 3, *WITNESSES, at=SIGNED_AT + MINUTE)
    done = run("time", ref)

    assert 0 == done.exit_code, done.output
    assert "Entry 2: not before 2026-11-20 12:00:00 UTC, cosigned by a quorum" in done.output
    assert "Entry 2: not after 2026-11-20 12:01:00 UTC, cosigned by a quorum" in done.output


def test_without_witnesses_the_time_is_only_claimed(office: Office, ref: str) -> None:
    """The log's own clock, and nothing before its first checkpoint; before any checkpoint there is no bound."""
    assert 2 == run("time", "0").exit_code
    sign_at(office.engine, 3)
    done = run("time", "0")

    assert 0 == done.exit_code
    assert "not before unknown: no checkpoint went before, claimed by the log" in done.output
    assert "not after 2026-11-20 12:00:00 UTC, claimed by the log" in done.output
    assert 1 == run("time", "9").exit_code


def test_chosen_fields_are_disclosed_and_the_log_says_so(office: Office, ref: str, tmp_path: Path) -> None:
    """What became of two acts, and when; the file is a bundle without keys that the verifier reads."""
    sign_at(office.engine, 3, *WITNESSES)
    file = tmp_path / "shown.zip"
    done = run("disclose", f"{ref}/1", "2", "--field", "to", "--field", "time", "--out", file, "--party", "JPN")
    held = check_bundle(file, QUORUM)
    entry = entries(office)[-1]

    assert 0 == done.exit_code, done.output
    assert {1: {"to", "time"}, 2: {"to", "time"}} == {seq: set(values) for seq, values in held.openings.items()}
    assert () == held.chains
    assert ("disclosure", "JPN") == (entry.kind, entry.party)
    assert [{"seq": 1, "fields": ["time", "to"]}, {"seq": 2, "fields": ["time", "to"]}] == json.loads(entry.body)[
        "opened"
    ]
    assert 1 == run("disclose", "1", "--field", "to", "--out", file).exit_code
    assert 2 == run("disclose", "1", "--field", "salt", "--out", tmp_path / "x").exit_code
    assert 1 == run("disclose", "9", "--field", "to", "--out", tmp_path / "x").exit_code


def test_a_disclosure_is_opened_against_its_entries(office: Office, ref: str, tmp_path: Path) -> None:
    """What it says is printed after it was checked, and another word in it is rejected."""
    sign_at(office.engine, 3, *WITNESSES)
    file, other = tmp_path / "shown.zip", tmp_path / "other.zip"
    run("disclose", "1", "--field", "case", "--field", "from", "--out", file)
    run("disclose", "2", "--field", "case", "--out", tmp_path / "second.zip")
    done = run("open", file)
    files = unpacked(file)
    said, stranger = (
        json.loads(unpacked(each)[f"openings/{n}.json"]) for each, n in ((file, 1), (tmp_path / "second.zip", 2))
    )
    said["disclosures"]["case"] = stranger["disclosures"]["case"]
    repacked(other, files | {"openings/1.json": json.dumps(said).encode()})
    refused = run("open", other)

    assert 0 == done.exit_code, done.output
    assert f'1 case: "{ref}"' in done.output
    assert "It holds." in done.output
    assert (1, True) == (refused.exit_code, "[not-held]" in refused.output)


def test_openings_by_themselves_are_opened_with_their_receipt(office: Office, ref: str, tmp_path: Path) -> None:
    """Alone they prove nothing yet; with the receipt of another entry they are rejected."""
    sign_at(office.engine, 3, *WITNESSES)
    run("disclose", "1", "--field", "case", "--out", tmp_path / "shown.zip")
    openings = tmp_path / "openings.json"
    openings.write_bytes(zipfile.ZipFile(tmp_path / "shown.zip").read("openings/1.json"))
    for seq in (1, 2):
        run("receipt", seq, "--out", tmp_path / f"{seq}.tlog-proof")
    done = run("open", openings, "--receipt", tmp_path / "1.tlog-proof")
    alone, other = run("open", openings), run("open", openings, "--receipt", tmp_path / "2.tlog-proof")

    assert 0 == done.exit_code, done.output
    assert (2, True) == (alone.exit_code, "[unproved]" in alone.output)
    assert (1, True) == (other.exit_code, "[other-leaf]" in other.output)


def test_the_evidence_of_a_party_is_written_and_entered_in_its_chain(office: Office, ref: str, tmp_path: Path) -> None:
    """Korea's own, which holds the mandate recorded before; the evidence of a case is taken by consult case bundle."""
    with writing(office.engine) as connection:
        record(connection, Own("mandate_recorded", "KOR", {"organ": "MFA"}, START))
    sign_at(office.engine, 4, *WITNESSES)
    own = run("bundle", "KOR", "--out", tmp_path / "own.zip")

    assert 0 == own.exit_code, own.output
    assert [3] == sorted(check_bundle(tmp_path / "own.zip", QUORUM).openings)
    assert [("mandate_recorded", "KOR"), ("export", "KOR")] == [(entry.kind, entry.party) for entry in entries(office)]
    refused = run("bundle", "NOBODY", "--out", tmp_path / "no.zip")
    assert (1, True) == (refused.exit_code, "There is no such case or party" in refused.output)
    assert not (tmp_path / "no.zip").exists()


def test_erasing_asks_first_and_then_says_what_it_does_not_reach(office: Office, ref: str) -> None:
    """A name in an entry of the host's own; the log then verifies, with a replay."""
    with writing(office.engine) as connection:
        seq = record(connection, Own("access", None, {"what": "case list"}, START, person="A. Registrar")).seq
    asked = ("erase", seq, "--field", "person", "--by", "Registrar", "--decision", "d" * 64)
    refused = run(*asked, input="n\n")
    with reading(office.engine) as connection:
        before = set(openings_of(connection, seq).erased)
    done = run(*asked, input="y\n")
    again = run(*asked, "--yes")

    assert (1, set()) == (refused.exit_code, before)
    assert 0 == done.exit_code, done.output
    assert "Copies that parties and backups hold are not reached." in done.output
    assert (1, True) == (again.exit_code, "Nothing of this is there" in again.output)
    assert [{"seq": seq, "fields": ["person"], "rows": []}] == json.loads(entries(office)[-1].body)["entries"]
    assert 0 == run("verify", "--replay").exit_code


def test_the_host_alone_erases_nothing_of_the_record_of_parties(office: Office, ref: str) -> None:
    """An act, by reference or by number: refused with the two ways that there are; nothing went."""
    for named in (f"{ref}/2", "1"):
        done = run("erase", named, "--field", "person", "--yes")
        assert 1 == done.exit_code
        assert "stands in the record of parties, and the host alone erases nothing there." in done.output
        assert "consult case erase" in done.output
    assert [] == entries(office)
    with reading(office.engine) as connection:
        assert 3 == connection.execute(select(func.count()).select_from(ACT_PERSON)).scalar_one()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [((), "Say what is to be erased"), (("--field", "person", "--decision", "none"), "--decision takes a SHA-256")],
)
@pytest.mark.usefixtures("ref")
def test_an_erasure_that_is_not_said_in_full_is_not_begun(more: tuple[str, ...], sentence: str) -> None:
    """Nothing named, or no digest of a decision: 2."""
    done = run("erase", "1", *more, "--yes")

    assert 2 == done.exit_code
    assert sentence in done.output


@pytest.mark.parametrize("verb", [("receipt", "0"), ("time", "0"), ("erase", "0", "--field", "person", "--yes")])
def test_without_a_database_there_is_nothing_to_read(
    verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2, and no database was made."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    done = run(*verb)

    assert (2, True) == (done.exit_code, "there is no database" in done.output)
    assert not (tmp_path / "none.sqlite").exists()


def test_nothing_that_these_commands_read_changes_the_log(office: Office, ref: str, tmp_path: Path) -> None:
    """A receipt, a time, an opened disclosure: the log has as many entries as before."""
    sign_at(office.engine, 3, *WITNESSES)
    run("receipt", ref, "--out", tmp_path / "r")
    run("time", ref)
    run("check-receipt", tmp_path / "r")
    with reading(office.engine) as connection:
        assert 3 == connection.execute(select(func.count()).select_from(audit_leaf)).scalar_one()
