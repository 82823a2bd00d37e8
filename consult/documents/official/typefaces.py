"""The vendored typefaces: which signs they have, and what stands for a sign that they have not.

A PDF for archives must show every sign, and the typesetter stops where it cannot. A name must never vanish because of
it: a missing sign is written as its Unicode number, and the file says so at its end (`spell`).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a large library, for those who make files
    import typst

FOLDER = Path(__file__).with_name("fonts")
# Signs without a shape of their own, which are not looked for in a typeface.
_SHAPELESS = ((0x09, 0x0A), (0xAD, 0xAD), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x2069), (0xFE00, 0xFE0F))
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))
Ranges = tuple[tuple[int, int], ...]


@cache
def typefaces() -> "typst.Fonts":
    """Return the typefaces for the typesetter; their outlines are read when a text needs them."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def spell(text: str) -> tuple[str, frozenset[str]]:
    """Return a text in which signs without a shape stand as ``[U+1F680]``, and those signs."""
    if text.isascii():
        return text, frozenset()
    lacking = frozenset(sign for sign in set(text) if not _has(ord(sign)))
    if not lacking:
        return text, lacking
    written: list[str] = []
    for sign in text:
        if sign not in lacking:
            written.append(sign)
        elif written and written[-1].startswith("[U+"):
            written[-1] = f"{written[-1][:-1]} {_number(sign)}]"
        else:
            written.append(f"[{_number(sign)}]")
    return "".join(written), lacking


def say_missing(signs: frozenset[str], most: int = 40) -> str:
    """Return the numbers of missing signs in order; of very many the first ones."""
    numbers = [_number(sign) for sign in sorted(signs)]
    return ", ".join(numbers[:most]) + (" …" if len(numbers) > most else "")


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}"


@cache
def _has(code: int) -> bool:
    """Say whether some typeface has a shape for a code point, or it needs none."""
    if code < 0x20:
        return code in (0x09, 0x0A)
    starts, ends = _covered()
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _covered() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first and last code points of what can be shown, in order and without overlap."""
    found = {code for path in sorted(FOLDER.glob("*.ttf")) for code in _codes_of(path)}
    found -= {code for first, last in _PRIVATE for code in range(first, last + 1)}
    found |= {code for first, last in _SHAPELESS for code in range(first, last + 1)}
    codes = sorted(found)
    starts = tuple(code for code in codes if code - 1 not in found)
    return starts, tuple(code for code in codes if code + 1 not in found)


def _codes_of(path: Path) -> Iterator[int]:
    """Yield the code points for which a typeface has a glyph; reads its directory and its `cmap` alone."""
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        tables = [struct.unpack(">4s4xII", file.read(16)) for _ in range(count)]
        offset, length = next((at, size) for tag, at, size in tables if tag == b"cmap")
        file.seek(offset)
        data = file.read(length)
    many = struct.unpack_from(">H", data, 2)[0]
    for at in {struct.unpack_from(">I", data, 8 + 8 * one)[0] for one in range(many)}:
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 12:
            yield from _of_groups(data, at)
        elif kind == 4:
            yield from _of_segments(data, at)


def _of_groups(data: bytes, at: int) -> Iterator[int]:
    """Yield the code points of a subtable of format 12."""
    for group in range(struct.unpack_from(">I", data, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
        yield from (code for code in range(first, last + 1) if glyph + code - first)


def _of_segments(data: bytes, at: int) -> Iterator[int]:
    """Yield the code points of a subtable of format 4."""
    twice = struct.unpack_from(">H", data, at + 6)[0]
    for segment in range(twice // 2):
        where = at + 14 + 2 * segment
        last, first, shift, reach = (
            struct.unpack_from(">H", data, where + gap)[0] for gap in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if reach:
                glyph = struct.unpack_from(">H", data, where + 3 * twice + 2 + reach + 2 * (code - first))[0]
            if glyph and (reach or (code + shift) % 65536):
                yield code
