"""Tables of comma-separated values as other people and their programs write them, read in one place.

The mark of a spreadsheet before the first word, the three ways to end a line, blanks around cells and lines that say
nothing are passed over. What is no text in UTF-8, is too large, or cannot be taken apart is refused; each reader says
so in its own words, and judges for itself which columns there are and what a cell may say.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence

from workflows.kernel.frozen import dataclass

COMMA, SEMICOLON = ",", ";"
NO_TEXT, TOO_LARGE, BROKEN, EMPTY, TOO_MANY = "no_text", "too_large", "broken", "empty", "too_many"
STRANGE, TWICE, MISSING = "strange", "twice", "missing"
# Signs with which some spreadsheet begins a formula, the wide ones of East Asia among them.
_STARTERS = "=+-@\uff1d\uff0b\uff0d\uff20\u2212"
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060-\u2069\ufeff]+")
_NUL = "\x00"


class NoTable(ValueError):
    """What is no table that can be taken: why (one of the words above), what the reader of lines says of it, and how
    many lines there are where they are too many."""

    def __init__(self, kind: str, why: str = "", count: int = 0) -> None:
        """Keep them."""
        super().__init__(why or kind)
        self.kind, self.why, self.count = kind, why, count


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something: its number in the file, where the names of the columns usually are line 1, and its
    cells without blanks around them."""

    number: int
    cells: tuple[str, ...]

    def by(self, names: Sequence[str]) -> dict[str, str] | None:
        """Give the cells by column; None where there are more of them than columns. Cells that are not there are
        empty."""
        if len(self.cells) > len(names):
            return None
        return {name: self.cells[i] if i < len(self.cells) else "" for i, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Lines:
    """The names of the columns as they stand there, and every line below that says something."""

    names: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes | str, *, most: int, longest: int | None = None, between: str | None = COMMA) -> Lines:
    """Take a file apart, of at most so many lines below the names and bytes; `between` None finds out by its first line
    whether commas or semicolons stand between cells. Raises NoTable. What is beyond the measure is counted and never
    kept."""
    text = _text(content, longest)
    if between is None:
        first = text.partition("\n")[0]
        between = SEMICOLON if first.count(SEMICOLON) > first.count(COMMA) else COMMA
    names: tuple[str, ...] | None = None
    kept: list[Line] = []
    count = 0
    for number, cells in _records(text, between):
        told = tuple(cell.strip() for cell in cells)
        if not any(told):
            continue
        if names is None:
            names = told
            continue
        count += 1
        if count <= most:
            kept.append(Line(number, told))
    if names is None:
        raise NoTable(EMPTY)
    if count > most:
        raise NoTable(TOO_MANY, count=count)
    return Lines(names, tuple(kept))


def _text(content: bytes | str, longest: int | None) -> str:
    if longest is not None and len(content) > longest:
        raise NoTable(TOO_LARGE)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise NoTable(NO_TEXT) from fault
    if _NUL in text:
        raise NoTable(NO_TEXT)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _records(text: str, between: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between two ends of lines, those inside quotation marks left out, with its number."""
    reader = csv.reader(io.StringIO(text), delimiter=between, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as fault:
        raise NoTable(BROKEN, str(fault)) from fault


def faults_of_names(
    names: Sequence[str], known: Collection[str], needed: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the names of columns, each with its kind: not known, there twice, missing."""
    for name in dict.fromkeys(names):
        if name not in known:
            yield STRANGE, name
        elif list(names).count(name) > 1:
            yield TWICE, name
    yield from ((MISSING, name) for name in needed if name not in names)


def is_like_formula(text: str) -> bool:
    """Say whether some spreadsheet would read a text as a formula, blanks and invisible signs before it left out."""
    return text[:1] in ("\t", "\n", "\r") or (_BLANK.sub("", text[:50], count=0) or " ")[0] in _STARTERS


def keep_text(text: str) -> str:
    """Write a text as a cell that no spreadsheet takes for a formula: with an apostrophe before it."""
    return f"'{text}" if text.startswith("'") or is_like_formula(text) else text


def restore_text(cell: str) -> str:
    """Give the text of a cell without the apostrophe that keeps it from being a formula; one that somebody wrote
    before a word of his own stays."""
    rest = cell[1:]
    return rest if cell.startswith("'") and (rest.startswith("'") or is_like_formula(rest)) else cell
