"""A dispute that is opened beside another case, which goes on meanwhile.

Law: UNC 33(1) leaves the means to the parties' own choice.
"""

from __future__ import annotations

from typing import Any

from workflows.article_ix.declarations import LADDERS
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OPTIONAL,
    STAY,
    Filing,
    Link,
    Source,
    Step,
    choice,
    long_text,
)

CHARTER = Source("UNC")("33(1)")


class DisputeBeside(Filing):
    """Dispute beside the case."""

    agreement = choice("Agreement whose stages are followed", LADDERS, CHARTER, need=OPTIONAL,
                       help="Left empty: the agreement that this installation names.")  # fmt: skip
    matter = long_text("What is disputed", CHARTER)


def dispute_beside(states: tuple[str, ...], shared: dict[str, Any], why: str) -> Step:
    """Give the step that opens a dispute on the stages of an agreement and leaves the case where it is."""
    return Step("refer", states, STAY, ANY_PARTY, DISPATCH, CHARTER, DisputeBeside,
                link=Link("dispute", "settlement", title="Settlement of disputes", terms=(("agreement", "agreement"),)),
                **shared, title="Open a dispute beside the case", added=why,
                effect="A case on the stages of the agreement is opened with this act, in your name and in "
                       "preparation. This case goes on.")  # fmt: skip
