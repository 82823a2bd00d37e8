"""The states and steps of a procedure as rows that a lawyer can read down a column."""

from collections.abc import Iterator

from consult.citations import Cited, cite, law
from consult.i18n import _
from consult.library.effects import list_effects, write_target, write_track
from consult.library.names import Names
from workflows.kernel.actors import All, AnyOf, Clock, Each, EachOn, Side
from workflows.kernel.describe_words import checks_in_words
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import State, Step

ALL_THAT_MAY = "*"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a key and a name, and its place on the page; no place where it is not on it."""

    key: str
    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its name, what kind it is, what it means."""

    key: str
    name: str
    kind: str
    meaning: str
    place: str


@dataclass(frozen=True, slots=True)
class Target:
    """One state to which a step leads, with the condition under which it does."""

    to: Named
    condition: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of the table of steps; `limits` says what happens to which, `marks` what is special about the row."""

    key: str
    name: str
    place: str
    marks: tuple[str, ...]
    come: tuple[Named, ...]
    go: tuple[Target, ...]
    track: str
    by: str
    capacity: str
    under: tuple[Cited, ...]
    asks: Named | None
    conditions: tuple[str, ...]
    limits: tuple[tuple[str, tuple[Named, ...]], ...]
    does: tuple[str, ...]
    effect: str
    level: str
    added: str
    common: bool


def state_rows(states: tuple[State, ...], of: str = "") -> tuple[StateRow, ...]:
    """List states in the order written; `of` is the set of tracks they belong to."""
    return tuple(
        StateRow(one.key, law(one.title), one.kind, law(one.meaning), state_place(one.key, of)) for one in states
    )


def step_rows(procedure: Procedure, names: Names) -> tuple[StepRow, ...]:
    """List the rows in the order written; a step with several rows has a place for each."""
    seen: dict[str, int] = {}
    rows = []
    for step in procedure.steps:
        seen[step.key] = seen.get(step.key, 0) + 1
        rows.append(_row(step, names, seen[step.key]))
    return tuple(rows)


def state_place(key: str, of: str = "") -> str:
    """Give the fragment of a state."""
    return f"state-{of}-{key}" if of else f"state-{key}"


def step_place(key: str, row: int = 1) -> str:
    """Give the fragment of a step's row."""
    return f"step-{key}" if row == 1 else f"step-{key}-{row}"


def limit_named(key: str, names: Names) -> Named:
    """Name a limit with its place."""
    if key == ALL_THAT_MAY:
        return Named(key, _("every one that may be"))
    return Named(key, names.limit(key), f"limit-{key}")


def _row(step: Step, names: Names, number: int) -> StepRow:
    """Read one row."""
    by_clock = isinstance(step.by, Clock)
    filing = step.filing
    return StepRow(
        key=step.key,
        name=law(step.title),
        place=step_place(step.key, number),
        marks=tuple(_marks(step)),
        come=tuple(Named(key, names.state(key), state_place(key)) for key in step.frm),
        go=tuple(_targets(step, names)),
        track=write_track(step, names),
        by=law(step.by.words(names.procedure)),
        capacity="" if by_clock else str(step.capacity),
        under=tuple(cite(one) for one in step.under),
        asks=Named(filing.key, law(filing.title), f"filing-{filing.key}") if filing else None,
        conditions=tuple(_conditions(step, names)),
        limits=tuple(_limits(step, names)),
        does=tuple(list_effects(step, names)),
        effect=law(step.effect),
        level=step.level,
        added=law(step.added),
        common=step.common,
    )


def _targets(step: Step, names: Names) -> Iterator[Target]:
    """List where a step leads."""
    for key, name, condition in write_target(step.to, names):
        yield Target(Named(key, name, state_place(key) if key else ""), condition)


def _marks(step: Step) -> Iterator[str]:
    """Say what is special about a step."""
    if isinstance(step.by, Clock):
        yield (
            _("on proof of receipt")
            if step.proof
            else _("by itself, at once")
            if step.follows
            else _("by the passing of time")
        )
    if _is_joint(step):
        yield _("joint step")
    if step.hands > 1:
        yield _("two persons") if step.hands == 2 else _("%(number)s persons", number=step.hands)
    if step.proposed:
        yield _("put on a desk")
    if step.added:
        yield _("added")


def _is_joint(step: Step) -> bool:
    """Tell whether several parties take a step together in at least one way."""
    waiting = [step.by]
    while waiting:
        actor = waiting.pop()
        if isinstance(actor, All | Each | EachOn | Side):
            return True
        waiting += actor.of if isinstance(actor, AnyOf) else ()
    return False


def _conditions(step: Step, names: Names) -> Iterator[str]:
    """Say when a step is open, and what its filing must satisfy."""
    if step.follows:
        yield _("as soon as %(condition)s", condition=law(step.follows.words(names.procedure)))
    if step.when:
        yield _("only if %(condition)s", condition=law(step.when.words(names.procedure)))
    yield from (law(words) for words in checks_in_words(step, names.procedure))


def _limits(step: Step, names: Names) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Say what a step does to time limits."""
    extended = (step.extends.limit,) if step.extends and step.extends.limit else ()
    for said, keys in (
        (_("Starts"), step.starts),
        (_("Stops"), step.stops),
        (_("Pauses"), step.pauses),
        (_("Resumes"), step.resumes),
        (_("Extends"), extended),
        (_("Late after"), (step.within,) if step.within else ()),
    ):
        if keys:
            yield said, tuple(limit_named(key, names) for key in keys)
    if step.extends and not step.extends.limit:
        yield _("Extends"), (Named("", _("the limit that the filing names")),)
