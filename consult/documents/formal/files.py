"""The files in which a paper is taken away: by their ending, what they are and how they are drawn."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consult.documents.official.html import write_html
from consult.documents.official.pdf import write_pdf
from consult.documents.official.values import Document
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """One form of file: its media type, and what draws a document as its bytes."""

    media: str
    write: Callable[[Document], bytes]


def _html(document: Document) -> bytes:
    return write_html(document).encode()


def _word(document: Document) -> bytes:
    from consult.documents.official.word import write_word  # large, and seldom asked for

    return write_word(document)


DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "pdf": Drawing("application/pdf", write_pdf),
        "docx": Drawing("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
        "html": Drawing("text/html", _html),
    }
)
"""By the ending of the file."""
