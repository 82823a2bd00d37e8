"""Who acts as the State of registry, and whom an act is told.

Law: REG II(2): the launching States choose which of them registers; until they have, the one that opened the case.
"""

from __future__ import annotations

from typing import Any

from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_facts import ChosenIn
from workflows.kernel.language import OWN, Names
from workflows.registry import papers
from workflows.registry.frame import CO_LAUNCHER, FILE, LAUNCHING, REGISTER

ONE_OF_US = LAUNCHING | CO_LAUNCHER
REGISTRANT: Guard = ChosenIn("registrant", LAUNCHING.key, papers.REGISTRANT)
"""The State that was chosen to register; until one is, the State that opened the case."""
TO_REGISTER = Names(REGISTER.key, parties=("OOSA",), level="C2")


def own(**more: Any) -> dict[str, Any]:
    """What is for the acting State alone."""
    return {"level": "C4", "tell": OWN, **more}


def sent(**more: Any) -> dict[str, Any]:
    """What is told: the launching States read it, and the keeper of the register once it has a part."""
    return {"level": "C2", "file": FILE, "tell": "all", **more}


def by_registrant(when: Guard | None = None) -> dict[str, Any]:
    """Who acts as the State of registry, and that it is the one that was chosen."""
    return {"by": ONE_OF_US, "when": REGISTRANT & when if when else REGISTRANT}
