"""What the steps of a registration ask in writing.

Law: REG IV(1)(a) to (e), IV(2), IV(3), V and VI; soft: the additional items of GA 62/101 in its units (UTC, kilometres,
minutes, degrees). What the treaty asks and what the resolution recommends stand in parts of their own. The sheet of a
station is voluntary: no text asks for it.
"""

from __future__ import annotations

from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Binding,
    Filing,
    Grade,
    HasParts,
    Source,
    WhenThen,
    choice,
    contact_field,
    date_field,
    decimal,
    designator_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    orbit_field,
    parties_field,
    party_field,
    place_field,
    text,
)

REG, OST = Source("REG"), Source("OST")
GA62 = Source("GA62_101", Binding.SOFT, Grade.S)
LTS = Source("LTS", Binding.SOFT)
LAUNCHERS = REG("I", grade=Grade.M)
HARMONISED, SUPERVISED = GA62("para 2"), GA62("para 4")
REGISTRANT, FURNISH, ADD, LOST, MARK, IDENTIFY = (
    REG("II(2)"), REG("IV(1)"), REG("IV(2)"), REG("IV(3)"), REG("V"), REG("VI"),
)  # fmt: skip
STATES, DESIGNATOR, LAUNCH, ORBIT, FUNCTION = (REG(f"IV(1)({letter})") for letter in "abcde")
PARTS = {
    "launches": "Launched it", "procures": "Procured the launch", "territory": "Launched from its territory",
    "facility": "Launched from its facility",
}  # fmt: skip
"""What makes a launching State."""
EARTH, BEYOND, SURFACE = "earth", "beyond", "surface"
WHERE = {
    EARTH: "In orbit around the Earth", BEYOND: "Beyond: another orbit, or on its way",
    SURFACE: "On a celestial body",
}  # fmt: skip
STATION, MODULE = "station", "module"
KINDS = {
    "satellite": "Satellite",
    "probe": "Probe, lander or rover",
    STATION: "Space station",
    MODULE: "Module of a station",
    "crewed": "Crewed or cargo vehicle",
    "stage": "Rocket stage or other part",
    "other": "Other",
}
LAUNCHED, WHERE_IT_IS, RECOMMENDED = "Launch", "Where it is and what it is for", "Recommended beyond the treaty"
ORBIT_IS_WHOLE = (
    WhenThen("domain", (EARTH,), "orbit", ORBIT),
    WhenThen("domain", (SURFACE,), "place", ORBIT),
    HasParts(
        "orbit",
        ("nodal_period_min", "inclination_deg", "apogee_km", "perigee_km"),
        "nodal period, inclination, apogee and perigee",
        ORBIT,
        "domain",
        (EARTH,),
    ),
)
"""Around the Earth the four parameters are furnished; elsewhere they may not apply, and a place takes their part."""
WHAT_IT_IS = "What it is"
# fmt: off


class Launch(Filing):
    """Launch of a space object."""

    name = text("Name of the object", PRODUCT, fills="title")
    object_kind = choice("What it is", KINDS, PRODUCT)
    entered_orbit_on = date_field("Reached orbit, or went beyond, on", LAUNCH)
    operator = text("Operator", OST("VI"))
    contact = contact_field("Contact of the operator", PRODUCT, need=OPTIONAL)


class Launchers(Filing):
    """Launching States."""

    name = text("Name of the object", PRODUCT, fills="title")
    launch_planned_on = date_field("Launched, or to be launched, on", LAUNCH, need=OPTIONAL)
    launchers = listing("Other launching States", STATES, keyed("party", party_field("State or organisation", STATES)),
                        keyed("part", choice("What makes it one", PARTS, LAUNCHERS)), least=1)
    proposed = party_field("Which one you propose to register", REGISTRANT, need=OPTIONAL, oneself=True)
    reasons = long_text("Reasons", REGISTRANT, need=OPTIONAL)


class Choice(Filing):
    """Choice of the registrant."""

    registrant = party_field("State or organisation that registers", REGISTRANT, oneself=True)
    jurisdiction = long_text("Agreement on jurisdiction and control, to which the choice is without prejudice",
                             REGISTRANT, need=OPTIONAL)


class NoChoice(Filing):
    """No agreement on the registrant."""

    reasons = long_text("What the launching States do not agree on", REGISTRANT)


class Provisional(Filing):
    """Provisional registration."""

    remark = long_text("Whom you asked, and when", REGISTRANT)


class Information(Filing):
    """Information on the object."""

    launching_states = parties_field("Launching States", STATES, oneself=True, section=LAUNCHED)
    designator = designator_field("International designator", DESIGNATOR, need=AS_KNOWN)
    number = text("Number in the national registry", DESIGNATOR)
    launched_on = date_field("Date of launch", LAUNCH)
    launch_place = text("Territory or place of launch", LAUNCH)
    domain = choice("Where it is", WHERE, ORBIT, section=WHERE_IT_IS)
    orbit = orbit_field("Orbit", ORBIT, need=OPTIONAL, help="In kilometres, minutes and degrees.")
    place = place_field("Place on the celestial body", ORBIT, need=OPTIONAL)
    function = long_text("General function", FUNCTION)
    marking = text("Designator or number that is marked on it", MARK, need=OPTIONAL)
    launched_at = instant_field("Time of launch, UTC", HARMONISED, need=OPTIONAL, section=RECOMMENDED)
    vehicle = text("Launch vehicle", HARMONISED, need=OPTIONAL)
    geostationary = decimal("Position in the geostationary orbit", HARMONISED, units=("°E",), need=OPTIONAL)
    more_function = long_text("More on its function", HARMONISED, need=OPTIONAL)
    web = text("Address of more information", HARMONISED, need=OPTIONAL)
    others = listing(
        "Further objects of the same launch", FURNISH, keyed("name", text("Name", PRODUCT)),
        keyed("designator", designator_field("Designator", DESIGNATOR, need=OPTIONAL)),
        keyed("orbit", orbit_field("Orbit, if another", ORBIT, need=OPTIONAL)),
        keyed("function", text("Function, if another", FUNCTION, need=OPTIONAL)), need=OPTIONAL,
    )


class Entry(Information):
    """Entry in the national registry."""

    entered_on = date_field("Entered in the national registry on", REG("II(1)"), section="National registry")


class FurnishedInformation(Information):
    """Information for the Secretary-General."""

    note = text("Number and date of the note verbale", PRODUCT, need=OPTIONAL, section="Note")
    registry_told = text("How the Secretary-General was told that the registry exists", REG("II(1)"), need=OPTIONAL)


class NotRegistrable(Filing):
    """The object did not reach orbit."""

    reasons = long_text("What happened", REG("II(1)"))


class RegisterNote(Filing):
    """Remark of the keeper of the register."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class RegisterQuery(Filing):
    """Question of the keeper of the register."""

    question = long_text("What is unclear or missing", REG("III(1)"))


class QueryAnswer(Filing):
    """Answer to the question."""

    answer = long_text("Answer", FURNISH)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Recorded(Filing):
    """Publication."""

    symbol = text("Symbol of the document", REG("III(2)"))
    published_on = date_field("Published on", REG("III(2)"))
