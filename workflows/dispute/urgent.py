"""Going past a stage because it is urgent, by one party's own act, where the clause says so.

Law: the clause's rule on leaving stages out (``skip_rule``). The party states its reasons with the act; whether they
hold, and whether the stage was owed all the same, is a plea for a tribunal. Not modelled: any test of urgency.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute.limits import runs
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    PRODUCT,
    STAY,
    Filing,
    Flag,
    On,
    Step,
    document_field,
    long_text,
)

URGENT = Flag("urgent", on_track=False)
STATED = Flag("urgent", g.Fact("urgency", ("True",)), on_track=False)
"""Set where the notice of dispute says that it is urgent."""
# fmt: off


class Urgency(Filing):
    """Statement that it is urgent."""

    reasons = long_text("Why it is urgent", PRODUCT)
    document = document_field("Document", PRODUCT, need="optional")


def urgent(s: Shape) -> Iterator[Step]:
    """Give the statement of urgency, and where the clause has it so a way past each stage before a decision."""
    yield Step("state_urgency", s.live, STAY, ANY_PARTY, DISPATCH, s.cite("skip_rule"), Urgency,
               when=~g.Flagged("urgent"), flags=(URGENT,), tell="all", common=True,
               effect="Your reasons are on record. What urgency leads to is as the clause has it.")
    if not s.urgent_way:
        return
    for rung in s.diplomatic:
        on = On("stage", ("not_started", "invited", "running"), "passed_over", key=rung.key)
        yield Step("go_past_stage", s.before, STAY, ANY_PARTY, DISPATCH, s.cite("skip_rule"), Urgency, track=on,
                   stops=runs(rung), flags=(URGENT,), tell="all",
                   effect="You go past this stage for urgency, as the clause allows. The other side may object; before "
                          "a tribunal that is a plea for the tribunal.")
