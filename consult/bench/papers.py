"""What is filed in the cases of a world: a request for consultation under OST IX, fourth sentence. All words are
invented; nothing in them describes a plan, an object or a position of anybody.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

TITLE = "Exercise: ranging signals of a relay"


def request(filer: str, addressee: str, on: date) -> Mapping[str, Any]:
    """Give what one party asks of another on a day.

    Long because: one line a question of the form.
    """
    return {
        "planning": [addressee],
        "activity_title": TITLE,
        "activity_status": "planned",
        "authority": "Ministry of Foreign Affairs",
        "sent_by": "Note verbale through the Permanent Mission, Vienna",
        "contact": {"channel": "email", "address": f"vienna@{filer.lower()}.example"},
        "operator": {"unknown": True},
        "authorising_authority": {"unknown": True},
        "responsibility": {"unknown": True},
        "nature": "Two relay satellites with continuous ranging beacons.",
        "purpose": "Navigation for visitors of the far side.",
        "phases": {"unknown": True},
        "earliest_start": (on + timedelta(days=240)).isoformat(),
        "duration": {"unknown": True},
        "location": "Cislunar space",
        "bands": [{"band": {"from": "23.15", "to": "23.55", "unit": "GHz"}}],
        "interference": ["radio"],
        "grounds": "A beacon in the neighbouring band may raise the noise of a receiver through intermodulation.",
        "method": "Link budget with published antenna patterns, worst case over one orbit.",
        "probability": "Above the threshold of the receiver for a third of the time.",
        "uncertainty": "Five decibels.",
        "affected": [{"activity": "Radio observation from the far side", "party": filer}],
        "own_activity": True,
        "requested_measures": "A quiet window of six hours in each orbit.",
        "talks_form": "Expert meeting, or by video",
        "talks_place": "Vienna International Centre",
        "talks_dates": "Any working day of the coming month",
        "talks_language": "English",
    }
