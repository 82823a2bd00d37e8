"""The register of activities in the world of secrets: one activity that everybody reads, one that keeps its place,
frequencies and contact for participants, right beside it, and one that keeps its contact alone and is told anew.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.consult.web.lunar_world import BASE, MOVED, RIM, SECRET, move, record

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
    _told_anew(told, word, hidden=hidden)


def _told_anew(told: "Secrets", word: str, *, hidden: bool) -> None:
    """Tell an activity on the same ground, and on 1 November a later last day of it; where this is hidden from the
    reader, change its contact before and after that day as well, which makes versions for participants alone."""
    first = {**SECRET, "activity_title": "Survey of the rim", "areas": BASE["areas"], "emissions": BASE["emissions"]}
    first |= {"contact": {"channel": "mail", "address": word}, "members_only": ["contact"]}
    other = {"contact": {"channel": "mail", "address": f"{word} at night"}}
    key = told.entries["renewed"] = record(told.world, "KOR", first)
    if hidden:
        move(told.world, key, first | other, MOVED - timedelta(days=9))
    last = first | {"latest_end": "2029-01-31"}
    move(told.world, key, last)
    if hidden:
        move(told.world, key, last | other, MOVED + timedelta(days=9))
