"""The system of a ministry that manages the house of its party, and what it sends."""

from typing import Any

from sqlalchemy import select

from consult.models.logbook import AUDIT_ENTRY
from tests.consult.api.machine import Machine, machine
from tests.consult.web.world import MANAGER, World

HERE = "/api/v1"
JPN = f"{HERE}/parties/JPN"
MANDATE: dict[str, Any] = {
    "organ": "MOFA",
    "office": "Registrar",
    "capacities": ["draft"],
    "instrument": "Letter of 20 November 2026",
    "valid_from": "2026-11-20",
}
PERSON = {"name": "Registrar, MOFA", "email": "registrar@mofa.example", "language": "en"}


def managing(world: World, **more: Any) -> Machine:
    """Give the system of the manager of Japan, with the capacity to manage."""
    return machine(world, MANAGER, **{"capacities": ("manage",), **more})


def entries_of(world: World, *kinds: str) -> list[tuple[str, str | None]]:
    """List the entries of some kinds, with the party in whose chain each lies."""
    with world.reading() as conn:
        query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind.in_(kinds)).order_by(AUDIT_ENTRY.c.seq)
        return [(row.kind, row.party) for row in conn.execute(query)]


def said(answer: Any) -> tuple[int, str]:
    """Give the status of a refusal and its sentence: of a fault with the place to which it points."""
    found = answer.json
    if found["refusals"]:
        return answer.status_code, found["refusals"][0]["sentence"]
    if found["faults"]:
        one = found["faults"][0]
        return answer.status_code, f"{one.get('pointer') or one['parameter']}: {one['sentence']}"
    return answer.status_code, found["detail"]
