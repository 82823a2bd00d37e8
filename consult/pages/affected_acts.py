"""Adding and removing States in a paper in preparation: what becomes of its answers, and what is refused at which
question. Nothing is sent, and nobody learns of it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from consult.i18n import _
from consult.refusals import Malformed, Unknown
from workflows.kernel.checks_of_affected import CoversAffected
from workflows.kernel.fields import Field, FilingSpec
from workflows.kernel.steps import Step

ADD, REMOVE = "add", "remove"
PARTY, REASON, ACTIVITY = "party", "reason", "activity"
LONGEST = 2000


def covering(step: Step) -> CoversAffected | None:
    """Find the condition of a step that whoever is affected is covered."""
    return next((one for one in step.checks if isinstance(one, CoversAffected)), None)


def addressed_in(body: Mapping[str, Any], check: CoversAffected) -> list[str]:
    """List the States addressed."""
    given = body.get(check.addressed)
    return [one for one in given if isinstance(one, str)] if isinstance(given, list | tuple) else []


def left_out_in(body: Mapping[str, Any], check: CoversAffected) -> dict[str, str]:
    """Give the States left out, with the reason of each."""
    return {str(one.get(PARTY)): str(one.get(REASON) or "") for one in _entries(body, check.left_out) if one.get(PARTY)}


def added(
    body: Mapping[str, Any], check: CoversAffected, spec: FilingSpec, party: str, activity: str
) -> dict[str, Any]:
    """Address a State, with the activity of its that may be affected where one is named; it is left out no more."""
    here = addressed_in(body, check)
    changed = {**body, check.addressed: here if party in here else [*here, party]}
    changed[check.left_out] = [one for one in _entries(body, check.left_out) if one.get(PARTY) != party]
    listed = _listing(spec)
    if listed is not None and activity:
        entries = list(_entries(body, listed.key))
        told = {ACTIVITY: activity[:LONGEST], PARTY: party}
        if not any(one.get(ACTIVITY) == told[ACTIVITY] and one.get(PARTY) == party for one in entries):
            changed[listed.key] = [*entries, told]
    return changed


def removed(
    body: Mapping[str, Any], check: CoversAffected, party: str, reason: str, found: Collection[str]
) -> dict[str, Any]:
    """Address a State no more. One that the comparison names is left out with a reason, and refused without one; any
    other just goes."""
    changed = {**body, check.addressed: [one for one in addressed_in(body, check) if one != party]}
    others = [one for one in _entries(body, check.left_out) if one.get(PARTY) != party]
    if party in found:
        if not reason:
            raise Malformed({f"{REASON}-{party}": _("Give the reason why this State is not addressed.")})
        others.append({PARTY: party, REASON: reason[:LONGEST]})
    return {**changed, check.left_out: others}


def changed(
    body: Mapping[str, Any],
    check: CoversAffected,
    spec: FilingSpec,
    pressed: Mapping[str, str],
    offered: Collection[str],
    found: Collection[str],
) -> dict[str, Any]:
    """Do what was pressed; Malformed at the question, Unknown for anything that no button asks."""
    do, party = pressed.get("do", ""), pressed.get(PARTY, "")
    words = pressed.get(f"{REASON}-{party}", pressed.get(REASON, "")).strip()
    if party not in offered:
        raise Malformed({PARTY: _("Choose a State.")})
    if do == ADD:
        return added(body, check, spec, party, words)
    if do == REMOVE:
        return removed(body, check, party, words, found)
    raise Unknown


def _listing(spec: FilingSpec) -> Field | None:
    """Find the list of activities that may be affected, where the filing asks for one."""
    return next((one for one in spec.fields if one.fills == "affected" and one.kind == "list"), None)


def _entries(body: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    given = body.get(key)
    return (one for one in (given if isinstance(given, list | tuple) else ()) if isinstance(one, Mapping))
