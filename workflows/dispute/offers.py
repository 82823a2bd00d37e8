"""Rows of offers in a dispute, without prejudice: for the parties alone, and for no tribunal.

Law: the model law on conciliation 10, by which offers made in talks are no evidence in arbitral or court proceedings;
in a negotiation without a neutral that is what the product takes the parties to want, and says so. An offer moves no
stage and counts no time anew, so that nothing but the parties' own pages tells that there is one. Not modelled: offers
that somebody writes by hand into another paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.dispute.shape import Shape
from workflows.kernel.language import ANY_PARTY, DISPATCH, PRODUCT, Binding, Grade, Source, Step, TrackSet
from workflows.kernel.talks import lifting, offer_rows, offer_tracks

MODEL_LAW = Source("ML2002", Binding.SOFT, Grade.M)("10")
PARTIES = "claimant respondent"


def offer_sets() -> tuple[TrackSet, ...]:
    """Give the track set of this part."""
    return (offer_tracks(),)


def offers(s: Shape) -> Iterator[Step]:
    """Give all rows of this part: while talks are possible, which they are until an award or a judgment."""
    told = PARTIES if s.arrangement.clause.third_party_join == "none" else f"{PARTIES} third_party"
    under = (MODEL_LAW, PRODUCT)
    yield from offer_rows(s.live, ((ANY_PARTY, DISPATCH),), under, tell=told, level="C2")
    yield lifting(s.live, under, tell=told, level="C2")
