"""Practice as a machine reads it: the tasks of a first consultation, and how far one's own cases of practice are."""

from collections.abc import Iterable

from consult.pages.practice import PracticeCase, PracticePage, TaskLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TaskValue:
    """One step of the story: whether it is one's own, whether it was taken, whether it is next."""

    step: str
    title: str
    mine: bool
    done: bool
    next: bool


@dataclass(frozen=True, slots=True)
class PracticeCaseValue:
    """A case of practice. Where `answer` is given the other side is next and answers when it is asked to."""

    ref: str
    title: str
    state: str
    tasks: tuple[TaskValue, ...]
    over: bool
    href: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class PracticeValue:
    """Practice: whether there is any here, who plays the other side, the tasks, and the last own cases of it."""

    is_here: bool
    other: str
    may_open: bool
    tasks: tuple[TaskValue, ...]
    cases: tuple[PracticeCaseValue, ...]


def practice_value(page: PracticePage, base: str) -> PracticeValue:
    """Write practice from its page; the addresses of colleagues stand with the people of the party."""
    cases = tuple(_case(one, base) for one in page.cases)
    return PracticeValue(page.is_here, page.other, page.may_open, _tasks(page.tasks), cases)


def _case(one: PracticeCase, base: str) -> PracticeCaseValue:
    answer = f"{base}/practice/{one.ref}/answer" if one.may_ask else None
    return PracticeCaseValue(
        one.ref, one.title, one.state, _tasks(one.tasks), one.is_over, f"{base}/cases/{one.ref}", answer
    )


def _tasks(lines: Iterable[TaskLine]) -> tuple[TaskValue, ...]:
    return tuple(TaskValue(one.step, one.title, one.is_mine, one.is_done, one.is_next) for one in lines)
