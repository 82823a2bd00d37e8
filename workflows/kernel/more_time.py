"""More time for an answer: a party asks for it on its own period, and whoever waits for the answer grants or refuses.

No provision of a treaty stands behind it. A period that a treaty or a national rule sets is never extended here; one
that an agreement sets is, where its clause says so; product defaults and soft periods are, as often and by as much as
their rule says, or until a day within that which the request or the answer names. Until more time is granted the period
runs on; one that has passed is not extended. Granted to one, it moves that period; granted to all, that of every party
whose period still runs, whether or not it asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from .checks_of_extension import WithinExtension
from .frozen import dataclass
from .guards import AllOf
from .guards_of_extension import AskedSince, Extendable
from .language import (
    BY_OTHER,
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Actor,
    Binding,
    Extend,
    Extension,
    Filing,
    Length,
    On,
    Step,
    TimeLimit,
    date_field,
    long_text,
)

ASK, GRANT, GRANT_ALL, REFUSE = "ask_extension", "grant_extension", "grant_extension_to_all", "refuse_extension"


class MoreTime(Filing):
    """Request for more time."""

    until = date_field("More time until", PRODUCT, need=OPTIONAL, help="Left empty: as long as the rule allows.")
    reason = long_text("Why more time is needed", PRODUCT)


class MoreTimeGranted(Filing):
    """More time for one party."""

    until = date_field("More time until", PRODUCT, need=OPTIONAL, help="Left empty: as long as the rule allows.")
    reason = long_text("Reason", PRODUCT)


class MoreTimeForAll(Filing):
    """More time for all."""

    until = date_field(
        "More time until",
        PRODUCT,
        need=OPTIONAL,
        help="Left empty: each as long as the rule allows. A period that ends later stays as it is.",
    )
    reason = long_text("Reason", PRODUCT, help="All whose period still runs read it; do not name who asked.")


class MoreTimeRefused(Filing):
    """Refusal of more time."""

    reason = long_text("Reason", PRODUCT)


def extension_of(binding: Binding, length: Length, times: int, *, by_clause: bool = False) -> Extension | None:
    """Give the rule by which a period of a binding is extended on request; None where it may not be."""
    allowed = binding in (Binding.DEFAULT, Binding.SOFT) or (binding is Binding.LAW_A and by_clause)
    return Extension(BY_OTHER, times, length) if allowed else None


def limit_of(step: Step) -> str:
    """Name the limit whose extension a step asks for, grants or refuses; empty for any other step."""
    if step.extends is not None:
        return step.extends.limit or ""
    guards = step.when.of if isinstance(step.when, AllOf) else (step.when,)
    return next((guard.limit for guard in guards if isinstance(guard, Extendable)), "")


@dataclass(frozen=True, slots=True)
class MoreTimeOn:
    """The period on each track of a set that may be extended on request: in which states of the case and of the track,
    and by whom it is granted."""

    limit: TimeLimit
    live: tuple[str, ...]
    of: str
    states: tuple[str, ...]
    granter: Actor

    def steps(self) -> tuple[Step, ...]:
        """Give the steps; none where the rule of the period allows no extension on request."""
        rule = self.limit.extend
        return tuple(self._steps()) if rule is not None and rule.by == BY_OTHER else ()

    def _steps(self) -> Iterable[Step]:
        asked, may = AskedSince(ASK, (GRANT, GRANT_ALL, REFUSE)), Extendable(self.limit.key)
        title, on = self.limit.title or self.limit.key, On(self.of, self.states)
        yield Step(ASK, self.live, STAY, TRACK_PARTY, DISPATCH, PRODUCT, MoreTime, track=on, when=may & ~asked,
                   checks=(WithinExtension("until", self.limit.key),),
                   title=f"Ask for more time for “{title}”", whom="of",
                   effect="Your request is put. Your period runs on until more time is granted.",
                   added="Who needs more time asks for it before the period has passed.")  # fmt: skip
        yield Step(GRANT, self.live, STAY, self.granter, DISPATCH, PRODUCT, MoreTimeGranted, track=on, when=may & asked,
                   extends=Extend(self.limit.key, until_field="until"),
                   checks=(WithinExtension("until", self.limit.key),),
                   title=f"Grant more time for “{title}”", whom="to",
                   effect="The period of this party is longer; those of all others stay as they are.",
                   added="More time that was asked for is granted, or is not.")  # fmt: skip
        yield Step(GRANT_ALL, self.live, STAY, self.granter, DISPATCH, PRODUCT, MoreTimeForAll,
                   extends=Extend(self.limit.key, until_field="until", everywhere=True),
                   checks=(WithinExtension("until", self.limit.key, everywhere=True),),
                   title=f"Grant all more time for “{title}”",
                   effect="Every period of this kind that still runs is longer, whoever asked for it.",
                   added="What is granted to one may be granted to all.")  # fmt: skip
        yield Step(REFUSE, self.live, STAY, self.granter, DISPATCH, PRODUCT, MoreTimeRefused, track=on,
                   when=may & asked, title=f"Refuse more time for “{title}”", whom="to",
                   effect="The refusal is on record with its reason; the period runs on as it is.",
                   added="More time that was asked for is granted, or is not.")  # fmt: skip
