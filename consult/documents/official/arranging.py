"""Arranging a document for drawing: `arrange` makes of what is said the one plan that every drawing follows."""

from collections.abc import Iterator

from consult.documents.official.masthead import set_masthead, write_day
from consult.documents.official.plan import (
    Line,
    Places,
    Plan,
    Said,
    SetBlock,
    SetChart,
    SetFacts,
    SetHeading,
    SetItems,
    SetParagraph,
    SetQuoted,
    SetSignature,
    SetTable,
)
from consult.documents.official.texts import (
    as_language,
    check_table,
    clean,
    direction_in,
    direction_of,
    on_one_line,
    say,
)
from consult.documents.official.values import (
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quoted,
    Signature,
    Table,
    Words,
)
from consult.i18n import _, speaking

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def arrange(document: Document) -> Plan:
    """Return the plan of a document, in its language; raise ValueError without title, language or straight tables."""
    if not on_one_line(document.header.title):
        raise ValueError("A document needs a title.")
    if not as_language(document.language):
        raise ValueError(f'"{document.language}" is no code of a language.')
    with speaking(document.language):
        return _Arranging(document).plan()


def name_table(number: int) -> str:
    """Return the name under which a table of a document is cited."""
    return _("Table %(number)s", number=number)


class _Arranging:
    """One arrangement under way: what has been counted so far, and which places there are."""

    def __init__(self, document: Document) -> None:
        """Find the places first, since a link may point forwards; of two places of one name the first counts."""
        self.document = document
        self.places: dict[str, int] = {}
        for name in _places_of(document):
            if name:
                self.places.setdefault(name, len(self.places))
        self.taken: set[int] = set()
        self.paragraphs = self.tables = self.charts = self.level = 0

    def plan(self) -> Plan:
        """Arrange everything, in order."""
        document, header = self.document, self.document.header
        masthead = set_masthead(document)
        return Plan(
            language=document.language,
            direction=direction_of(document.language),
            masthead=masthead,
            blocks=tuple(placed for block in document.blocks for placed in self.set(block)),
            places=tuple(self.places),
            marks=tuple(on_one_line(mark) for mark in header.marks if mark.strip()),
            running=on_one_line(header.symbol or header.number) or masthead.title,
            digest_label=_("Digest (SHA-256) of the record from which this document was made:"),
            digest=clean(document.digest),
            author=on_one_line(header.sender or ", ".join(header.submitted_by)),
            page_of=_("Page %(page)s of %(pages)s", page="PAGE", pages="PAGES"),
            missing=_(
                "The typefaces of this file lack some signs, and it gives their Unicode numbers in square brackets"
                " instead: %(signs)s. The HTML and Word forms of this document hold the signs themselves.",
                signs="SIGNS",
            ),
        )

    def set(self, block: Block) -> Iterator[SetBlock]:
        """Yield what one block comes to: one block, and two for a chart, which its table follows."""
        if isinstance(block, Heading):
            yield self.heading(block)
        elif isinstance(block, Paragraph):
            self.paragraphs += block.numbered
            number = f"{self.paragraphs}." if block.numbered else ""
            yield SetParagraph(self.line(block.words), number, self.at(block.place))
        elif isinstance(block, Items):
            marked = enumerate(block.items)
            yield SetItems(tuple((_letter(at) if block.lettered else "–", self.line(item)) for at, item in marked))
        elif isinstance(block, Facts):
            yield SetFacts(tuple((on_one_line(name), self.line(value)) for name, value in block.rows))
        elif isinstance(block, Chart):
            yield self.chart(block)
            yield self.table(block.table)
        elif isinstance(block, Table):
            yield self.table(block)
        else:
            yield self.quoted(block) if isinstance(block, Quoted) else _signature(block, self.document.language)

    def heading(self, block: Heading) -> SetBlock:
        """Return a heading; one without words is a place and no heading, which would be read out as nothing."""
        words = on_one_line(block.words)
        if not words:
            return SetParagraph((), "", self.at(block.place))
        self.level = min(max(block.level, 1), self.level + 1, 3)
        return SetHeading(words, self.level, self.at(block.place))

    def at(self, *names: str) -> Places:
        """Return the numbers of places that begin here and nowhere before."""
        found = [self.places[name] for name in names if name and self.places[name] not in self.taken]
        self.taken.update(found)
        return tuple(dict.fromkeys(found))

    def line(self, words: Words) -> Line:
        """Return words as runs; a link to no place, or of blanks, is plain words."""
        if isinstance(words, str):
            return (Said(clean(words), "plain"),)
        linked = (self.places.get(run.to) if run.words.strip() else None for run in words)
        return tuple(Said(clean(run.words), run.voice, to) for run, to in zip(words, linked, strict=True))

    def quoted(self, block: Quoted) -> SetQuoted:
        """Return quoted words, in the direction of their language or, unknown, of their first letter."""
        around = direction_of(self.document.language)
        language = as_language(block.language)
        direction = direction_of(language) if language else direction_in(block.words, around)
        return SetQuoted(clean(block.words), on_one_line(block.by), language, direction)

    def table(self, block: Table) -> SetTable:
        """Return a table with each cell as it is read."""
        check_table(block)
        self.tables += 1
        named = self.at(block.key)
        places = block.places + ("",) * (len(block.rows) - len(block.places))
        return SetTable(
            name=name_table(self.tables),
            title=on_one_line(block.title),
            headings=tuple(on_one_line(column.heading) for column in block.columns),
            kinds=tuple(column.kind for column in block.columns),
            rows=tuple(tuple(map(say, row)) for row in block.rows),
            row_places=tuple(self.at(place) for place in places[: len(block.rows)]),
            none=_("There is nothing to list."),
            note=clean(block.note),
            places=named,
        )

    def chart(self, block: Chart) -> SetChart:
        """Return a drawing with its name."""
        self.charts += 1
        name = _("Figure %(number)s", number=self.charts)
        title = on_one_line(block.title)
        says = clean(block.says) if block.says.strip() else title or name
        return SetChart(name, title, block.svg, says, self.at(block.key))


def _places_of(document: Document) -> Iterator[str]:
    """Yield the name of every place, in order."""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.place
        elif isinstance(block, Chart):
            yield from (block.key, block.table.key, *block.table.places)
        elif isinstance(block, Table):
            yield from (block.key, *block.places)


def _signature(block: Signature, language: str) -> SetSignature:
    """Return the lines of a signature, and what is left for a hand and a seal to put there."""
    place, day = on_one_line(block.place), write_day(block.dated, language) if block.dated else ""
    where = _("%(place)s, %(day)s", place=place, day=day) if place and day else place or day
    stands_for = _("[initials and seal]") if block.initialled else _("[signature]")
    lines = (where, on_one_line(block.by), on_one_line(block.office))
    return SetSignature(tuple(line for line in lines if line), stands_for)


def _letter(at: int) -> str:
    """Return the mark of a point, counted from 0: (a) to (z), then (aa)."""
    return f"({LETTERS[at % 26] * (at // 26 + 1)})"
