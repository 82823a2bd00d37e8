"""The Word file is opened again: its styles, heads, links, fields, pictures, properties and directions."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from consult.documents.official.values import Document, Paragraph, Signature
from consult.documents.official.word import write_word
from tests.consult.documents.official.samples import DAY, SIX, hostile, in_language, note_verbale, paper, united_nations


def opened(document: Document) -> WordFile:
    """Return the Word file of a document, opened by the library."""
    return docx.Document(io.BytesIO(write_word(document)))


def test_headings_have_their_styles_and_paragraphs_their_numbers() -> None:
    """A reader of the screen walks along headings; a delegate cites numbers."""
    told = [(one.style.name, one.text) for one in opened(united_nations()).paragraphs if one.style is not None]
    assert ("Heading 1", "Overview") in told
    assert ("Heading 2", "Details") in told
    assert ("Title", "Consultations before activities in outer space") in told
    assert ("Normal", "1.\tThe delegation opened twelve consultations.") in told
    assert ("Normal", "Without a number.") in told


def test_the_masthead_of_the_united_nations_has_its_two_sides() -> None:
    """Organisation and symbol above; body, session and item at the start; distribution, date, language at the end."""
    file = opened(united_nations())
    start, end = (cell.text.splitlines() for cell in file.tables[0].rows[0].cells)
    assert file.paragraphs[0].text == "United Nations\t[symbol to be given by the secretariat]"
    assert start == ["Legal Subcommittee", "Sixty-fifth session", "Agenda item 6"]
    assert end == ["Distr.: Limited", "20 February 2026", "Original: English"]
    words = [one.text for one in file.paragraphs]
    assert "Submitted by Japan and Brazil" in words
    assert "Transmitted by Permanent Mission of Japan" in words


def test_a_note_verbale_begins_with_its_sender_and_ends_with_its_addressee() -> None:
    """Number at the start, day and seal after the text, and the day only there."""
    words = [one.text for one in opened(note_verbale()).paragraphs]
    assert words[0] == "Permanent Mission of Japan"
    assert words.index("Note verbale") < words.index("Vienna, 20 February 2026") < words.index("[initials and seal]")
    assert words.index("[initials and seal]") < words.index("Office for Outer Space Affairs") < words.index("Vienna")
    assert "20 February 2026" not in words
    unsigned = replace(note_verbale(), blocks=(Paragraph("Text."),))
    side = opened(unsigned).tables[0].rows[0].cells[1].text
    assert side == "20 February 2026", "a note without a signature says its day above"


def test_a_paper_says_who_writes_to_whom() -> None:
    """In lines, under its title."""
    words = [one.text for one in opened(paper()).paragraphs]
    facts = ["From\tBrazil", "To\tJapan", "Number\tCON-2026-1/3", "Date\t20 February 2026"]
    assert words[:5] == ["Request for consultations", *facts]


def test_the_heads_of_tables_stand_on_every_page_and_no_row_is_parted() -> None:
    """And the table says its title to readers of the screen."""
    table = next(one for one in opened(united_nations(rows=60)).tables if len(one.rows) > 50)
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Table 1. Consultations by procedure"
    assert [cell.text for cell in table.rows[2].cells] == ["Consultation 1", "-1", "2026-01-02", "00019f86d081884c"]


def test_a_picture_says_what_it_shows() -> None:
    """Its alternative text has the title and the words."""
    (picture,) = opened(united_nations()).inline_shapes
    assert picture._inline.docPr.get("descr") == "Median days by stage. Negotiation took 12 days."
    assert picture.width.cm <= 16.0


def test_links_lead_to_bookmarks_that_are_there() -> None:
    """Each once; a link to no place is a word."""
    body = opened(united_nations()).element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    aims = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(aims) == 2
    assert set(aims) <= set(marks)
    assert len(marks) == len(set(marks))


def test_marks_symbol_and_number_of_the_page_stand_on_every_page() -> None:
    """The first page, whose masthead has the symbol, has the marks and the number."""
    section = opened(united_nations(symbol="A/AC.105/C.2/L.9")).sections[0]
    assert section.first_page_header.paragraphs[0].text == "Exercise · Draft"
    assert [one.text for one in section.header.paragraphs] == ["Exercise · Draft", "A/AC.105/C.2/L.9"]
    for footer in (section.footer, section.first_page_footer):
        fields = [one.get(qn("w:instr")).strip() for one in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_the_properties_are_those_of_the_document() -> None:
    """Title, sender, language and day; nothing of the library, the machine or the hour."""
    told = opened(united_nations()).core_properties
    assert (told.title, told.author, told.language) == (
        "Consultations before activities in outer space",
        "Permanent Mission of Japan",
        "en",
    )
    assert told.comments == ""
    assert told.created is not None
    assert told.created.date() == DAY
    with zipfile.ZipFile(io.BytesIO(write_word(united_nations()))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_arabic_runs_from_right_to_left() -> None:
    """Paragraphs, runs, tables and the section; an English word in it does not."""
    file = opened(in_language("ar"))
    words = next(one for one in file.paragraphs if one.text.startswith("1.\t"))
    assert words._p.pPr.find(qn("w:bidi")).get(qn("w:val")) is None
    assert [run._r.rPr is not None and run._r.rPr.find(qn("w:rtl")) is not None for run in words.runs][-1]
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in file.tables)
    assert file.sections[0]._sectPr.find(qn("w:bidi")) is not None
    figures = next(one for one in file.tables if "-4" in one.rows[-1].cells[1].text).rows[-1].cells[1].paragraphs[0]
    assert figures._p.pPr.find(qn("w:bidi")).get(qn("w:val")) == "0", "the sign of a figure stays before it"


@pytest.mark.parametrize("language", SIX)
def test_each_language_is_stated_in_the_styles(language: str) -> None:
    """A word processor checks spelling, and a reader of the screen speaks, by it."""
    defaults = opened(in_language(language)).styles.element.find(qn("w:docDefaults"))
    assert {defaults.find(f".//{qn('w:lang')}").get(qn(f"w:{kind}")) for kind in ("val", "bidi", "eastAsia")} == {
        language
    }


def test_hostile_texts_make_a_file_that_opens() -> None:
    """No text ends an element, and signs that XML cannot hold are shown as replaced."""
    file = opened(hostile())
    assert '<script>alert("x")</script>' in [one.text for one in file.paragraphs]
    assert any("a\ufffdb\ufffdc" in one.text for one in file.paragraphs)


def test_a_signature_stays_together() -> None:
    """Place and day are not left on the page before."""
    lines = opened(replace(paper(), blocks=(Signature("Vienna", DAY, "A. Example", "Minister"),))).paragraphs[-5:-1]
    assert [one.text for one in lines] == ["Vienna, 20 February 2026", "[signature]", "A. Example", "Minister"]
    assert [one.paragraph_format.keep_with_next for one in lines] == [True, True, True, None]
