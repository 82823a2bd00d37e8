"""Taking a case away and bringing it into another installation: two installations, two databases, one file between."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import func, select, update

from consult import clock
from consult.cli import cli
from consult.imported import find
from consult.log.verifier import check_bundle
from consult.models.cases import ACT, CASES, DEADLINE, DOCUMENT
from consult.models.imported import IMPORTED
from consult.models.logbook import AUDIT_ENTRY
from consult.visibility import Viewer
from tests.consult.log.bundles import repacked, unpacked
from tests.consult.log.signing import POLICY, QUORUM, sign_at
from tests.consult.web.cases_world import begin, build_cases, file, fill_in, send, serve_berth
from tests.consult.web.test_drafts import attach
from tests.consult.web.test_log_pages import words
from tests.consult.web.world import AT, MANAGER, Visitor, World

HOUR = timedelta(hours=1)
PDF = b"%PDF-1.7 the berth"


@dataclass
class Two:
    """An installation where a case runs, one that knows nothing of it, and what was taken from the first."""

    here: World
    there: World
    ref: str

    def sign(self) -> None:
        """Let the log of the first be signed and cosigned as far as it is."""
        with self.here.reading() as conn:
            size = conn.execute(select(func.count()).select_from(AUDIT_ENTRY)).scalar_one()
            size += conn.execute(select(func.count()).select_from(ACT)).scalar_one()
        sign_at(self.here.engine, size, "JPN", "FRA", "KOR")

    def take(self, who: str = "all@jpn.example", reach: str = "full_internal") -> bytes:
        """Take the case away."""
        answer = self.here.signed_in(who).post(
            f"/cases/{self.ref}/bundle.zip", form_at=f"/cases/{self.ref}/take", set=reach
        )
        assert 200 == answer.status_code, answer.text
        return bytes(answer.data)

    @property
    def liaison(self) -> Visitor:
        """Japan's office in the other installation."""
        return self.there.signed_in("all@jpn.example")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Japan asks France and Korea for a berth on 20 November 2026, Korea answers with a document; all is attested."""
    with clock.frozen(AT):
        worlds = []
        for name in ("here", "there"):
            (tmp_path / name).mkdir()
            worlds.append(build_cases(tmp_path / name))
        ref = serve_berth(worlds[0].signed_in("all@jpn.example"))
        korea = worlds[0].signed_in("all@kor.example")
        draft = begin(korea, ref, "give", "berth:KOR")
        digest = attach(korea, draft, "Berth plan.pdf", PDF)
        fill_in(korea, draft, text="North side", **{"document:digest": digest, "document:level": "C3"})
        send(korea, draft)
        made = Two(worlds[0], worlds[1], ref)
        (Path(made.here.app.instance_path) / "policy.txt").write_text(POLICY, encoding="utf-8")
        made.sign()
        yield made
        for world in worlds:
            world.engine.dispose()


def checked(two: Two, data: bytes, who: str = "all@jpn.example", **more: str) -> Any:
    """Let the other installation check a file."""
    given = {"trusted": "given", "policy": POLICY, "upload": (BytesIO(data), "case.zip"), **more}
    return two.there.signed_in(who).post("/imports/check", form_at="/imports", **given)


def imported(two: Two, data: bytes, who: str = "all@jpn.example", **more: Any) -> Any:
    """Check a file and import it."""
    digest = re.search(r'name="checked" value="([0-9a-f]{64})"', checked(two, data, who).text)
    given = {"trusted": "given", "policy": POLICY, "upload": (BytesIO(data), "case.zip")}
    given |= {"checked": digest[1] if digest else "", **more}
    return two.there.signed_in(who).post("/imports", form_at="/imports", **given)


def counts(world: World) -> list[int]:
    """Count what belongs to cases of an installation."""
    tables = (CASES, ACT, DEADLINE, DOCUMENT)
    with world.reading() as conn:
        return [conn.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def own_entries(world: World) -> list[tuple[str, Any]]:
    """List kind and body of the entries about imports."""
    query = select(AUDIT_ENTRY.c.kind, AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind.like("import%"))
    with world.reading() as conn:
        return [(row.kind, json.loads(row.body)) for row in conn.execute(query.order_by(AUDIT_ENTRY.c.seq))]


def stored(world: World) -> list[Path]:
    """List the files of imported cases."""
    folder = world.app.extensions["consult"].settings.imports
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_a_case_is_taken_away_and_read_in_another_installation(two: Two) -> None:
    """Checked first, which stores nothing; then imported: source, state by replay, timeline, words and the document."""
    data = two.take()
    before = counts(two.there)
    look = checked(two, data)
    assert (200, []) == (look.status_code, stored(two.there))
    assert "This is what would be imported. Nothing is stored yet." in look.text
    assert "stand in its log, and what is opened of them is what was sealed" in look.text
    answer = imported(two, data)
    assert 303 == answer.status_code, answer.text
    page = two.liaison.get(answer.location)
    said = words(page.text)

    assert "An imported case: it is read here and nobody acts in it." in said
    assert re.search(r"consult\.example\.int/audit/1 , \d+ entries", said)
    assert "the case was replayed from them" in said
    assert "Served" in said
    assert "North side" in said
    assert "Own eyes only" in said
    digest = re.search(r'href="(/imports/[^"]+/documents/[0-9a-f]{64})"', page.text)
    assert digest is not None
    given = two.liaison.get(digest[1])
    assert (PDF, "application/pdf") == (given.data, given.mimetype)
    assert "attachment" in given.headers["Content-Disposition"]
    assert before == counts(two.there)
    kind, body = own_entries(two.there)[0]
    assert ("import", two.ref, "given") == (kind, body["case"], body["trusted"])
    assert 1 == len(body["documents"])


def test_an_imported_case_is_read_by_its_party_alone_and_offers_nothing(two: Two) -> None:
    """France, a manager, and the lists of Japan's own cases know nothing of it; there is no button but to remove it."""
    place = imported(two, two.take()).location
    for who in ("all@fra.example", "all@kor.example", MANAGER):
        assert 404 == two.there.signed_in(who).get(place).status_code
        assert 404 == two.there.signed_in(who).post(f"{place}/remove").status_code
    assert 404 == two.there.signed_in(MANAGER).get("/imports").status_code
    assert two.ref not in two.there.signed_in("all@fra.example").get("/imports").text
    japan = two.liaison
    for page in ("/desk", "/cases", "/calendar", f"/search?q={two.ref}", "/search?q=north"):
        assert two.ref not in japan.get(page).text.replace(f"q={two.ref}", "").replace(f'value="{two.ref}"', "")
    assert 404 == japan.get(f"/cases/{two.ref}").status_code
    forms = re.findall(r'<form[^>]*action="([^"]+)"', words_of_content(japan.get(place).text))
    assert [f"{place}/remove"] == forms
    assert two.ref in japan.get("/imports?words=cargo").text
    assert place not in japan.get("/imports?words=nosuch").text


def words_of_content(page: str) -> str:
    """Give the page's own part as it is written."""
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_same_file_twice_is_said_to_be_there(two: Two) -> None:
    """By the check, by the import, and at the command line; nothing is stored a second time."""
    data = two.take()
    ref = imported(two, data).location.rpartition("/")[2]
    again, forced = checked(two, data), imported(two, data)

    assert (409, True) == (again.status_code, f"This file is here already, as {ref}. Nothing was stored." in again.text)
    assert (409, True) == (forced.status_code, f"as {ref}" in forced.text)
    assert 1 == len(stored(two.there))
    with two.there.reading() as conn:
        assert 1 == len(conn.execute(select(IMPORTED.c.id)).all())


def test_a_newer_bundle_of_the_case_stands_beside_the_older_and_says_what_differs(two: Two) -> None:
    """France answers an hour later: two entries came, of which Japan sees one; the older copy stays."""
    first = imported(two, two.take()).location
    with clock.frozen(AT + HOUR):
        file(two.here.signed_in("all@fra.example"), two.ref, "give", "berth:FRA", text="South side")
    two.sign()
    newer = two.take()
    look = checked(two, newer)
    second = imported(two, newer).location

    assert "New entries:" in words(look.text)
    assert "New entries:" in words(two.liaison.get(second).text)
    assert first.rpartition("/")[2] in two.liaison.get(second).text
    assert "South side" not in two.liaison.get(first).text
    assert "bundle 2 of this case" in two.liaison.get("/imports").text


def test_a_host_that_tells_two_stories_of_one_entry_is_told_on(two: Two) -> None:
    """Another installation's log signs another case under the same name at the same place: the contradiction is said
    first."""
    imported(two, two.take())
    with two.there.writing() as conn:
        row = conn.execute(select(IMPORTED)).one()
        content = json.loads(row.content)
        for entry in content["entries"]:
            entry["leaf"] = "0" * 64
        conn.execute(update(IMPORTED).values(content=json.dumps(content)))
    with clock.frozen(AT + HOUR):
        look = checked(two, two.take())

    assert "have another leaf than in the earlier bundle" in words(look.text)
    assert "evidence that its host told two stories" in words(look.text)


def test_removing_takes_the_copy_and_leaves_an_entry(two: Two) -> None:
    """The words and the file go, the row says when, the log names what it was; it can be imported again."""
    data = two.take()
    place = imported(two, data).location
    assert 303 == two.liaison.post(f"{place}/remove", form_at=place).status_code
    assert 404 == two.liaison.get(place).status_code
    assert [] == stored(two.there)
    assert ["import", "import_removed"] == [kind for kind, _body in own_entries(two.there)]
    with two.there.reading() as conn:
        assert "" == conn.execute(select(IMPORTED.c.content)).scalar_one()
    assert 303 == imported(two, data).status_code


def test_a_file_that_two_parties_imported_stays_until_both_removed_it(two: Two) -> None:
    """The copy for the parties, imported by Japan and by France."""
    data = two.take(reach="parties_C2")
    japan, france = (imported(two, data, f"all@{key}.example").location for key in ("jpn", "fra"))
    assert 303 == two.liaison.post(f"{japan}/remove", form_at=japan).status_code
    assert 1 == len(stored(two.there))
    assert 200 == two.there.signed_in("all@fra.example").get(france).status_code


def test_a_copy_for_the_parties_is_read_as_far_as_it_goes(two: Two) -> None:
    """Not every act is opened whole: the state is the one that the last entry tells; the paper is given in part."""
    place = imported(two, two.take(reach="parties_C2")).location
    said = words(two.liaison.get(place).text)

    assert "Not every act is opened whole" in said
    assert "the set for the parties" in said
    assert "in part" in said
    assert "Own eyes only" not in said
    assert "North side" not in said


def damaged(data: bytes, folder: Path, how: str) -> bytes:
    """Change a bundle."""
    (folder / "whole.zip").write_bytes(data)
    files = unpacked(folder / "whole.zip")
    index = json.loads(files["index.json"])
    if how == "flipped":
        at = data.index(b"North side")
        return data[:at] + b"n" + data[at + 1 :]
    if how == "climbing":
        files["../../outside.txt"] = b"x"
    if how == "other case":
        index["case"]["ref"] = "BERTH-2026-OTHERS"
        for entry in index["entries"]:
            entry["case"] = None
    if how == "macros":
        path = next(name for name in files if name.startswith("documents/"))
        files[path] = _with_macros()
        digest = sha256(files[path]).hexdigest()
        index["documents"][0] |= {"sha256": digest, "size": len(files[path]), "name": "plan.docx"}
    if how == "party":
        index |= {"kind": "party", "case": None}
    files["index.json"] = json.dumps(index).encode()
    return repacked(folder / "bad.zip", files).read_bytes()


def _with_macros() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"):
            packed.writestr(name, b"<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("flipped", "does not have the SHA-256 that the bundle lists"),
        ("climbing", "../../outside.txt names a place outside the bundle"),
        ("other case", "Entries of this bundle are of another case than it says."),
        ("macros", "“plan.docx” of this bundle is not accepted here: The file holds macros."),
        ("party", "This bundle is not that of a case."),
    ],
)
def test_a_file_that_does_not_hold_is_refused_and_nothing_is_stored(
    two: Two, tmp_path: Path, how: str, sentence: str
) -> None:
    """By the check and by the import, with the reason, and no form to import it."""
    bad = damaged(two.take(), tmp_path, how)
    for answer in (checked(two, bad), imported(two, bad, checked="0" * 64)):
        assert (422, True) == (answer.status_code, sentence in words(answer.text)), words(answer.text)
        assert "Import it" not in answer.text
    assert ([], []) == (stored(two.there), own_entries(two.there))


def test_another_file_than_the_one_that_was_checked_is_not_imported(two: Two) -> None:
    """The digest of the check goes along; without a file there is nothing to check."""
    answer = imported(two, two.take(), checked="0" * 64)
    assert (422, True) == (answer.status_code, "This is not the file that was checked" in answer.text)
    assert 422 == two.liaison.post("/imports/check", form_at="/imports", trusted="here").status_code
    assert 404 == two.there.signed_in(MANAGER).post("/imports/check", form_at="/my-party").status_code
    assert [] == stored(two.there)


def test_whose_signatures_count_is_chosen_and_told(two: Two) -> None:
    """Without a policy of its own the other installation needs one; the file's own proves nothing against its maker."""
    data = two.take()
    none, nonsense = checked(two, data, trusted="here"), checked(two, data, policy="nonsense")
    own = checked(two, data, trusted="bundle")

    assert (422, True) == (none.status_code, "This installation has no policy yet" in none.text)
    assert (422, True) == (nonsense.status_code, "Line 1 of the policy" in nonsense.text)
    assert (200, True) == (own.status_code, "checked by its own policy" in words(own.text))


def test_a_document_that_changed_on_disk_keeps_the_bundle_back(two: Two) -> None:
    """409 with the document's digest; no entry says that anything was taken."""
    folder = two.here.app.extensions["consult"].settings.documents
    kept = next(path for path in folder.rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"%PDF-1.7 another")
    japan = two.here.signed_in("all@jpn.example")
    answer = japan.post(f"/cases/{two.ref}/bundle.zip", form_at=f"/cases/{two.ref}/take", set="full_internal")

    assert 409 == answer.status_code
    assert f"The bundle is not given: The document {kept.name} is missing from the store or was changed" in answer.text
    with two.here.reading() as conn:
        assert [] == conn.execute(select(AUDIT_ENTRY.c.seq).where(AUDIT_ENTRY.c.kind == "export")).all()


def test_the_page_on_which_a_case_is_taken_says_what_is_in_each_set(two: Two) -> None:
    """Three sets: all, for the parties, and none for everybody, with the reason and without a button."""
    page = two.here.signed_in("all@jpn.example").get(f"/cases/{two.ref}/take")
    said = words(page.text)

    assert "It stays within that delegation." in said
    assert "It may be given to any party to the case" in said
    assert "That this case exists is of level C2, above this set." in said
    assert 2 == page.text.count(f'action="/cases/{two.ref}/bundle.zip"')
    refused = two.here.signed_in("all@jpn.example").post(
        f"/cases/{two.ref}/bundle.zip", form_at=f"/cases/{two.ref}/take", set="public_C0"
    )
    assert (409, True) == (refused.status_code, "above this set" in refused.text)
    odd = two.here.signed_in("all@jpn.example").post(
        f"/cases/{two.ref}/bundle.zip", form_at=f"/cases/{two.ref}/take", set="all"
    )
    assert (422, True) == (odd.status_code, "Choose one of the sets." in odd.text)
    assert 404 == two.here.signed_in("all@bra.example").get(f"/cases/{two.ref}/take").status_code


def test_papers_of_an_imported_case_are_entered_as_read(two: Two) -> None:
    """Korea's answer is of level C3: that Japan's office opened the copy stands in the log of Japan there."""
    place = imported(two, two.take()).location
    assert 200 == two.liaison.get(place).status_code
    with two.there.reading() as conn:
        bodies = conn.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "read")).scalars().all()

    assert any(place.rpartition("/")[2] in body for body in bodies)


def run(world: World, *arguments: object) -> Result:
    """Run a command in an installation."""
    application = ScriptInfo(create_app=lambda: world.app)
    with clock.frozen(AT):
        return CliRunner().invoke(cli, [str(each) for each in arguments], obj=application)


def test_the_commands_take_check_and_import_a_case(two: Two, tmp_path: Path) -> None:
    """The operator writes Korea's copy, checks it, tries it dry, imports it for Korea elsewhere, and lists it."""
    out, policy = tmp_path / "case.zip", tmp_path / "agreed.txt"
    policy.write_text(POLICY)
    made = run(two.here, "case", "bundle", two.ref, "--for", "KOR", "--set", "parties_C2", "--out", out)
    assert 0 == made.exit_code, made.output
    assert check_bundle(out, QUORUM).attested
    holds = run(two.here, "case", "verify", out, "--policy", policy)
    assert (0, True) == (holds.exit_code, "Cannot be known: what sealed branches" in holds.output)
    dry = run(two.there, "case", "import", out, "--for", "KOR", "--policy", policy, "--dry-run")
    assert (0, True, []) == (dry.exit_code, "Nothing was stored." in dry.output, stored(two.there)), dry.output
    done = run(two.there, "case", "import", out, "--for", "KOR", "--policy", policy)
    assert (0, True) == (done.exit_code, "Imported as IMP-2026-" in done.output), done.output
    again = run(two.there, "case", "import", out, "--for", "KOR", "--policy", policy)
    assert (1, True) == (again.exit_code, "This file is here already" in again.output)
    assert two.ref in run(two.there, "case", "imports", "--for", "KOR").output
    with two.there.reading() as conn:
        ref = conn.execute(select(IMPORTED.c.ref)).scalar_one()
        assert two.ref == find(conn, Viewer("KOR", prepares=True), ref).row.case_ref


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("bundle", "NOSUCH-1", "--for", "KOR", "--out", "{new}"), 1, "There is no such case or party"),
        (("bundle", "{ref}", "--for", "BRA", "--out", "{new}"), 1, "There is no such case or party"),
        (("bundle", "{ref}", "--for", "JPN", "--set", "public_C0", "--out", "{new}"), 1, "above this set"),
        (("bundle", "{ref}", "--for", "JPN", "--out", "{old}"), 1, "is there already"),
        (("import", "{old}", "--for", "JPN", "--own-policy"), 1, "[no-bundle]"),
        (("import", "{old}", "--for", "NOBODY", "--own-policy"), 1, "There is no party NOBODY"),
        (("verify", "{old}", "--policy", "{policy}"), 1, "[no-bundle]"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_leaves_nothing(
    two: Two, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    """A case that is none, one of others, a set that there is not, a file in the way, a file that is no bundle."""
    names = {
        "new": tmp_path / "new.zip",
        "old": tmp_path / "old.zip",
        "policy": tmp_path / "agreed.txt",
        "ref": two.ref,
    }
    (tmp_path / "old.zip").write_bytes(b"words")
    (tmp_path / "agreed.txt").write_text(POLICY)
    done = run(two.here, "case", *(each.format(**names) for each in arguments))

    assert (code, True) == (done.exit_code, sentence in done.output), done.output
    assert not (tmp_path / "new.zip").exists()
    assert ([], [b"words"]) == (stored(two.here), [(tmp_path / "old.zip").read_bytes()])
