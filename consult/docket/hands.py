"""With which hand somebody acts, and whether a paper may leave the party."""

from datetime import datetime

from consult.docket.errors import NotCleared
from consult.docket.values import Filed
from consult.people.authority import kept_back_sentence
from consult.standing import Standing, capacities_for
from workflows.kernel.case import Hand
from workflows.kernel.procedure import Procedure
from workflows.kernel.reckoning import local_date
from workflows.kernel.words import Capacity

PREPARING = frozenset({"draft", "clear", "dispatch"})
"""The capacities that stand together over a paper before it leaves a party."""


def hand_of(standing: Standing, procedure: Procedure, at: datetime, for_party: bool = False) -> Hand:
    """Give the hand with which somebody acts in a case of a procedure: the capacities that count there, and
    references, no name. With `for_party` it has all that the party's people may hold, to see what can be prepared."""
    on = local_date(at, standing.party_zone)
    capacities = capacities_for(standing, procedure.key, procedure.level, on)
    bars = _bars(standing)
    if for_party and capacities & PREPARING:
        capacities |= PREPARING
    return Hand(
        standing.party_key,
        capacities,
        f"person:{standing.person_id}",
        standing.office,
        standing.organ_key,
        f"mandate:{standing.mandate_id}",
        substitute=standing.in_place_of.kept if standing.in_place_of else (),
        through=standing.through.kept if standing.through else (),
        power=standing.kept_power,
        represented_by=standing.in_name_of.kept if standing.in_name_of else (),
        bars=bars,
    )


def _bars(standing: Standing) -> tuple[tuple[str, str], ...]:
    """Say why a system may not dispatch, or act in an office, where its mandate is the reason."""
    if standing.through is None or not standing.through.kept_back:
        return ()
    sentence = kept_back_sentence(standing)
    kept_back = standing.through.kept_back
    return tuple((one.value, sentence) for one in (Capacity.DISPATCH, Capacity.OFFICE) if one.value in kept_back)


def leaves_the_party(procedure: Procedure, by: Hand, filed: Filed) -> bool:
    """Say whether somebody who may dispatch sends a paper out with a step, or lays a hand on one."""
    needs = any(row.capacity is Capacity.DISPATCH and row.filing for row in procedure.rows.get(filed.step, ()))
    return needs and not filed.withdraw and "dispatch" in by.capacities


def cleared_by(procedure: Procedure, standing: Standing, by: Hand, filed: Filed, digest: str) -> str | None:
    """Give the office that cleared a paper; raise NotCleared for one that leaves the party without clearance of this
    very text, and for a step that asks for a paper and comes without. A hand is taken back without."""
    if not leaves_the_party(procedure, by, filed):
        return None
    if filed.body is not None and filed.cleared_digest is not None and filed.cleared_digest == digest:
        return filed.cleared_office
    if "clear" in by.capacities:
        return standing.offices
    raise NotCleared
