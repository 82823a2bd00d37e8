"""How wide a text will be and where it breaks, estimated without a font.

The estimate follows the widths of common sans-serif faces and errs on the wide side; the exact face is the reader's.
"""

import unicodedata
from functools import lru_cache

_EM_BY_LETTER = {
    **dict.fromkeys("ijl.,:;'|!·", 0.29),
    **dict.fromkeys("frtI-()[]/ \u201c\u201d", 0.38),
    **dict.fromkeys("mwMW@%—", 0.92),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.68),
}
_EM_OTHERWISE = 0.58
ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    """Return the width of one character in em."""
    if letter in _EM_BY_LETTER:
        return _EM_BY_LETTER[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else _EM_OTHERWISE


@lru_cache(maxsize=4096)
def measure(text: str, size: float) -> float:
    """Estimate the width of one line in pixels at a font size in pixels."""
    return size * sum(_em(letter) for letter in text)


def shorten(text: str, size: float, width: float) -> str:
    """Cut a line to a width in pixels, marking the cut with an ellipsis."""
    if measure(text, size) <= width:
        return text
    kept = text
    while kept and measure(kept + ELLIPSIS, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _pieces(text: str, size: float, width: float) -> list[str]:
    """Split a text at spaces, and inside wide-script words, into pieces that can stand on one line."""
    pieces: list[str] = []
    for word in text.split():
        if measure(word, size) <= width or not any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
            pieces.append(word)
            continue
        room = max(1, int(width // size))
        pieces.extend(word[at : at + room] for at in range(0, len(word), room))
    return pieces


@lru_cache(maxsize=2048)
def wrap(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """Break a text into at most `most` lines of a width in pixels; the last is cut when there is more."""
    lines: list[str] = []
    for piece in _pieces(text, size, width):
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and measure(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return tuple(shorten(line, size, width) for line in lines)
