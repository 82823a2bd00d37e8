"""A filing with a question of every kind, and answers to all of them; no law."""

from typing import Any

from consult.forms import DocumentChoice, PartyChoice
from workflows.kernel.fields import (
    AS_KNOWN,
    OPTIONAL,
    Filing,
    band_field,
    choice,
    contact_field,
    date_field,
    decimal,
    designator_field,
    document_field,
    group,
    instant_field,
    keyed,
    listing,
    long_text,
    money,
    orbit_field,
    organ_field,
    parties_field,
    party_field,
    period_field,
    person_field,
    place_field,
    provision_field,
    text,
    whole,
    yes_no,
)  # fmt: skip
from workflows.kernel.words import PRODUCT, Source

OST = Source("OST")
DIGEST = "ab" * 32
ZONE = "Asia/Tokyo"
URGENCY = {"normal": "Normal", "urgent": "Urgent", "emergency": "Emergency"}
KINDS = {
    "physical": "Physical",
    "debris": "Debris",
    "rf": "Radio frequency",
    "plume": "Plume and dust",
    "optical": "Optical",
    "access": "Access",
}


class EveryKind(Filing):
    """A filing with every kind of question."""

    title_text = text("Title of the activity", OST("IX", 3), help="In one line, as it is to stand in the register.")
    purpose = long_text("Nature and purpose", OST("IX", 3), level="C2")
    urgency = choice("Urgency", URGENCY, PRODUCT)
    basis = choice("Kind of interference relied on", KINDS, OST("IX", 3), need=OPTIONAL)
    interference = choice("Interference that may be caused", KINDS, OST("IX", 3), many=True)
    crewed = yes_no("People are on board", OST("V"))
    objects = whole("Number of objects", OST("IX", 3), least=1, most=40)
    mass = decimal("Mass at landing", OST("IX", 3), units=("kg",), need=AS_KNOWN)
    margin = decimal("Margin", OST("IX", 3), units=("m", "km"), need=OPTIONAL)
    cost = money("Cost of the measures", PRODUCT, need=OPTIONAL, withholdable=True)
    earliest = date_field("Earliest start", OST("IX", 3))
    landing = instant_field("Instant of landing", OST("IX", 3), need=AS_KNOWN)
    duration = period_field("Duration", OST("IX", 3))
    host = party_field("Host State", OST("IX", 3), need=OPTIONAL)
    affected = parties_field("States that may be affected", OST("IX", 3))
    operator = organ_field("Operator", OST("VI"))
    responsible = person_field("Responsible office", OST("VI"))
    contact = contact_field("Contact point", OST("IX", 3))
    site = place_field("Place", OST("IX", 3))
    orbit = orbit_field("Orbit", OST("IX", 3), need=OPTIONAL)
    frequency = band_field("Frequency band", OST("IX", 3), need=OPTIONAL, withholdable=True)
    designator = designator_field("Object in space", PRODUCT, need=OPTIONAL)
    relied_on = provision_field("Provision relied on", PRODUCT, need=OPTIONAL)
    assessment = document_field("Assessment", OST("IX", 2), need=AS_KNOWN, level="C3")
    stations = listing(
        "Stations",
        OST("IX", 3),
        keyed("name", text("Name", OST("IX", 3))),
        keyed("state", party_field("State", OST("IX", 3), need=OPTIONAL)),
        keyed("band", band_field("Band", OST("IX", 3), need=OPTIONAL)),
        keyed("quiet", yes_no("Quiet zone", OST("IX", 3), need=OPTIONAL)),
        keyed(
            "windows", listing("Windows", OST("IX", 3), keyed("day", date_field("Day", OST("IX", 3))), need=OPTIONAL)
        ),
        need=OPTIONAL,
    )
    talks = group(
        "Proposed talks",
        OST("IX", 3),
        keyed("form", choice("Form", {"meeting": "Meeting", "written": "In writing"}, OST("IX", 3))),
        keyed("from_day", date_field("From", OST("IX", 3), need=OPTIONAL)),
    )


SPEC = EveryKind.spec
BODY: dict[str, Any] = {
    "title_text": "Landing near the south pole",
    "purpose": "First paragraph.\n\nSecond paragraph.",
    "urgency": "normal",
    "basis": "plume",
    "interference": ["physical", "plume"],
    "crewed": False,
    "objects": 2,
    "mass": {"value": "1250.5", "unit": "kg"},
    "margin": {"value": "3", "unit": "km"},
    "cost": {"withheld": "proprietary"},
    "earliest": "2027-06-01",
    "landing": {"at": "2027-06-20T04:30:00+09:00", "zone": ZONE},
    "duration": "P14D",
    "host": "FRA",
    "affected": ["KOR", "FRA"],
    "operator": "Japan Aerospace Exploration Agency",
    "responsible": {"office": "Director, Space Policy"},
    "contact": {"channel": "mail", "address": "desk@mofa.example", "hours": "always"},
    "site": {
        "body": "moon",
        "shape": "polygon",
        "points": [{"lat": "-89.5", "lon": "10"}, {"lat": "-89.6", "lon": "12"}, {"lat": "-89.4", "lon": "15"}],
    },
    "orbit": {"regime": "lunar", "apogee_km": "100", "inclination_deg": "86"},
    "frequency": {"from": "2025", "to": "2110", "unit": "MHz"},
    "designator": "2026-001A",
    "relied_on": {"instrument": "OST", "provision": "IX"},
    "assessment": {"digest": DIGEST, "level": "C3"},
    "stations": [
        {"name": "North", "state": "JPN", "quiet": True, "windows": [{"day": "2027-06-01"}, {"day": "2027-06-03"}]},
        {"name": "South", "band": {"from": "1", "to": "2", "unit": "GHz"}},
    ],
    "talks": {"form": "meeting", "from_day": "2027-02-01"},
}
PARTIES = (
    PartyChoice("JPN", "Japan"),
    PartyChoice("FRA", "France"),
    PartyChoice("KOR", "Republic of Korea"),
    PartyChoice("ESA", "European Space Agency", "igo"),
    PartyChoice("COPUOS", "Committee on the Peaceful Uses of Outer Space", "body"),
)
DOCUMENTS = (DocumentChoice(DIGEST, "assessment.pdf", "application/pdf", 48_000, "en", "C2", "/documents/1"),)
