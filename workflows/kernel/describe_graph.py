"""A procedure's states and steps as text for diagram programs: Mermaid and Graphviz. Common steps are left out."""

from __future__ import annotations

from .actors import Actor
from .procedure import Procedure
from .steps import BACK, FINAL, STAY

Edges = dict[tuple[str, str], list[str]]


def edges(procedure: Procedure, *, common: bool = False) -> Edges:
    """Collect the steps that lead from one state to another, several steps on one edge; stays are left out."""
    found: Edges = {}
    for row in procedure.steps:
        if row.common and not common:
            continue
        for source in row.frm:
            for target in procedure.targets_of(row):
                if target not in (STAY, BACK, source):
                    labels = found.setdefault((source, target), [])
                    label = f"{row.key} (clock)" if _is_clock(row.by) else row.key
                    labels += [label] if label not in labels else []
    return found


def _is_clock(actor: Actor) -> bool:
    return actor.roles() == {"@clock"}


def _shown(procedure: Procedure, found: Edges) -> list[str]:
    used = {s for edge in found for s in edge} | {procedure.opens}
    return [s.key for s in procedure.states if s.key in used]


def mermaid(procedure: Procedure) -> str:
    """Draw as a Mermaid state diagram."""
    found = edges(procedure)
    lines = ["stateDiagram-v2"]
    lines += [f"    {key}: {procedure.state(key).title}" for key in _shown(procedure, found)]
    lines.append(f"    [*] --> {procedure.opens}")
    lines += [f"    {source} --> {target}: {', '.join(labels)}" for (source, target), labels in found.items()]
    lines += [f"    {key} --> [*]" for key in _shown(procedure, found) if procedure.state(key).kind == FINAL]
    return "\n".join(lines) + "\n"


def dot(procedure: Procedure) -> str:
    """Draw as a Graphviz digraph."""
    found = edges(procedure)
    lines = [f"digraph {_quoted(procedure.key)} {{", "    rankdir=TB;", "    node [shape=box];"]
    for key in _shown(procedure, found):
        double = ", peripheries=2" if procedure.state(key).kind == FINAL else ""
        lines.append(f"    {_quoted(key)} [label={_quoted(procedure.state(key).title)}{double}];")
    lines += [
        f"    {_quoted(source)} -> {_quoted(target)} [label={_quoted(', '.join(labels))}];"
        for (source, target), labels in found.items()
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
