"""What is told of a space activity: where, when, on which frequencies, with what power and for what use of resources.

Law: OST XI asks for nature, conduct, locations and results, to the extent feasible; MOON 5(2) asks its parties for
time, purposes, locations, orbital parameters and duration; OST II denies appropriation, whatever is asked to be kept
clear. The list of questions is the pattern of notices of the lunar mechanism, which is a proposal. One description
serves notices, the register of planned activities, what is imported into it, and screening. Not modelled: results.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Binding,
    Field,
    Filing,
    FilingSpec,
    Grade,
    Source,
    band_field,
    choice,
    contact_field,
    date_field,
    decimal,
    document_field,
    keyed,
    listing,
    long_text,
    orbit_field,
    party_field,
    place_field,
    text,
)  # fmt: skip

OST, MOON = Source("OST"), Source("MOON")
LCM = Source("LCM", Binding.SOFT, Grade.SRC)
ARTEMIS = Source("ARTEMIS", Binding.SOFT)
INFORMING, NON_APPROPRIATION, REGARD, RESPONSIBLE = OST("XI"), OST("II"), OST("IX", 1), OST("VI")
NOTICES = LCM("notices")

CLASSES = {
    "orbiter": "Orbiter", "lander": "Lander", "rover": "Rover", "crewed": "Crewed", "station": "Station",
    "relay": "Relay", "sample_return": "Sample return", "impactor": "Impactor", "other": "Other",
}  # fmt: skip
STATUSES = {
    "planned": "Planned", "proceeding": "Under way", "completed": "Completed", "cancelled": "Cancelled",
    "failed": "Failed",
}  # fmt: skip
AREAS = {
    "landing": "Landing", "operations": "Operations", "traverse": "Traverse", "impact": "Impact",
    "descent": "Descent corridor", "ascent": "Ascent corridor", "plume": "Plume and ejecta",
    "keep_clear": "To be kept clear", "heritage": "Heritage or science site", "resource": "Resource",
}  # fmt: skip
"""What an area of the surface is for; those of ``keep_clear`` and ``heritage`` are requests and exclude nobody."""
POWER = {
    "solar": "Solar", "battery": "Battery or fuel cell", "heater": "Radioisotope heater",
    "radioisotope": "Radioisotope generator", "fission": "Fission reactor", "other": "Other",
}  # fmt: skip
RESOURCES = {"water": "Water ice", "regolith": "Regolith", "volatiles": "Volatiles", "metal": "Metal", "other": "Other"}
USES = {"prospecting": "Prospecting", "extraction": "Extraction", "in_place": "Use in place"}
AROUND = {"moon": "The Moon", "earth": "The Earth", "libration": "A libration point"}
EMITS = {"transmits": "Transmits", "receives": "Receives", "both": "Both", "quiet": "To be kept quiet"}
MEANINGS = {
    "unstated": "None stated",
    "loss": "Loss of, or harm to, persons, property or the activity itself",
    "degradation": "Serious degradation or repeated interruption, as in radio regulation",
    "science": "Spoiling of a scientific result or of a pristine place",
    "own": "A meaning of our own, given in words",
}
"""No treaty defines harmful interference: each notice says which meaning it relies on (the product's list)."""
WHAT, WHEN, WHERE = "What is planned", "When", "Where"
SPECTRUM, POWERED, RESOURCE, CLEAR = "Frequencies", "Power and hazards", "Resources", "Area asked to be kept clear"
OPEN_TO = "Who may read it"
SHAREABLE = {
    "areas": "Areas on the surface", "orbits": "Orbits", "emissions": "Frequencies", "power": "Power",
    "nuclear_sources": "Nuclear sources", "resources": "Resources", "phases": "Phases", "contact": "Contact",
    "keep_clear_basis": "Basis of the area to be kept clear", "plume_radius": "Reach of plume and ejecta",
}  # fmt: skip
# fmt: off


def _windows(what: str, under: tuple[Field, ...] = ()) -> tuple[Field, ...]:
    first = keyed("starts", date_field(f"{what}: first day, if other than the whole", NOTICES, need=OPTIONAL))
    return (*under, first, keyed("ends", date_field("Last day", NOTICES, need=OPTIONAL)))


class Description(Filing):
    """Description of a space activity."""

    activity_title = text("Name of the mission or activity", INFORMING, fills="title", section=WHAT)
    operator = text("Operator", RESPONSIBLE)
    partners = text("Partners", INFORMING, need=OPTIONAL)
    activity_class = choice("Class", CLASSES, NOTICES)
    activity_status = choice("Status", STATUSES, NOTICES, need=OPTIONAL, help="Left empty it is planned.")
    nature = long_text("Nature, conduct and purpose", INFORMING)
    phases = listing("Phases", INFORMING, keyed("name", text("Phase", INFORMING)), *_windows("Phase"), need=OPTIONAL)
    earliest_start = date_field("First day", INFORMING, section=WHEN)
    latest_end = date_field(
        "Last day, as far as known", INFORMING, need=OPTIONAL, help="Left empty the activity is taken to go on."
    )
    uncertainty_days = decimal("Dates may move by", NOTICES, units=("days",), need=OPTIONAL)
    end_of_use = long_text("End of use: what stays, and where", INFORMING, need=OPTIONAL)
    areas = listing(
        "Areas on the surface",
        INFORMING,
        keyed("kind", choice("What for", AREAS, NOTICES)),
        keyed("label", text("Name", NOTICES, need=OPTIONAL)),
        keyed("place", place_field("Place", INFORMING)),
        keyed("uncertainty_km", decimal("Uncertainty of the place", NOTICES, units=("km", "m"), need=OPTIONAL)),
        *_windows("In use"),
        need=OPTIONAL,
        section=WHERE,
    )
    plume_radius = decimal(
        "Reach of plume and ejecta",
        NOTICES,
        units=("km", "m"),
        need=OPTIONAL,
        help="Counted from each landing, ascent and impact.",
    )
    orbits = listing(
        "Orbits",
        MOON("5(2)"),
        keyed("around", choice("Around", AROUND, NOTICES)),
        keyed("orbit", orbit_field("Orbit", MOON("5(2)"))),
        *_windows("In orbit"),
        need=OPTIONAL,
    )
    emissions = listing(
        "Frequencies",
        NOTICES,
        keyed("band", band_field("Band", NOTICES)),
        keyed("emits", choice("Use", EMITS, NOTICES, need=OPTIONAL)),
        keyed("place", place_field("Where", NOTICES, need=OPTIONAL, help="Left empty: wherever the activity is.")),
        keyed("reach_km", decimal("Reach", NOTICES, units=("km",), need=OPTIONAL)),
        *_windows("In use"),
        need=OPTIONAL,
        section=SPECTRUM,
    )
    power = choice("Power", POWER, NOTICES, many=True, need=OPTIONAL, section=POWERED)
    nuclear_sources = long_text("Nuclear sources and their safety", NOTICES, need=OPTIONAL)
    resources = listing(
        "Resources",
        NOTICES,
        keyed("kind", choice("Resource", RESOURCES, NOTICES)),
        keyed("use", choice("Use", USES, NOTICES)),
        keyed("quantity", decimal("Quantity", NOTICES, units=("kg", "t"), need=OPTIONAL)),
        need=OPTIONAL,
        section=RESOURCE,
    )
    non_appropriation = long_text(
        "How this stands beside the rule against appropriation",
        NON_APPROPRIATION,
        need=OPTIONAL,
        help="Asked where resources are used or an area is to be kept clear.",
    )
    keep_clear_basis = long_text(
        "Reasons for an area to be kept clear: method and hazard", ARTEMIS("11(7)"), need=OPTIONAL, section=CLEAR
    )
    meaning = choice(
        "Meaning of “harmful interference” relied on",
        MEANINGS,
        OST("IX", 3),
        need=OPTIONAL,
        fills="meaning",
        help="The treaty defines none.",
    )
    meaning_words = text("That meaning in words", OST("IX", 3), need=OPTIONAL, fills="meaning_words")
    contact = contact_field("Contact", NOTICES, section=OPEN_TO)
    members_only = choice(
        "For participants of the mechanism only",
        SHAREABLE,
        NOTICES,
        many=True,
        need=OPTIONAL,
        help="What is not chosen here is public once the notice is registered.",
    )
    annex = document_field("Technical annex", PRODUCT, need=OPTIONAL, level="C1")


DESCRIPTION: FilingSpec = Description.spec
REGISTER = "activity"
"""The register in which a description becomes a version of an entry."""


def of_state() -> FilingSpec:
    """Give the description with the State that answers for the activity, where no case says so: for imports."""
    state = party_field("State or organisation that answers for it", RESPONSIBLE, key="state")
    return replace(DESCRIPTION, fields=(state, *DESCRIPTION.fields))
