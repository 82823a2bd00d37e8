"""Acts that an office registers from a paper which reached it by another channel, on behalf of the party that wrote it.

A note verbale, a fax or a letter says what its party could have filed here itself. The office takes the step in that
party's name, with no hand of that party in this product: the act bears the capacity of an office and both names. What a
paper can bring is what leaves a party in writing, for others to read; the procedure may keep a step to itself
(`here_only`). PRODUCT: no text rules on this; a treaty that asks for the diplomatic channel is met by that channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .actors import All
from .acts import Hand
from .guards import Refusal
from .steps import OWN, Step
from .words import PRODUCT, Capacity

if TYPE_CHECKING:
    from .procedure import Procedure

BROUGHT = frozenset((Capacity.DRAFT, Capacity.DISPATCH))
KEPT_APART = frozenset(("C4", "C5"))

ROOM = "What is said in a room of talks is said in it alone; no paper from outside is registered there."
PREJUDICE = "This is said without prejudice; whoever says it says it here, and no office in its name."
HERE_ONLY = "“{title}” is taken in this product alone: this procedure lets no office register a paper in its place."
NO_PAPER = "“{title}” asks for nothing in writing that leaves a party; a paper cannot stand in its place."
OPENS = "“{title}” opens another case in the name of whoever takes it; no office opens one from a paper."
JOINT = "“{title}” needs hands of more than one person or party on one text; no office lays them from a paper."
OWN_ALONE = "“{title}” is for the acting party's own delegation; it does not come by way of an office."


def is_by_paper(hand: Hand, row: Step) -> bool:
    """Say whether a hand takes a step as an office on behalf of a party, and not with a capacity of that step."""
    lent = hand.on_behalf_of is not None and hand.on_behalf_of != hand.party
    held = row.capacity in hand.capacities or Capacity.DISPATCH in hand.capacities
    return lent and Capacity.OFFICE in hand.capacities and not held


def why_not_by_paper(of: Procedure, row: Step, slots: int = 1) -> Refusal | None:
    """Say why a step cannot be registered from a paper; None where it can."""
    sentence = ""
    if of.room is not None:
        sentence = ROOM
    elif row.without_prejudice or row.key in of.without_prejudice:
        sentence = PREJUDICE
    elif row.here_only:
        sentence = HERE_ONLY
    elif row.filing is None or row.capacity not in BROUGHT:
        sentence = NO_PAPER
    elif row.link is not None and row.link.opens:
        sentence = OPENS
    elif row.hands > 1 or slots > 1:
        sentence = JOINT
    elif (
        row.tell == OWN or row.level in KEPT_APART or (row.level == "C3" and row.track is None and not _lies_here(row))
    ):
        sentence = OWN_ALONE
    return Refusal(sentence.format(title=row.title), row.under or (PRODUCT,)) if sentence else None


def _lies_here(row: Step) -> bool:
    """Say whether the act lies on the track that it opens."""
    return any(opens.here for opens in row.opens)


def capacity_of(hand: Hand, row: Step) -> str:
    """Give the capacity that the record keeps of an act: that of an office too where one joins in a joint step."""
    joins = isinstance(row.by, All) and hand.capacities == frozenset((Capacity.OFFICE,))
    return Capacity.OFFICE.value if joins or is_by_paper(hand, row) else row.capacity.value
