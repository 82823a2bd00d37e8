"""A toy procedure: a berth whose silence counts only while a linked request is settled; the clock asks that one."""

from dataclasses import replace

from tests.procedures import berth
from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.language import Procedure


def procedure(t: berth.BerthTerms) -> Procedure:
    """Build the berth with another condition on its clock."""
    plain = berth.procedure(t)
    waits = g.Linked("watched", ("settled",))
    steps = tuple(replace(row, when=waits) if row.key == "no_answer" else row for row in plain.steps)
    return replace(plain, key="watch", title="Watch", prefix="WATCH", steps=steps)


FORMS = (Form("watch", "Watch", berth.BerthTerms, procedure),)
