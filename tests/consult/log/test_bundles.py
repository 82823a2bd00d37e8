"""Evidence bundles: the same bytes each time, checked by the stand-alone verifier, and nothing kept back unseen."""

import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from consult import clock
from consult.db import reading, writing
from consult.docket import Docket
from consult.documents import FolderStore, rows
from consult.log import evidence, publishing, verifier
from consult.log.append import append
from consult.log.bundles import TooMany, write_bundle
from consult.log.evidence import evidence_of_case, evidence_of_party
from consult.log.head import cosigned_note, latest
from consult.log.own import Own, record
from consult.log.verifier import Bundle, Rejected, Source, check_bundle, read_proof
from consult.models.audit import audit_chain, audit_leaf, audit_opening
from consult.models.cases import CASES
from consult.pages.cases.taking import case_evidence, taken_by
from consult.refusals import Unknown
from consult.reports.scope import Reach
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.bundles import repacked, unpacked
from tests.consult.log.signing import LOG, POLICY, QUORUM, WITNESSES, sign_at
from tests.consult.log.test_verify import unguarded
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT
from tests.house.rooms_world import Disputed

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
DAY = timedelta(days=1)
ANNEX = b"The drawing of the berth"


@pytest.fixture
def ref(office: Office, tmp_path: Path) -> str:
    """A case of five acts: Japan opens and asks, France answers with a document, Korea too, Japan tells all."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    digest = FolderStore(tmp_path / "store").put(ANNEX)
    with writing(office.engine) as connection:
        case = office.docket.see(connection, office.standings["FRA"], ref, START).row.id
        upload = rows.Upload(digest, "berth.pdf", "application/pdf", len(ANNEX), "en", "C3")
        rows.add_document(connection, case, "FRA", None, upload, 40, START)
    document = {"digest": digest, "kind": "annex", "level": "C3", "language": "en"}
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March", "document": document})
    office.take("KOR", ref, "give", track="berth:KOR", body={"text": "From May"})
    office.take("JPN", ref, "make_statement", body={"text": "To all"})
    return ref


def packed(office: Office, who: str, ref: str, folder: Path, policy: str = POLICY, reach: str = Reach.FULL) -> Path:
    """Write the bundle of a case for somebody."""
    standing, out = office.standings[who], BytesIO()
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, standing, ref, START)
        held = case_evidence(connection, Viewer.of(standing), seen, Reach(reach))
        taken = taken_by(connection, standing.party_key, "consult.example.int", START)
        write_bundle(out, connection, held, FolderStore(folder / "store"), taken, policy)
    path = folder / f"{who}.zip"
    path.write_bytes(out.getvalue())
    return path


def checked(office: Office, who: str, ref: str, folder: Path) -> Bundle:
    """Write a bundle and check it by the policy."""
    return check_bundle(packed(office, who, ref, folder), QUORUM)


def exported(office: Office, folder: Path, *witnesses: str) -> Source:
    """Publish the log's entries as tiles, signed."""
    with reading(office.engine) as connection:
        size = len(connection.execute(select(audit_leaf.c.seq)).all())
    sign_at(office.engine, size, *witnesses)
    with reading(office.engine) as connection:
        newest = latest(connection)
        assert newest is not None
        publishing.export(connection, folder / "export", cosigned_note(connection, newest))
    return Source(str(folder / "export"))


def test_a_bundle_holds_what_its_reader_may_have_and_is_accepted(office: Office, ref: str, tmp_path: Path) -> None:
    """France: the request, its own answer, the statement; the chain of the case and that between France and Japan."""
    sign_at(office.engine, 5, *WITNESSES)
    found = checked(office, "FRA", ref, tmp_path)

    assert [1, 2, 4] == sorted(found.openings)
    assert [("case", 2), ("track", 1)] == list(found.chains)
    assert found.attested
    assert ((), ()) == (found.unproved, found.loose)


def test_the_filer_has_every_act_and_every_chain_but_those_of_other_delegations(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Japan sees both answers, and its own preparation; all five acts, four chains."""
    sign_at(office.engine, 5, *WITNESSES)
    found = checked(office, "JPN", ref, tmp_path)

    assert [0, 1, 2, 3, 4] == sorted(found.openings)
    assert ["case", "delegation", "track", "track"] == sorted(kind for kind, _steps in found.chains)
    with zipfile.ZipFile(tmp_path / "JPN.zip") as packed_zip:
        names = packed_zip.namelist()
        assert "documents/001-FRA-berth.pdf" in names
        assert 4 == sum(name.startswith("filings/") for name in names)


def test_a_bundle_has_the_same_bytes_each_time(office: Office, ref: str, tmp_path: Path) -> None:
    """Members in the order of their names, one date for all; what is cosigned later changes nothing."""
    number = sign_at(office.engine, 5, "JPN", "FRA", "BRA")
    before = packed(office, "KOR", ref, tmp_path).read_bytes()
    sign_at(office.engine, 5, "KOR", at=START + DAY)
    path = packed(office, "KOR", ref, tmp_path)

    assert before == path.read_bytes()
    assert number
    with zipfile.ZipFile(path) as packed_zip:
        names = packed_zip.namelist()
        assert names == [*sorted(names[:-1]), "SHA256SUMS"]
        assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in packed_zip.infolist()}


def test_what_no_checkpoint_covers_yet_is_in_the_bundle_as_not_proved(office: Office, ref: str, tmp_path: Path) -> None:
    """The log signed four entries; the statement came after."""
    sign_at(office.engine, 4, *WITNESSES)
    found = checked(office, "KOR", ref, tmp_path)

    assert (4,) == found.unproved
    assert not found.attested


def test_the_program_that_stands_alone_accepts_the_bundle(office: Office, ref: str, tmp_path: Path) -> None:
    """As the README says: one file, a bundle, and the policy that the States agreed on; nothing of the product."""
    sign_at(office.engine, 5, *WITNESSES)
    (tmp_path / "policy.txt").write_text(POLICY)
    bundle = packed(office, "FRA", ref, tmp_path)
    run = [
        sys.executable,
        "-I",
        str(verifier.__file__),
        "bundle",
        str(bundle),
        "--policy",
        str(tmp_path / "policy.txt"),
    ]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert 0 == done.returncode, done.stderr
    assert "chain (case): all of 2 steps" in done.stdout
    with zipfile.ZipFile(bundle) as packed_zip:
        assert b"consult-verify.py bundle FILE --policy POLICY" in packed_zip.read("README.txt")


def test_a_step_that_is_kept_from_a_party_is_found_with_the_key(office: Office, ref: str, tmp_path: Path) -> None:
    """The host gives Korea a bundle without Japan's statement, and says that the chain had one step."""
    source = exported(office, tmp_path, *WITNESSES)
    whole = packed(office, "KOR", ref, tmp_path)
    assert check_bundle(whole, QUORUM, source).attested
    files, short = unpacked(whole), tmp_path / "short.zip"
    said = json.loads(files["chain.json"])
    for each in said["chains"]:
        each["steps"] -= each["kind"] == "case"
    files["chain.json"] = json.dumps(said).encode()
    index = json.loads(files["index.json"])
    gone = next(entry for entry in index["entries"] if entry["seq"] == 4)
    index["entries"].remove(gone)
    files["index.json"] = json.dumps(index).encode()
    for name in ("openings/4.json", "receipts/4.tlog-proof", gone["paper"]["words"], gone["paper"]["text"]):
        del files[name]
    newest = max(
        (read_proof(text.decode()) for name, text in files.items() if "receipts" in name), key=lambda p: p.note
    )
    repacked(short, files | {"checkpoint": newest.note.encode()})

    assert check_bundle(short, QUORUM).attested
    with pytest.raises(Rejected) as refused:
        check_bundle(short, QUORUM, source)
    assert "chain-more" == refused.value.code


def test_a_step_that_is_logged_twice_is_refused(office: Office, ref: str, tmp_path: Path) -> None:
    """Two entries bear the tag of Japan's statement, so that one could be opened to France and the other to Korea."""
    sign_at(office.engine, 5, *WITNESSES)
    files, twice = unpacked(packed(office, "FRA", ref, tmp_path)), tmp_path / "twice.zip"
    said = json.loads(files["openings/4.json"])
    repacked(twice, files | {"openings/5.json": json.dumps({**said, "index": 5}).encode()})

    with pytest.raises(Rejected, match="Entries 4 and 5 bear the same tag") as refused:
        check_bundle(twice, QUORUM)
    assert "tag-twice" == refused.value.code


def test_another_opening_in_a_bundle_is_refused(office: Office, ref: str, tmp_path: Path) -> None:
    """France's bundle with what was opened of another act in the place of what the request moved."""
    sign_at(office.engine, 5, *WITNESSES)
    files, other = unpacked(packed(office, "FRA", ref, tmp_path)), tmp_path / "other.zip"
    said = json.loads(files["openings/1.json"])
    said["disclosures"]["to"] = json.loads(files["openings/4.json"])["disclosures"]["to"]
    repacked(other, files | {"openings/1.json": json.dumps(said).encode()})

    with pytest.raises(Rejected) as refused:
        check_bundle(other, QUORUM)
    assert "not-held" == refused.value.code


def test_whoever_joined_later_is_given_no_key_to_what_was_said_before(tmp_path: Path) -> None:
    """France placed a statement on record before Korea was admitted: the key would tell Korea that there was one, and
    when. What Korea may see is proved act by act.
    """
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        docket = Docket(world.engine, tmp_path, world.app.extensions["consult"].settings.procedures)
        told = Disputed(world, docket, docket)
        told.open("JPN", "settlement", "dispute", AT - 9 * DAY, agreement="gen")
        told.take("JPN", "dispute", "serve_notice_of_dispute", AT - 9 * DAY, respondents=["FRA"])
        told.take("FRA", "dispute", "acknowledge", AT - 8 * DAY, "respondent:FRA")
        told.take("FRA", "dispute", "make_statement", AT - 7 * DAY, text="Before you came.")
        with writing(world.engine) as conn:
            conn.execute(update(CASES).values(existence="C0"))
        told.take("KOR", "dispute", "request_join", AT - 6 * DAY)
        told.together("dispute", "admit_entrant", AT - 5 * DAY, "entrant:KOR")
        found = {}
        for party in ("FRA", "KOR"):
            by = told.by(party)
            with reading(world.engine) as conn:
                seen = docket.see(conn, by, told.refs["dispute"], AT)
                found[party] = evidence_of_case(conn, Viewer.of(by), seen.row, seen.procedure)
    world.engine.dispose()
    kinds = {party: [chain.kind for chain in evidence.chains] for party, evidence in found.items()}
    late = [each for each in found["KOR"].openings if "n" not in each.disclosures]

    assert "case" in kinds["FRA"]
    assert "case" not in kinds["KOR"]
    assert len(found["KOR"].openings) < len(found["FRA"].openings)
    assert late
    assert all("prev" in each.withheld for each in late)
    assert any("filing" in each.withheld for each in late), "a signed note names number and hash before it in the chain"


def test_a_party_has_its_own_entries_and_those_of_the_host_in_a_bundle(office: Office, tmp_path: Path) -> None:
    """A mandate of Japan's, a mandate of France's, an access by staff: Japan proves the first and the last."""
    for own in (
        Own("mandate_recorded", "JPN", {"organ": "MFA"}, START),
        Own("mandate_recorded", "FRA", {"organ": "MFA"}, START),
        Own("access", None, {"case": "BERTH-1"}, START),
    ):
        with writing(office.engine) as connection:
            record(connection, own)
    sign_at(office.engine, 3, *WITNESSES)
    path = tmp_path / "own.zip"
    with reading(office.engine) as connection, path.open("wb") as out:
        held = evidence_of_party(connection, Viewer.of(office.standings["JPN"]))
        taken = taken_by(connection, "JPN", "consult.example.int", START)
        write_bundle(out, connection, held, FolderStore(tmp_path), taken, POLICY)
    found = check_bundle(path, QUORUM)

    assert [0, 2] == sorted(found.openings)
    assert [("host", 1), ("party", 1)] == sorted(found.chains)
    with reading(office.engine) as connection, pytest.raises(Unknown):
        evidence_of_party(connection, Viewer("JPN", sees_cases=False))


def test_more_than_one_bundle_holds_is_refused_with_a_sentence(
    office: Office, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verifier bounds what it unpacks, and so does whoever packs."""
    monkeypatch.setattr(evidence, "MOST_ENTRIES", 2)
    standing = office.standings["JPN"]
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, standing, ref, START)
        with pytest.raises(TooMany, match="up to 2 entries"):
            evidence_of_case(connection, Viewer.of(standing), seen.row, seen.procedure)


def test_without_a_policy_a_bundle_says_who_has_to_bring_one(office: Office, ref: str, tmp_path: Path) -> None:
    """There is no policy in it, its receipts are those that the log signed, and the reader's policy judges them."""
    sign_at(office.engine, 5)
    path = packed(office, "FRA", ref, tmp_path, policy="")
    with zipfile.ZipFile(path) as packed_zip:
        assert "policy.txt" not in packed_zip.namelist()

    assert not check_bundle(path, QUORUM).attested
    assert LOG.name in check_bundle(path, QUORUM).receipts[1].checkpoint.origin


def test_a_step_of_which_only_the_leaf_came_back_is_in_the_bundle_as_a_leaf(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """A backup was restored, and one step of the case read back from an export: its openings and its act are lost, and
    the chain is whole all the same.
    """
    with writing(office.engine) as connection:
        chain = connection.execute(select(audit_chain.c.id).where(audit_chain.c.kind == "case")).scalar_one()
        lost = append(connection, chain, {"note": "lost"}).seq
    with unguarded(office.engine) as connection:
        connection.execute(delete(audit_opening).where(audit_opening.c.seq == lost))
    sign_at(office.engine, 6, *WITNESSES)
    found = checked(office, "KOR", ref, tmp_path)

    assert ("case", 3) in found.chains
    assert {} == found.openings[lost]
    assert found.attested


def test_a_mandate_for_some_procedures_holds_no_key_of_the_partys_own_chain(office: Office) -> None:
    """Its entries may name any case of the party; those of the host are there for every party."""
    for own in (Own("mandate_recorded", "JPN", {"organ": "MFA"}, START), Own("access", None, {"what": "list"}, START)):
        with writing(office.engine) as connection:
            record(connection, own)
    with reading(office.engine) as connection:
        held = evidence_of_party(connection, Viewer("JPN", frozenset({"berth"}), prepares=True))

    assert ["host"] == [chain.kind for chain in held.chains]
    assert [1] == [each.seq for each in held.openings]
