"""What the author of a clause is told before saving: traps that have broken others, and what the clause is silent on.

Nothing here refuses: an agreement may be as the parties want it. Law: GA 51/122 paragraphs 2 to 5 for the sheet (SOFT).
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.agreements import SHEET, Agreement
from workflows.agreements.clause import ARBITRATION, CASE_BY_CASE, COURT, NEGOTIATION
from workflows.agreements.tree import PROFILE, Arrangement, Placed
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade

BENEFITS = "GA51_122"
PARAGRAPHS = {
    "mode": "para 4",
    "level": "para 4",
    "terms": "para 2",
    "intellectual_property": "para 2",
    "developing_countries": "para 1",
}
YEAR = 365


@dataclass(frozen=True, slots=True)
class Trap:
    """One warning: what it concerns, the sentence, and what it rests on."""

    key: str
    says: str
    cited: Citation = PRODUCT


def traps(found: Arrangement) -> tuple[Trap, ...]:
    """List the warnings on a whole clause, in the order of the ladder."""
    return (*_blocked(found), *_no_decision(found), *_long(found))


def silent(agreement: Agreement) -> tuple[Trap, ...]:
    """List what the sheet of an agreement does not record of what GA 51/122 asks; SOFT, it never blocks."""
    return tuple(
        Trap(f"sheet.{key}", f"The agreement is silent on this: {words[0].lower()}{words[1:]}.", _benefits(key))
        for key, words in SHEET.items()
        if key not in agreement.sheet
    )


def by_profile(found: Arrangement) -> tuple[str, ...]:
    """Name the values on which all levels are silent, so that the general profile fills them."""
    return tuple(name for name, given in found.given.items() if given.by == PROFILE != found.agreement.key)


def _benefits(key: str) -> Citation:
    return Citation(BENEFITS, PARAGRAPHS[key], Binding.SOFT, Grade.SRC)


def _blocked(found: Arrangement) -> Iterator[Trap]:
    for placed in found.stages:
        stage = placed.stage
        if stage.mandatory and not _can_end(found, placed):
            says = f"One party can block “{stage.title}” for ever: it must come first, and nothing ends it."
            yield Trap(f"{placed.key}.days", says)
        elif stage.exit_unilateral == "no" and not stage.days:
            yield Trap(f"{placed.key}.days", f"“{stage.title}” has neither a period nor an exit for one party.")


def _can_end(found: Arrangement, placed: Placed) -> bool:
    stage = placed.stage
    if stage.kind != NEGOTIATION:
        return stage.kind in (ARBITRATION, COURT) or bool(found.clause.med_no_reply_days)
    counted = stage.days and stage.start_event != "first_meeting"
    return bool(counted) or stage.exit_unilateral in ("yes", "after_days")


def _no_decision(found: Arrangement) -> Iterator[Trap]:
    clause = found.clause
    if found.stage(ARBITRATION) and clause.arb_consent == CASE_BY_CASE:
        says = "Arbitration has no consent in advance: the ladder may end in deadlock."
        yield Trap("arb_consent", says, found.given["arb_consent"].cited)
    if not found.stage(ARBITRATION) and not found.stage(COURT):
        yield Trap("stage", "No stage ends in a decision that binds.")


def _long(found: Arrangement) -> Iterator[Trap]:
    days = sum(placed.stage.days or 0 for placed in found.stages if placed.stage.mandatory)
    if days > YEAR:
        yield Trap("stage", f"The stages that must come first last {days} days together.")


__all__ = ["Trap", "by_profile", "silent", "traps"]
