"""A document arranged for drawing: texts clean, paragraphs counted, tables named, links only to places that exist.

Every drawing says exactly what stands in a `Plan`, in its order, so that HTML, Word and PDF cannot differ in words.
"""

from typing import Literal

from consult.documents.official.values import Voice
from workflows.kernel.frozen import dataclass

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one voice; ``to`` is the number of a place in this document, or none."""

    words: str
    voice: Voice
    to: int | None = None


Line = tuple[Said, ...]
Places = tuple[int, ...]
"""The places that a block or a row is: usually none or one."""


@dataclass(frozen=True, slots=True)
class SetHeading:
    """A heading; levels follow one another without a gap, as readers of the screen expect."""

    words: str
    level: int
    places: Places


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """A paragraph with the number it is cited by, which may be empty."""

    words: Line
    number: str
    places: Places


@dataclass(frozen=True, slots=True)
class SetItems:
    """Points with their marks."""

    items: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class SetFacts:
    """Pairs of name and value."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class SetQuoted:
    """Somebody else's words with their own language and direction; an empty language is not known."""

    words: str
    by: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table under its name ("Table 1") and title; each cell as it is read, and whether its column lines up."""

    name: str
    title: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_places: tuple[Places, ...]
    none: str
    """What is said in place of rows when there are none."""
    note: str
    places: Places


@dataclass(frozen=True, slots=True)
class SetChart:
    """A drawing under its name ("Figure 1") and title, with what it says; its table follows as a block of its own."""

    name: str
    title: str
    svg: str
    says: str
    places: Places


@dataclass(frozen=True, slots=True)
class SetSignature:
    """Where a document ends: lines in order, and the words that stand for initials, signature and seal."""

    lines: tuple[str, ...]
    stands_for: str


SetBlock = SetHeading | SetParagraph | SetItems | SetFacts | SetQuoted | SetTable | SetChart | SetSignature


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above and below the text, as the form of the document asks."""

    form: str
    organisation: str
    symbol: str
    start: tuple[str, ...]
    """Lines at the start side: body, session, agenda item."""
    end: tuple[str, ...]
    """Lines at the end side: distribution, date, original language."""
    title: str
    under: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    """Lines after the signature: to whom a note goes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole document ready to draw. ``places`` are the names of its places, by number."""

    language: str
    direction: str
    masthead: Masthead
    blocks: tuple[SetBlock, ...]
    places: tuple[str, ...]
    marks: tuple[str, ...]
    running: str
    """What tells one document from another on each page: its symbol, else its number, else its title."""
    digest_label: str
    digest: str
    author: str
    page_of: str
    """How a page says its number, with PAGE and PAGES where the figures go."""
    missing: str
    """What a PDF says of signs that its typefaces do not have, with SIGNS where they go."""
