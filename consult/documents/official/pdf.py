"""An official document as PDF: tagged for readers of the screen (PDF/UA-1) and fit for archives (PDF/A-2a) in one file.

Set by typst, which fetches nothing: typefaces are vendored, the day is the document's, and what is said comes as data.
A sign that no typeface has stands as its Unicode number, and the end of the file says so; it never vanishes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from consult.documents.official.arranging import arrange
from consult.documents.official.columns import find_tight, share_width
from consult.documents.official.packing import UNDATED
from consult.documents.official.pictures import runs_leftwards, write_png
from consult.documents.official.plan import Plan, SetChart, SetTable
from consult.documents.official.shapes import drawn_only
from consult.documents.official.texts import direction_in
from consult.documents.official.typefaces import say_missing, spell, typefaces
from consult.documents.official.values import Document

FORM = Path(__file__).with_name("form.typ")
SHORT = 90


class NotSet(ValueError):
    """The typesetter could not make the file; the sentence says why. Nothing was left behind."""


def write_pdf(document: Document) -> bytes:
    """Return a document as PDF/UA-1 and PDF/A-2a; the same value gives the same bytes. Raises `NotSet`."""
    import typst

    plan = arrange(document)
    told, missing = _spelled(_as_data(plan))
    told["missing"] = plan.missing.replace("SIGNS", say_missing(missing)) if missing else ""
    dated = document.header.dated or UNDATED
    told["dated"] = [dated.year, dated.month, dated.day]
    try:
        return typst.compile(
            _form(),
            font_paths=typefaces(),
            ignore_system_fonts=True,
            sys_inputs={"plan": json.dumps(told, ensure_ascii=False)},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise NotSet(f"This document could not be set as PDF: {error.message}") from error


def missing_signs(document: Document) -> frozenset[str]:
    """Return the signs of a document that its PDF writes as numbers, so that a page can say so before."""
    return _spelled(_as_data(arrange(document)))[1]


def _as_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data, each block with its kind, each drawing read."""
    data = asdict(plan)
    del data["places"]  # the form knows them by number
    for block, told in zip(plan.blocks, data["blocks"], strict=True):
        told["kind"] = type(block).__name__.removeprefix("Set").lower()
        if isinstance(block, SetTable):
            told["shares"] = share_width(block)
            told["rows"] = [list(row) for row in block.rows]
            told["tight"] = find_tight(block, told["shares"])
        if isinstance(block, SetChart):
            told["picture"], told["svg"] = _as_picture(block.svg)
    if plan.direction == "rtl":
        data = _in_order(data)
    data["running_short"] = plan.running if len(plan.running) <= SHORT else plan.running[: SHORT - 1].rstrip() + "…"
    return data


def _as_picture(svg: str) -> tuple[list[int] | None, str]:
    """Return a drawing as the dots of a picture, if it must be one, and as the shapes it is.

    The typesetter cannot yet set the marks of Arabic letters inside a drawing; such a one is painted first.
    """
    return list(write_png(svg, 300)) if runs_leftwards(svg) else None, str(drawn_only(svg))


def _in_order(data: dict[str, Any]) -> dict[str, Any]:
    """Return a plan from right to left in which figures, codes and foreign lines are marked and keep their order."""
    head = data["masthead"]
    for block in data["blocks"]:
        for row in block.get("rows", ()) if block["kind"] == "table" else ():
            kinds = block["kinds"]
            row[:] = [cell if kind == "text" else _isolate(cell) for cell, kind in zip(row, kinds, strict=True)]
    for key in ("organisation", "symbol"):
        head[key] = _turned(head[key])
    for key in ("start", "end", "under", "foot"):
        head[key] = [_turned(line) for line in head[key]]
    head["facts"] = [[_turned(name), _turned(value)] for name, value in head["facts"]]
    return {**data, "digest": _isolate(data["digest"])}


def _turned(words: str) -> str:
    """Return words that begin from left to right as a part of their own in a line from right to left."""
    return _isolate(words) if direction_in(words, "rtl") == "ltr" else words


def _isolate(words: str) -> str:
    """Return words as a part of their own from left to right; the marks are not copied out of the file."""
    return f"\u2066{words}\u2069" if words else words


def _spelled(told: Any) -> tuple[Any, frozenset[str]]:
    """Return data whose texts have only signs that can be shown, and the signs that could not."""
    missing: set[str] = set()

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            written, lacking = spell(value)
            missing.update(lacking)
            return written
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return [walk(one) for one in value] if isinstance(value, list | tuple) else value

    return walk(told), frozenset(missing)


@cache
def _form() -> bytes:
    """Return the form that sets every document."""
    return FORM.read_bytes()
