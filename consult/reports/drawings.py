"""A report as files: the document as HTML, Word and PDF, its tables as CSV and as a workbook, its machine form."""

from collections.abc import Collection, Iterator

from consult.documents.official.html import write_html
from consult.documents.official.pdf import write_pdf
from consult.reports.machine import write_json
from consult.reports.values import Report
from consult.reports.writing import place_of, tables_of, write_document

FORMATS = ("html", "docx", "pdf", "csv", "xlsx", "json")
MEDIA = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def stem_of(report: Report) -> str:
    """Give the beginning of the names of its files: author, session and period."""
    scope = report.scope
    said = f"report-{scope.author}-{scope.session}-{scope.since.isoformat()}-{scope.until.isoformat()}"
    return "".join(sign if sign.isalnum() else "-" for sign in said.lower())


def names_of(report: Report, formats: Collection[str]) -> tuple[str, ...]:
    """Name the files that `draw` gives, without drawing them."""
    stem = stem_of(report)
    names = []
    for form in (each for each in FORMATS if each in formats):
        if form == "csv":
            names += [f"{stem}-{place_of(table.key)}.csv" for table in tables_of(report)]
        else:
            names.append(f"{stem}.{form}")
    return tuple(names)


def draw(report: Report, formats: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Draw a report in some forms, each file with its name; tables each as a file of their own in CSV. The same report
    gives the same bytes. Raises NotSet where it cannot be set as PDF."""
    from consult.documents.official.spreadsheets import write_csv, write_workbook  # large, and seldom asked for
    from consult.documents.official.word import write_word

    stem, document, tables = stem_of(report), write_document(report), tables_of(report)
    if "html" in formats:
        yield f"{stem}.html", write_html(document).encode()
    if "docx" in formats:
        yield f"{stem}.docx", write_word(document)
    if "pdf" in formats:
        yield f"{stem}.pdf", write_pdf(document)
    if "csv" in formats:
        for table in tables:
            yield f"{stem}-{place_of(table.key)}.csv", write_csv(table)
    if "xlsx" in formats:
        language = document.language
        yield f"{stem}.xlsx", write_workbook(tables, language=language, title=report.title, author=report.author)
    if "json" in formats:
        yield f"{stem}.json", write_json(report)
