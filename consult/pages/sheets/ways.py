"""Steps as a sheet shows them: open with a way to them, or closed with every condition, met or not."""

from collections.abc import Iterable, Mapping
from datetime import date

from consult.citations import Cited, cite, law
from consult.docket.conditions import conditions_of
from consult.pages.cases.lines import OfferLine, is_for_somebody_else, offer_line
from consult.pages.sheets.asked import Asked
from workflows.kernel.conditions import Condition
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer

OF_TRACK = frozenset(("@track",))


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition: what it asks, under which provision, whether it is met, why not, and from when it is."""

    words: str
    under: tuple[Cited, ...]
    met: bool
    why: str
    opens_on: date | None


@dataclass(frozen=True, slots=True)
class WayLine:
    """One step: as the viewer's party meets it, who takes it, its conditions, and whether it needs
    more hands than one; `others` where it is not the viewer's to take."""

    offer: OfferLine
    by: str
    others: bool
    conditions: tuple[ConditionLine, ...]
    joint: bool

    @property
    def opens_on(self) -> date | None:
        """From when it is open, where every thing that is missing has a day."""
        days = [line.opens_on for line in self.offer.refusals]
        return max(day for day in days if day) if days and all(days) else None


def offers_now(asked: Asked) -> tuple[Offer, ...]:
    """List the steps that leave the present state as anybody of the viewer's party meets them; common ones left out."""
    found = asked.docket.offers(asked.conn, asked.standing, asked.seen, asked.now, for_party=True)
    return tuple(offer for offer in found if not offer.step.common)


def ways(asked: Asked, offers: Iterable[Offer]) -> tuple[WayLine, ...]:
    """Draw up steps, the open ones first."""
    lines = [_way(asked, offer) for offer in offers]
    return tuple(sorted(lines, key=lambda line: (not line.offer.is_open, line.joint, line.others)))


def ways_by_track(asked: Asked, of: str) -> Mapping[str, tuple[WayLine, ...]]:
    """Draw up the steps on each track of a set."""
    found: dict[str, list[Offer]] = {}
    for offer in offers_now(asked):
        if offer.track is not None and offer.track.set == of:
            found.setdefault(offer.track.key, []).append(offer)
    return {key: ways(asked, offers) for key, offers in found.items()}


def _way(asked: Asked, offer: Offer) -> WayLine:
    world = asked.docket.world(asked.conn, asked.now, asked.seen.row.id)
    told, hands = conditions_of(asked.conn, world, asked.standing, asked.seen, offer, asked.now)
    return WayLine(
        offer_line(offer, asked.names, asked.viewer.party),
        _by(asked, offer),
        is_for_somebody_else(offer, asked.seen, asked.viewer),
        tuple(_line(one) for one in told),
        hands > 1,
    )


def _by(asked: Asked, offer: Offer) -> str:
    """Say who takes a step; the party of a track by its name."""
    party = offer.track.party if offer.track else None
    if party and offer.step.by.roles() == OF_TRACK:
        return asked.names.get(party, party)
    return law(offer.step.by.words(asked.seen.procedure))


def _line(one: Condition) -> ConditionLine:
    refusal = one.refusal
    why = law(refusal.sentence) if refusal and refusal.sentence != one.words else ""
    under = tuple(cite(c) for c in one.under)
    return ConditionLine(law(one.words), under, refusal is None, why, refusal.opens_on if refusal else None)
