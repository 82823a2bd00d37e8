"""What each kind of notice tells: the questions that all share, and those of its own.

No form is prescribed. The contents are those that the chapters of the expert group's report suggest, and for launches,
re-entries, the environment, disasters and tracking those of the soft text that the kind rests on. Not modelled: the
report's paragraphs, which were not read one by one.
"""

from __future__ import annotations

from workflows.informing.notes import PRIVATE
from workflows.informing.terms import RESPONSIBLE
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Binding,
    Citation,
    Field,
    Filing,
    Grade,
    Source,
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
    yes_no,
)

GGE, RS, NPS, LTS = (Source(key, Binding.SOFT) for key in ("GGE", "RS", "NPS", "LTS"))
HCOC = Source("HCOC", Binding.SOFT, Grade.M)
TRANSPARENCY, CONSULTATION = GGE("transparency"), GGE("consultation")
LAUNCHES, FALLS, NUCLEAR = HCOC("4(a)(iii)"), LTS("B.9"), NPS("principle 5")
WARNING, CALAMITY = RS("principle X", grade=Grade.SRC), RS("principle XI", grade=Grade.SRC)
ASSISTANCE = NPS("principle 7", grade=Grade.SRC)
PUBLIC, NAMED = "public", "named"
SHARING = {NAMED: "Those addressed, and offices that read it", PUBLIC: "Everybody: the notice is public"}
# fmt: off


def _begins(label: str, under: Citation, **rest: object) -> Field:
    return instant_field(label, under, **rest)


def _ends(label: str, under: Citation) -> Field:
    return instant_field(label, under, need=OPTIONAL)


def _known(under: Citation) -> Field:
    return instant_field("Known to you since", under, need=OPTIONAL,
                         help="How much time had passed is told as a fact; nobody is called late.")


class Notice(Filing):
    """What all notices ask."""

    notice_title = text("What the notice is about", TRANSPARENCY, fills="title", section="To whom, and what")
    addressees = parties_field("States and organisations told", TRANSPARENCY)
    sharing = choice("Who may read it", SHARING, PRODUCT)
    account = long_text("What is told", TRANSPARENCY)
    objects = listing(
        "Objects", TRANSPARENCY, keyed("name", text("Name", TRANSPARENCY)),
        keyed("designator", designator_field("Designator", TRANSPARENCY, need=OPTIONAL)),
        keyed("state", party_field("State that answers for it", RESPONSIBLE, need=OPTIONAL, oneself=True,
                                   help=PRIVATE)), need=OPTIONAL,
    )
    contact = contact_field("Contact point", TRANSPARENCY)
    valid_until = date_field("The notice holds until", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class PolicyNotice(Notice):
    """Exchange on space policy."""

    subject = choice("Subject", {"policy": "Policy or strategy", "budget": "Budget", "doctrine": "Doctrine",
                                 "programme": "Programme"}, TRANSPARENCY, many=True, section="The policy")
    adopted_on = date_field("Adopted on", TRANSPARENCY, need=OPTIONAL)
    web = text("Where it is published", TRANSPARENCY, need=OPTIONAL)


class OrbitalNotice(Notice):
    """Orbital data."""

    orbit = orbit_field("Orbit", TRANSPARENCY, section="The data")
    epoch = instant_field("Data of", TRANSPARENCY)
    accuracy = long_text("Accuracy, and how it was found", TRANSPARENCY)
    known_at = _known(TRANSPARENCY)


class HazardNotice(Notice):
    """Forecast of a hazard."""

    hazard = long_text("Hazard, and whom it may meet", TRANSPARENCY, section="The hazard")
    begins_at = _begins("Expected from", TRANSPARENCY)
    ends_at = _ends("Until", TRANSPARENCY)
    orbit = orbit_field("Orbit", TRANSPARENCY, need=OPTIONAL)
    uncertainty = long_text("Uncertainty of the forecast", TRANSPARENCY)
    known_at = _known(TRANSPARENCY)


class LaunchNotice(Notice):
    """Notice before a launch."""

    begins_at = _begins("Launch window opens", LAUNCHES, section="The launch or test flight")
    ends_at = _ends("Launch window closes", LAUNCHES)
    site = text("Launch site or area", LAUNCHES)
    vehicle = text("Class of the vehicle", LAUNCHES)
    direction = decimal("Direction, from north by east", LAUNCHES, units=("deg",))
    number = text("Number in a series, where several are notified together", LAUNCHES, need=OPTIONAL)


class ManoeuvreNotice(Notice):
    """Notice of a manoeuvre."""

    begins_at = _begins("Manoeuvre begins", TRANSPARENCY, section="The manoeuvre")
    ends_at = _ends("Manoeuvre ends", TRANSPARENCY)
    at_risk = long_text("Objects of others that it may put at risk, and how close it comes", TRANSPARENCY)
    operators = long_text("Operators told beside their States", TRANSPARENCY, need=OPTIONAL)
    before = orbit_field("Orbit before", TRANSPARENCY, need=OPTIONAL)
    after = orbit_field("Orbit after", TRANSPARENCY)


class FallNotice(Notice):
    """Notice of a high-risk re-entry."""

    begins_at = _begins("Predicted re-entry", FALLS, section="The re-entry")
    window = decimal("Either side of that", FALLS, units=("hours", "days"), need=OPTIONAL)
    mass = decimal("Mass", FALLS, units=("kg", "t"), need=OPTIONAL)
    hazards = long_text("Hazardous materials", FALLS)
    fragments = long_text("Fragments that may survive, and where", FALLS)
    nuclear = long_text("Nuclear source, where there is one", NUCLEAR, need=OPTIONAL)
    reference = text("Reference of the information to the Secretary-General, where it runs here", FALLS, need=OPTIONAL)


class EmergencyNotice(Notice):
    """Notice of an emergency."""

    begins_at = _begins("Happened, or is expected", TRANSPARENCY, section="The emergency")
    place = place_field("Place", TRANSPARENCY, need=OPTIONAL)
    danger = long_text("Danger to persons, objects and the environment", TRANSPARENCY)
    nuclear = yes_no("Is a nuclear power source involved?", NUCLEAR)
    measures = long_text("Measures taken, and what others are asked", TRANSPARENCY)
    known_at = _known(TRANSPARENCY)


class BreakupNotice(Notice):
    """Notice of an intentional break-up."""

    begins_at = _begins("Planned from", TRANSPARENCY, section="The break-up")
    ends_at = _ends("Until", TRANSPARENCY)
    altitude = decimal("Altitude", TRANSPARENCY, units=("km",))
    low = long_text("Why the altitude is low enough", TRANSPARENCY)
    lifetime = decimal("Longest life of fragments in orbit", TRANSPARENCY, units=("days", "years"))
    purpose = long_text("Why it cannot be avoided", TRANSPARENCY)
    reference = text("Reference of the consultation before it, where it runs here", PRODUCT, need=OPTIONAL)


class VisitNotice(Notice):
    """Invitation to visit."""

    begins_at = _begins("Visit begins", TRANSPARENCY, section="The visit")
    ends_at = _ends("Visit ends", TRANSPARENCY)
    site = text("Launch site, control centre or demonstration", TRANSPARENCY)
    programme = long_text("Programme, and what is shown", TRANSPARENCY)
    conditions = long_text("Conditions of access", TRANSPARENCY, need=OPTIONAL)


class EnvironmentNotice(Notice):
    """Warning of harm to the environment."""

    phenomenon = long_text("What was sensed, and what harm it may do", WARNING, section="The warning")
    place = place_field("Place", WARNING, need=OPTIONAL)
    begins_at = _begins("Seen, or expected", WARNING)
    avert = long_text("What may avert it", WARNING, need=OPTIONAL)
    known_at = _known(WARNING)


class DisasterNotice(Notice):
    """Information on a disaster."""

    disaster = long_text("Disaster, under way or impending", CALAMITY, section="The disaster")
    place = place_field("Area", CALAMITY, need=OPTIONAL)
    data = long_text("Data and analysis given, and how they are had", CALAMITY)
    known_at = _known(CALAMITY)


class TrackingNotice(Notice):
    """Help with tracking."""

    orbit = orbit_field("Orbit", ASSISTANCE, need=OPTIONAL, section="What was tracked")
    observed_at = instant_field("Observed at", ASSISTANCE)
    data = document_field("Tracking data", ASSISTANCE, need=OPTIONAL, level="C3", withholdable=True)
    help = long_text("Further help offered", ASSISTANCE, need=OPTIONAL)
    known_at = _known(ASSISTANCE)
