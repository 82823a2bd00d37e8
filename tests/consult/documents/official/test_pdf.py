"""The PDF is one for readers of the screen and one for archives, states what it is, and loses no sign."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from consult.documents.official import pdf
from consult.documents.official.pdf import NotSet, missing_signs, write_pdf
from consult.documents.official.typefaces import say_missing, spell
from consult.documents.official.values import Chart, Document, Header, Paragraph, Table
from tests.consult.documents.official.reading import joined, tags_of_pdf, words_of_pdf
from tests.consult.documents.official.samples import (
    DAY,
    SIX,
    chart,
    hostile,
    in_language,
    note_verbale,
    paper,
    table,
    united_nations,
)


def opened(document: Document) -> PdfReader:
    """Return the PDF of a document, opened."""
    return PdfReader(io.BytesIO(write_pdf(document)))


@pytest.mark.parametrize(
    "make", [united_nations, note_verbale, paper, *(lambda c=code: in_language(c) for code in SIX)]
)
def test_one_file_conforms_to_both_standards_as_far_as_it_says(make: object) -> None:
    """Tagged, marked, in a language, with a title that is shown, and declared as PDF/UA-1 and PDF/A-2a."""
    document: Document = make()  # type: ignore[operator]  # of a list of functions
    reader = opened(document)
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == document.language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.header.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert f"<rdf:li>{document.language}</rdf:li>" in xmp


def test_the_file_states_the_day_and_the_sender_of_the_document() -> None:
    """Neither the day on which nor the machine on which it was made."""
    told = opened(united_nations()).metadata
    assert told is not None
    assert told.author == "Permanent Mission of Japan"
    assert told.creation_date is not None
    assert told.creation_date.date() == DAY


def test_every_kind_of_block_has_its_tag() -> None:
    """Headings, tables with heads and captions, lists, links and figures are read out as what they are."""
    tags = tags_of_pdf(write_pdf(united_nations()))
    for tag in (
        "/H1",
        "/H2",
        "/Table",
        "/THead",
        "/TH",
        "/TD",
        "/Caption",
        "/L",
        "/LI",
        "/Lbl",
        "/Figure",
        "/Link",
        "/P",
    ):
        assert tag in tags, tag
    assert "/H3" not in tags, "a heading two levels down is one level down"


def test_a_drawing_says_what_it_shows() -> None:
    """Its words are the text in its place."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            found.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K"))

    walk(opened(united_nations()).trailer["/Root"]["/StructTreeRoot"])
    assert "Negotiation took 12 days." in found


def test_links_lead_to_places_of_the_document_and_a_link_to_nowhere_is_none() -> None:
    """Row two, paragraph one; "nowhere" is only a word."""
    reader = opened(united_nations())
    links = [
        note.get_object()
        for page in reader.pages
        for note in page.get("/Annots", ())
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) == 2
    assert all("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links)
    assert not any(isinstance(one, Destination) and "nowhere" in str(one.title) for one in reader.outline)


def test_the_heads_of_a_long_table_and_the_marks_stand_on_every_page() -> None:
    """And so do the symbol and the number of the page."""
    pages = [page.extract_text() for page in opened(united_nations(rows=120, symbol="A/AC.105/C.2/L.9")).pages]
    assert len(pages) >= 4
    for number, words in enumerate(pages, 1):
        assert "Exercise · Draft" in words
        assert f"Page {number} of {len(pages)}" in words
        assert "A/AC.105/C.2/L.9" in words
    assert all("Procedure" in words for words in pages[1:4])


def test_five_thousand_rows_are_set() -> None:
    """A table of more than a hundred pages; its last row is there."""
    reader = opened(replace(united_nations(), blocks=(table(5_000),)))
    assert len(reader.pages) > 80
    assert "Consultation 4999" in reader.pages[-1].extract_text() + reader.pages[-2].extract_text()


def test_a_sign_without_a_shape_is_written_as_its_number_and_the_file_says_so() -> None:
    """A name in Hangul does not vanish, and nobody takes the numbers for the name."""
    named = replace(paper(), blocks=(Paragraph("Seoul (서울) and 🚀"),))
    words = words_of_pdf(write_pdf(named))

    assert "Seoul ([U+C11C U+C6B8]) and [U+1F680]" in words
    assert joined("lack some signs") in joined(words)
    assert joined("U+C11C, U+C6B8, U+1F680. The HTML and Word forms") in joined(words)
    assert missing_signs(named) == frozenset("서울🚀")


def test_a_file_with_all_its_signs_says_nothing_of_missing_ones() -> None:
    """The words stand only where they are true."""
    assert "lack some signs" not in words_of_pdf(write_pdf(paper()))
    assert missing_signs(paper()) == frozenset()


def test_signs_of_a_drawing_are_spelled_too() -> None:
    """In the shapes of a drawing a missing sign would be an empty box."""
    assert missing_signs(replace(paper(), blocks=(chart("서울"),))) == frozenset("서울")
    mixed = replace(paper(), blocks=(chart("서울 مشاورة"),))
    assert missing_signs(mixed) == frozenset("서울")
    assert write_pdf(mixed).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain", "plain"),
        ("Łódź, Жуков, Αθήνα, 北京, かな, مصر, 3 ≤ 4 → ✓", "Łódź, Жуков, Αθήνα, 北京, かな, مصر, 3 ≤ 4 → ✓"),
        ("אבג", "[U+05D0 U+05D1 U+05D2]"),
        ("a\ue000b", "a[U+E000]b"),
        ("e\u0301 \u200d\u2060", "e\u0301 \u200d\u2060"),
    ],
)
def test_what_the_typefaces_lack_is_spelled(words: str, written: str) -> None:
    """Private signs are spelled as well: no two machines agree on them."""
    assert spell(words)[0] == written


def test_very_many_missing_signs_are_told_in_part() -> None:
    """Forty numbers, and that there are more."""
    told = say_missing(frozenset(map(chr, range(0xAC00, 0xAC00 + 60))))
    assert told.count("U+") == 40
    assert told.endswith("…")


def test_what_the_typesetter_cannot_set_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the reason; nothing half made is given."""
    monkeypatch.setattr(pdf, "_spelled", lambda told: (told, frozenset()))
    with pytest.raises(NotSet, match=r"^This document could not be set as PDF: .*서"):
        write_pdf(replace(paper(), blocks=(Paragraph("서울"),)))


def test_user_text_is_never_markup_of_the_typesetter() -> None:
    """Calls, references and comments of typst are words; no file of the machine is read."""
    words = joined(words_of_pdf(write_pdf(hostile())))
    assert joined('#panic("x") $ sum $ *b* _e_ `raw` <label> @ref // no') in words
    assert joined('#image("/etc/passwd") #sys.inputs #read("form.typ")') in words
    assert "root:x:" not in words


def test_a_drawing_with_more_than_shapes_is_refused() -> None:
    """It would reach into the file that holds it."""
    bad = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    drawn = Chart("k", "Title", bad, "Says.", chart().table)
    with pytest.raises(ValueError, match="may not hold <image>"):
        write_pdf(replace(paper(), blocks=(drawn,)))


def test_a_document_without_title_or_with_a_crooked_table_is_refused() -> None:
    """Archives ask for a title; a row that does not fit its columns would shift every figure after it."""
    with pytest.raises(ValueError, match="needs a title"):
        write_pdf(Document(Header("paper", " ", "Japan"), ()))
    with pytest.raises(ValueError, match='"English" is no code of a language'):
        write_pdf(replace(paper(), language="English"))
    crooked = replace(table(), rows=(("only one",),))
    with pytest.raises(ValueError, match='rows of the table "acts" do not fit its 4 columns'):
        write_pdf(replace(paper(), blocks=(crooked,)))


def test_a_figure_that_is_no_number_is_refused() -> None:
    """It would be printed as a word among figures."""
    odd = Table("k", "T", table().columns[1:2], ((float("nan"),),))
    with pytest.raises(ValueError, match="holds nan, which is no number"):
        write_pdf(replace(paper(), blocks=(odd,)))


def test_an_undated_document_states_a_day_that_is_nobodys() -> None:
    """Today would make other bytes tomorrow."""
    undated = replace(paper(), header=replace(paper().header, dated=None))
    told = opened(undated).metadata
    assert told is not None
    assert told.creation_date is not None
    assert told.creation_date.date() == date(1980, 1, 1)
