"""Release to the public: what all parties to a case agree to tell everybody, in words written for it.

No treaty makes consultations between States public; OST XI asks to inform the public of activities as far as feasible,
and what one State may tell is not another's to give (procedures.md 13.5). So every party that ever had a stake agrees,
also one that has left: whoever knows of the case knows that it took part. Each later release asks all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from .actors import EveryStake
from .fields import OPTIONAL, Filing, choice, document_field, long_text, text
from .steps import STAY, Step
from .words import PRODUCT, Capacity, Citation

WHAT = {
    "notice": "The notice", "stage": "Where the matter stands", "arrangement": "An arrangement", "result": "A result",
}  # fmt: skip


class Released(Filing):
    """Release to the public."""

    heading = text("Title for the public", PRODUCT, fills="title", help="The case bears it from then on.")
    what = choice("What is released", WHAT, PRODUCT, many=True)
    words = long_text("What everybody may read", PRODUCT, help="Nothing else of the case is released by it.")
    document = document_field("Document for the public", PRODUCT, need=OPTIONAL)


def releasing(live: Iterable[str], under: Citation | tuple[Citation, ...] = PRODUCT) -> Step:
    """Let all parties together release to the public what they write for it; the case is known to everybody then."""
    return Step("release_to_public", tuple(live), STAY, EveryStake(), Capacity.DISPATCH, under, asks=Released,
                tell="all", level="C0", publishes=True, title="Release to the public", common=True,
                added="What the parties agree to tell everybody stands in the public register.",
                effect="Everybody reads these words. Every State also knows of the case under this title: who takes "
                       "part, where it stands, and the day of the activity.")  # fmt: skip
