"""Gatherings in the world of secrets: a text under silence and one whose silence was broken, a meeting that is called,
and an activity that was registered by the act of a case and keeps its place for participants.
"""

from datetime import date
from typing import TYPE_CHECKING
from unittest.mock import patch

from sqlalchemy import select

from consult import people
from consult.docket import worlds
from consult.models.parties import ORGAN
from consult.people import NewContact
from tests.consult.web.lunar_world import RIM, SECRET
from tests.consult.web.world import AT

if TYPE_CHECKING:
    from tests.house.outputs_world import Reader, Secrets

UNTIL = {"at": "2026-11-26T09:00:00+00:00", "zone": "UTC"}
MEETING_DAY = "2027-05-12"


def gather(told: "Secrets") -> None:
    """Add all of them; France answers at its contact point, since silence cannot run otherwise."""
    with told.world.app.app_context(), told.world.writing() as conn:
        for organ in conn.execute(select(ORGAN.c.id).where(ORGAN.c.key == "MFA")).scalars().all():
            contact = people.add_contact(conn, None, organ, NewContact("mail", "desk@example.int"))
            people.prove_contact(conn, None, contact, date(2026, 11, 19), AT.date())
    silence(told, "silent", told.mark("quiet", "C2", "JPN", "FRA"))
    word = told.mark("quiet", "C2", "JPN", "FRA")
    silence(told, "broken", word)
    told.take("FRA", "broken", "break_silence", reasons=word)
    call(told, "meeting", told.mark("meeting", "C2", "JPN", "FRA"))
    _notified(told)


def silence(told: "Secrets", name: str, word: str) -> None:
    """Let Japan put a text under silence to France, in November 2026."""
    told.open("JPN", "quiet", name, word)
    told.take("JPN", name, "gather", members=["FRA"])
    told.take("JPN", name, "open_silence", heading=word, text=word, posted_in=["en", "fr"], until=UNTIL)


def call(told: "Secrets", name: str, word: str) -> None:
    """Let Japan call a meeting with France for May 2027."""
    told.open("JPN", "meeting", name, word)
    told.take("JPN", name, "call_meeting", meeting_title=word, place=word, planned_on=MEETING_DAY, parties=["FRA"])


def _notified(told: "Secrets") -> None:
    """Korea, a member of the mechanism, notifies an activity at the rim and keeps where."""
    word = told.mark("register", "C1", "KOR", "OOSA")
    area = {"kind": "landing", "label": word, "place": {**RIM, "radius_km": "1"}}
    emissions = [{"band": {"from": "2230", "to": "2240", "unit": "MHz"}, "emits": "both"}]
    given = {**SECRET, "areas": [area], "emissions": emissions, "members_only": ["areas"]}
    told.open("KOR", "lunar_notice", "notified", "Notified activity")
    with patch.object(worlds.LiveWorld, "_roll", lambda _self, _procedure, _under, _of: ["KOR"]):
        told.take("KOR", "notified", "notify", **given)
    told.entries["notified"] = told.refs["notified"]


def gather_more(told: "Secrets", reader: "Reader") -> None:
    """Add more of each for a reader who may not see them."""
    if not reader.may_read("quiet", ("JPN", "FRA")):
        silence(told, "more-silent", "One more")
    if not reader.may_read("meeting", ("JPN", "FRA")):
        call(told, "more-meeting", "One more")
