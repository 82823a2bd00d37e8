"""The overview of a State as a machine reads it."""

from collections.abc import Iterable
from datetime import date, datetime

from consult.api.values.cases import DraftLineValue
from consult.api.values.desk import DueValue, draft_line, due_value
from consult.pages.overview import MatterLine, Matters, OverviewPage, RiskLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RiskValue:
    """A limit that runs for the own party, and what its passing does if nobody acts."""

    due: DueValue
    then: str


@dataclass(frozen=True, slots=True)
class ReleaseValue:
    """A paper that waits for the asker, and the limit that runs out next in its case."""

    paper: DraftLineValue
    case: str
    risk: RiskValue | None


@dataclass(frozen=True, slots=True)
class MatterItem:
    """One open case, where it is, and when the next limit ends: a day in its zone, or an instant."""

    ref: str
    title: str
    procedure: str
    state: str
    expires_on: date | None
    expires_at: datetime | None
    zone: str | None
    exercise: bool
    href: str


@dataclass(frozen=True, slots=True)
class MattersOfRole:
    """Open cases in which the own party is the same, the newest first; `cases` is the list of all of them."""

    role: str
    title: str
    items: tuple[MatterItem, ...]
    more: bool
    cases: str


@dataclass(frozen=True, slots=True)
class OverviewValue:
    """The affairs of the own party: what waits for release, what runs out, what is asked of whom, and its matters.
    `more` names the lists behind which there is more."""

    releases: tuple[ReleaseValue, ...]
    risks: tuple[RiskValue, ...]
    asked_of_us: tuple[DueValue, ...]
    asked_of_others: tuple[DueValue, ...]
    more: tuple[str, ...]
    matters: tuple[MattersOfRole, ...]


def overview_value(page: OverviewPage, base: str) -> OverviewValue:
    """Write the overview from its page."""
    releases = (
        ReleaseValue(draft_line(one.paper, base), one.paper.case_ref, _risk(one.risk, base) if one.risk else None)
        for one in page.releases
    )
    return OverviewValue(
        tuple(releases),
        tuple(_risk(one, base) for one in page.risks),
        tuple(due_value(one, base) for one in page.asked_of_us.lines),
        tuple(due_value(one, base) for one in page.asked_of_others.lines),
        _cut(page),
        tuple(_matters(one, base) for one in page.matters),
    )


def _cut(page: OverviewPage) -> tuple[str, ...]:
    lists = {
        "risks": page.more_risks,
        "asked_of_us": page.asked_of_us.is_more,
        "asked_of_others": page.asked_of_others.is_more,
    }
    return tuple(name for name, is_more in lists.items() if is_more)


def _risk(one: RiskLine, base: str) -> RiskValue:
    return RiskValue(due_value(one.due, base), one.then)


def _matters(one: Matters, base: str) -> MattersOfRole:
    whole = f"{base}/cases?kind=open&role={one.role}"
    return MattersOfRole(one.role, one.title, tuple(_items(one.lines, base)), one.is_more, whole)


def _items(lines: Iterable[MatterLine], base: str) -> Iterable[MatterItem]:
    for one in lines:
        ends = one.next
        yield MatterItem(
            one.ref,
            one.title,
            one.procedure,
            one.state,
            ends.expires_on if ends else None,
            ends.expires_at if ends else None,
            ends.zone if ends else None,
            one.exercise,
            f"{base}/cases/{one.ref}",
        )
