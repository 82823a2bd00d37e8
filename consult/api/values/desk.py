"""The desk as a machine reads it: what the own party has to do, by legal date."""

from datetime import datetime

from consult.api.values.cases import DeadlineValue, DraftLineValue, deadline_value
from consult.pages.cases.preparing import DraftLine
from consult.pages.desk import DeskPage, ServedLine
from consult.pages.due import DueLine
from consult.pages.news import FailureLine, NewsPart
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class DueValue:
    """One running limit of a live case."""

    case: str
    case_title: str
    procedure: str
    deadline: DeadlineValue
    soon: bool
    too_late: bool
    exercise: bool
    href: str


@dataclass(frozen=True, slots=True)
class HandValue:
    """A joint step that waits for the own hand."""

    case: str
    step: str
    track: str
    title: str
    by: str
    others: tuple[str, ...]
    since: datetime | None
    may_lay: bool
    href: str


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """A step that the record proposes: only the party takes it."""

    case: str
    step: str
    track: str
    title: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class ServedValue:
    """An act that was served on the own party, and how far that came."""

    case: str
    n: int
    sentence: str
    at: datetime
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class NewsAct:
    """One act of somebody else."""

    n: int
    sentence: str
    at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class NewsOfCaseValue:
    """What others did in one case, the newest first."""

    case: str
    case_title: str
    acts: tuple[NewsAct, ...]


@dataclass(frozen=True, slots=True)
class UptoValue:
    """The act up to which something would be marked as seen."""

    case: str
    n: int


@dataclass(frozen=True, slots=True)
class NewsValue:
    """What others did since the person's mark; `upto` is what to send to mark all of it as seen."""

    since: datetime | None
    cases: tuple[NewsOfCaseValue, ...]
    more: bool
    upto: UptoValue | None
    can_go_back: bool


@dataclass(frozen=True, slots=True)
class FailedService:
    """One act that did not arrive: on us, or one of ours on somebody else."""

    case: str
    n: int
    case_title: str
    sentence: str
    on_us: bool
    party: str
    channel: str
    at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class PassedValue:
    """A period of ours that passed lately without an act of ours, and the act by which that was recorded."""

    due: DueValue
    n: int
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskValue:
    """What the own party has to do: limits that run for it, of law and agreement apart from all that has no such force;
    those that run for others; those that passed; what others did; what did not arrive; what waits for its hand; what is
    proposed; what was served lately; what is prepared."""

    party: str
    by_law: tuple[DueValue, ...]
    by_target: tuple[DueValue, ...]
    theirs: tuple[DueValue, ...]
    passed: tuple[PassedValue, ...]
    news: NewsValue
    failures: tuple[FailedService, ...]
    waiting: tuple[HandValue, ...]
    proposed: tuple[ProposedValue, ...]
    served: tuple[ServedValue, ...]
    to_clear: tuple[DraftLineValue, ...]
    to_dispatch: tuple[DraftLineValue, ...]
    drafts: tuple[DraftLineValue, ...]


def desk_value(page: DeskPage, party: str, base: str) -> DeskValue:
    """Write the desk from its page.

    Long because: one line a list of it.
    """
    case = f"{base}/cases/"
    return DeskValue(
        party,
        tuple(due_value(one, base) for one in page.due.by_law),
        tuple(due_value(one, base) for one in page.due.by_target),
        tuple(due_value(one, base) for one in page.due.theirs),
        tuple(PassedValue(due_value(one.due, base), one.n, one.recorded_at) for one in page.passed),
        news_value(page.news, case),
        tuple(_failure(one, case) for one in page.failures),
        tuple(
            HandValue(
                one.ref,
                one.step,
                one.track,
                one.title,
                one.by,
                one.others,
                one.since,
                one.may_lay,
                case + one.ref,
            )
            for one in page.waiting
        ),
        tuple(ProposedValue(one.ref, one.step, one.track, one.title, one.why, case + one.ref) for one in page.proposed),
        tuple(served_value(one, base) for one in page.served),
        tuple(draft_line(one, base) for one in page.to_clear),
        tuple(draft_line(one, base) for one in page.to_dispatch),
        tuple(draft_line(one, base) for one in page.drafts),
    )


def served_value(one: ServedLine, base: str) -> ServedValue:
    """Write an act that was served on the own party."""
    return ServedValue(one.ref, one.n, one.sentence, one.at, one.state, f"{base}/cases/{one.ref}/acts/{one.n}")


def due_value(line: DueLine, base: str) -> DueValue:
    """Write a limit with the case in which it runs."""
    return DueValue(
        line.ref,
        line.case_title,
        line.procedure,
        deadline_value(line.limit),
        line.soon,
        line.too_late,
        line.exercise,
        f"{base}/cases/{line.ref}",
    )


def draft_line(one: DraftLine, base: str) -> DraftLineValue:
    """Write one paper in preparation."""
    href = f"{base}/drafts/{one.ref}"
    return DraftLineValue(one.ref, one.title, one.changed_at, one.cleared_office, one.closed, one.next, one.stage, href)


def news_value(part: NewsPart, case: str) -> NewsValue:
    """Write what others did since the mark."""
    cases = tuple(
        NewsOfCaseValue(
            one.ref,
            one.case_title,
            tuple(NewsAct(line.n, line.sentence, line.at, f"{case}{one.ref}/acts/{line.n}") for line in one.lines),
        )
        for one in part.cases
    )
    ref, _slash, n = part.upto.rpartition("/")
    return NewsValue(part.since, cases, part.is_more, UptoValue(ref, int(n)) if n else None, part.can_go_back)


def _failure(one: FailureLine, case: str) -> FailedService:
    href = f"{case}{one.ref}/acts/{one.n}"
    return FailedService(one.ref, one.n, one.case_title, one.sentence, one.on_us, one.party, one.channel, one.at, href)
