"""The text that lies under silence: its digest, and who is entitled to object, as both were when silence was opened.

The case keeps the digest and never the words. Spaces and line breaks do not make another text, and a document is known
by its own digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .values import is_absent

if TYPE_CHECKING:
    from .case import Case
    from .steps import Freezes
    from .view import View

FROZEN = "frozen_text"
"""The fact under which a case keeps what was frozen last."""


class FrozenText(NamedTuple):
    """What was frozen: the act that did it (0: none), the digest, who is entitled, and the digests of before."""

    act: int = 0
    digest: str = ""
    entitled: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give what the case keeps of it."""
        return {
            "act": self.act,
            "digest": self.digest,
            "entitled": list(self.entitled),
            "earlier": list(self.earlier),
        }

    @property
    def digests(self) -> frozenset[str]:
        """Every text that was put under silence in the case."""
        return frozenset(filter(None, (*self.earlier, self.digest)))


def frozen_text(case: Case) -> FrozenText:
    """Give what was frozen last; act 0 where nothing was."""
    kept = case.facts.get(FROZEN)
    if not isinstance(kept, Mapping):
        return FrozenText()
    return FrozenText(kept["act"], kept["digest"], tuple(kept["entitled"]), tuple(kept["earlier"]))


def digest_of_words(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Give the digest of what some fields of a filing hold; none where they hold nothing."""
    from .editions import digest_of

    words = {name: _bare(values[name]) for name in names if not is_absent(values.get(name))}
    return digest_of(words) if words else ""


def _bare(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return value["digest"] if "digest" in value else {key: _bare(part) for key, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list | tuple) else value


def entitled_by(view: View, freezes: Freezes) -> tuple[str, ...]:
    """List who would be entitled if the text were frozen now."""
    roll = freezes.roll
    parties = view.ask("roll", roll.procedure, roll.under, roll.of) if roll else view.active(freezes.role)
    return tuple(sorted(parties))


def frozen_by(view: View, freezes: Freezes, n: int) -> FrozenText:
    """Give what a step freezes with its act."""
    before = frozen_text(view.case)
    earlier = (*before.earlier, before.digest) if before.digest else before.earlier
    digest = digest_of_words(view.filing or {}, freezes.fields)
    return FrozenText(n, digest, entitled_by(view, freezes), tuple(dict.fromkeys(earlier)))
