"""The two notes: on a dangerous phenomenon, and on an activity; and the questions that a reply answers too.

Contents follow practice and the words of the texts; no form is prescribed. Questions that a note and a reply to it both
ask bear one key, so that the two can be laid side by side. Tracking data are for the States served directly (C3).
"""

from __future__ import annotations

from workflows.informing.terms import (
    ACTIVITY,
    DANGER,
    NUCLEAR,
    REENTRY,
    RESPONSIBLE,
    SAME_AREA,
)
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Citation,
    Field,
    Filing,
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
    provision_field,
    text,
)

# fmt: off
BY_SG, DIRECT = "sg", "states"
ADDRESSEES = {BY_SG: "The Secretary-General", DIRECT: "Other States parties, directly"}
PUBLIC = {
    BY_SG: "The Secretary-General", "public": "The public", "science": "The international scientific community",
}
FALLING = ("reentry", "nuclear_reentry")
MISSION, STATION = "lunar_mission", "lunar_station"
SUBJECTS = {
    "activity": "An activity in outer space", "reentry": "A re-entry that is not controlled",
    "nuclear_reentry": "A re-entry with a nuclear power source", MISSION: "A mission to the Moon",
    STATION: "A station on the Moon", "radioactive": "Radioactive material to be placed on the Moon",
    "safety_assessment": "The safety assessment of a nuclear power source",
    "found": "An object of another State found on the Moon", "other": "Another subject",
}
PHASES = {
    "before": "Before launch", "launched": "Launched", "under_way": "Under way", "status": "Change of status",
    "re_entry": "Coming down", "completed": "Completed",
}
DURATIONS = {"short": "Up to sixty days", "medium": "More than sixty days", "long": "More than six months"}
MEDIUM = "medium"
CONFIDENCE = {"high": "High", "medium": "Medium", "low": "Low"}
LANGUAGES = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}
PRIVATE = "Where a private operator caused it, name the State that authorises and supervises that operator."


def facts(under: Citation, need: str = OPTIONAL) -> Field:
    """Ask for what happened, in the words of whoever writes."""
    return long_text("Facts, as you state them", under, need=need)


def assessment(under: Citation) -> Field:
    """Ask what the facts mean."""
    return long_text("Assessment, and the thresholds or methods used", under, need=OPTIONAL)


def contacts(under: Citation) -> Field:
    """Ask who was in touch with whom before."""
    return long_text("Contacts between those concerned before this note", under, need=OPTIONAL)


def measures(under: Citation, need: str = OPTIONAL) -> Field:
    """Ask what was done."""
    return long_text("Measures taken", under, need=need)


def requests(under: Citation) -> Field:
    """Ask what others are asked."""
    return long_text("Requests to others", under, need=OPTIONAL)


def sources(under: Citation) -> Field:
    """Ask what it rests on."""
    return long_text("Sources", under, need=OPTIONAL)


def objects(under: Citation) -> Field:
    """List objects, each with the State that answers for it."""
    return listing(
        "Objects involved", under, keyed("name", text("Name", under)),
        keyed("designator", designator_field("Designator", under, need=OPTIONAL)),
        keyed("state", party_field("State that answers for it", RESPONSIBLE, need=OPTIONAL, oneself=True,
                                   help=PRIVATE)), need=OPTIONAL,
    )


def others() -> Field:
    """List further provisions that a note relies on or mentions."""
    return listing("Other provisions mentioned", PRODUCT,
                   keyed("provision", provision_field("Provision", PRODUCT)), need=OPTIONAL)


def tracking() -> Field:
    """Ask for tracking data."""
    return document_field("Tracking data", PRODUCT, need=OPTIONAL, level="C3", withholdable=True,
                          help="For the States that are served directly.")


class DangerNote(Filing):
    """Note on a dangerous phenomenon."""

    addressee = choice("Addressed to", ADDRESSEES, DANGER, section="To whom",
                       help="The text leaves the choice: other parties, or the Secretary-General.")
    states = parties_field("States informed directly", DANGER, need=OPTIONAL, help=PRIVATE)
    phenomenon = text("Phenomenon", DANGER, fills="title", section="What was found")
    events = listing(
        "Events, each under a short name", DANGER, keyed("key", text("Short name", DANGER, most=40)),
        keyed("what", long_text("What", DANGER)),
        keyed("happened_at", instant_field("Happened at", DANGER, need=OPTIONAL)),
        keyed("discovered_at", instant_field("Discovered at", DANGER)), least=1,
    )
    objects = objects(DANGER)
    orbit = orbit_field("Orbit", DANGER, need=OPTIONAL)
    location = long_text("Location, in words", DANGER, need=OPTIONAL)
    facts = facts(DANGER, "required")
    crew = long_text("Crew affected", DANGER, section="Danger, and what was done")
    assessment = assessment(DANGER)
    measures = measures(DANGER, "required")
    continuing_risk = long_text("Continuing risk", DANGER)
    confidence = choice("Confidence in the data", CONFIDENCE, DANGER)
    contacts = contacts(DANGER)
    requests = requests(DANGER)
    sources = sources(DANGER)
    others = others()
    contact = contact_field("Contact point", DANGER, section="Contact and papers")
    language = choice("Language of the note", LANGUAGES, PRODUCT)
    document = document_field("Note verbale", PRODUCT, need=OPTIONAL)
    tracking = tracking()


class ActivityNote(Filing):
    """Note on an activity."""

    addressees = choice("Addressed to", PUBLIC, ACTIVITY, many=True, section="To whom",
                        help="The Secretary-General always; the public and the scientific community as feasible.")
    subject = choice("Subject", SUBJECTS, ACTIVITY, section="What is told")
    activity_title = text("Activity or object", ACTIVITY, fills="title")
    phase = choice("Phase", PHASES, ACTIVITY)
    fact_on = date_field("Day of the fact that is told", ACTIVITY, need=OPTIONAL,
                         help="Such as launch, loss of function, or result.")
    nature = long_text("Nature", ACTIVITY)
    conduct = long_text("Conduct", ACTIVITY)
    locations = long_text("Locations", ACTIVITY)
    results = long_text("Results", ACTIVITY, need=OPTIONAL)
    points = listing(
        "Points told, each under a short name", ACTIVITY, keyed("key", text("Short name", ACTIVITY, most=40)),
        keyed("what", long_text("What is told", ACTIVITY)), need=OPTIONAL,
        help="Others may take a position on each, beside yours.",
    )
    objects = objects(ACTIVITY)
    operator = text("Operator", RESPONSIBLE)
    authorising = text("Authority that authorises and supervises", RESPONSIBLE)
    web = text("Where more is published", ACTIVITY, need=OPTIONAL)
    predicted_at = instant_field("Predicted re-entry", REENTRY, need=OPTIONAL, section="Where something comes down")
    window = decimal("Either side of that", REENTRY, units=("hours", "days"), need=OPTIONAL)
    mass = decimal("Mass", REENTRY, units=("kg", "t"), need=OPTIONAL)
    size = text("Size", REENTRY, need=OPTIONAL)
    hazards = long_text("Hazardous materials", REENTRY, need=OPTIONAL)
    fragments = long_text("Fragments that may survive", REENTRY, need=OPTIONAL)
    nuclear = long_text("Nuclear source: kind, fuel, state, probable trajectory and place", NUCLEAR, need=OPTIONAL)
    duration = choice("Duration of a lunar mission", DURATIONS, SAME_AREA, need=OPTIONAL, section="On the Moon")
    place = place_field("Place on the Moon", SAME_AREA, need=OPTIONAL)
    facts = facts(ACTIVITY)
    assessment = assessment(ACTIVITY)
    measures = measures(ACTIVITY)
    contacts = contacts(ACTIVITY)
    requests = requests(ACTIVITY)
    sources = sources(ACTIVITY)
    others = others()
    contact = contact_field("Contact point", ACTIVITY, section="Contact and papers")
    language = choice("Language of the note", LANGUAGES, PRODUCT)
    document = document_field("Note verbale", PRODUCT, need=OPTIONAL)
    tracking = tracking()
