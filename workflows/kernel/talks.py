"""Offers without prejudice, as procedures share them: made, answered, withdrawn, and made citable by all together.

Each offer is a track, counted on; its acts are marked, so that nobody uses them as evidence before all parties have
agreed to it. What forbids that use is for the procedure to cite. No provision of a treaty stands behind the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .actors import EVERY_PARTY, TRACK_PARTY, Actor
from .fields import OPTIONAL, Filing, choice, date_field, document_field, long_text
from .guards import Fact, Flagged
from .rooms import LIFTED, OtherThanTrack
from .steps import STAY, On, Opens, State, Step, TrackSet, outcome
from .words import PRODUCT, Capacity, Citations

SET = "offer"
# fmt: off


class Offer(Filing):
    """Offer without prejudice."""

    terms = long_text("Terms offered", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)
    answer_by = date_field("Answer wished for by", PRODUCT, need=OPTIONAL)


class Answer(Filing):
    """Answer to an offer, without prejudice."""

    answer = choice("Answer", {"accept": "Accept in principle", "decline": "Decline"}, PRODUCT)
    text = long_text("Remark", PRODUCT, need=OPTIONAL)


class Lifting(Filing):
    """Agreement that an offer may be used as evidence."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


def offer_tracks() -> TrackSet:
    """One track for each offer."""
    return TrackSet(SET, "made", (
        State("made", "Waits for an answer"),
        State("accepted", "Accepted in principle; it binds once a settlement is signed"),
        State("declined", "Declined"),
        State("withdrawn", "Withdrawn before it was answered"),
    ), "offer", ends=("accepted", "declined", "withdrawn"))


def offer_rows(
    where: tuple[str, ...], hands: tuple[tuple[Actor, Capacity], ...], under: Citations, *, tell: str, level: str = ""
) -> Iterator[Step]:
    """Give the rows for offers by each of these hands, every one answered by another of them.

    Long because: each row is written with its effect.
    """
    shared: dict[str, Any] = {"tell": tell, "level": level, "without_prejudice": True}
    answered = outcome((Fact("answer", ("accept",)), "accepted"), (None, "declined"))
    for by, capacity in hands:
        yield Step("make_offer", where, STAY, by, capacity, under, Offer, **shared,
                   opens=Opens(SET, acting=True, numbered=True), title="Make an offer",
                   effect="The offer is without prejudice: nobody may use it as evidence unless all parties agree.")
        yield Step("answer_offer", where, STAY, OtherThanTrack(by), capacity, under, Answer, keeps=("answer",),
                   track=On(SET, ("made",), answered), **shared, title="Answer the offer", whom="number",
                   effect="Your answer is without prejudice too. It binds nobody before a settlement is signed.")
        yield Step("withdraw_offer", where, STAY, TRACK_PARTY, capacity, under, **shared,
                   track=On(SET, ("made",), "withdrawn"), title="Withdraw the offer", whom="number",
                   effect="The offer no longer stands.")


def lifting(where: tuple[str, ...], under: Citations, *, tell: str, level: str = "") -> Step:
    """Give the row by which all parties together make an offer citable."""
    return Step("lift_prejudice", where, STAY, EVERY_PARTY, Capacity.DISPATCH, under, Lifting, track=On(SET),
                flags=(LIFTED,), when=~Flagged(LIFTED), title="Allow use of the offer", whom="number", tell=tell,
                level=level, effect="This offer and its answer may be used as evidence from now on, as all agree.")
