"""An official document as a Word file: styles for headings, repeated table heads, links, fields, and the same bytes.

Numbers of paragraphs are text, since they are cited. Word's own clock, its random names and the dates inside the
archive are set from the document, so that the same value gives the same file.
"""

import io
from collections.abc import Callable
from typing import Any

from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.shared import Cm

from consult.documents.official.arranging import arrange
from consult.documents.official.columns import share_width
from consult.documents.official.pictures import write_png
from consult.documents.official.plan import (
    Masthead,
    Plan,
    SetChart,
    SetFacts,
    SetHeading,
    SetItems,
    SetParagraph,
    SetQuoted,
    SetSignature,
    SetTable,
)
from consult.documents.official.texts import direction_in
from consult.documents.official.values import Document
from consult.documents.official.word_file import begin, pack
from consult.documents.official.wordml import THICK, THIN, Hand, align, write_places, write_row

WIDTH = 9070
"""The width of the text in twentieths of a point: A4 less two margins of 2.5 cm."""
HANGING = '|<w:ind w:start="2552" w:hanging="2552"/>'
LONG_NAME = 26
"""Signs beyond which a name has a line of its own."""
POINTS = '|<w:spacing w:after="80"/><w:ind w:start="1276" w:hanging="567"/>'
RULED = f"<w:tblBorders><w:top {THICK}/><w:bottom {THIN}/><w:insideH {THIN}/></w:tblBorders>"
HEAD = f"<w:tblBorders><w:top {THICK}/><w:bottom {THICK}/></w:tblBorders>"


def write_word(document: Document) -> bytes:
    """Return a document as a Word file; the same value gives the same bytes."""
    plan = arrange(document)
    file = begin(plan, document.header.dated)
    _Drawing(plan, file).draw()
    return pack(file)


class _Drawing:
    """The drawing of one plan into a Word file."""

    def __init__(self, plan: Plan, file: WordFile) -> None:
        """Keep the file and the hand that writes in its direction."""
        self.plan, self.file, self.hand = plan, file, Hand(plan.direction)
        self.end = file.element.body.sectPr
        self.by_kind: dict[type, Callable[[Any], None]] = {
            SetHeading: self.heading,
            SetParagraph: self.paragraph,
            SetItems: self.items,
            SetFacts: self.facts,
            SetQuoted: self.quoted,
            SetTable: self.table,
            SetChart: self.chart,
            SetSignature: self.signature,
        }

    def draw(self) -> None:
        """Write everything, in order."""
        self.masthead(self.plan.masthead)
        for block in self.plan.blocks:
            self.by_kind[type(block)](block)
        for at, line in enumerate(self.plan.masthead.foot):
            self.add(self.hand.single(line, more=f'|<w:spacing w:before="{0 if at else 360}" w:after="0"/>'))
        if self.plan.digest:
            words = self.hand.run(f"{self.plan.digest_label}\n", small=True)
            code = self.hand.run(self.plan.digest, "code", small=True)
            self.put(words + code, more='|<w:spacing w:before="360"/>')

    def add(self, markup: str) -> Any:
        """Put an element at the end of the text and return it."""
        element = parse_xml(markup)
        self.end.addprevious(element)
        return element

    def put(self, inside: str, style: str = "", more: str = "", direction: str = "") -> Any:
        """Put a paragraph at the end of the text and return it."""
        return self.add(self.hand.paragraph(inside, style, more, direction))

    def masthead(self, head: Masthead) -> None:
        """Write what stands above the text."""
        if head.form == "un":
            tab = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
            words = self.hand.run(head.organisation) + "<w:r><w:tab/></w:r>" + self.hand.run(head.symbol)
            self.put(words, "Organisation", f"{tab}")
        elif head.organisation:
            self.add(self.hand.single(head.organisation, "Organisation", "center", "strong"))
        if head.start or head.end:
            self.sides(head)
        self.add(self.hand.single(head.title, "Title", "center" if head.form == "note" else "start"))
        for line in head.under:
            self.add(self.hand.single(line))
        self.pairs([(name, self.hand.run(value)) for name, value in head.facts])

    def sides(self, head: Masthead) -> None:
        """Write the two sides under the organisation, as documents of the United Nations have them."""
        widths = (6236, WIDTH - 6236)
        formal = head.form == "un"
        voices = ["strong" if formal and not at else "plain" for at in range(len(head.start))]
        start = [self.hand.single(line, "Side", voice=voice) for line, voice in zip(head.start, voices, strict=True)]
        end = [self.hand.single(line, "Side", "start" if formal else "end") for line in head.end]
        empty = self.hand.paragraph("")
        cells = (self.hand.cell(widths[at], "".join(part) or empty) for at, part in enumerate((start, end)))
        self.add(self.hand.table(widths, [write_row(cells)], HEAD if formal else ""))

    def heading(self, block: SetHeading) -> None:
        """Write a heading in its style."""
        self.put(write_places(block.places) + self.hand.run(block.words), f"Heading{block.level}")

    def paragraph(self, block: SetParagraph) -> None:
        """Write a paragraph after its number."""
        number = f"{self.hand.run(block.number)}<w:r><w:tab/></w:r>" if block.number else ""
        tab = '<w:tabs><w:tab w:val="left" w:pos="709"/></w:tabs>' if number else ""
        self.put(write_places(block.places) + number + self.hand.line(block.words), more=tab)

    def items(self, block: SetItems) -> None:
        """Write points after their marks."""
        for mark, words in block.items:
            self.put(f"{self.hand.run(mark)}<w:r><w:tab/></w:r>{self.hand.line(words)}", more=POINTS)

    def facts(self, block: SetFacts) -> None:
        """Write pairs of name and value."""
        self.pairs([(name, self.hand.line(value)) for name, value in block.rows])

    def pairs(self, rows: list[tuple[str, str]]) -> None:
        """Write names, and beside them what they are."""
        for name, value in rows:
            between = "<w:tab/>" if len(name) <= LONG_NAME else "<w:br/>"
            self.put(f"{self.hand.run(name, 'strong')}<w:r>{between}</w:r>{value}", more=HANGING)

    def quoted(self, block: SetQuoted) -> None:
        """Write somebody else's words in their own direction, and who said them."""
        hand = Hand(block.direction)
        thin = THIN.replace('w:space="0"', 'w:space="9"')
        border = f"<w:pBdr><w:{'right' if block.direction == 'rtl' else 'left'} {thin}/></w:pBdr>"
        more = f'{border}|<w:ind w:start="567"/>'
        self.put(hand.run(block.words), more=("<w:keepNext/>" if block.by else "") + more, direction=block.direction)
        if block.by:
            self.put(hand.run(f"— {block.by}", small=True), more=more, direction=block.direction)

    def caption(self, name: str, title: str, places: tuple[int, ...]) -> None:
        """Write the name and title of a table or drawing, on the page where it begins."""
        words = write_places(places) + self.hand.run(f"{name}\n") + self.hand.run(title, "strong")
        self.put(words, "Caption", "<w:keepNext/>")

    def table(self, block: SetTable) -> None:
        """Write a table whose heads stand on every page."""
        self.caption(block.name, block.title, block.places)
        widths = [int(WIDTH * share) for share in share_width(block)]
        heads = [
            self.hand.cell(width, self.cell_line(self.hand.run(words, "strong"), kind))
            for width, words, kind in zip(widths, block.headings, block.kinds, strict=True)
        ]
        rows = [self.row(block, widths, at) for at in range(len(block.rows))]
        none = write_row([self.hand.cell(sum(widths), self.cell_line(self.hand.run(block.none), "text"), len(widths))])
        title = f"{block.name}. {block.title}"
        self.add(self.hand.table(widths, [write_row(heads, heads=True), *(rows or [none])], RULED, title))
        self.put(self.hand.run(block.note, small=True) if block.note else "")

    def row(self, block: SetTable, widths: list[int], at: int) -> str:
        """Return one row, its places in its first cell."""
        places = write_places(block.row_places[at])
        cells = []
        for number, (words, kind) in enumerate(zip(block.rows[at], block.kinds, strict=True)):
            run = self.hand.run(words, "code" if kind == "code" else "plain") if words else ""
            cells.append(self.hand.cell(widths[number], self.cell_line(("" if number else places) + run, kind, words)))
        return write_row(cells)

    def cell_line(self, inside: str, kind: str, words: str = "") -> str:
        """Return what stands in a cell, on the side of its kind; figures and codes never turn around."""
        own = self.hand.direction
        if words:
            own = direction_in(words, own) if kind == "text" else "ltr"
        side = "end" if (kind == "number") == (own == self.hand.direction) else "start"
        return self.hand.paragraph(inside, "Cell", f"|{align(side)}" if side == "end" else "", own)

    def chart(self, block: SetChart) -> None:
        """Write a drawing as a picture that says what it shows."""
        self.caption(block.name, block.title, block.places)
        self.put("", more="<w:keepNext/>")
        image = io.BytesIO(write_png(block.svg))
        picture = self.file.paragraphs[-1].add_run().add_picture(image)
        if picture.width > Cm(16):
            picture.height = picture.height * Cm(16) // picture.width
            picture.width = Cm(16)
        told = picture._inline.docPr  # the library has no name for what a picture says
        told.set("name", block.name)
        told.set("descr", f"{block.title}. {block.says}")
        self.put(self.hand.run(block.says))

    def signature(self, block: SetSignature) -> None:
        """Write the end at the end side: place and day, room for the hand, who signs."""
        first, *others = (*block.lines, "")[: max(1, len(block.lines))]
        at = '<w:keepNext/><w:keepLines/>|<w:spacing w:before="{}"/><w:ind w:start="4536"/>'
        self.put(self.hand.run(first), more=at.format(480))
        self.put(self.hand.run(block.stands_for, small=True), more=at.format(720))
        for line in others:
            self.put(self.hand.run(line), more=at.format(0).replace("<w:keepNext/>", "", line == others[-1]))
