"""Who reads a paper that is on record: raised by its author, lowered by all whom it concerns, sealed, unsealed, struck.

These steps stand in every procedure and in no edition: whoever filed a paper can protect it whatever the procedure. The
rule is the product's (procedures.md 0.6): a level is raised by the author alone and lowered only with the consent of
every State whose information the paper holds. Those are its author, in whose name it was filed, the parties to the
matter to whom it was served, and those whom its answers name. Nothing is taken out of the record by any of this:
digest, entry and proof of the paper stay, and so do these acts. Whoever was served with a paper before has read it.

An office that reads the file in which a paper lies (a tribunal, a mediator) may seal and strike it; without such an
office a paper is struck by all whom it concerns. What is struck, its author and those offices alone still read.

Release to the public (``releasing``) is the same consent for words that are written for everybody.

Not modelled: consent of a State that is named and has no part in the case; taking back what a procedure has made of an
answer (the title of a case, a date, a fact, a track), which stands as it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .actors import Actor
from .acts import STEP, Act, Effect
from .fields import Filing, choice, long_text, whole
from .frozen import dataclass
from .holdings import altered
from .paper_keys import handle, number_in
from .papers import AUTHOR, BENCH, HOLDERS, OFFICE_AUTHOR, PaperIs, waiting_on, why_not
from .steps import OWN, STAY, Step
from .words import PRODUCT, Capacity

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

RAISE, LOWER, SEAL, UNSEAL, STRIKE, REFUSE = (
    "raise_level", "lower_level", "seal_paper", "unseal_paper", "strike_paper", "refuse_lowering",
)  # fmt: skip
LEVELLING = frozenset((RAISE, LOWER, SEAL, UNSEAL, STRIKE, REFUSE))
ASKED = (LOWER, UNSEAL, STRIKE)
"""Steps that several parties take together, each on one paper."""
SEALED = "C5"

NUMBER = "Number of the act with which the paper was filed"
UP = {
    "C1": "C1, whoever takes part", "C2": "C2, the parties to the case", "C3": "C3, the two sides of its relation",
    "C4": "C4, our own delegation",
}  # fmt: skip
DOWN = {"C0": "C0, everybody", "C1": UP["C1"], "C2": UP["C2"], "C3": UP["C3"]}


class Raising(Filing):
    """Raising the level of a paper."""

    act = whole(NUMBER, PRODUCT, least=1)
    level = choice("Who may read it from now on", UP, PRODUCT, help="Those who were served with it have read it.")


class Lowering(Filing):
    """Lowering the level of a paper."""

    act = whole(NUMBER, PRODUCT, least=1)
    level = choice(
        "Who may read it then", DOWN, PRODUCT,
        help="Once every State whose information it holds has consented. An annex with a higher level keeps it, and "
        "whether everybody knows of the case is another matter.",
    )  # fmt: skip


class Sealing(Filing):
    """Sealing of a paper."""

    act = whole(NUMBER, PRODUCT, least=1)
    reason = long_text("Reason", PRODUCT, help="Whoever could read the paper until now reads this reason.")


class Unsealing(Filing):
    """Unsealing of a paper."""

    act = whole(NUMBER, PRODUCT, least=1)


class Striking(Filing):
    """Striking of a paper from the record."""

    act = whole(NUMBER, PRODUCT, least=1)
    reason = long_text("Reason", PRODUCT, help="It stays on record beside the digest of what is struck.")


class LoweringRefused(Filing):
    """Refusal to let a paper be read by others, or to strike it."""

    act = whole(NUMBER, PRODUCT, least=1)


def levelling_steps(procedure: Procedure) -> tuple[Step, ...]:
    """Give the steps, as they are taken from every state of a procedure."""
    every = tuple(state.key for state in procedure.states)
    offices = any(role.reads or not role.stake for role in procedure.roles)
    return (*_by_authors(every, offices=offices), *_together(every))


def _row(key: str, every: tuple[str, ...], by: Actor, asks: type[Filing], **rest: Any) -> Step:
    capacity = rest.pop("capacity", Capacity.DISPATCH)
    return Step(key, every, STAY, by, capacity, PRODUCT, asks, checks=(PaperIs("act", step=key),), common=True,
                here_only=True, tell="all", **rest)  # fmt: skip


KEPT = " Digest, proof, and who struck it and why stay."
RAISED: dict[str, Any] = {
    "title": "Raise the level of a paper",
    "effect": "From now on fewer read the paper, on every page and in every copy. Those who were served with it have "
    "read it.",
}
SEALED_UP: dict[str, Any] = {
    "title": "Seal a paper",
    "effect": "The paper is kept from everybody but its author and the offices that read its file. Whoever could read "
    "it sees that it is sealed.",
}
STRUCK_BY_OFFICE: dict[str, Any] = {
    "title": "Strike a paper from the record",
    "effect": "Its words are not read any more but by its author and the offices that read its file." + KEPT,
}
STRUCK_TOGETHER: dict[str, Any] = {
    "title": "Strike a paper from the record",
    "effect": "With the consent of every State whose information it holds, its words are not read any more." + KEPT,
}
LOWERED: dict[str, Any] = {
    "title": "Lower the level of a paper",
    "effect": "With the consent of every State whose information it holds, more may read the paper.",
}
UNSEALED: dict[str, Any] = {
    "title": "Unseal a paper",
    "effect": "With the consent of every State whose information it holds, the paper has the level again that it had "
    "before it was sealed.",
}
NOT_LET: dict[str, Any] = {
    "title": "Refuse to have a paper opened or struck",
    "effect": "The paper stays as it is; what was agreed so far is void. Whoever asked for it takes it back this way "
    "too.",
}


def _by_authors(every: tuple[str, ...], *, offices: bool) -> Iterator[Step]:
    yield _row(RAISE, every, AUTHOR, Raising, **RAISED)
    yield _row(SEAL, every, AUTHOR, Sealing, **SEALED_UP)
    if offices:
        held = {"capacity": Capacity.OFFICE}
        yield _row(RAISE, every, OFFICE_AUTHOR, Raising, **RAISED, **held)
        yield _row(SEAL, every, BENCH, Sealing, **SEALED_UP, **held)
        yield _row(STRIKE, every, BENCH, Striking, **STRUCK_BY_OFFICE, **held)


def _together(every: tuple[str, ...]) -> Iterator[Step]:
    yield _row(LOWER, every, HOLDERS, Lowering, **LOWERED)
    yield _row(UNSEAL, every, HOLDERS, Unsealing, **UNSEALED)
    yield _row(STRIKE, every, HOLDERS, Striking, **STRUCK_TOGETHER)
    yield _row(REFUSE, every, HOLDERS, LoweringRefused, **NOT_LET)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an act about a paper lies: its level, its track, and who is told."""

    level: str
    track: str | None
    told: tuple[str, ...]


def standing_of(view: View, row: Step, kind: str) -> Standing:
    """Say where an act about a paper lies: with those who may read the paper, and once it is lowered or unsealed with
    those who then may."""
    paper = view.paper()
    level = str(paper["level"])
    if kind == STEP and row.key in (LOWER, UNSEAL):
        level = _target(view, row, paper)
    told = {*paper["told"], *paper["holders"], paper["party"]} - {view.acting, view.hand.party}
    return Standing(level, paper["track"], tuple(sorted(told)))


def file_of_act(of: Procedure, act: Act) -> str:
    """Name the file of the case in which an act lies; one about a paper lies in that of the paper."""
    if act.step not in LEVELLING:
        return of.file_of(act.step, act.track)
    return next((str(paper["file"]) for key, paper in act.reads if key.startswith("paper:") and paper), "")


def _target(view: View, row: Step, paper: Mapping[str, Any]) -> str:
    if row.key == UNSEAL:
        return str(paper["before"])
    return SEALED if row.key == SEAL else str(view.filed("level"))


def levelling_effects(view: View, row: Step) -> Iterator[Effect]:
    """Give what a row does: the paper, by its number, gets a level or is struck; hands that waited on it are void."""
    if row.key not in LEVELLING:
        return
    paper, n = view.paper(), int(view.filed("act"))
    for step in ASKED:
        if step != row.key and waiting_on(view.case, step, n):
            yield "joined", handle(step, n)
    if row.key == STRIKE:
        yield "struck", n
    elif row.key != REFUSE:
        yield "level", n, _target(view, row, paper), str(paper["level"])


def concerns(view: View, step: str) -> bool:
    """Say whether a step can have to do with what a party filed or was served with: else it is not even listed. Nothing
    is looked up for it, so that every page can ask."""
    if not view.ask("papers"):
        return False
    if step == REFUSE:
        return bool(asked_about(view))
    filed = [done for key, done in view.case.done.items() if _is_paper(view.procedure, key)]
    if not filed or view.acting not in view.participants():
        return False
    own = any(done.count > 2 or view.acting in (done.first_by, done.last_by) for done in filed)
    concerned = view.acting in view.stakeholders()
    if step in (RAISE, SEAL):
        return own or view.acting in BENCH.slots(view)[0]
    return (step != UNSEAL or SEAL in view.case.done) and (concerned or step == STRIKE)


def steps_on(view: View, n: int) -> tuple[Step, ...]:
    """Give the steps that a hand may take about one paper now, each once, as far as the paper itself tells."""
    at = altered(view, filing={"act": n}, track=None)
    paper = at.paper_or_none()
    if paper is None:
        return ()
    found: dict[str, Step] = {}
    for row in view.procedure.rows_from[view.case.state]:
        if row.key in LEVELLING - {REFUSE} and row.key not in found and _fits(at, row, paper):
            found[row.key] = row
    return tuple(found.values())


def _fits(view: View, row: Step, paper: Mapping[str, Any]) -> bool:
    level = str(paper["level"])
    if (row.key == RAISE and level >= "C4") or (row.key == LOWER and level == "C0"):
        return False
    mine = any(view.acting in slot for slot in row.by.slots(altered(view, step=row)))
    able = {Capacity.DRAFT, row.capacity} & view.hand.capacities if row.capacity != Capacity.OFFICE else (
        {row.capacity} & view.hand.capacities)  # fmt: skip
    return mine and bool(able) and why_not(view, row.key, paper) is None


def on_paper(view: View, step: str, track: str | None) -> View:
    """Look at the paper that stands in the place of a track, where a step is about one."""
    n = number_in(track) if step in LEVELLING else None
    return view if n is None else altered(view, filing={"act": n})


def asked_about(view: View) -> tuple[int, ...]:
    """Give the numbers of the papers about which hands wait and of which the acting party is one that is asked."""
    numbers = sorted({n for key in view.case.pending if (n := number_in(key.partition("@")[2])) is not None})
    papers = ((n, altered(view, filing={"act": n}).paper_or_none()) for n in numbers)
    return tuple(n for n, paper in papers if paper and view.acting in paper["holders"])


def _is_paper(of: Procedure, key: str) -> bool:
    """Say whether a step that was taken left a paper that others may read."""
    rows = of.rows.get(key, ())
    return key not in LEVELLING and any(row.filing and row.tell != OWN for row in rows)
