"""A document as plain text, to be reviewed; references stand under a number of their own, since letters are chance."""

import re
from collections.abc import Iterator, Sequence

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

REFERENCE = re.compile(r"\b([A-Z0-9]+-\d{4})-[2-9A-Z]{6}\b")
SHOWN = 5
"""Rows of a long table of entries that are shown."""
LONG = frozenset({"annex.acts"})


def as_text(document: Document) -> str:
    """Write a document as text."""
    header = document.header
    lines = [f"{name}: {value}" for name, value in _head(document)]
    lines += ["", f"# {header.title}", ""]
    number = 0
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.numbered:
            number += 1
        lines += [*_block(block, number), ""]
    return numbered("\n".join(lines))


def _head(document: Document) -> Iterator[tuple[str, object]]:
    header = document.header
    yield from (("Body", header.body), ("Session", header.session), ("Item", header.agenda_item))
    yield from (("Symbol", header.symbol or "(blank)"), ("Distribution", header.distribution), ("Date", header.dated))
    yield from (("Original", header.original_language), ("Submitted by", ", ".join(header.submitted_by)))
    yield "On every page", ", ".join(header.marks)


def _block(block: Block, number: int) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {block.words}"
        case Paragraph():
            yield f"{number}. {_words(block.words)}"
        case Table():
            yield from _table(block)
        case Chart():
            yield f"[chart] {block.title}: {block.says}"
            yield from _table(block.table)
        case Quoted():
            yield f"> {block.words} ({block.by})"
        case Items() | Facts() | Signature():
            yield repr(block)


def _words(words: Words) -> str:
    return words if isinstance(words, str) else "".join(run.words for run in words)


def _table(table: Table) -> Iterator[str]:
    yield f"[{table.key}] {table.title}"
    yield _row([column.heading for column in table.columns])
    shown = table.rows[:SHOWN] if table.key in LONG else table.rows
    cells = [row[:2] if table.key in LONG else row for row in shown]  # the number of an entry hangs on all others
    yield from (_row(["" if cell is None else str(cell) for cell in row]) for row in cells)
    if len(shown) < len(table.rows):
        yield "| ..."
    if table.note:
        yield f"Note: {table.note}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def numbered(text: str) -> str:
    """Put a number in the place of the letters of each reference, in the order in which they come."""
    known: dict[str, str] = {}
    return REFERENCE.sub(lambda found: known.setdefault(found[0], f"{found[1]}-no{len(known) + 1}"), text)
