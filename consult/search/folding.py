"""Words as they are compared: without case and marks, and characters of scripts that write no spaces one by one.

Both databases index these words and nothing else, so that they find the same.
"""

import unicodedata
from collections.abc import Iterator
from itertools import islice

LONGEST = 80
"""Characters of a word that are compared."""
MOST = 16_000
"""Words of one text that are compared: as many places as a vector of PostgreSQL can tell apart."""
MOST_BYTES = 1_000_000
"""Bytes of one text that are compared, with a few for the place of each word: a vector of PostgreSQL holds no more, and
a text that could not be gathered would hold up all that were filed after it."""
_PLACE = 10
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def fold(text: str) -> list[str]:
    """Give the words of a text as they are compared, in their order."""
    return list(_fitting(word[:LONGEST] for word in islice(_words(text), MOST)))


def _fitting(words: Iterator[str]) -> Iterator[str]:
    """Give words as long as they fit."""
    left = MOST_BYTES
    for word in words:
        left -= len(word.encode()) + _PLACE
        if left < 0:
            return
        yield word


def bare(text: str) -> str:
    """Give a text without case and marks, character for character as far as that is possible."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _words(text: str) -> Iterator[str]:
    word = ""
    for one in bare(text):
        if not one.isalnum() or _stands_alone(one):
            if word:
                yield word
            word = ""
            if one.isalnum():
                yield one
        else:
            word += one
    if word:
        yield word


def _stands_alone(one: str) -> bool:
    return one > "\u0e00" and unicodedata.name(one, "").startswith(_UNSPACED)
