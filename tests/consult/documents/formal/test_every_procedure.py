"""The paper of every filing of every procedure: written without fault in each form of file, with all that was filed."""

import io
import zipfile
from collections.abc import Iterator, Sequence

import pypdfium2
import pytest

from consult.documents import formal
from consult.documents.formal import Answer
from consult.documents.formal.files import DRAWINGS
from tests.consult.documents.formal.filled import fill, paper, read, words_of
from workflows import catalogue
from workflows.kernel.fields import FORMS_OF_PAPER
from workflows.kernel.paper_forms import form_of_paper
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step

PROCEDURES = {key: form.with_defaults() for key, form in sorted(catalogue().items())}


def rows_of(procedure: Procedure) -> Iterator[tuple[str, Step]]:
    """Give the rows that ask for something, one of those that would give the same paper, each with its form."""
    seen = set()
    for row in procedure.all_steps:
        form = form_of_paper(procedure, row) if row.filing else ""
        if row.filing and (form, row.filing) not in seen:
            seen.add((form, row.filing))
            yield form, row


def said_in(answers: Sequence[Answer]) -> Iterator[str]:
    """Give what answers say, as deep as they go, by the questions as they are read on a page."""
    for one in answers:
        yield from filter(None, (*one.lines, one.note))
        yield from (document.name for document in one.documents)
        for entry in one.entries:
            yield from said_in(entry)


@pytest.mark.parametrize("key", PROCEDURES)
def test_every_answer_of_every_filing_stands_on_its_paper(key: str) -> None:
    """Given the filings of a procedure with every question answered, each paper says every answer, and says it again in
    the file that a browser shows."""
    for form, row in rows_of(PROCEDURES[key]):
        assert row.filing is not None
        body = fill(row.filing)
        document = formal.write(paper(row.filing, body, form=form, step=row.title))
        words = words_of(document)
        missing = [said for said in said_in(read(row.filing, body)) if said not in words]

        assert [] == missing, row.key
        assert form in FORMS_OF_PAPER
        assert b"</html>" in DRAWINGS["html"].write(document)


@pytest.mark.parametrize("key", PROCEDURES)
def test_the_longest_filing_of_each_form_is_a_word_file_and_a_pdf(key: str) -> None:
    """One of each form of paper that a procedure has; each file opens and says the subject of the case."""
    longest: dict[str, Step] = {}
    for form, row in rows_of(PROCEDURES[key]):
        known = longest.setdefault(form, row)
        if row.filing and known.filing and len(row.filing.fields) > len(known.filing.fields):
            longest[form] = row
    for form, row in longest.items():
        assert row.filing is not None
        document = formal.write(paper(row.filing, form=form, step=row.title))
        with zipfile.ZipFile(io.BytesIO(DRAWINGS["docx"].write(document))) as word:
            assert b"Landing near the rim" in word.read("word/document.xml"), row.key
        pdf = pypdfium2.PdfDocument(DRAWINGS["pdf"].write(document))
        assert "Landing near the rim" in pdf[0].get_textpage().get_text_range(), row.key
        pdf.close()
