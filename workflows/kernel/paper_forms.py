"""In which form a step's filing stands on paper: what its filing says, else what follows from who takes the step.

A filing that a ministry or mission dispatches under a treaty is a note verbale; a filing between agencies, of an
office, or of whoever prepares and acknowledges is a letter; what several hands agree to is one text with a signature
each; what nobody outside is told is a paper for one's own file. PRODUCT: no text orders this; it is how missions write.
A stored edition whose filings say nothing has the form that follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from .actors import Actor, All, AnyOf, Each, EachOn, EachOther, Side
from .acts import HAND, HAND_WITHDRAWN, Act
from .fields import AGREED, DECISION, LETTER, MEMORANDUM, NOTE
from .procedure import AGENCY
from .steps import OWN
from .words import Capacity

if TYPE_CHECKING:
    from .procedure import Procedure
    from .steps import Step


def form_of_paper(of: Procedure, row: Step) -> str:
    """Give the form in which what a row of a procedure files stands on paper."""
    said = row.filing.on_paper if row.filing else ""
    if is_joint(row.by):
        return AGREED
    if row.tell == OWN:
        return MEMORANDUM
    if said and (said != DECISION or row.capacity is Capacity.OFFICE):
        return said
    is_note = row.capacity is Capacity.DISPATCH and of.level != AGENCY and of.room is None
    return NOTE if is_note else LETTER


def is_joint(by: Actor) -> bool:
    """Say whether a rule of who may take a step can ask for hands of several parties."""
    if isinstance(by, AnyOf):
        return any(is_joint(one) for one in by.of)
    return isinstance(by, All | Each | EachOn | EachOther | Side)


def row_of_act(of: Procedure, act: Act, answered: Collection[str] = ()) -> Step | None:
    """Find the row by which an act with a filing was taken: one that asks what was answered, leaves the state that the
    act came from, is taken on such a track and in that capacity; None where no row of its step asks for anything."""
    rows = [row for row in of.rows.get(act.step, ()) if row.filing]
    set_of = (act.track or "").partition(":")[0]

    def fit(row: Step) -> tuple[int, ...]:
        asked = {field.key for field in row.filing.fields} if row.filing else set()
        here = act.came in row.frm, (row.track.set if row.track else "") == set_of, row.capacity.value == act.capacity
        return (len(asked & set(answered)), *map(int, here))

    return max(rows, key=fit) if rows else None


def hands_on(acts: Iterable[Act], last: Act) -> tuple[Act, ...]:
    """Give the hands that lie on the text of an act, its own as the last one: those laid on the same text before it,
    without those taken back; the acts of its step stand in the order of the record."""
    laid: list[Act] = []
    for act in acts:
        if act.n > last.n or act.track != last.track or act.step != last.step:
            continue
        if act.kind == HAND_WITHDRAWN:
            laid = [one for one in laid if one.principal != act.principal]
        elif act.kind == HAND and act.digest == last.digest and act.n != last.n:
            laid = [*(() if any(e[3] for e in act.effects_of("hand")) else laid), act]
        elif act.kind == HAND and act.n != last.n:
            laid = []
    fresh = any(effect[3] for effect in last.effects_of("hand"))
    return (last,) if fresh else (*laid, last)
