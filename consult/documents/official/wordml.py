"""The markup of Word files, written as text: runs, paragraphs and tables of a plan. Every text is escaped here.

The order of elements is that of ECMA-376, part 1: Word repairs, or refuses, a file in another order.
"""

from collections.abc import Iterable, Sequence
from html import escape

from consult.documents.official.plan import Line, Places, Said
from consult.documents.official.texts import direction_in

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARED = f'xmlns:w="{NAMESPACE}"'
BODY, MONO, CHINESE = "Times New Roman", "Courier New", "SimSun"
THIN = 'w:val="single" w:sz="4" w:space="0" w:color="8A8A8A"'
THICK = 'w:val="single" w:sz="12" w:space="0" w:color="1A1A1A"'
SMALL = '<w:color w:val="444444"/><w:sz w:val="17"/><w:szCs w:val="19"/>'
VOICES = {
    "plain": "",
    "strong": "<w:b/><w:bCs/>",
    "emphasis": "<w:i/><w:iCs/>",
    "code": f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:cs="{MONO}"/>',
}
MARGINS = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'


def write_fonts(face: str = BODY) -> str:
    """Return the faces of a style, for every kind of script."""
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}" w:eastAsia="{CHINESE}"/>'


def write_text(words: str) -> str:
    """Return words with their lines."""
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(one, quote=False)}</w:t>' for one in words.split("\n"))


class Hand:
    """Writes in one direction; a run of another direction says so itself."""

    def __init__(self, direction: str) -> None:
        """Keep the direction of the document, "ltr" or "rtl"."""
        self.direction = direction

    def run(self, words: str, voice: str = "plain", small: bool = False) -> str:
        """Return a run in a voice; `small` is for notes."""
        turned = "<w:rtl/>" if direction_in(words, self.direction) == "rtl" else ""
        told = VOICES[voice] + (SMALL if small else "") + turned
        return f"<w:r>{f'<w:rPr>{told}</w:rPr>' if told else ''}{write_text(words)}</w:r>"

    def line(self, words: Line) -> str:
        """Return runs, each linked to its place."""
        return "".join(map(self._linked, words))

    def _linked(self, said: Said) -> str:
        run = self.run(said.words, said.voice)
        if said.to is None:
            return run
        return f'<w:hyperlink w:anchor="place_{said.to + 1}" w:history="1">{run}</w:hyperlink>'

    def paragraph(self, inside: str, style: str = "", more: str = "", direction: str = "") -> str:
        """Return a paragraph; ``more`` are its properties, those before and after the direction parted by ``|``."""
        before, _, after = more.partition("|")
        bidi = "<w:bidi/>" if (direction or self.direction) == "rtl" else '<w:bidi w:val="0"/>'
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p {DECLARED}><w:pPr>{named}{before}{bidi}{after}</w:pPr>{inside}</w:p>"

    def single(self, words: str, style: str = "", side: str = "start", voice: str = "plain", more: str = "") -> str:
        """Return a paragraph of words that run as their first letter does and stand at one side of the document."""
        own = direction_in(words, self.direction)
        if own != self.direction:
            side = {"start": "end", "end": "start"}.get(side, side)
        before, _, after = more.partition("|")
        return self.paragraph(self.run(words, voice), style, f"{before}|{after}{align(side)}", own)

    def table(self, grid: Sequence[int], rows: Iterable[str], look: str, title: str = "") -> str:
        """Return a table of columns so many twentieths of a point wide; ``look`` are its borders."""
        turned = "<w:bidiVisual/>" if self.direction == "rtl" else ""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        told = f'<w:tblCaption w:val="{escape(title)}"/>' if title else ""
        return (
            f'<w:tbl {DECLARED}><w:tblPr>{turned}<w:tblW w:w="5000" w:type="pct"/>{look}'
            f'<w:tblLayout w:type="fixed"/>{MARGINS}<w:tblLook w:firstRow="{int(bool(title))}" w:noVBand="1"/>'
            f"{told}</w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def cell(self, width: int, paragraphs: str, span: int = 1) -> str:
        """Return a cell of paragraphs."""
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}</w:tcPr>{paragraphs}</w:tc>'


def write_places(places: Places) -> str:
    """Return the bookmarks of a block."""
    return "".join(
        f'<w:bookmarkStart w:id="{place + 1}" w:name="place_{place + 1}"/><w:bookmarkEnd w:id="{place + 1}"/>'
        for place in places
    )


def write_row(cells: Iterable[str], heads: bool = False) -> str:
    """Return a row that no page parts; a row of heads stands on every page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heads else ''}</w:trPr>{''.join(cells)}</w:tr>"


def write_field(name: str) -> str:
    """Return a small figure that Word counts: PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:rPr>{SMALL}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>'


def align(side: str) -> str:
    """Return the alignment to "start", "end" or "center"; in a paragraph from right to left Word turns them around."""
    return f'<w:jc w:val="{ {"start": "left", "end": "right", "center": "center"}[side] }"/>'
