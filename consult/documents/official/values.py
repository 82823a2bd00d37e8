"""What an official document says, apart from how it looks: a header and blocks in order.

Texts are in the language of the document and plain: no markup of a user's text is ever read as markup. A table or a
chart has a key, under which it also leaves as a file of its own. A chart carries a drawing and, always, the table that
says the same in words.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from workflows.kernel.frozen import dataclass

Cell = str | int | float | date | None
"""What stands in a table: None is an empty cell, never a zero."""
Voice = Literal["plain", "strong", "emphasis", "code"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one voice; ``to`` is the place of this document that they point to (`Paragraph.place` and others)."""

    words: str
    voice: Voice = "plain"
    to: str = ""


Words = str | tuple[Run, ...]
"""Plain words, or runs in several voices."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part: 1 for a section, 2 for a part of one, 3 below it."""

    words: str
    level: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; numbered ones are counted through the whole document, as documents of the United Nations are."""

    words: Words
    numbered: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Short points, with letters or with marks."""

    items: tuple[Words, ...]
    lettered: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of name and value, one a line, such as what a filing states."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of somebody else, as they were filed, with who said them; their lines are kept."""

    words: str
    by: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and whether its cells are numbers or codes (both are set so that they line up)."""

    heading: str
    kind: Literal["text", "number", "code", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``places`` names the place of each row where rows are pointed to."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, as SVG text that needs no style sheet, and the table that says the same in words."""

    key: str
    title: str
    svg: str
    says: str
    table: Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a document ends: place and day, who signs in which office, and what stands for the seal."""

    place: str
    dated: date | None
    by: str
    office: str = ""
    initialled: bool = False


Block = Heading | Paragraph | Items | Facts | Quoted | Table | Chart | Signature


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the text. ``form`` says which layout is meant: a document of the United Nations, a note
    verbale, or a paper between parties. An empty ``symbol`` is one that the secretariat has not given yet."""

    form: Literal["un", "note", "paper"]
    title: str
    sender: str
    addressee: str = ""
    body: str = ""
    session: str = ""
    agenda_item: str = ""
    symbol: str = ""
    number: str = ""
    dated: date | None = None
    distribution: str = ""
    original_language: str = "en"
    submitted_by: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """What must stand on every page: an exercise, a draft, a level of confidentiality."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``digest`` is that of the record it was made from and stands at its end; ``language`` is the
    one it is written in and gives the direction of its text."""

    header: Header
    blocks: tuple[Block, ...]
    language: str = "en"
    digest: str = ""

    @property
    def tables(self) -> Iterator[Table]:
        """Give every table in order, those of charts too."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart):
                yield block.table
