"""Which steps of a procedure are notices: those with which its filer goes out first, or prepares to.

A notice has a filing and no relation yet, and leaves the state in which a case is opened, or one that the filer alone
reaches from there while nobody else learns of it: the assessment that comes before it, and what is served after it.
Steps that every case has besides (withdrawing, stating) are none.
"""

from collections.abc import Iterator

from workflows.kernel.fields import FilingSpec
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import OWN, Step


def notice_steps(procedure: Procedure) -> dict[str, FilingSpec]:
    """Give what each step asks that may begin a case, those that tell others first."""
    found = sorted(_of_edition(procedure), key=lambda step: step.tell == OWN)
    asked: dict[str, FilingSpec] = {}
    for step in found:
        if step.filing is not None:
            asked.setdefault(step.key, step.filing)
    return asked


def telling_steps(procedure: Procedure) -> frozenset[str]:
    """Name those among them that tell others."""
    return frozenset(step.key for step in _of_edition(procedure) if step.tell != OWN)


def usual_step(procedure: Procedure) -> str:
    """Name the one step that is meant where a notice names none; empty where there are several, or none."""
    telling = telling_steps(procedure)
    among = telling or frozenset(notice_steps(procedure))
    return next(iter(among)) if len(among) == 1 else ""


def _of_edition(procedure: Procedure) -> tuple[Step, ...]:
    alone = [step for step in procedure.steps if _is_of_filer(procedure, step)]
    states, more = {procedure.opens}, {procedure.opens}
    while more:
        more = {to for step in alone if step.tell == OWN and states & set(step.frm) for to in _targets(step)} - states
        states |= more
    return tuple(step for step in alone if step.filing is not None and states & set(step.frm))


def _is_of_filer(procedure: Procedure, step: Step) -> bool:
    return procedure.filer in step.by.roles() and step.track is None and not step.common


def _targets(step: Step) -> Iterator[str]:
    return (to for to in step.targets if not to.startswith("@"))
