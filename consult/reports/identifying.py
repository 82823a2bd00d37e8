"""When a number that includes cases which are not released may be told: only where no party can be told from it.

The rule is a default of the product: at least three such cases, with at least three different parties besides the
author, none of which takes part in more than half of them (procedures.md 13.5 asks that no party be identifiable, and
gives no number). It must hold for whatever can be reckoned from all numbers of the report together, by adding them and
taking one from another. So the sets of cases that were told cut all cases into smallest pieces, and each piece that is
not empty must keep the rule; every sum and difference is made of such pieces, and the rule holds for what is put
together from pieces for which it holds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEAST_CASES = 3
LEAST_PARTIES = 3


@dataclass(slots=True)
class Disclosure:
    """What was told so far of cases that are not released; `parties` gives for each case those besides the author."""

    parties: Mapping[str, frozenset[str]]
    pieces: list[frozenset[str]] = field(default_factory=list)

    def admits(self, cases: Iterable[str]) -> bool:
        """Say whether a number about these cases may be told beside all that was told before, and remember it where it
        may; a number about none of them always may."""
        wanted = frozenset(cases)
        if not wanted:
            return True
        known = frozenset().union(*self.pieces)
        cut = [part for piece in self.pieces for part in (piece & wanted, piece - wanted) if part]
        rest = wanted - known
        if not all(map(self.is_safe, (*cut, *((rest,) if rest else ())))):
            return False
        self.pieces = [*cut, *((rest,) if rest else ())]
        return True

    def is_safe(self, cases: frozenset[str]) -> bool:
        """Say whether nobody can be told from a number about these cases alone."""
        held = Counter(party for case in cases for party in self.parties.get(case, frozenset()))
        enough = len(cases) >= LEAST_CASES and len(held) >= LEAST_PARTIES
        return enough and 2 * max(held.values()) <= len(cases)
