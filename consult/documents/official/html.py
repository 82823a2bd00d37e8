"""An official document as HTML: a whole file that stands alone, or the inside of a page of the product.

Everything that was said is escaped. A drawing is taken only if it holds nothing but shapes and words (`drawn_only`).
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from consult.documents.official.arranging import arrange
from consult.documents.official.plan import (
    Line,
    Masthead,
    Places,
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
from consult.documents.official.shapes import drawn_only
from consult.documents.official.texts import direction_in
from consult.documents.official.values import Document

SHEETS = (Path(__file__).with_name("alone.css"), Path(__file__).parents[2] / "static" / "official.css")
"""What a file that stands alone brings, and what it shares with the pages of the product."""
TAGS = {"plain": "", "strong": "strong", "emphasis": "em", "code": "code"}


def write_html(document: Document) -> str:
    """Return a whole file: one style sheet, no script, nothing fetched."""
    plan = arrange(document)
    return str(
        Markup("<!DOCTYPE html>\n")
        + element(
            "html",
            element(
                "head",
                Markup('<meta charset="utf-8">'),
                Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
                Markup('<meta name="generator" content="Consult">'),
                element("title", plan.masthead.title),
                # Nothing that was said stands in the sheet but the marks, each sign of them escaped for CSS.
                element("style", Markup(_sheet() + _pages(plan))),  # noqa: S704 - a file of ours and escaped marks
                by_line=True,
            ),
            element("body", element("main", _draw(plan, 1), class_="doc-sheet")),
            lang=plan.language,
            dir=plan.direction,
            by_line=True,
        )
        + "\n"
    )


def write_fragment(document: Document, top: int = 2) -> Markup:
    """Return the document for the inside of a page, its title at level `top`; static/official.css draws it."""
    plan = arrange(document)
    return element("article", _draw(plan, top), class_="doc-sheet", lang=plan.language, dir=plan.direction)


def element(_tag: str, *inside: Any, by_line: bool = False, **attributes: str | None) -> Markup:
    """Return an element; words inside are escaped, attributes without a value are left out."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    between = "\n" if by_line else ""
    body = between.join(str(escape(one)) for one in inside)
    return Markup(f"<{_tag}{told}>{between}{body}{between}</{_tag}>")  # noqa: S704 - names are ours, the rest escaped


def join(parts: Iterable[Any]) -> Markup:
    """Put parts one after the other, each escaped unless it is markup already."""
    return Markup("\n").join(parts)


def _draw(plan: Plan, top: int) -> Markup:
    """Draw the whole inside: masthead, blocks in order, what stands below."""
    draw = _Drawing(plan, top)
    marks = element("p", " · ".join(plan.marks), class_="doc-marks") if plan.marks else Markup("")
    digest = element("p", plan.digest_label, " ", element("code", plan.digest), class_="doc-digest")
    foot = (draw.single(line, "doc-addressee") for line in plan.masthead.foot)
    parts = [marks, draw.masthead(plan.masthead), *map(draw.block, plan.blocks), *foot]
    return join([*parts, digest if plan.digest else Markup(""), marks])


class _Drawing:
    """The drawing of one plan as HTML."""

    def __init__(self, plan: Plan, top: int) -> None:
        """Keep what links need; `top` is the level of the title."""
        self.plan, self.top = plan, top
        self.by_kind: dict[type, Callable[[Any], Markup]] = {
            SetHeading: self.heading,
            SetParagraph: self.paragraph,
            SetItems: self.items,
            SetFacts: self.facts,
            SetQuoted: self.quoted,
            SetTable: self.table,
            SetChart: self.chart,
            SetSignature: self.signature,
        }

    def block(self, block: Any) -> Markup:
        """Draw one block."""
        return self.by_kind[type(block)](block)

    def masthead(self, head: Masthead) -> Markup:
        """Draw what stands above the text."""
        names = ((head.organisation, "doc-organisation"), (head.symbol, "doc-symbol"))
        top = element("div", *(self.single(words, name) for words, name in names if words), class_="doc-top")
        start = element("div", *(self.single(line, "doc-line") for line in head.start), class_="doc-start")
        end = element("div", *(self.single(line, "doc-line") for line in head.end), class_="doc-end")
        parts = [
            top if head.organisation else "",
            element("div", start, end, class_="doc-sides") if head.start or head.end else "",
            element(f"h{self.top}", head.title, class_="doc-title"),
            *(self.single(line, "doc-under") for line in head.under),
            self.pairs((name, (self.own(value),)) for name, value in head.facts) if head.facts else "",
        ]
        return element("header", join(part for part in parts if part), class_=f"doc-head doc-head-{head.form}")

    def heading(self, block: SetHeading) -> Markup:
        """Draw a heading below the title."""
        level = min(self.top + block.level, 6)
        return element(
            f"h{level}",
            *self.rest(block.places),
            block.words,
            class_=f"doc-h{block.level}",
            id=self.first(block.places),
        )

    def paragraph(self, block: SetParagraph) -> Markup:
        """Draw a paragraph with its number as text, so that it can be cited and is copied with the words."""
        number = (element("span", block.number, class_="doc-number"), " ") if block.number else ()
        words = (*number, *self.rest(block.places), self.line(block.words))
        return element("p", *words, class_="doc-paragraph", id=self.first(block.places))

    def items(self, block: SetItems) -> Markup:
        """Draw points, their marks as text."""
        points = (
            element("li", element("span", mark, class_="doc-mark"), " ", self.line(words))
            for mark, words in block.items
        )
        return element("ul", join(points), class_="doc-items", role="list")

    def facts(self, block: SetFacts) -> Markup:
        """Draw pairs of name and value."""
        return self.pairs((name, (self.line(value),)) for name, value in block.rows)

    def pairs(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> Markup:
        """Draw a list of names with their values."""
        drawn = (element("div", element("dt", self.own(name)), " ", element("dd", *value)) for name, value in rows)
        return element("dl", join(drawn), class_="doc-facts")

    def quoted(self, block: SetQuoted) -> Markup:
        """Draw somebody else's words in their language and direction, and who said them."""
        words = element("p", _broken(block.words), class_="doc-words")
        own = element("blockquote", words, lang=block.language or None, dir=block.direction)
        by = element("figcaption", "— ", element("bdi", block.by)) if block.by else ""
        return element("figure", own, by, class_="doc-quoted")

    def table(self, block: SetTable) -> Markup:
        """Draw a table with caption and scopes; it scrolls on its own where it is wider than the page."""
        name = f"{block.name}. {block.title}"
        heads = (
            element("th", heading, scope="col", class_=_kind(kind)) if heading else element("td")
            for heading, kind in zip(block.headings, block.kinds, strict=True)
        )
        rows = [
            self.row(cells, block.kinds, places) for cells, places in zip(block.rows, block.row_places, strict=True)
        ]
        none = element("tr", element("td", block.none, colspan=str(len(block.headings))))
        inside = (
            element("caption", element("span", block.name, class_="doc-name"), " ", block.title),
            element("thead", element("tr", *heads)),
            element("tbody", join(rows or [none])),
        )
        table = element("table", join(inside), class_="doc-table", id=self.first(block.places))
        frame = element(
            "div", *self.rest(block.places), table, class_="doc-frame", role="region", tabindex="0", aria_label=name
        )
        return frame + (_p(block.note, "doc-note") if block.note else "")

    def row(self, cells: tuple[str, ...], kinds: tuple[str, ...], places: Places) -> Markup:
        """Draw a row; its first cell, if it says something, is the heading of the row."""
        drawn = [
            element("th", self.own(cell, kind), scope="row", class_=_kind(kind))
            if at == 0 and cell.strip()
            else element("td", self.own(cell, kind), class_=_kind(kind))
            for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True))
        ]
        return element("tr", *drawn, id=self.first(places))

    def chart(self, block: SetChart) -> Markup:
        """Draw a drawing with its name and what it says; its table is the next block."""
        name = element("span", block.name, class_="doc-name")
        caption = element("figcaption", name, " ", block.title)
        drawing = drawn_only(block.svg)
        frame = element(
            "div", drawing, class_="doc-frame", role="region", tabindex="0", aria_label=f"{block.name}. {block.title}"
        )
        return element(
            "figure", caption, frame, _p(block.says, "doc-says"), class_="doc-chart", id=self.first(block.places)
        )

    def signature(self, block: SetSignature) -> Markup:
        """Draw the end: place and day, room for the hand, who signs."""
        first, *others = block.lines or ("",)
        hand = self.single(block.stands_for, "doc-hand")
        lines = [self.single(first, "doc-line"), hand, *(self.single(one, "doc-line") for one in others)]
        return element("div", join(lines), class_="doc-signature")

    def line(self, words: Line) -> Markup:
        """Draw runs in their voices, each linked to its place."""
        drawn = []
        for run in words:
            spoken: Any = _broken(run.words)
            if TAGS[run.voice]:
                spoken = element(TAGS[run.voice], spoken)
            drawn.append(spoken if run.to is None else element("a", spoken, href=f"#{self.anchor(run.to)}"))
        return Markup("").join(drawn)

    def single(self, words: str, name: str) -> Markup:
        """Draw one line in a paragraph of a class."""
        return element("p", self.own(words), class_=name)

    def own(self, words: str, kind: str = "text") -> Markup:
        """Draw words that run their own way, at the side where the document puts them; figures and codes never turn."""
        direction = direction_in(words, self.plan.direction) if kind == "text" else "ltr"
        drawn = _broken(words)
        return drawn if direction == self.plan.direction else element("bdi", drawn, dir=direction)

    def anchor(self, place: int) -> str:
        """Return the name of a place: its own where an address can hold it, else its number."""
        name = self.plan.places[place]
        plain = name.isascii() and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
        return f"doc-{name}" if plain else f"doc.{place + 1}"

    def first(self, places: Places) -> str | None:
        """Return the anchor of a block."""
        return self.anchor(places[0]) if places else None

    def rest(self, places: Places) -> Iterable[Markup]:
        """Yield anchors for what else the block is."""
        return (element("span", id=self.anchor(place)) for place in places[1:])


def _p(words: str, name: str) -> Markup:
    """Draw one line in a paragraph of a class."""
    return element("p", _broken(words), class_=name)


def _broken(words: str) -> Markup:
    """Escape words and keep their lines."""
    return Markup("<br>").join(words.split("\n"))


def _kind(kind: str) -> str | None:
    """Return the class of a column whose cells line up."""
    return None if kind == "text" else f"doc-col-{kind}"


@cache
def _sheet() -> str:
    """Return the style sheet of files that stand alone."""
    return "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)


def _pages(plan: Plan) -> str:
    """Return the rules that write the marks and the running name on every printed page."""
    marks, running = (_as_css(words) for words in (" · ".join(plan.marks), plan.running))
    before, _between, after = plan.page_of.partition("PAGE")
    middle, _between, last = after.partition("PAGES")
    counted = f"{_as_css(before)} counter(page) {_as_css(middle)} counter(pages) {_as_css(last)}"
    corner = f"@bottom-center {{ content: {counted}; }} @top-center {{ content: {marks}; }}"
    return f"\n@page {{ {corner} @bottom-left {{ content: {running}; }} }}\n"


def _as_css(words: str) -> str:
    """Return words as a string of CSS in which no sign can end it: each but a letter or figure by its number."""
    return '"' + "".join(s if s.isascii() and s.isalnum() else f"\\{ord(s):06x}" for s in words) + '"'
