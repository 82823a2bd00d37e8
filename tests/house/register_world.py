"""The register of activities in the world of secrets: one activity that everybody reads, and one that keeps its place,
frequencies and contact for participants, right beside it.
"""

from typing import TYPE_CHECKING, Any

from tests.consult.web.lunar_world import BASE, RIM, SECRET, record

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

AUDIENCE = ("KOR", "OOSA")
"""The State itself, and the body whose staff keeps the register."""


def register_activities(told: "Secrets") -> None:
    """Record both; for a reader who may not see it, what is kept says something else, and more of it."""
    word = told.mark("register", "C1", *AUDIENCE)
    reader = told.changed_for
    hidden = reader is not None and not reader.may_read("register", AUDIENCE)
    area = {"kind": "landing", "label": word, "place": {**RIM, "radius_km": "9" if hidden else "1"}}
    kept: dict[str, Any] = {
        "areas": [area, {**area, "kind": "operations"}] if hidden else [area],
        "contact": {"channel": "mail", "address": word},
        "nuclear_sources": word,
        "emissions": BASE["emissions"] if hidden else SECRET["emissions"],
    }
    told.entries["open"] = record(told.world, "JPN", BASE)
    told.entries["kept"] = record(told.world, "KOR", {**SECRET, **kept, "members_only": sorted(kept)})
