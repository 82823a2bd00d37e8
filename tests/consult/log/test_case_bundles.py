"""A case taken away: what is in each set and what is not, that no byte of it can change unseen, and what is refused."""

import json
import os
import stat
import struct
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from consult.db import writing
from consult.documents import Changed, FolderStore, rows
from consult.log import packing, verifier
from consult.log.packing import TooMany
from consult.log.sets import kept_words
from consult.log.verifier import Rejected, check_bundle
from consult.models.cases import CASE_PARTY, CASES
from consult.refusals import Closed
from consult.reports.scope import Reach
from tests import databases
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.conftest import office as office
from tests.consult.log.bundles import repacked, unpacked
from tests.consult.log.signing import POLICY, QUORUM, WITNESSES, sign_at
from tests.consult.log.test_bundles import packed
from workflows.kernel.fields import Field
from workflows.kernel.language import PRODUCT

DAY = timedelta(days=1)
MARKS = {level: f"MARK-{level}-WORD" for level in ("C2", "C3", "C4")}
ANNEX = {level: f"%PDF-1.7 {mark}".encode() for level, mark in MARKS.items()}


def attach(
    office: Office, who: str, ref: str, folder: Path, level: str, name: str, data: bytes = b""
) -> dict[str, Any]:
    """Attach a document whose name and content say its level."""
    digest = FolderStore(folder / "store").put(data or ANNEX[level])
    with writing(office.engine) as connection:
        case = office.docket.see(connection, office.standings[who], ref, START).row.id
        upload = rows.Upload(digest, name, "application/pdf", len(ANNEX[level]), "en", level)
        rows.add_document(connection, case, who, None, upload, 40, START)
    return {"digest": digest, "kind": "annex", "level": level, "language": "en"}


@pytest.fixture
def ref(office: Office, tmp_path: Path) -> str:
    """A case with words and documents of every level: Japan asks (a drawing at C3, a remark at C4), France answers
    Japan alone, Japan tells all."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title=MARKS["C4"]).ref
    drawing = attach(office, "JPN", ref, tmp_path, "C3", f"{MARKS['C3']}.pdf")
    body = {"vehicle": MARKS["C2"], "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
    office.take("JPN", ref, "ask", body={**body, "drawing": drawing, "remark": MARKS["C4"]})
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": MARKS["C3"]})
    plan = attach(office, "JPN", ref, tmp_path, "C2", "Plan of the berth.pdf")
    office.take("JPN", ref, "make_statement", body={"text": MARKS["C2"], "document": plan})
    sign_at(office.engine, 4, *WITNESSES)
    return ref


def words_in(path: Path) -> str:
    """Give everything that a bundle says: names of files, their content, and what the openings stand for."""
    said = []
    for name, data in unpacked(path).items():
        said += [name, data.decode("utf-8", "replace")]
        if name.startswith("openings/"):
            given = json.loads(data)["disclosures"].values()
            said += [urlsafe_b64decode(one + "=" * (-len(one) % 4)).decode() for one in given]
    return "\n".join(said)


def levels_in(path: Path) -> set[str]:
    """Give the levels of all marks in a bundle."""
    said = words_in(path)
    return {level for level, mark in MARKS.items() if mark in said}


@pytest.mark.parametrize(
    ("who", "reach", "levels", "entries"),
    [
        ("JPN", Reach.FULL, {"C2", "C3", "C4"}, [0, 1, 2, 3]),
        ("FRA", Reach.FULL, {"C2", "C3"}, [1, 2, 3]),
        ("KOR", Reach.FULL, {"C2", "C3"}, [1, 3]),  # the drawing is for both relations of the case
        ("JPN", Reach.PARTIES, {"C2"}, [1, 3]),
        ("FRA", Reach.PARTIES, {"C2"}, [1, 3]),
    ],
)
def test_each_set_holds_what_its_readers_may_have_and_nothing_above(
    office: Office, ref: str, tmp_path: Path, who: str, reach: Reach, levels: set[str], entries: list[int]
) -> None:
    """Of the four acts of 20 November 2026: words, names of files and what openings say; each copy verifies."""
    path = packed(office, who, ref, tmp_path, reach=reach)
    found = check_bundle(path, QUORUM)

    assert levels == levels_in(path)
    assert entries == sorted(found.openings)
    assert found.attested
    assert str(reach) == found.index["set"]


def test_a_copy_for_the_parties_says_what_is_sealed_and_verifies(office: Office, ref: str, tmp_path: Path) -> None:
    """Japan's request is in it in part: its digest and its effects stay sealed in a leaf that the log has signed; the
    statement is whole, with its document under number, party and name."""
    path = packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES)
    files, found = unpacked(path), check_bundle(path, QUORUM)
    asked, told = json.loads(files["openings/1.json"]), json.loads(files["openings/3.json"])

    assert {"doc", "filing", "person", "rest"} <= set(asked["withheld"])
    assert "doc" in told["disclosures"]
    assert "parts/1.json" in files
    assert {"vehicle", "size", "from_day", "asked"} == set(json.loads(files["parts/1.json"]))
    assert ANNEX["C2"] == files["documents/001-JPN-Plan of the berth.pdf"]
    assert ["documents/001-JPN-Plan of the berth.pdf"] == found.index["entries"][1]["documents"]
    assert (("case", 2),) == found.chains, "every step of the case's own chain is in it"
    assert "1 filings given in part" in found.unknown()


def test_the_copy_for_the_parties_is_the_same_whoever_takes_it(office: Office, ref: str, tmp_path: Path) -> None:
    """But for who took it: Japan, who wrote most of it, gives no more than France, who may not read all of it."""
    japan, france = (unpacked(packed(office, who, ref, tmp_path, reach=Reach.PARTIES)) for who in ("JPN", "FRA"))
    differing = {name for name in japan.keys() | france.keys() if japan.get(name) != france.get(name)}

    assert {"index.html", "index.json"} == differing


def test_a_party_that_joined_later_leaves_earlier_acts_out_of_the_copy_for_all(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Brazil joins on 21 November 2026: the statement of the 20th was told before, the request is served on whoever
    joins; no key of the chain is in the copy any more."""
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        values = {"case_id": case, "party": "BRA", "role": "guest", "stake": True, "since": START + DAY, "reads": ""}
        connection.execute(CASE_PARTY.insert().values(values))
    office.take("JPN", ref, "make_statement", at=START + 2 * DAY, body={"text": "To all four"})
    sign_at(office.engine, 5, *WITNESSES)
    found = check_bundle(packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES), QUORUM)
    basic = [seq for seq, values in found.openings.items() if values["act"]["step"] == "ask"]

    assert {4, *basic} == set(found.openings)
    assert 3 not in found.openings
    assert () == found.chains


def test_a_case_that_not_everybody_may_know_of_has_no_public_set(office: Office, ref: str, tmp_path: Path) -> None:
    """That it exists is of a level of its own; once it is public there is a copy, with nothing above C0."""
    with pytest.raises(Closed, match="That this case exists is of level C2, above this set"):
        packed(office, "JPN", ref, tmp_path, reach=Reach.PUBLIC)
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == ref).values(existence="C0"))
    path = packed(office, "JPN", ref, tmp_path, reach=Reach.PUBLIC)

    assert set() == levels_in(path)
    assert {} == check_bundle(path, QUORUM).openings
    assert '"chains": []' in unpacked(path)["chain.json"].decode()


STEPS = st.lists(st.sampled_from(["FRA gives", "KOR gives", "JPN tells", "FRA tells"]), max_size=5)


@given(STEPS, st.sampled_from(["JPN", "FRA", "KOR"]), st.booleans())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_byte_above_its_set_is_in_any_copy_of_any_case(
    tmp_path_factory: pytest.TempPathFactory, told: list[str], who: str, drawn: bool
) -> None:
    """Random cases with words and documents at random levels, taken by each party in each set."""
    folder = tmp_path_factory.mktemp("random")
    office = build_office(databases.at(folder / "consult.sqlite"), folder)
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title=MARKS["C4"]).ref
    body = {"vehicle": MARKS["C2"], "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
    drawing = {"drawing": attach(office, "JPN", ref, folder, "C3", f"{MARKS['C3']}.pdf")} if drawn else {}
    office.take("JPN", ref, "ask", body={**body, **drawing, "remark": MARKS["C4"]})
    for n, each in enumerate(dict.fromkeys(told)):
        party, _space, does = each.partition(" ")
        if does == "gives":
            annex = attach(office, party, ref, folder, "C3", f"{MARKS['C3']}-{n}.pdf")
            words = {"text": MARKS["C3"], "document": annex}
            office.take(party, ref, "give", track=f"berth:{party}", body=words)
        else:
            office.take(party, ref, "make_statement", body={"text": MARKS["C2"]})
    sign_at(office.engine, 4, *WITNESSES) if len(dict.fromkeys(told)) >= 2 else None
    try:
        full, parties = (packed(office, who, ref, folder, reach=each) for each in (Reach.FULL, Reach.PARTIES))
    finally:
        office.engine.dispose()
    del full
    assert levels_in(parties) <= {"C2"}
    assert not {"C3", "C4", "C5"} & {entry["level"] for entry in check_bundle(parties, QUORUM).index["entries"]}


LEVELS = st.sampled_from([None, "C0", "C1", "C2", "C3", "C4", "C5"])


@st.composite
def asked(draw: st.DrawFn, level: str, depth: int = 2) -> tuple[tuple[Field, ...], dict[str, Any]]:
    """Draw questions with levels of their own or none, however deep, and answers that name the level they are of."""
    fields, words = [], {}
    for n in range(draw(st.integers(1, 3))):
        own = draw(LEVELS)
        kind = draw(st.sampled_from(["text", "group", "list"])) if depth else "text"
        inner, held = draw(asked(own or level, depth - 1)) if kind != "text" else ((), None)
        fields.append(Field(f"Question {n}", kind, PRODUCT, key=f"q{n}", level=own, of=inner))
        words[f"q{n}"] = f"says {own or level}" if kind == "text" else [held] if kind == "list" else held
        if kind == "group" and draw(st.booleans()):
            words[f"q{n}"] = {"unknown": True, "given": held}
    return tuple(fields), words


@given(st.sampled_from(["C0", "C1", "C2", "C3", "C4"]).flatmap(lambda level: st.tuples(st.just(level), asked(level))))
def test_what_is_kept_of_a_filing_holds_no_answer_above_the_set(drawn: tuple[str, tuple[Any, dict[str, Any]]]) -> None:
    """A question inside another is at most as open as that; what lies in one that is left out goes with it."""
    level, (fields, words) = drawn
    for reach in Reach:
        said = json.dumps(kept_words(fields, words, level, reach.levels))
        assert {one for one in ("C0", "C1", "C2", "C3", "C4", "C5") if f"says {one}" in said} <= reach.levels


def test_the_same_record_at_the_same_instant_gives_the_same_bytes(office: Office, ref: str, tmp_path: Path) -> None:
    """Taken twice; at another instant the index says another."""
    first = packed(office, "JPN", ref, tmp_path).read_bytes()

    assert first == packed(office, "JPN", ref, tmp_path).read_bytes()


def test_the_program_in_the_bundle_checks_it_alone_and_says_in_one_line_what_it_did(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Another process, without the product on its path and without a network; `sha256sum -c` reads the list too."""
    path, folder = packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES), tmp_path / "elsewhere"
    with zipfile.ZipFile(path) as held:
        held.extractall(folder)
    run = [sys.executable, "-I", "consult-verify.py", "bundle", str(path), "--policy", "policy.txt"]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    listed = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stderr
    assert (
        "checked: 2 entries under a signed checkpoint of 4, 2 opened as they were sealed, 1 filings, 1 documents"
        in (done.stdout)
    )
    assert "cannot be known: what sealed branches of the log hold" in done.stdout
    assert 0 == listed.returncode, listed.stderr


def test_any_bit_of_any_file_that_is_flipped_is_found(office: Office, ref: str, tmp_path: Path) -> None:
    """Every member at many places, and every byte of the zip around them: no byte of a bundle is not covered."""
    path = packed(office, "JPN", ref, tmp_path)
    kept, bad = path.read_bytes(), tmp_path / "flipped.zip"
    with zipfile.ZipFile(path) as held:
        starts = {info.filename: (info.header_offset, info.file_size) for info in held.infolist()}
    unnoticed = []
    for name, at, bit in places(starts, len(kept)):
        changed = bytearray(kept)
        changed[at] ^= 1 << bit
        bad.write_bytes(changed)
        try:
            check_bundle(bad, QUORUM)
            unnoticed.append((name, at, bit))
        except Rejected:
            pass

    assert [] == unnoticed


def places(starts: dict[str, tuple[int, int]], length: int) -> Iterator[tuple[str, int, int]]:
    """Give places to flip: all bytes of every header, first, last and some bytes of every file, and the whole end."""
    ends = 0
    for n, (name, (start, size)) in enumerate(starts.items()):
        begins = start + 30 + len(name.encode())
        ends = begins + size
        inside = {begins, ends - 1, *(begins + size * part // 7 for part in range(1, 7))} if size else set()
        yield from ((name, at, (at + n) % 8) for at in sorted({*range(start, begins, 3), *inside}))
    yield from (("the end", at, at % 8) for at in range(ends, length, 5))


BAD_NAMES = {
    "../outside.txt": "bundle-place",
    "documents/../../outside.pdf": "bundle-place",
    "/etc/passwd": "bundle-place",
    "C:/outside.txt": "bundle-place",
    "C:outside.txt": "bundle-place",
    "..\\outside.txt": "bundle-place",
    "documents\\001-JPN-x.pdf": "bundle-place",
    "~/outside": "bundle-place",
    "documents//001-JPN-x.pdf": "bundle-place",
    "notes.txt": "bundle-name",
    "documents/": "bundle-name",
    "documents/001-JPN-x.pdf ": "bundle-name",
    "documents/001-JPN-x\u202efdp.exe": "bundle-name",
    "documents/001-JPN-a\u0301.pdf": "bundle-name",
    "documents/001-JPN-PLAN OF THE BERTH.PDF": "bundle-alike",
}


@pytest.mark.parametrize("name", sorted(BAD_NAMES))
def test_a_file_under_a_name_that_means_another_place_or_two_files_is_refused(
    office: Office, ref: str, tmp_path: Path, name: str
) -> None:
    """Paths that climb out, of other systems, marks of control, letters of two forms, names alike but for case."""
    files = unpacked(packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES))
    with pytest.raises(Rejected) as refused:
        check_bundle(repacked(tmp_path / "bad.zip", {**files, name: b"x"}), QUORUM)

    assert BAD_NAMES[name] == refused.value.code
    assert name.replace("\u202e", "\N{REPLACEMENT CHARACTER}") in str(refused.value)


def rewritten(path: Path, folder: Path, how: str) -> Path:
    """Write a bundle anew in a form that is not that of a bundle."""
    kept, bad = path.read_bytes(), folder / "bad.zip"
    files = {**unpacked(path), "SHA256SUMS": zipfile.ZipFile(path).read("SHA256SUMS")}
    if how in ("before", "after", "comment"):
        bad.write_bytes({"before": b"#!/bin/sh\n" + kept, "after": kept + b"more"}.get(how, kept))
        if how == "comment":
            with zipfile.ZipFile(bad, "a") as appended:
                appended.comment = b"words"
        return bad
    with zipfile.ZipFile(bad, "w") as new:
        for name, data in sorted(files.items()) if how == "order" else files.items():
            member = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0) if how == "date" else (1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, 0o100644 << 16
            if how == "link" and name == "policy.txt":
                member.external_attr = (stat.S_IFLNK | 0o777) << 16
            member.compress_type = zipfile.ZIP_DEFLATED if how == "packed" else zipfile.ZIP_STORED
            new.writestr(member, data)
    return bad


@pytest.mark.parametrize("how", ["before", "after", "comment", "order", "date", "link", "packed"])
def test_a_zip_of_another_form_is_refused(office: Office, ref: str, tmp_path: Path, how: str) -> None:
    """Bytes around it, another order or date, a link, compression: another program could read another bundle in it."""
    path = packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES)
    assert check_bundle(path, QUORUM).attested
    with pytest.raises(Rejected) as refused:
        check_bundle(rewritten(path, tmp_path, how), QUORUM)

    assert refused.value.code in ("bundle-packed", "no-bundle")


def test_a_file_that_says_it_is_larger_or_smaller_than_it_is_is_refused(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """Both headers of one file say ten bytes less, then a gigabyte more, then all say that they are beyond measure."""
    path = packed(office, "JPN", ref, tmp_path, reach=Reach.PARTIES)
    with zipfile.ZipFile(path) as held:
        info = held.getinfo("README.txt")
    for size, code in ((info.file_size - 10, "bundle-packed"), (2**30, "bundle-packed"), (2**32 - 2, "bundle-large")):
        changed = bytearray(path.read_bytes())
        central = changed.rindex(b"PK\x01\x02", 0, changed.rindex(b"README.txt"))
        for at in (info.header_offset + 18, central + 20):
            changed[at : at + 8] = struct.pack("<2L", size, size)
        (tmp_path / "bad.zip").write_bytes(changed)
        with pytest.raises(Rejected) as refused:
            check_bundle(tmp_path / "bad.zip", QUORUM)
        assert code == refused.value.code


def test_a_document_that_changed_on_disk_is_named_and_nothing_is_left(office: Office, ref: str, tmp_path: Path) -> None:
    """One byte of the plan of 20 November 2026 is another on 21 November."""
    store = FolderStore(tmp_path / "store")
    digest = store.put(ANNEX["C2"])
    (place,) = (tmp_path / "store").rglob(digest)
    os.chmod(place, 0o600)
    place.write_bytes(ANNEX["C2"][:-1] + b"X")

    with pytest.raises(Changed, match=f"{digest} is missing from the store or was changed there"):
        packed(office, "JPN", ref, tmp_path)
    assert not (tmp_path / "JPN.zip").exists()


def test_more_than_one_bundle_holds_is_refused_before_anything_is_written(
    office: Office, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the number of files, and by their bytes, each with its sentence."""
    monkeypatch.setattr(packing, "MOST_FILES", 10)
    with pytest.raises(TooMany, match="A bundle holds up to 10 files; these are more"):
        packed(office, "JPN", ref, tmp_path)
    monkeypatch.setattr(packing, "MOST_FILES", 1000)
    monkeypatch.setattr(packing, "MOST_UNPACKED", 100_000)
    with pytest.raises(TooMany, match="these documents are more"):
        packed(office, "JPN", ref, tmp_path)


def test_the_index_is_a_table_without_formulas_and_a_page_without_scripts(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """What somebody wrote is text in both."""
    office.take("JPN", ref, "make_statement", at=START + DAY, body={"text": "<script>alert(1)</script>"})
    sign_at(office.engine, 5, *WITNESSES)
    files = unpacked(packed(office, "JPN", ref, tmp_path))
    texts = b"".join(data for name, data in files.items() if name.endswith(".html"))
    rows_of = files["index.csv"].decode("utf-8-sig").splitlines()

    assert b"<script" not in texts
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in texts
    assert rows_of[0].startswith("seq,n,on,recorded_at,step,sentence,party,office,power,represented_by,level")
    assert 6 == len(rows_of)
    assert not any(cell[:1] in ("=", "+", "@") for row in rows_of for cell in row.split(","))


def test_names_of_documents_are_numbered_cleaned_and_never_too_long(office: Office, ref: str, tmp_path: Path) -> None:
    """A name of two hundred Chinese letters, one with marks of direction, and one that is a device elsewhere."""
    names = ("漢" * 200 + ".pdf", "in\u202evoice.pdf", "CON.pdf")
    for level, name in zip(("C2", "C3", "C4"), names, strict=True):
        document = attach(office, "KOR", ref, tmp_path, level, name, f"%PDF-1.7 {name}".encode())
        words = {"text": "See annex", "document": document}
        office.take("KOR", ref, "make_statement", at=START + DAY, body=words)
    sign_at(office.engine, 7, *WITNESSES)
    path = packed(office, "KOR", ref, tmp_path)
    found = sorted(name for name in unpacked(path) if name.startswith("documents/"))

    assert check_bundle(path, QUORUM).attested
    assert all(len(name.encode()) <= 180 for name in found)
    assert any(name.endswith("-KOR-invoice.pdf") for name in found)
    assert any(name.endswith("-KOR-document-CON.pdf") for name in found)
    assert POLICY in unpacked(path)["policy.txt"].decode()
    assert b"consult-verify.py bundle FILE --policy POLICY" in unpacked(path)["README.txt"]
    assert verifier.SUMS not in unpacked(path)
