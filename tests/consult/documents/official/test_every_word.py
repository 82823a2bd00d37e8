"""Every word of a document is in each of its files, as other programs read them: six languages and random documents."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from consult.documents.official.html import write_fragment, write_html
from consult.documents.official.pdf import write_pdf
from consult.documents.official.texts import clean
from consult.documents.official.typefaces import spell
from consult.documents.official.values import (
    Block,
    Column,
    Document,
    Facts,
    Header,
    Heading,
    Items,
    Paragraph,
    Quoted,
    Run,
    Signature,
    Table,
)
from consult.documents.official.word import write_word
from tests.consult.documents.official import samples
from tests.consult.documents.official.reading import joined, read_html, words_of_pdf, words_of_word

READERS: dict[str, Callable[[Document], str]] = {
    "html": lambda document: "".join(read_html(write_html(document)).words),
    "fragment": lambda document: "".join(read_html(write_fragment(document)).words),
    "word": lambda document: words_of_word(write_word(document)),
    "pdf": lambda document: words_of_pdf(write_pdf(document)),
}
FORMS = (samples.united_nations, samples.note_verbale, samples.paper)
LETTERS = "abcXYZäéñçžАбвЯщ中文报告①09 .,;:!?()[]{}<>&#$%*_`@\\\"'/=+-~^|"
texts = st.text(LETTERS, max_size=40)
lines = texts.filter(str.strip)
voices = st.sampled_from(["plain", "strong", "emphasis", "code"])
runs = st.builds(Run, texts, voices, st.sampled_from(["", "a", "b", "t", "nowhere"]))
words = st.one_of(texts, st.lists(runs, max_size=4).map(tuple))
columns = st.lists(st.builds(Column, lines, st.sampled_from(["text", "number", "code"])), min_size=1, max_size=5)
cells = st.one_of(st.none(), texts, st.integers(-(10**6), 10**6), st.dates(date(1957, 10, 4), date(2099, 1, 1)))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table whose rows fit its columns."""
    wide = draw(columns)
    row = st.tuples(*[cells] * len(wide))
    return Table("t", draw(lines), tuple(wide), tuple(draw(st.lists(row, max_size=4))), draw(texts))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts, st.integers(0, 4), st.sampled_from(["", "b"])),
    st.builds(Paragraph, words, st.booleans(), st.sampled_from(["", "a"])),
    st.builds(Items, st.lists(words, max_size=3).map(tuple), st.booleans()),
    st.builds(Facts, st.lists(st.tuples(texts, words), max_size=3).map(tuple)),
    st.builds(Quoted, texts, texts, st.sampled_from(["", "en", "ru", "zh"])),
    st.builds(Signature, texts, st.none() | st.dates(), texts, texts, st.booleans()),
    tables(),
)
headers = st.builds(
    Header,
    form=st.sampled_from(["un", "note", "paper"]),
    title=lines,
    sender=lines,
    addressee=texts,
    body=texts,
    session=texts,
    agenda_item=texts,
    symbol=texts,
    number=texts,
    dated=st.none() | st.dates(date(1957, 10, 4), date(2099, 1, 1)),
    distribution=texts,
    submitted_by=st.lists(lines, max_size=3).map(tuple),
    marks=st.lists(texts, max_size=2).map(tuple),
)
documents = st.builds(
    Document, headers, st.lists(blocks, max_size=6).map(tuple), st.sampled_from(["en", "fr", "ru", "zh"]), texts
)


def missing(document: Document, form: str) -> list[str]:
    """List the texts of a document that a file does not have, line by line."""
    found = joined(READERS[form](document))
    said = (line for text in samples.words_of(document) for line in clean(text).split("\n"))
    return [line for line in said if joined(spell(line)[0] if form == "pdf" else line) not in found]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("make", FORMS)
def test_each_form_says_everything(make: Callable[[], Document], form: str) -> None:
    """Header, blocks, tables, what a chart says, and the digest."""
    assert missing(make(), form) == []


@pytest.mark.parametrize(
    ("language", "form"), [(one, form) for one in samples.SIX for form in READERS if (one, form) != ("ar", "pdf")]
)
def test_each_of_the_six_languages_is_written(language: str, form: str) -> None:
    """Arabic and Chinese as well: no letter is lost, doubled or replaced."""
    assert missing(samples.in_language(language), form) == []


def test_each_arabic_word_is_in_the_pdf_with_its_letters_in_order() -> None:
    """Whoever copies from the file, or has it read, gets words; lines of two directions each program orders its way."""
    document = samples.in_language("ar")
    data = write_pdf(document)
    found = joined(words_of_pdf(data))
    said = {
        word for text in samples.words_of(document) for word in re.findall(r"[^\W_]+", text) if word != samples.DIGEST
    }
    assert {word for word in said if joined(word) not in found} == set()
    assert samples.DIGEST in "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_a_digest_is_copied_from_a_pdf_as_it_is() -> None:
    """Codes may break between any two letters, and nothing unseen stands where they do."""
    columns = (Column("Record", "code"), *(Column("More") for _ in range(6)))
    row = (samples.DIGEST, *["consultation"] * 6)
    paper = replace(samples.paper(), blocks=(Table("t", "Records", columns, (row,)),))
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(paper))).pages)
    assert read.replace("\n", "").count(samples.DIGEST) == 2, "in the table, in many lines, and at the end"


@pytest.mark.parametrize(
    "block",
    [
        Heading("X-", 1),
        Paragraph("X-"),
        Quoted("X-", "", "en"),
        Paragraph("abc " * 20 + "abcabc-"),
        Table("t", "Title", (Column("c"),) * 6, (("abcXabcXabc-abcXabcXabc",) * 6,)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_a_hyphen_at_the_end_of_a_line_is_in_each_file(block: Block) -> None:
    """Two programs read it in the PDF: one gives a mark for it, the other the hyphen itself."""
    document = replace(samples.paper(), blocks=(block, Paragraph("abc")))
    assert {form: missing(document, form) for form in READERS} == {form: [] for form in READERS}
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(document))).pages)
    said = [line for text in samples.words_of(document) for line in text.split("\n") if "-" in line]
    assert [line for line in said if joined(line) not in joined(read)] == []


@pytest.mark.parametrize("form", READERS)
def test_hostile_texts_stay_texts(form: str) -> None:
    """Markup of every kind is written as the words that it is; what turns lines around is closed and not lost."""
    lost = missing(samples.hostile(), form)
    assert [line for line in lost if "\u202e" not in line] == [], "a reader of PDF gives turned words as they are seen"
    if form != "pdf":
        assert lost == []


@settings(max_examples=60, deadline=None)
@given(document=documents)
def test_every_word_of_a_random_document_is_in_html_and_word(document: Document) -> None:
    """Whatever is said, in whatever form."""
    for form in ("html", "fragment", "word"):
        assert missing(document, form) == [], form


@settings(max_examples=60, deadline=None)
@given(document=documents)
def test_every_word_of_a_random_document_is_in_the_pdf(document: Document) -> None:
    """Read by a program that has nothing to do with the one that set it."""
    assert missing(document, "pdf") == []
