"""What is still needed to sign a text that is drafted together: whose hands lie on it, whose are lacking, and what this
reader may do.
"""

from collections.abc import Sequence

from consult import casebook
from consult.casebook.drafting import Drafted
from consult.citations import law
from consult.pages.cases.waiting import key_of, open_to_party
from consult.pages.sheets.asked import Asked
from workflows.kernel.acts import Hand
from workflows.kernel.case import Track
from workflows.kernel.frozen import dataclass
from workflows.kernel.joint_text import Clause, clauses_of
from workflows.kernel.machine import Offer
from workflows.kernel.sheet_of_text import TextSheet
from workflows.kernel.view import View
from workflows.kernel.words import either


@dataclass(frozen=True, slots=True)
class SignLine:
    """One way to sign the text: who has agreed to it and who has not, and whether it holds the words on the table.

    ``begins`` says that this reader may prepare the first signature, ``waits`` that a text with hands on it can be
    looked at; ``ours`` that our own hand lies there.
    """

    step: str
    title: str
    effect: str
    track: str
    track_name: str
    laid: tuple[str, ...]
    lacks: tuple[str, ...]
    differs: bool
    begins: bool
    waits: bool
    ours: bool


def sign_lines(asked: Asked, sheet: TextSheet, track: Track | None, text: Drafted) -> tuple[SignLine, ...]:
    """Draw up every joint act that can sign the text where the case stands, for a party that has a hand in it."""
    if text.present is None:
        return ()
    offers = asked.docket.offers(asked.conn, asked.standing, asked.seen, asked.now, for_party=True, steps=sheet.signs)
    here = [offer for offer in offers if not sheet.set or offer.track is None or offer.track is track]
    may = open_to_party(asked.conn, asked.docket, asked.standing, asked.seen, asked.now, steps=sheet.signs)
    lines = (_line(asked, offer, text.present.clauses, key_of(offer) in may) for offer in here)
    return tuple(line for line in lines if line is not None)


def _line(asked: Asked, offer: Offer, present: Sequence[Clause], may: bool) -> SignLine | None:
    slots = _slots(asked, offer)
    ours = asked.viewer.party in offer.laid
    if not any(asked.viewer.party in slot for slot in slots) or not (may or offer.is_open or offer.laid):
        return None
    body = casebook.body_by_digest(asked.conn, asked.seen.row, offer.digest) if offer.digest else None
    lacking = [slot for slot in slots if not slot & set(offer.laid)]
    return SignLine(
        step=offer.step.key,
        title=law(offer.step.title),
        effect=law(offer.step.effect),
        track=offer.track.key if offer.track else "",
        track_name=asked.names.get(offer.track.party or "", offer.track.name) if offer.track else "",
        laid=tuple(asked.names.get(party, party) for party in dict.fromkeys(offer.laid)),
        lacks=tuple(either(sorted(asked.names.get(party, party) for party in slot)) for slot in lacking),
        differs=body is not None and clauses_of(body) != tuple(present),
        begins=may and not offer.laid,
        waits=bool(offer.laid),
        ours=ours,
    )


def _slots(asked: Asked, offer: Offer) -> tuple[frozenset[str], ...]:
    """Give the hands that the act needs, each as the parties that can lay it."""
    world = asked.docket.world(asked.conn, asked.now, asked.seen.row.id)
    hand, row = Hand(asked.viewer.party), offer.step
    view = View(asked.seen.procedure, asked.seen.case, hand, asked.now, world, step=row, track=offer.track)
    return row.by.slots(view)
