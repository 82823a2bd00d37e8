"""Discretion: what an offer or a refusal may tell a party of relations in which it has no part, which is nothing.

A step on such a relation does not exist for it, unless the procedure gives it a hand there. A reason that would tell
where such a relation stands is given in the public words of the refusal. Sentences that the case's own state explains
stay as they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Membership, Viewer, may_see_track, membership_of
from workflows.kernel.case import Case, Track
from workflows.kernel.guards import Refusal, Refused
from workflows.kernel.machine import Offer
from workflows.kernel.procedure import Procedure
from workflows.kernel.steps import Step
from workflows.kernel.view import View


def discreet(refusals: Iterable[Refusal], of: Procedure, viewer: Viewer, membership: Membership) -> tuple[Refusal, ...]:
    """Give the reasons as a viewer may read them, each once."""
    return tuple(dict.fromkeys(_worded(refusal, of, viewer, membership) for refusal in refusals))


def _worded(refusal: Refusal, of: Procedure, viewer: Viewer, membership: Membership) -> Refusal:
    if all(may_see_track(viewer, membership, key, *of.audience_of_track(key)) for key in refusal.reveals):
        return refusal
    return replace(refusal, sentence=refusal.public, opens_on=None, reveals=())


def discreet_offers(offers: Iterable[Offer], view: View, viewer: Viewer, membership: Membership) -> tuple[Offer, ...]:
    """Leave out steps on relations that are not the viewer's business, and word the reasons of the others."""
    return tuple(
        replace(_without_hands(offer, view), refusals=discreet(offer.refusals, view.procedure, viewer, membership))
        for offer in offers
        if offer.track is None or _is_business(offer.step, offer.track, view, viewer, membership)
    )


def _without_hands(offer: Offer, view: View) -> Offer:
    """Keep from whoever has no hand in a joint step which text waits there, and whose hands lie on it."""
    if not offer.laid or _has_hand(offer.step, offer.track, view):
        return offer
    return replace(offer, laid=(), digest="", since=None, waits_for_us=False)


def require_business(step: str, named: str | None, view: View, viewer: Viewer, membership: Membership) -> None:
    """Refuse as unknown a step on a relation that the viewer neither sees nor has a hand in."""
    rows = [row for row in view.procedure.rows.get(step, ()) if row.track]
    tracks = [track for row in rows if (track := _named(view.case, row, named))]
    if tracks and not any(_is_business(row, track, view, viewer, membership) for row in rows for track in tracks):
        raise Unknown


def _named(case: Case, row: Step, named: str | None) -> Track | None:
    """Find a track by its key, or by its name within the set of the row."""
    if not named or row.track is None:
        return None
    return case.tracks.get(named) or case.tracks.get(f"{row.track.set}:{named}")


def _is_business(row: Step, track: Track, view: View, viewer: Viewer, membership: Membership) -> bool:
    if may_see_track(viewer, membership, track.key, *view.procedure.audience_of_track(track.key)):
        return True
    return _has_hand(row, track, view)


def _has_hand(row: Step, track: Track | None, view: View) -> bool:
    return any(view.acting in slot for slot in row.by.slots(replace(view, step=row, track=track)))


def worded_for(connection: Connection, standing: Standing, row: Any, of: Procedure, fault: Exception) -> Exception:
    """Word a refusal for its reader; other faults stay as they are."""
    if not isinstance(fault, Refused):
        return fault
    viewer = Viewer.of(standing)
    return Refused(discreet(fault.refusals, of, viewer, membership_of(connection, viewer, row)))
