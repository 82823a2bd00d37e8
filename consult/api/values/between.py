"""What passed between two States as a machine reads it: counts with the acts behind them, and no balance."""

from collections.abc import Iterable
from datetime import datetime

from consult.pages.reciprocity import ActLine, ReciprocityPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PassedAct:
    """One act behind a count."""

    case: str
    n: int
    title: str
    on: datetime
    href: str


@dataclass(frozen=True, slots=True)
class PassedKind:
    """What is counted, and the acts of either side."""

    key: str
    title: str
    ours: tuple[PassedAct, ...]
    theirs: tuple[PassedAct, ...]


@dataclass(frozen=True, slots=True)
class CountedSteps:
    """Which steps of which procedures are counted as what."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BetweenValue:
    """The sheet of the own State and another one, for these two alone; `cut` says that there are older acts."""

    party: str
    name: str
    own: str
    kinds: tuple[PassedKind, ...]
    cut: bool
    counted: tuple[CountedSteps, ...]


def between_value(page: ReciprocityPage, base: str) -> BetweenValue:
    """Write the sheet from its page."""
    kinds = (PassedKind(one.key, one.title, _acts(one.ours, base), _acts(one.theirs, base)) for one in page.rows)
    counted = tuple(CountedSteps(*one) for one in page.counted)
    return BetweenValue(page.key, page.name, page.own, tuple(kinds), page.cut, counted)


def _acts(lines: Iterable[ActLine], base: str) -> tuple[PassedAct, ...]:
    return tuple(PassedAct(one.ref, one.n, one.title, one.on, f"{base}/cases/{one.ref}/acts/{one.n}") for one in lines)
