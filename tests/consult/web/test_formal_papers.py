"""Formal papers through the pages: looked at, taken away, by whom and by whom not, and what is refused and why."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import delete, select, update

from consult import clock
from consult.documents import FolderStore
from consult.documents.formal.files import DRAWINGS, Drawing
from consult.documents.official.pdf import NotSet
from consult.documents.rows import Upload, add_document
from consult.models.cases import CASES, FILING_BODY
from consult.models.logbook import AUDIT_ENTRY
from consult.web import formal
from tests.consult.web.cases_world import BODY, begin, build_cases, file, fill_in, open_berth, send, serve_berth
from tests.consult.web.texts_world import FIRST, ONE, SECOND, THIRD, Drafting
from tests.consult.web.world import AT, Visitor, World, masked
from tests.tampering import unguard

SECRET = "Own eyes only"  # the remark of the request, of level C4


@pytest.fixture
def tampered(tmp_path: Path) -> Iterator[World]:
    """Give a world of which nobody expects that its record still holds."""
    world = build_cases(tmp_path)
    yield world
    world.engine.dispose()


def paper_of(visitor: Visitor, ref: str, n: int = 1) -> str:
    """Open an act as its addressee does, then its paper; give the paper in words."""
    visitor.get(f"/cases/{ref}/acts/{n}")
    answer = visitor.get(f"/cases/{ref}/acts/{n}/paper")
    assert 200 == answer.status_code, answer.text
    return shown(answer.text)


def shown(page: str) -> str:
    """Give the paper on a page in words."""
    found = re.search(r"<article.*</article>", page, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_the_note_of_a_request_is_read_by_sender_and_addressee_as_each_may(berths: World) -> None:
    """Given a request of Japan to France and Korea with a remark for its own delegation: Japan reads it whole, with
    both addressees; France reads the rest, addressed to itself, and no trace of the remark."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    own, theirs = paper_of(japan, ref), paper_of(france, ref)

    assert "Note verbale The Ministry for cases of Japan presents its compliments to" in own
    assert "of France and the Ministry" in own
    assert SECRET in own
    assert "C4: own delegation" in own
    assert "Vehicle Cargo 7" in theirs
    assert SECRET not in theirs
    assert "Remark" not in theirs
    assert "of Korea" not in theirs.replace("Republic of Korea Vehicle", "").partition("Agencies asked")[0]
    assert "The digest below is that of what this reader may read." in theirs
    assert "The digest below" not in own


def test_the_sender_takes_the_copy_that_an_addressee_reads_and_nobody_else_does(berths: World) -> None:
    """Given the same request: the copy for France that Japan prints has the words that France reads, and no remark;
    France has no copy of Korea's, and Japan none for who was not addressed."""
    japan, france = berths.signed_in("all@jpn.example"), berths.signed_in("all@fra.example")
    ref = serve_berth(japan)
    address = f"/cases/{ref}/acts/1/paper"
    theirs = paper_of(france, ref)
    copy = japan.get(f"{address}?copy=FRA")
    own = japan.get(address).text
    file = japan.get(f"{address}.html?copy=FRA")

    assert theirs == shown(copy.text)
    assert SECRET not in copy.text
    assert SECRET not in file.text
    assert "FRA.html" in file.headers["Content-Disposition"]
    assert "?language=en&amp;copy=FRA" in own
    assert "Copy for" not in france.get(address).text
    for who, party in ((france, "KOR"), (france, "FRA"), (japan, "BRA"), (japan, "JPN"), (japan, "nonsense")):
        assert 404 == who.get(f"{address}?copy={party}").status_code
        assert 404 == who.get(f"{address}.pdf?copy={party}").status_code


def test_a_paper_is_taken_away_in_three_forms_under_a_name_that_tells_what_it_is(berths: World) -> None:
    """Case, act, step and language; each file says what was filed."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    files = {ending: japan.get(f"/cases/{ref}/acts/1/paper.{ending}?language=en") for ending in ("pdf", "docx", "html")}
    pdf = pypdfium2.PdfDocument(files["pdf"].data)
    said = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    with zipfile.ZipFile(io.BytesIO(files["docx"].data)) as word:
        document = word.read("word/document.xml").decode()

    for ending, answer in files.items():
        assert 200 == answer.status_code
        assert f'attachment; filename="{ref} 1 ask en.{ending}"' in answer.headers["Content-Disposition"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "application/pdf" == files["pdf"].mimetype
    for text in (said, document, files["html"].text):
        assert "Cargo 7" in text
        assert "presents its compliments" in " ".join(text.split())
    assert files["pdf"].data == japan.get(f"/cases/{ref}/acts/1/paper.pdf?language=en").data


def test_act_page_case_page_and_docket_lead_to_the_paper(berths: World) -> None:
    """Wherever an act with a filing stands, its paper can be taken away; an act without a filing has none."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    for who, track in ((france, "berth:FRA"), (korea, "berth:KOR")):
        file(who, ref, "give", track, text="You are welcome")
    settled = japan.post(f"/cases/{ref}/steps/settle", form_at=f"/cases/{ref}/steps/settle", track="", digest="",
                         seen="3")  # fmt: skip
    assert 303 == settled.status_code, settled.text
    for place in (f"/cases/{ref}", f"/cases/{ref}/acts/1"):
        assert f'href="/cases/{ref}/acts/1/paper"' in japan.get(place).text
    assert f"/cases/{ref}/acts/4/paper" not in japan.get(f"/cases/{ref}").text
    assert f"/cases/{ref}/acts/4/paper" not in japan.get(f"/cases/{ref}/acts/4").text
    assert 404 == japan.get(f"/cases/{ref}/acts/4/paper").status_code


def test_an_act_that_nobody_opened_is_opened_before_its_paper(berths: World) -> None:
    """Given a request that France has not opened: its paper leads to the act, whose opening is proof of receipt; then
    the paper is there."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    france = berths.signed_in("all@fra.example")
    for ending in ("", ".pdf"):
        answer = france.get(f"/cases/{ref}/acts/1/paper{ending}")
        assert (303, f"/cases/{ref}/acts/1") == (answer.status_code, answer.location)
    france.get(f"/cases/{ref}/acts/1")

    assert 200 == france.get(f"/cases/{ref}/acts/1/paper.html").status_code


def test_the_paper_of_others_and_an_unknown_one_are_the_same_answer(berths: World) -> None:
    """Brazil takes no part; neither case, act nor draft is there for it."""
    japan, brazil = berths.signed_in("all@jpn.example"), berths.signed_in("all@bra.example")
    ref, draft = serve_berth(japan), begin(japan, open_berth(japan), "ask").removeprefix("/drafts/")
    for path, unknown in (
        (f"/cases/{ref}/acts/1/paper", "/cases/BERTH-2026-AAAAAA/acts/1/paper"),
        (f"/cases/{ref}/acts/1/paper.pdf", "/cases/BERTH-2026-AAAAAA/acts/1/paper.pdf"),
        (f"/drafts/{draft}/paper", "/drafts/paper-nosuch/paper"),
        (f"/drafts/{draft}/paper.docx", "/drafts/paper-nosuch/paper.docx"),
    ):
        theirs, nobodys = brazil.get(path), brazil.get(unknown)
        assert (404, masked(nobodys.text)) == (theirs.status_code, masked(theirs.text))
        assert 404 == japan.get(unknown).status_code


def test_a_draft_is_put_on_paper_before_it_is_filed_and_says_so_on_every_page(berths: World) -> None:
    """Given a request in preparation: the form and the page before sending lead to its paper, whose every page is
    marked; nothing is recorded by looking."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    page, pdf = japan.get(f"{draft}/paper"), pypdfium2.PdfDocument(japan.get(f"{draft}/paper.pdf").data)
    marks = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()

    for place in (draft, f"{draft}/send"):
        assert f'href="{draft}/paper"' in japan.get(place).text
    assert "Draft, not filed" in page.text
    assert "It was not filed, it starts no period" in page.text
    assert "Cargo 7" in page.text
    assert all("Draft, not filed" in one for one in marks)
    assert 303 == send(japan, draft).status_code
    assert 409 == japan.get(f"{draft}/paper").status_code  # it is a draft no longer


def test_a_draft_that_is_not_complete_is_put_on_paper_as_far_as_it_goes(berths: World) -> None:
    """Nobody has to finish a form to show it to the minister."""
    japan = berths.signed_in("all@jpn.example")
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, do="save", vehicle="Cargo 7")

    assert "Cargo 7" in japan.get(f"{draft}/paper").text


def test_a_language_that_is_not_spoken_here_is_refused(berths: World) -> None:
    """422 with the sentence; nothing in another language is passed off as this one."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    answers = [japan.get(f"/cases/{ref}/acts/1/paper{ending}?language=tlh") for ending in ("", ".pdf")]

    assert [422, 422] == [one.status_code for one in answers]
    assert "Papers are not written in this language here." in answers[0].text


def _with_annex(world: World) -> tuple[Visitor, str, FolderStore, str]:
    """Serve a request with a drawing."""
    japan, store = world.signed_in("all@jpn.example"), FolderStore(world.app.extensions["consult"].settings.documents)
    ref = open_berth(japan)
    digest = store.put(b"%PDF-1.4\ndrawing\n%%EOF\n")
    with world.writing() as conn:
        case = conn.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        upload = Upload(digest, "Drawing of the hatch.pdf", "application/pdf", 23, "fr", "C3")
        add_document(conn, case, "JPN", None, upload, 20, AT)
    file(japan, ref, "ask", **BODY, **{"drawing:digest": digest})
    return japan, ref, store, digest


def test_an_annex_is_listed_with_its_digest_and_refused_once_it_was_changed_on_disk(tampered: World) -> None:
    """Given a drawing filed with a request: the paper names it whole; changed on the disk afterwards, the paper is
    refused in every form, and the sentence names the document."""
    japan, ref, store, digest = _with_annex(tampered)
    said = paper_of(japan, ref)
    path = store.folder / digest[:2] / digest
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.4\nanother\n%%EOF\n")
    refused = [japan.get(f"/cases/{ref}/acts/1/paper{ending}") for ending in ("", ".pdf", ".docx", ".html")]

    assert "Annex 1: Drawing of the hatch.pdf (PDF, 23 bytes, Français, level C3: one bilateral track)" in said
    assert digest in said
    assert [500] * 4 == [one.status_code for one in refused]
    for one in refused:
        assert f"The document {digest} is missing from the store or was changed there." in one.text


def test_words_that_are_not_those_that_were_filed_are_refused(tampered: World) -> None:
    """Given somebody who rules the database and writes other words: no paper is written of them."""
    japan = tampered.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    with tampered.writing() as conn:
        unguard(conn, "filing_body")
        conn.execute(update(FILING_BODY).values(body=json.dumps({"vehicle": "Cargo 8"})))
    answer = japan.get(f"/cases/{ref}/acts/1/paper")

    assert 500 == answer.status_code
    assert "is missing from the store or was changed there" in answer.text
    assert "Cargo 8" not in answer.text


def test_a_paper_whose_words_were_erased_is_refused_with_the_reason(tampered: World) -> None:
    """409: the digest is all that is left."""
    japan = tampered.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    with tampered.writing() as conn:
        unguard(conn, "filing_body")
        conn.execute(delete(FILING_BODY))
    answer = japan.get(f"/cases/{ref}/acts/1/paper.html")

    assert 409 == answer.status_code
    assert "The words of this paper were erased; the record keeps their digest alone." in answer.text


def test_a_paper_with_confidential_answers_is_entered_as_read_before_it_leaves(berths: World) -> None:
    """Given a bilateral answer of Korea: Japan takes its paper away, and an entry of Japan's chain says so."""
    japan, korea = berths.signed_in("all@jpn.example"), berths.signed_in("all@kor.example")
    ref = serve_berth(japan)
    file(korea, ref, "give", "berth:KOR", text="With pleasure")
    japan.get(f"/cases/{ref}/acts/2")
    with clock.frozen(AT.replace(hour=11)):
        assert "With pleasure" in japan.get(f"/cases/{ref}/acts/2/paper.html").text
    with berths.reading() as conn:
        rows = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == "read").order_by(AUDIT_ENTRY.c.seq)).all()
    last = json.loads(rows[-1].body)

    assert ("JPN", "formal.give") == (rows[-1].party, last["output"])
    assert [f"act:{ref}/2", "C3"] in last["papers"]


def test_a_paper_that_cannot_be_set_is_refused_with_the_reason(berths: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """409, and the page of the paper is there still."""

    def fails(_document: object) -> bytes:
        raise NotSet("The file could not be set.")

    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    monkeypatch.setattr(formal, "DRAWINGS", {**DRAWINGS, "pdf": Drawing("application/pdf", fails)})
    answer = japan.get(f"/cases/{ref}/acts/1/paper.pdf")

    assert 409 == answer.status_code
    assert "The file could not be set." in answer.text
    assert 200 == japan.get(f"/cases/{ref}/acts/1/paper").status_code


def _settled(world: World) -> tuple[Drafting, int, int]:
    """Table a text, and sign it with both hands; give the numbers of the hand and of the signature."""
    drafting = Drafting(world)
    drafting.table("KOR", ONE, FIRST)
    body: dict[str, Any] = {"clauses": ONE}
    return drafting, drafting.take("KOR", "settle", body, SECOND), drafting.take("JPN", "settle", body, THIRD)


def test_a_settlement_stands_clause_by_clause_over_the_signatures_of_both_sides(berths: World) -> None:
    """Given a settlement signed by Korea on 25 and Japan on 27 November 2026: both are on it; the paper of the first
    hand says that not all have signed."""
    drafting, hand, signed = _settled(berths)
    with clock.frozen(THIRD):
        japan = berths.signed_in("all@jpn.example")
        whole, waiting = paper_of(japan, drafting.ref, signed), paper_of(japan, drafting.ref, hand)

    assert "Terms of settlement" in whole
    assert "The Republic of Korea and Japan have agreed as follows." in whole
    assert "1. Crew time Korea makes good sixty hours. 2 This settlement is no precedent." in whole
    assert re.search(
        r"25 November 2026 \[signature\] For the Republic of Korea .*27 November 2026 \[signature\] For Japan", whole
    )
    assert "Not signed by all" not in whole
    assert "Not signed by all" in waiting
    assert "For Japan" not in waiting
