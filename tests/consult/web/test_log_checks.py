"""Checking what somebody holds, and comparing two checkpoints: the verdict, its code, and what is not read at all."""

import re
import struct
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.log import given
from consult.log.notes import SigningKey, checkpoint_text, sign_note
from consult.log.status import read_status
from consult.log.verifier import Unchecked
from consult.models.audit import audit_checkpoint
from tests.consult.log.signing import LOG, ORIGIN, POLICY, QUORUM, sign_at
from tests.consult.web.cases_world import file, serve_berth
from tests.consult.web.test_log_pages import words
from tests.consult.web.world import AT, Visitor, World

NONE = f"log {LOG.vkey}\nquorum none\n"


@pytest.fixture
def desk(berths: World) -> Visitor:
    """Give Brazil's office over a log that three of four States cosigned when it had one entry, two, and all."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    file(berths.signed_in("all@fra.example"), ref, "make_statement", text="We shall look at it.")
    Path(berths.app.instance_path, "policy.txt").write_text(POLICY, encoding="utf-8")
    for size in (1, 2, whole(berths)):
        sign_at(berths.engine, size, "JPN", "FRA", "KOR", at=AT)
    return berths.signed_in("all@bra.example")


def whole(world: World) -> int:
    """Count the entries of the log."""
    with world.reading() as conn:
        return read_status(conn).size


def check(desk: Visitor, data: str | bytes, **form: str) -> tuple[int, str]:
    """Have something checked; give status and words."""
    upload = {"upload": (BytesIO(data), "given")} if isinstance(data, bytes) else {"text": data}
    answer = desk.post("/audit/check", form_at="/audit/check", **upload, **form)
    return answer.status_code, words(answer.text)


def notes(world: World) -> list[str]:
    """Give the notes that the log signed."""
    with world.reading() as conn:
        return list(conn.execute(select(audit_checkpoint.c.note).order_by(audit_checkpoint.c.id)).scalars())


def zipped(**files: bytes) -> bytes:
    """Pack files, whose names have two underscores for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_receipt_holds_and_the_page_says_what_that_proves(desk: Visitor) -> None:
    """The receipt of entry 1 of 20 November 2026, pasted and uploaded."""
    proof = desk.get("/audit/entries/1/receipt").text
    for form in (proof, proof.encode(), proof.replace("\n", "\r\n")):
        status, said = check(desk, form)
        assert 200 == status
        assert "it holds The receipt holds." in said
        assert "Entry 1 with the leaf" in said
        assert "witness.jpn.example cosigned it at 2026-11-20 09:00:00 UTC." in said


def test_a_changed_receipt_is_rejected_with_its_code(desk: Visitor) -> None:
    """Another index: the path leads elsewhere."""
    proof = desk.get("/audit/entries/1/receipt").text
    status, said = check(desk, proof.replace("\nindex 1\n", "\nindex 0\n"))

    assert 422 == status
    assert "rejected" in said
    assert "Code path-root" in said


def test_a_checkpoint_without_quorum_is_not_proven_yet_and_under_another_policy_holds(
    desk: Visitor, berths: World
) -> None:
    """The log's own note: by the policy of four States it lacks them; by one that asks nobody the page says so."""
    note = notes(berths)[-1]
    status, said = check(desk, note)
    assert (200, True, True) == (status, "not proven yet" in said, "Code not-attested" in said)
    status, said = check(desk, note, policy=NONE)
    assert (200, True) == (status, "this policy asks no witness" in said)
    status, said = check(desk, note, policy="nonsense")
    assert (422, True) == (status, "Line 1 of the policy" in said)


def test_the_bundle_that_a_party_took_holds(desk: Visitor, berths: World) -> None:
    """Japan's evidence of its case, checked by Brazil."""
    jpn = berths.signed_in("all@jpn.example")
    ref = re.search(r"/cases/(BERTH-[^\"/?]+)\"", jpn.get("/cases").text)
    assert ref is not None
    bundle = jpn.post(f"/cases/{ref[1]}/bundle.zip", form_at=f"/cases/{ref[1]}").data
    status, said = check(desk, bundle)

    assert 200 == status
    assert "it holds The bundle holds." in said
    assert "3 entries stand in the log." in said
    assert "Every byte of the file is as it was written" in said
    assert "What sealed branches of its log hold" in said
    assert "What 3 entries were opened to is what was sealed." in said
    broken = bytearray(bundle)
    broken[bundle.index(b"c2sp.org/tlog-proof") + 40] ^= 1
    assert 422 == check(desk, bytes(broken))[0]


def bomb() -> bytes:
    """Give a zip of a few kilobytes that says it unpacks to half a gigabyte."""
    packed = zipped(receipts__1=b"\0" * 4_000_000)
    assert len(packed) < 20_000
    return packed


REFUSED = [
    pytest.param(b"", 422, "nothing", id="nothing"),
    pytest.param(b"\xff\xfe\x00", 422, "not-text", id="not UTF-8"),
    pytest.param(b"PK\x03\x04 nonsense", 422, "bad-zip", id="a zip that is none"),
    pytest.param(zipped(**{"..__..__etc__passwd": b"x"}), 422, "zip-name", id="a name above"),
    pytest.param(zipped(__etc__passwd=b"x"), 422, "zip-name", id="a name at the root"),
    pytest.param(zipped(**{"c:\\windows": b"x"}), 422, "zip-name", id="a name of another system"),
    pytest.param(bomb(), 413, "zip-bomb", id="a bomb"),
    pytest.param(b"no note at all", 422, "no-note", id="no note"),
]


@pytest.mark.parametrize(("data", "status", "code"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_kept_nowhere(
    desk: Visitor, tmp_path: Path, data: bytes, status: int, code: str
) -> None:
    """Each with its status and code; nothing lies in the installation afterwards that was not there before."""
    before = {path for path in tmp_path.rglob("*") if path.suffix not in (".sqlite-wal", ".sqlite-shm", ".gate")}
    found, said = check(desk, data)

    assert (status, f"Code {code}") == (found, (re.search(r"Code [\w-]+", said) or [""])[0])
    after = {path for path in tmp_path.rglob("*") if path.suffix not in (".sqlite-wal", ".sqlite-shm", ".gate")}
    assert before == after


def test_more_bytes_than_are_checked_are_refused_unread(desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is longer than any receipt, and a file that is larger than any bundle read here."""
    monkeypatch.setattr(given, "MOST_TEXT", 900)
    status, said = check(desk, b"x" * 901)
    assert (413, True) == (status, "No receipt and no checkpoint is as large as this" in said)
    monkeypatch.setattr(given, "MOST_BYTES", 1000)
    status, said = check(desk, b"PK\x03\x04" + b"x" * 1000)
    assert (413, True) == (status, "This is larger than is checked here" in said)


def test_a_zip_of_links_of_two_files_with_one_name_or_under_a_password_is_refused() -> None:
    """What a bundle never has."""
    with pytest.raises(given.Unacceptable, match="a link"):
        given.refuse_bad_zip(_with_mode(0o120777))
    doubled = BytesIO()
    with zipfile.ZipFile(doubled, "w") as packed:
        packed.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a", b"2")
    with pytest.raises(given.Unacceptable, match="two files of one name"):
        given.refuse_bad_zip(doubled.getvalue())
    locked = bytearray(zipped(a=b"x"))
    at = locked.index(b"PK\x01\x02") + 8
    locked[at : at + 2] = struct.pack("<H", 1)
    with pytest.raises(given.Unacceptable, match="encrypted"):
        given.refuse_bad_zip(bytes(locked))


def _with_mode(mode: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        entry = zipfile.ZipInfo("a")
        entry.external_attr = mode << 16
        packed.writestr(entry, b"/etc/passwd")
    return out.getvalue()


def compare(desk: Visitor, first: str, second: str, **form: str) -> tuple[int, str]:
    """Compare two notes; give status and words."""
    answer = desk.post("/audit/compare", form_at="/audit/compare", first=first, second=second, **form)
    return answer.status_code, words(answer.text)


def test_an_older_checkpoint_is_continued_by_a_newer_one_with_the_proof(desk: Visitor, berths: World) -> None:
    """The first entry and all of them: in either order, and the newest with itself."""
    first, _second, third = notes(berths)
    for pair in ((first, third), (third, first)):
        status, said = compare(desk, *pair)
        assert 200 == status
        assert f"The checkpoint of {whole(berths)} entries continues that of 1: nothing before was changed." in said
        assert "The consistency proof, one hash a line" in said
    assert f"Both say the same of the same {whole(berths)} entries." in compare(desk, third, third)[1]


def signed(size: int, root: bytes) -> str:
    """Sign a checkpoint with the key of the log, as a host that lies would."""
    return sign_note(checkpoint_text(ORIGIN, size, root), LOG)


def test_two_signed_checkpoints_that_cannot_both_be_are_evidence_to_keep(desk: Visitor, berths: World) -> None:
    """Another root for the same size, another history under a larger one, and more than this log holds."""
    first, second, third = notes(berths)
    lie = sha256(b"another history").digest()
    for pair in ((third, signed(whole(berths), lie)), (signed(2, lie), third), (first, signed(2, lie))):
        status, said = compare(desk, *pair)
        assert 422 == status
        assert "The log has forked" in said
        assert "Keep both notes as they are" in said
    status, said = compare(desk, second, signed(99, lie))
    assert (422, True) == (status, "this installation holds fewer" in said)


def test_what_no_key_of_the_policy_signed_is_no_evidence(desk: Visitor, berths: World) -> None:
    """A note of a stranger, a changed note, and checkpoints of another log that this one cannot join."""
    first, _second, third = notes(berths)
    stranger = SigningKey(ORIGIN, 1, b"\x07" * 32)
    assert "Code unsigned" in compare(desk, first, sign_note(checkpoint_text(ORIGIN, 2, b"\1" * 32), stranger))[1]
    assert "Code bad-signature" in compare(desk, first, third.replace(f"\n{whole(berths)}\n", "\n99\n"))[1]
    status, said = compare(desk, "", third)
    assert (422, True) == (status, "Code no-note" in said)


def test_the_verifier_that_is_given_out_is_the_one_whose_digest_is_shown(desk: Visitor) -> None:
    """Byte for byte, and it is a program."""
    content = desk.get("/audit/consult-verify.py").data

    assert sha256(content).hexdigest() in desk.get("/audit/check").text
    assert b"def main(" in content
    compile(content, "consult-verify.py", "exec")


def test_a_policy_without_a_key_that_can_be_checked_leaves_things_open(desk: Visitor, berths: World) -> None:
    """Nothing is said of what was given."""
    with pytest.raises(Unchecked):
        given.check_given(notes(berths)[0].encode(), _without_log())
    assert QUORUM.attested(["JPN", "FRA", "BRA"])


def _without_log() -> Any:
    from dataclasses import replace

    return replace(QUORUM, logs=())
