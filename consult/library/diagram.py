"""The state diagram of a procedure: what is drawn, and the same as a table."""

from typing import Any

from markupsafe import Markup

from consult.citations import law
from consult.drawing.statechart import (
    Edge,
    EdgeKind,
    Node,
    NodeKind,
    StateRow,
    Words,
    common_exits,
    statechart,
    statechart_table,
)
from consult.i18n import _, direction, ngettext
from consult.library.names import Names
from workflows.kernel.actors import Clock
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import BACK, FINAL, STAY, Step


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing, whose texts the drawing itself escapes, and the rows that say the same in words."""

    svg: Markup
    rows: tuple[StateRow, ...]


def nodes_of(procedure: Procedure) -> tuple[Node, ...]:
    """Give the states to draw; those that only the opening party sees yet are drafts."""
    return tuple(Node(one.key, law(one.title), _kind(one.key, one.kind, procedure)) for one in procedure.states)


def edges_of(procedure: Procedure) -> tuple[Edge, ...]:
    """Give the moves to draw; steps that leave the case where it is are not moves."""
    found: dict[Edge, None] = {}
    for step in procedure.steps:
        for source in step.frm:
            for target in procedure.targets_of(step):
                if target != source:
                    found[Edge(source, target, law(step.title), _way(step))] = None
    return tuple(found)


def draw(procedure: Procedure, names: Names) -> Diagram:
    """Draw the whole machine, with the exits that nearly every state has gathered in one place."""
    nodes, edges, words = nodes_of(procedure), edges_of(procedure), words_of_diagram()
    title = law(procedure.title)
    svg = statechart(
        nodes,
        edges,
        current=None,
        visited=frozenset(),
        direction="rtl" if direction() == "rtl" else "ltr",
        title=_("States of “%(procedure)s”", procedure=title),
        description=_(
            "A case opens as “%(state)s”. The table below says the same.", state=names.state(procedure.opens)
        ),
        common=exits_of(procedure),
        words=words,
        ident=f"states-{procedure.key}",
    )
    drawn = Markup(svg)  # noqa: S704  (the canvas escapes every text it writes)
    return Diagram(drawn, tuple(statechart_table(nodes, edges, current=None, visited=frozenset(), words=words)))


def exits_of(procedure: Procedure) -> frozenset[str]:
    """Give the states to draw once: those of the steps that procedures share, and ends to which most states lead."""
    shared = {key for step in procedure.steps if step.common for key in procedure.targets_of(step)}
    entered = {key for step in procedure.steps if not step.common for key in procedure.targets_of(step)}
    ends = {one.key for one in procedure.states if one.kind == FINAL}
    wide = common_exits(nodes_of(procedure), edges_of(procedure))
    return frozenset((shared - entered - {procedure.opens, STAY, BACK}) | (wide & ends))


def words_of_diagram() -> Words:
    """Give the words of a state diagram in the reader's language."""
    return Words(
        from_any_open=_("From any open state"),
        from_any_open_but=_("From any open state except {names}"),
        from_some=_("From {names}"),
        also_from=_("{heading}, and from {names}"),
        also_here=_("Also possible from here"),
        returns=_("then back to the state before"),
        leads_to=_("then {names}"),
        comma=_(", "),
        current=_("where the case is"),
        visited=_("passed"),
        draft=_("draft"),
        open=_("open"),
        resting=_("resting, can reopen"),
        final=_("final"),
        step=_("step"),
        clock=_("by the clock"),
        back=_("back to the state before"),
        steps=_count_steps,
    )


def _count_steps(count: int) -> str:
    """Count steps in words."""
    return ngettext("%(num)s step", "%(num)s steps", count)


def _kind(key: str, kind: str, procedure: Procedure) -> NodeKind:
    """Give the kind to draw: the state in which a case opens is a draft."""
    known: dict[str, Any] = {"open": "open", "resting": "resting", "final": "final"}
    return "draft" if key == procedure.opens else known[kind]


def _way(step: Step) -> EdgeKind:
    """Give the kind of a move."""
    if BACK in step.targets:
        return "back"
    return "clock" if isinstance(step.by, Clock) else "step"
