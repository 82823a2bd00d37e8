"""Reading again what was drawn, with programs other than those that drew it."""

import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdfium2
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HYPHEN_AT_END = "\x02"
_UNSEEN = re.compile("[\\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\u0000]+")


def joined(text: str) -> str:
    """Return the letters of a text alone, in one form: files break lines and isolate words in their own way."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


class _Visible(HTMLParser):
    """The words of an HTML file, and what its elements are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self.inside:
            self.words.append(data)


def read_html(text: str) -> _Visible:
    """Read an HTML file as a browser would."""
    reader = _Visible()
    reader.feed(text)
    reader.close()
    return reader


def words_of_word(data: bytes) -> str:
    """Return the words of a Word file: text, headers, footers, and what its pictures say."""
    said = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name):
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    if element.tag == f"{W}t":
                        said.append(element.text or "")
                    elif element.tag == DESCRIBED:
                        said.append(element.get("descr", ""))
    return "".join(said)


def words_of_pdf(data: bytes) -> str:
    """Return the words of a PDF, page after page, as PDFium reads them. A hyphen with which a line ends is there, and
    PDFium gives a mark for it, since it may have been set by whoever broke the line; we break no words by hyphens."""
    pages = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages).replace(HYPHEN_AT_END, "-")
    finally:
        pages.close()


def tags_of_pdf(data: bytes) -> list[str]:
    """Return the names of the tags of a PDF, in order of its structure."""
    names: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one.get_object() if hasattr(one, "get_object") else one)
        elif isinstance(node, dict):
            if "/S" in node:
                names.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"].get_object() if hasattr(node["/K"], "get_object") else node["/K"])

    walk(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"].get_object())
    return names
