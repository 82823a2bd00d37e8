"""Texts of official documents as every drawing takes them: clean, with a direction, and cells said in one way.

A sign that no file can hold stands as U+FFFD, where a reader sees that something was there; nothing vanishes.
"""

import math
import re
import unicodedata
from datetime import UTC, date, datetime

from consult.documents.official.values import Cell, Table

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
REPLACED = "\ufffd"
# Controls, halves of surrogate pairs and code points that are no characters: XML or PDF cannot hold them.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_END_OF_ISOLATE, _END_OF_EMBEDDING = "\u2069", "\u202c"
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return a text whose lines end in one way, without signs that no file can hold, and closed in its direction."""
    text = _BREAKS.sub("\n", text).replace("\ufeff", "\u2060")
    text = _NO_TEXT.sub(REPLACED, text)
    return "\n".join(_close(line) for line in text.split("\n")) if _TURNING.search(text) else text


def on_one_line(text: str) -> str:
    """Return a clean text without line breaks and with single spaces, as titles and headings are written."""
    return " ".join(clean(text).split())


def _close(line: str) -> str:
    """End what a text has turned around and not turned back, so that it turns nothing that stands after it."""
    waiting: list[str] = []
    kept: list[str] = []
    for sign in line:
        if sign in _EMBEDDINGS:
            waiting.append(_END_OF_EMBEDDING)
        elif sign in _ISOLATES:
            waiting.append(_END_OF_ISOLATE)
        elif sign == _END_OF_ISOLATE:
            if sign not in waiting:
                continue  # it would end what the document itself has isolated
            while waiting.pop() != sign:
                pass
        elif sign == _END_OF_EMBEDDING:
            if waiting[-1:] != [sign]:
                continue
            waiting.pop()
        kept.append(sign)
    return "".join(kept) + "".join(reversed(waiting))


def as_language(code: str) -> str:
    """Return a code of a language as files state it, or an empty text for what is none."""
    return code if _LANGUAGE.fullmatch(code) else ""


def direction_of(language: str) -> str:
    """Return "rtl" or "ltr", the direction in which a language is written."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def direction_in(text: str, otherwise: str) -> str:
    """Return the direction of the first letter that has one, or of the text around it."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return otherwise


def say(cell: Cell) -> str:
    """Return what stands in a cell: dates and instants in the order year, month, day, which cannot be misread."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{_in_utc(cell):%Y-%m-%d %H:%M} UTC"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return clean(str(cell))


def check_table(table: Table) -> None:
    """Raise ValueError for a table whose rows do not fit its columns, or with a figure that is no number."""
    wide = len(table.columns)
    if not wide or any(len(row) != wide for row in table.rows):
        raise ValueError(f'The rows of the table "{table.key}" do not fit its {wide} columns.')
    for row in table.rows:
        for cell in row:
            if isinstance(cell, float) and not math.isfinite(cell):
                raise ValueError(f'The table "{table.key}" holds {cell}, which is no number.')
            if isinstance(cell, datetime):
                _in_utc(cell)


def _in_utc(moment: datetime) -> datetime:
    """Return an aware instant in UTC; raise ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"The instant {moment.isoformat()} has no time zone.")
    return moment.astimezone(UTC)
