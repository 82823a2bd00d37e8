"""The text of a settlement, drafted by the parties together before they sign it.

No clause orders it; it is the product's way, and says so. The text is signed by ``settle`` or, for one claim, by
``settle_claim``, whose form begins with the version on the table. Not modelled: several texts drafted side by side.
"""

from __future__ import annotations

from workflows.dispute.frame import AWARDED, EXECUTING
from workflows.dispute.shape import Shape
from workflows.kernel.joint_text import drafting
from workflows.kernel.language import ANY_PARTY, Step
from workflows.kernel.sheet_of_text import TextSheet

DRAFT_OF_SETTLEMENT = TextSheet(
    key="text",
    title="Settlement draft",
    says="The text that the parties draft together: its wording now, who assents to which clause, what changed from "
    "version to version, and what is still needed to sign it.",
    signs=("settle", "settle_claim"),
)


def drafts(s: Shape) -> tuple[Step, ...]:
    """Give all rows of this part; a text can be drafted wherever the dispute can be settled."""
    return drafting((*s.live, *AWARDED, *EXECUTING), ANY_PARTY, level="C2")
