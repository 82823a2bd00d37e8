"""Whom a paper in preparation may affect, as a machine reads it."""

from datetime import date

from consult.api.values.law import Under, under_of
from consult.pages.affected import AffectedPage, ReasonLine, StateLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FoundValue:
    """Why a State is named: which of its activities, what overlaps, by which margin, and how old the data are."""

    entry: str
    title: str
    kinds: tuple[str, ...]
    says: str
    margin: str
    recorded_on: date
    age_days: int
    stale: bool
    outdated: bool
    coarse: bool


@dataclass(frozen=True, slots=True)
class StateValue:
    """One State: `addressed`, `left_out` with the reason, or `open`; why it was found, and how many more reasons there
    are."""

    party: str
    name: str
    where: str
    left_out: str
    reasons: tuple[FoundValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class AffectedValue:
    """The States to consult on what a paper describes: those that a comparison with the register names, and those that
    were chosen besides. `fault` says why nothing was compared, `undecided` how many are neither addressed nor left
    out."""

    draft: str
    case: str
    version: int
    under: tuple[Under, ...]
    states: tuple[StateValue, ...]
    undecided: int
    compared: bool
    fault: str
    href: str


def affected_value(page: AffectedPage, base: str) -> AffectedValue:
    """Write the States to consult from their page."""
    return AffectedValue(
        page.ref,
        page.case_ref,
        page.version,
        under_of(page.under),
        tuple(_state(one) for one in page.states),
        page.undecided,
        page.compared,
        page.fault,
        f"{base}/drafts/{page.ref}/affected",
    )


def _state(line: StateLine) -> StateValue:
    return StateValue(
        line.party, line.name, line.where, line.left_out, tuple(_found(one) for one in line.reasons), line.more
    )  # fmt: skip


def _found(line: ReasonLine) -> FoundValue:
    return FoundValue(
        line.entry, line.title, line.kinds, line.says, line.margin, line.recorded_on, line.age_days, line.stale,
        line.outdated, line.coarse,
    )  # fmt: skip
