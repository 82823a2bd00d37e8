"""A paper on record as an act about it finds it: whose it is, who reads it, whom it concerns, what may become of it.

What is known of a paper is asked of the world under its number and the party that asks: of one that this party may not
read there is nothing to know, as of one that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .actors import Actor, Slots
from .checks_of_filings import NamesAct
from .frozen import dataclass
from .guards import CONTENT, Refusal
from .paper_keys import handle
from .words import LEVELS, PRODUCT

if TYPE_CHECKING:
    from .case import Case
    from .procedure import Procedure
    from .view import View

NO_PAPER = "There is no paper of this number that you may raise, lower, seal or strike."
FIXED = "What was filed with this act stands in a register or a text of the parties; file the next version instead."
NOT_HIGHER = "Choose a level above the one that the paper has, which is {level}."
NOT_LOWER = "Choose a level below the one that the paper has, which is {level}."
NO_RELATION = "C3 is for the two sides of a relation, and this paper lies on none."
IS_SEALED = "The paper is sealed; unseal it first."
NOT_SEALED = "The paper is not sealed."
IS_STRUCK = "The paper is struck from the record."
WAITS = "Something else about this paper waits for an answer; refuse that first, or take it back."
NONE_WAITS = "Nobody asks to have this paper opened or struck."


def waiting_on(case: Case, step: str, n: int) -> bool:
    """Say whether hands wait on a step about a paper."""
    return handle(step, n) in case.pending


@dataclass(frozen=True, slots=True)
class Author(Actor):
    """Whoever filed the paper: a party to the matter, or somebody in an office."""

    office: bool = False

    def slots(self, view: View) -> Slots:
        """The author; while no paper is named, whoever could be one."""
        stakes = view.stakeholders()
        able = view.participants() - stakes if self.office else stakes
        paper = view.paper_or_none()
        return (able & {str(paper["principal"]), str(paper["party"])} if paper else able,)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "whoever filed the paper"


@dataclass(frozen=True, slots=True)
class Bench(Actor):
    """An office that filed the paper or reads the file in which it lies."""

    def slots(self, view: View) -> Slots:
        """Whoever holds such an office still."""
        paper = view.paper_or_none()
        held = frozenset(
            party
            for role in view.procedure.roles
            if not role.stake and (role.reads if paper is None else paper["file"] in role.reads)
            for party in view.case.parties.get(role.key, ())
            if not view.has_left(party, role.key)
        )
        own = {str(paper["party"])} & (view.participants() - view.stakeholders()) if paper else frozenset[str]()
        return (held | own,)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actor."""
        return "an office that reads the file of the paper"


@dataclass(frozen=True, slots=True)
class Holders(Actor):
    """A hand of every State whose information the paper holds."""

    def slots(self, view: View) -> Slots:
        """One slot for each of them; while no paper is named, any party to the matter may begin."""
        paper = view.paper_or_none()
        if paper is None:
            return (view.stakeholders(),)
        if view.step is not None and view.step.key == "refuse_lowering":
            return (frozenset(paper["holders"]),)
        return tuple(frozenset((str(party),)) for party in paper["holders"]) or (frozenset(),)

    def words(self, of: Procedure | None = None) -> str:
        """Name the actors."""
        return "every State whose information the paper holds"


AUTHOR, OFFICE_AUTHOR, BENCH, HOLDERS = Author(), Author(office=True), Bench(), Holders()


@dataclass(frozen=True, slots=True)
class PaperIs(NamesAct):
    """The number names a paper with which this step may be taken."""

    step: str = ""

    def check(self, view: View) -> Refusal | None:
        """Find the paper, then the first obstacle."""
        paper = view.paper_or_none()
        if paper is None:
            return _no(NO_PAPER, self.field)
        if self.step == "refuse_lowering":
            n = int(view.filed(self.field))
            waits = any(waiting_on(view.case, step, n) for step in ("lower_level", "unseal_paper", "strike_paper"))
            return None if waits else _no(NONE_WAITS, self.field)
        return why_not(view, self.step, paper) or _level(view, self.step, paper)

    def mend(self, body: Mapping[str, Any], view: View) -> Mapping[str, Any]:
        """Leave the body as it is: which paper is meant, nobody can guess."""
        return body


def _no(sentence: str, field: str) -> Refusal:
    return Refusal(sentence, (PRODUCT,), kind=CONTENT, field=field)


def why_not(view: View, step: str, paper: Mapping[str, Any]) -> Refusal | None:
    """Say what stands against such an act about the paper, whatever else is filed with it."""
    rows = view.procedure.rows.get(str(paper["step"]), ())
    if any(row.registers or row.records or row.tables or row.freezes for row in rows):
        return _no(FIXED, "act")
    if paper["struck"]:
        return _no(IS_STRUCK, "act")
    sealed = bool(paper["before"])
    if sealed != (step == "unseal_paper") and step != "strike_paper":
        return _no(IS_SEALED if sealed else NOT_SEALED, "act")
    if step == "seal_paper" and paper["level"] == LEVELS[-1]:
        return _no(IS_SEALED, "act")
    n, others = int(view.filed("act")), {"lower_level", "unseal_paper", "strike_paper"} - {step}
    asks = step in ("lower_level", "unseal_paper", "strike_paper")
    if asks and any(waiting_on(view.case, other, n) for other in others):
        return _no(WAITS, "act")
    return None


def _level(view: View, step: str, paper: Mapping[str, Any]) -> Refusal | None:
    """What stands against the level that is chosen."""
    now, to = str(paper["level"]), str(view.filed("level") or "")
    if step == "raise_level" and not to > now:
        return _no(NOT_HIGHER.format(level=now), "level")
    if step == "lower_level" and not to < now:
        return _no(NOT_LOWER.format(level=now), "level")
    if step in ("raise_level", "lower_level") and to == "C3" and paper["track"] is None:
        return _no(NO_RELATION, "level")
    return None
