"""The diagram of a case: where it is, whence it came, and where the next step or two may lead."""

from dataclasses import dataclass

from consult.citations import law
from consult.docket import Seen
from consult.drawing.statechart import Edge, Node, StateRow, statechart, statechart_table
from consult.i18n import _
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import BACK, STAY


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing as SVG, and the same as rows of text."""

    svg: str
    rows: tuple[StateRow, ...]


def nodes_of(procedure: Procedure) -> list[Node]:
    """Give every state as a node."""
    return [
        Node(s.key, law(s.title), "draft" if s.key == procedure.opens else s.kind, law(s.meaning))
        for s in procedure.states
    ]


def edges_of(procedure: Procedure, *, common: bool = False) -> list[Edge]:
    """Give every step that moves the case as edges; the common ones only when asked for."""
    found = []
    for row in procedure.steps:
        if row.common and not common:
            continue
        kind = "clock" if row.by.roles() == {"@clock"} else "step"
        for source in row.frm:
            for target in procedure.targets_of(row):
                if target not in (source, STAY):
                    found.append(Edge(source, target, law(row.title), "back" if BACK in row.targets else kind))
    return found


def compact_chart(seen: Seen, everything: bool, direction: str) -> Chart:
    """Draw the present state with its neighbours; the states before dispatch only for the party that filed."""
    procedure = seen.procedure
    nodes, edges = nodes_of(procedure), edges_of(procedure)
    came = seen.case.came_from.get(seen.case.state)
    visited = frozenset(seen.case.came_from) if everything else frozenset()
    if not everything and came == procedure.opens:
        came = None
    svg = statechart(
        nodes, edges, current=seen.case.state, visited=visited, direction="rtl" if direction == "rtl" else "ltr", title=_("Where the case is"),
        description=_("The present state, the one before it, and where the next steps may lead."), compact=True, came_from=came, ident="case-chart",
    )  # fmt: skip
    rows = tuple(statechart_table(nodes, edges, current=seen.case.state, visited=visited))
    return Chart(svg, rows)
