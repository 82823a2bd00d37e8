"""Words of others as a terminal may have them: nothing in them can steer it, hide, or turn a line around.

Control characters (of both sets), marks that override the direction of text, and other signs without a shape are
written as escapes that can be read. Two joiners without which Persian and Indic words cannot be written stay.
"""

import unicodedata

JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def line(words: object, most: int = 2000) -> str:
    """Give words on one line: line breaks become spaces, what could steer a terminal an escape."""
    plain = " ".join(str(words)[: most + 1].split(None)) if str(words) else ""
    shown = "".join(sign if is_shown(sign) else escape(sign) for sign in plain[:most])
    return shown + ("…" if len(str(words)) > most else "")


def lines(words: object) -> list[str]:
    """Give words as lines, each safe; whoever prints them sets them apart from lines of the command's own."""
    return [line(one, 10_000) for one in str(words).replace("\r\n", "\n").split("\n")]


def is_shown(sign: str) -> bool:
    """Say whether a sign has a shape, and no other effect."""
    return sign in JOINERS or unicodedata.category(sign) not in _HIDDEN


def escape(sign: str) -> str:
    r"""Write a sign as an escape, such as \x1b or \u202e."""
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def json_for_terminal(text: str) -> str:
    """Write JSON of the same value in which no character can steer a terminal; line breaks between its parts stay."""
    return "".join(sign if sign == "\n" or is_shown(sign) else _json_escape(sign) for sign in text)


def _json_escape(sign: str) -> str:
    pair = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pair[at]:02x}{pair[at + 1]:02x}" for at in range(0, len(pair), 2))
