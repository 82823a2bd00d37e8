"""What each party says on each claim, without prejudice: admitted, denied or reserved; silence is none of these.

No text asks for it; it is the product's, so that parties see what they agree on before anybody decides. A party may say
so on every claim, and anew: the latest word counts and the earlier ones stay on record. Not modelled: positions on
parts of a claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute.shape import Shape
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    OPTIONAL,
    PRODUCT,
    STAY,
    Filing,
    On,
    Step,
    choice,
    document_field,
    long_text,
)

STANCES = {"admitted": "Admitted", "denied": "Denied", "reserved": "Position reserved"}
AGREED = ("admitted",)


class Position(Filing):
    """Position on a claim."""

    stance = choice("Your position on this claim", STANCES, PRODUCT)
    reasons = long_text("Reasons, or the terms on which you say so", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


def positions(s: Shape) -> Iterator[Step]:
    """Give the step by which a party says where it stands on a claim."""
    yield Step(
        "state_position",
        s.live,
        STAY,
        ANY_PARTY,
        DISPATCH,
        PRODUCT,
        Position,
        track=On("claim", ("pending",)),
        tell="all",
        effect="Your position on this claim is on record, without prejudice. A later one takes its place.",
    )
