"""JSON as other people and their machines write it, read strictly: what is there twice, nested without end, no number,
or made of characters that cannot be kept is refused with a sentence. Every reader of foreign JSON reads it here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from consult.i18n import _
from workflows.kernel.bodies import UNFILEABLE

DEEPEST = 40
"""Far deeper than anything that is held here."""
PLACES = Decimal(1).scaleb(-12)
"""Decimals that are kept: of a degree on the Moon they are a hundredth of a micrometre."""


class BadJson(ValueError):
    """What cannot be read; the sentence says why, and where, as far as that is known: by a pointer (RFC 6901) in what
    was read, or by line and column of the text."""

    def __init__(self, sentence: str, pointer: str | None = None, at: tuple[int, int] | None = None) -> None:
        """Keep the place beside the sentence; None where nothing can be pointed to."""
        super().__init__(sentence)
        self.pointer, self.at = pointer, at


def as_decimal_text(written: str) -> str:
    """Write a number without an exponent and with at most twelve decimals, so that none is rounded before it is looked
    at; one beyond all measure stays as it is."""
    try:
        plain = format(Decimal(written).quantize(PLACES), "f")
    except ArithmeticError:
        return written
    return plain.rstrip("0").removesuffix(".") if len(written) > len(plain) or "e" in written.lower() else written


def as_float(written: str) -> float:
    """Read a number with decimals as it is; one beyond all measure is none."""
    found = float(written)
    if found in (float("inf"), float("-inf")):
        raise BadJson(_("This is no JSON that can be read."))
    return found


def read_json(text: str, number: Callable[[str], Any] = as_decimal_text, *, plain_names: bool = False) -> Any:
    """Read JSON, its numbers with decimals as text unless asked otherwise. Raise BadJson with a sentence.

    With `plain_names` a name beyond ASCII is refused too, whichever member it names: what is filed has none.
    """
    try:
        found = json.loads(text, parse_float=number, parse_constant=_refuse, object_pairs_hook=_once)
    except BadJson:
        raise
    except json.JSONDecodeError as fault:
        raise BadJson(_("This is no JSON that can be read."), at=(fault.lineno, fault.colno)) from None
    except (ValueError, RecursionError):
        raise BadJson(_("This is no JSON that can be read.")) from None
    _look_through(found, plain_names)
    return found


def _refuse(_name: str) -> Any:
    raise BadJson(_("This is no JSON that can be read."))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        said = Counter(name for name, _value in pairs)
        twice = next(name for name, times in said.items() if times > 1)
        raise BadJson(_("“%(name)s” is said twice in one place.", name=UNFILEABLE.sub(" ", twice)[:80]))
    return found


def pointer_to(*steps: object) -> str:
    """Write a JSON pointer (RFC 6901) to a place."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _look_through(found: Any, plain_names: bool) -> None:
    """Refuse characters that cannot be kept, and nesting beyond measure, which later readers would fall over."""
    waiting: list[tuple[Any, tuple[object, ...]]] = [(found, ())]
    while waiting:
        one, where = waiting.pop()
        if len(where) > DEEPEST:
            raise BadJson(_("This is nested deeper than anything that is held here."))
        if isinstance(one, str) and UNFILEABLE.search(one):
            raise BadJson(_("The text holds control characters that cannot be filed."), pointer_to(*where))
        if isinstance(one, float):
            raise BadJson(_("Write a number with decimals as text, such as “1.5”."), pointer_to(*where))
        if isinstance(one, dict) and any(UNFILEABLE.search(name) for name in one):
            raise BadJson(_("The text holds control characters that cannot be filed."), pointer_to(*where))
        if plain_names and isinstance(one, dict) and (strange := next((n for n in one if not n.isascii()), None)):
            raise BadJson(_("There is nothing of this name here."), pointer_to(*where, strange))
        waiting += [(part, (*where, name)) for name, part in _parts(one)]


def _parts(one: Any) -> Iterator[tuple[object, Any]]:
    if isinstance(one, dict):
        yield from one.items()
    elif isinstance(one, list):
        yield from enumerate(one)
