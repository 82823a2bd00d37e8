"""Silence: the text that lies or lay under it, its instant, what must be there, who spoke, and what may be done now."""

from consult.pages.sheets.asked import Asked
from consult.pages.sheets.ways import WayLine, offers_now, ways
from consult.pages.silence import CLOCKED, OPENING, SAID, silences_of
from consult.pages.silence_values import SilenceView
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer
from workflows.kernel.sheets import SilenceSheet

STEPS = frozenset((*OPENING, *SAID, *CLOCKED, "post_language"))


@dataclass(frozen=True, slots=True)
class SilencePage:
    """The silence at hand, what may be done now, and the silences before it."""

    now: SilenceView | None
    ways: tuple[WayLine, ...]
    before: tuple[SilenceView, ...]


def silence_sheet(asked: Asked, sheet: SilenceSheet) -> SilencePage:
    """Draw up the silences of a case."""
    found = silences_of(asked, sheet)
    can = ways(asked, (offer for offer in offers_now(asked) if _is_shown(offer)))
    return SilencePage(found[0] if found else None, can, found[1:])


def _is_shown(offer: Offer) -> bool:
    """Say whether a step is one of the silence for somebody to take; on a language version only what is open."""
    by_hand = offer.step.key in STEPS and offer.step.by.roles() != {"@clock"}
    return by_hand and (offer.track is None or offer.is_open)
