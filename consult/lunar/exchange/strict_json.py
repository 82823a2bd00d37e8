"""JSON as files of other people write it, read strictly: what is there twice, nested without end, no number, or made of
characters that cannot be kept is refused with a sentence, and no number is rounded before it is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from consult.i18n import _
from workflows.kernel.bodies import UNFILEABLE

DEEPEST = 40
"""Far deeper than anything that the register holds."""
PLACES = Decimal(1).scaleb(-12)
"""Decimals that are kept: of a degree on the Moon they are a hundredth of a micrometre."""


class BadJson(ValueError):
    """What cannot be read; the sentence says why."""


def read_json(text: str) -> Any:
    """Read JSON with its decimal numbers as text. Raise BadJson with a sentence."""
    try:
        found = json.loads(text, parse_float=_decimal, parse_constant=_refuse, object_pairs_hook=_once)
    except BadJson:
        raise
    except (ValueError, RecursionError):
        raise BadJson(_("This is no JSON that can be read.")) from None
    _look_through(found)
    return found


def _decimal(written: str) -> str:
    """Write a number without an exponent and with at most twelve decimals; one beyond all measure stays as it is."""
    try:
        plain = format(Decimal(written).quantize(PLACES), "f")
    except ArithmeticError:
        return written
    return plain.rstrip("0").removesuffix(".") if len(written) > len(plain) or "e" in written.lower() else written


def _refuse(_name: str) -> Any:
    raise BadJson(_("This is no JSON that can be read."))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadJson(_("“%(name)s” is said twice in one place.", name=UNFILEABLE.sub(" ", twice)[:80]))
    return found


def _look_through(found: Any) -> None:
    """Refuse characters that cannot be kept, and nesting beyond measure, which later readers would fall over."""
    waiting = [(found, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadJson(_("This is nested deeper than anything that the register holds."))
        if isinstance(one, str) and UNFILEABLE.search(one):
            raise BadJson(_("The text holds control characters that cannot be filed."))
        waiting += [(part, depth + 1) for part in _parts(one)]


def _parts(one: Any) -> Iterator[Any]:
    if isinstance(one, dict):
        yield from one
        yield from one.values()
    elif isinstance(one, list):
        yield from one
