"""Which paper somebody registers as a step, in whose name, and the hand that takes it.

The date in law is when the paper came; the moment of recording is now. The mandate that the act bears names the paper
by its digest beside the officer's own, so that what was registered cannot be exchanged later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from consult.docket.hands import hand_of
from consult.docket.values import Seen
from consult.i18n import _
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from workflows.kernel.by_paper import why_not_by_paper
from workflows.kernel.case import Case, Hand
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import Refusal
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step
from workflows.kernel.view import View, World


@dataclass(frozen=True, slots=True)
class ByPaper:
    """A registered paper that is to become an act: its number in the table, its digest, and whose it is."""

    id: int
    digest: str
    party: str


def lent_hand(standing: Standing, procedure: Procedure, at: datetime, paper: ByPaper) -> Hand:
    """Give the hand of a secretariat that acts for the party of a paper; unknown to everybody else, and for oneself."""
    if not standing.is_secretariat or paper.party == standing.party_key:
        raise Unknown
    by = hand_of(standing, procedure, at)
    if "office" not in by.capacities:
        raise Unknown
    mandate = f"{by.mandate} paper:{paper.digest}"
    return replace(by, capacities=frozenset({"office"}), on_behalf_of=paper.party, mandate=mandate)


def require_no_neutral(case: Case, standing: Standing) -> None:
    """Refuse the body of a mediator, a conciliator or an arbitrator of a case: who stands between the parties does not
    speak in the name of one of them."""
    between = case.procedure.office_sets
    if any(track.set in between and track.party == standing.party_key for track in case.tracks.values()):
        raise Closed(
            _(
                "%(party)s holds an office between the parties of this case. A paper of one of them is registered by a "
                "secretariat that holds none.",
                party=standing.party_name,
            )
        )


def steps_by_paper(seen: Seen, by: Hand, at: datetime, world: World) -> Iterator[Step]:
    """Give the steps that leave the present state, are the party's to take and can be registered from a paper, each
    once. Where a relation stands is not looked at: whoever registers need not know."""
    yield from _each_once(row for row, why in _steps_of(seen, by, at, world) if why is None)


def steps_not_by_paper(seen: Seen, by: Hand, at: datetime, world: World) -> Iterator[Refusal]:
    """Say why the party's steps in the present state cannot be registered from a paper, each reason once."""
    yield from dict.fromkeys(why for _row, why in _steps_of(seen, by, at, world) if why is not None)


def _steps_of(seen: Seen, by: Hand, at: datetime, world: World) -> Iterator[tuple[Step, Refusal | None]]:
    """Give the rows that leave the present state and are the party's to take, with why no paper can stand for them."""
    case = seen.case
    view = View(case.procedure, case, by, at, world)
    for row in case.procedure.steps:
        if case.state not in row.frm:
            continue
        tracks = [t for t in case.tracks.values() if row.track.fits(t)] if row.track else [None]
        slots = [row.by.slots(replace(view, step=row, track=track)) for track in tracks]
        mine = [one for one in slots if any(by.on_behalf_of in slot for slot in one)]
        if mine:
            yield row, why_not_by_paper(case.procedure, row, len(mine[0]))


def _each_once(rows: Iterable[Step]) -> Iterator[Step]:
    given: set[str] = set()
    for row in rows:
        if row.key not in given:
            given.add(row.key)
            yield row
