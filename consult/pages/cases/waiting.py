"""Joint steps on which others have laid their hand and that lack ours: what we may lay, or prepare for others of our
party to lay.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Docket, Seen
from consult.pages.cases.lines import is_one_of_several, name_of_track, title_of_case
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.kernel.machine import Offer
from workflows.parties import said

MOST_LOOKED = 1_000
"""Of so many cases at most it is asked whose hand they wait for: that takes a third of a millisecond each."""
PREPARE = frozenset({"draft", "dispatch"})
"""The capacities that begin papers."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A joint step that waits for our hand: in which case, proposed by whom, who else agreed, and since when."""

    ref: str
    case_title: str
    step: str
    track: str
    track_name: str
    title: str
    by: str
    others: tuple[str, ...]
    since: datetime | None
    may_lay: bool


def waiting_on_desk(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], now: datetime, most: int
) -> tuple[WaitingLine, ...]:
    """List what waits for our hand, the longest waiting first. Cases without hands are not looked at; of the others as
    many, from the first opened on, as it takes to find so many lines, and no more than `MOST_LOOKED`."""
    found: list[WaitingLine] = []
    for row in islice(casebook.cases_with_hands(conn, Viewer.of(standing)), MOST_LOOKED):
        if len(found) >= most:
            break
        seen = docket.seen(conn, row, now)
        steps = {pending.step for pending in seen.case.pending.values()}
        offers = [offer for offer in docket.offers(conn, standing, seen, now, steps=steps) if offer.waits_for_us]
        to_prepare = any(not offer.is_open for offer in offers)
        of_party = open_to_party(conn, docket, standing, seen, now, steps=steps) if to_prepare else set()
        found += waiting_lines(seen, waiting_offers(offers, of_party), names, standing.party_key)
    return tuple(sorted(found, key=lambda line: (line.since or now, line.ref, line.step, line.track))[:most])


def open_to_party(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    now: datetime,
    *,
    steps: Collection[str] | None = None,
) -> set[tuple[str, str]]:
    """Name the steps that somebody of the party may take, for those who may prepare papers."""
    if not standing.capacities & PREPARE:
        return set()
    offers = docket.offers(conn, standing, seen, now, for_party=True, steps=steps)
    return {key_of(offer) for offer in offers if offer.is_open}


def key_of(offer: Offer) -> tuple[str, str]:
    """Name an offer by its step and its track."""
    return offer.step.key, offer.track.key if offer.track else ""


def waiting_offers(offers: Sequence[Offer], of_party: Collection[tuple[str, str]]) -> list[Offer]:
    """Choose the joint steps that lack our hand: those that this person takes, or prepares for others of the party."""
    waiting = (offer for offer in offers if offer.waits_for_us)
    return [offer for offer in waiting if offer.is_open or (offer.step.filing and key_of(offer) in of_party)]


def waiting_lines(seen: Seen, offers: Sequence[Offer], names: Mapping[str, str], party: str) -> tuple[WaitingLine, ...]:
    """Draw up the joint steps of a case that lack our hand; our own track needs no naming."""
    return tuple(_line(seen, offer, names, party) for offer in offers)


def _line(seen: Seen, offer: Offer, names: Mapping[str, str], party: str) -> WaitingLine:
    first, *others = dict.fromkeys(offer.laid)
    named = offer.track is not None and (offer.track.party != party or is_one_of_several(offer.track))
    return WaitingLine(
        ref=seen.row.ref,
        case_title=title_of_case(seen.row),
        step=offer.step.key,
        track=offer.track.key if offer.track else "",
        track_name=name_of_track(offer.track, names) if offer.track and named else "",
        title=law(offer.step.title),
        by=said(first, names.get(first, first)),
        others=tuple(said(one, names.get(one, one)) for one in others),
        since=offer.since,
        may_lay=offer.is_open,
    )
