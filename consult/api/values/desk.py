"""The desk as a machine reads it: what the own party has to do, by legal date."""

from dataclasses import dataclass
from datetime import datetime

from consult.api.values.cases import DeadlineValue, DraftLineValue, deadline_value
from consult.pages.cases.preparing import DraftLine
from consult.pages.desk import DeskPage, ServedLine
from consult.pages.due import DueLine


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
class DeskValue:
    """What the own party has to do: limits that run for it, of law and agreement apart from all that has no such force;
    those that run for others; what waits for its hand; what is proposed; what was served lately; what is prepared."""

    party: str
    by_law: tuple[DueValue, ...]
    by_target: tuple[DueValue, ...]
    theirs: tuple[DueValue, ...]
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
        tuple(_draft(one, base) for one in page.to_clear),
        tuple(_draft(one, base) for one in page.to_dispatch),
        tuple(_draft(one, base) for one in page.drafts),
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


def _draft(one: DraftLine, base: str) -> DraftLineValue:
    href = f"{base}/drafts/{one.ref}"
    return DraftLineValue(one.ref, one.title, one.changed_at, one.cleared_office, one.closed, one.next, href)
