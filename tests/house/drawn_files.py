"""What the files among the outputs say, so that a secret is found in them too: their words, not their packed bytes."""

import io
import re
import zipfile

import pypdfium2
from werkzeug.test import TestResponse

ZIPPED = "application/vnd.openxmlformats-officedocument."
_MARKUP = re.compile(r"<[^>]+>")


def text_of(answer: TestResponse) -> str:
    """Give what an answer says: of a PDF that opens the words on its pages and what it says of itself, of a Word file
    all its parts with their words run together, of anything else its text."""
    if answer.mimetype == "application/pdf":
        return _words_of_pdf(answer.data) or answer.data.decode("latin-1")
    if answer.mimetype.startswith(ZIPPED) and zipfile.is_zipfile(io.BytesIO(answer.data)):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
            parts = [file.read(name).decode("latin-1") for name in sorted(file.namelist())]
        return "\n".join((*parts, *(_MARKUP.sub("", part) for part in parts)))
    return answer.text


def _words_of_pdf(data: bytes) -> str:
    """Give the words of a PDF; none of the scans of these worlds, which do not open and hold secrets in plain bytes."""
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return ""
    try:
        pages = (" ".join(page.get_textpage().get_text_range().split()) for page in file)
        return "\n".join((*pages, *file.get_metadata_dict().values()))
    finally:
        file.close()
