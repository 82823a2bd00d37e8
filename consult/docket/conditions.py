"""The conditions of a step on offer, one by one, as a party may read them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from consult.docket.discretion import discreet
from consult.docket.hands import hand_of
from consult.docket.values import Seen
from consult.docket.worlds import LiveWorld
from consult.standing import Standing
from consult.visibility import Viewer, may_see_track, membership_of
from workflows.kernel.conditions import Condition, conditions
from workflows.kernel.machine import Offer
from workflows.kernel.view import View


def conditions_of(
    connection: Connection, world: LiveWorld, standing: Standing, seen: Seen, offer: Offer, at: datetime
) -> tuple[tuple[Condition, ...], int]:
    """List the conditions of a step, met and unmet, and say how many hands it needs.

    A condition that would tell of a relation of others is left out where it is met, else given in its public words.
    """
    viewer = Viewer.of(standing)
    membership = membership_of(connection, viewer, seen.row)
    by = hand_of(standing, seen.procedure, at, True)
    view = View(seen.procedure, seen.case, by, at, world, step=offer.step, track=offer.track)
    found = []
    for one in conditions(view):
        seen_by = all(
            may_see_track(viewer, membership, key, *seen.procedure.audience_of_track(key)) for key in one.reveals
        )
        if seen_by:
            found.append(one)
        elif one.refusal is not None:
            told = discreet((replace(one.refusal, reveals=one.reveals),), seen.procedure, viewer, membership)[0]
            found.append(Condition(told.sentence, (), told, ()))
    return tuple(found), len(offer.step.by.slots(view))
