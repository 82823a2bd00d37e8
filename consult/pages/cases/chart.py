"""The diagram of a case: where it is, whence it came, and where the next step or two may lead."""

from consult.docket import Seen
from consult.drawing.statechart import Edge, StateRow, statechart, statechart_table
from consult.i18n import _
from consult.library.diagram import edges_of, exits_of, nodes_of, words_of_diagram
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing as SVG, and the same as rows of text."""

    svg: str
    rows: tuple[StateRow, ...]


def compact_chart(seen: Seen, is_filer: bool, direction: str) -> Chart:
    """Draw the present state with its neighbours; what came before dispatch is drawn for the party that filed alone."""
    procedure, words = seen.procedure, words_of_diagram()
    nodes, edges = nodes_of(procedure), _own(procedure.opens, edges_of(procedure), seen)
    came = seen.case.came_from.get(seen.case.state) if is_filer else None
    visited = frozenset(seen.case.came_from) if is_filer else frozenset()
    svg = statechart(
        nodes,
        edges,
        current=seen.case.state,
        visited=visited,
        direction="rtl" if direction == "rtl" else "ltr",
        title=_("Where the case is"),
        description=_("The present state, the one before it, and where the next steps may lead."),
        compact=True,
        came_from=came,
        words=words,
        ident="case-chart",
    )
    rows = statechart_table(nodes, edges, current=seen.case.state, visited=visited, words=words)
    return Chart(svg, tuple(rows))


def _own(opens: str, edges: tuple[Edge, ...], seen: Seen) -> list[Edge]:
    """Leave out the steps that all procedures share, which would hide the case's own."""
    shared = exits_of(seen.procedure) - {opens, seen.case.state}
    only_common = {key for step in seen.procedure.steps if step.common for key in seen.procedure.targets_of(step)}
    return [edge for edge in edges if edge.target not in shared & only_common]
