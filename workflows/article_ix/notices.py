"""What the two opening filings ask: notice by the planning State and request by another State.

Contents follow practice; OST IX asks for no form. Provisions: OST VI (responsibility, authorisation), IX third and
fourth sentence. The legal basis and the statement that nothing is admitted are added to every paper by the product.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.article_ix.basis import OST
from workflows.article_ix.terms import Consultation
from workflows.kernel.language import (
    AGENCY,
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    REQUIRED,
    Field,
    Filing,
    FilingSpec,
    WhenThen,
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
    organ_field,
    parties_field,
    party_field,
    place_field,
    text,
    yes_no,
)  # fmt: skip
from workflows.lunar.activity import MEANINGS

DUTY, REQUEST, RESPONSIBLE, REGARD = OST("IX", 3), OST("IX", 4), OST("VI"), OST("IX", 1)

INTERFERENCE = {
    "physical": "Collision or physical contact", "debris": "Debris", "radio": "Radio frequency",
    "plume_dust": "Plume or dust",
    "contamination": "Contamination", "optical": "Light or optical disturbance",
    "access": "Access to a place or an orbit",
}  # fmt: skip
URGENCY = {
    "normal": "Normal",
    "urgent": "Urgent: a safety purpose would be defeated by waiting",
    "emergency": "Emergency: risk to life",
}
CONCERNS, OPERATING = "The activity, and whom it concerns", "Who carries it out, and who answers for it"
PLANNED, AFFECTING = "What is planned, when and where", "What it may interfere with"
BESIDES = "Urgency, meaning relied on, and copies"
WITHHELD = {"security": "Security", "proprietary": "Proprietary", "unavailable": "Not available"}
STATUS = {
    "planned": "Planned",
    "deferred": "Deferred",
    "modified": "Modified",
    "proceeding": "Under way",
    "completed": "Completed",
}
QUALITY = {"scientific_body": "Scientific body", "igo": "Intergovernmental organisation"}
OWN_WORDS = WhenThen("meaning", ("own",), "meaning_words", DUTY)
"""A meaning of one's own is given in words."""
# fmt: off


def affected_activities(need: str = REQUIRED) -> Field:
    """List the activities that may be affected, with their States, and why where somebody says so."""
    return listing(
        "Activities that may be affected, and their States", DUTY,
        keyed("activity", text("Activity", DUTY)), keyed("party", party_field("State", DUTY, need=OPTIONAL)),
        keyed("reason", text("Why", DUTY, need=OPTIONAL)), least=1, need=need, fills="affected",
    )


def left_out() -> Field:
    """List the States that a comparison found and that are not addressed, each with the reason.

    For the eyes of the planning State alone: what was found may rest on what others do not read.
    """
    return listing(
        "States found by comparison that are not addressed, and why", DUTY, keyed("party", party_field("State", DUTY)),
        keyed("reason", text("Why it is not addressed", DUTY)), need=OPTIONAL, level="C4",
        help="Read by your own State alone. A State found is addressed, or left out here with a reason.",
    )


def ends() -> tuple[Field, Field]:
    """Ask what a comparison with other activities needs besides the first day."""
    last = date_field("Last day, as far as known", DUTY, need=OPTIONAL,
                      help="Left empty the activity is taken to go on.")
    return last, decimal("Dates may move by", PRODUCT, units=("days",), need=OPTIONAL)


def reach() -> Field:
    """Ask how far plume and ejecta reach."""
    return decimal("Reach of plume and ejecta", DUTY, units=("km", "m"), need=OPTIONAL, withholdable=True, level="C3",
                   help="Counted from the place.")


def invited_bodies() -> Field:
    """List bodies invited to give an opinion; the quality in which each takes part is kept on its track."""
    return listing(
        "Organisations and scientific bodies to invite", PRODUCT,
        keyed("party", party_field("Organisation or body", PRODUCT)),
        keyed("side", choice("Taking part as", QUALITY, PRODUCT)), need=OPTIONAL,
    )


def registered() -> Field:
    """Ask for the entry of the register of activities, from which what follows can be filled in."""
    return text("Entry of the register of activities", PRODUCT, need=OPTIONAL, fills="registered",
                help="Where the activity is registered, such as LUN-0012.")


def information_withheld() -> Field:
    """List what is withheld, each with its category."""
    return listing(
        "Information withheld", PRODUCT, keyed("what", text("What", PRODUCT)),
        keyed("category", choice("Category", WITHHELD, PRODUCT)), need=OPTIONAL,
    )


def sender() -> tuple[Field, Field, Field]:
    """Ask who files, and how to answer."""
    return (
        organ_field("Authority that files", PRODUCT, section="Who files, and how to answer"),
        text("Diplomatic channel", PRODUCT, help="For example a note verbale through the permanent mission."),
        contact_field("Contact point", PRODUCT, help="Reachable day and night where the matter is urgent."),
    )


def asked(filing: type[Filing], terms: Consultation) -> FilingSpec:
    """Give what a filing asks under its terms: agencies write to each other, not through a diplomatic channel."""
    if terms.level != AGENCY:
        return filing.spec
    channel = text("Channel between the agencies", PRODUCT, key="sent_by",
                   help="For example a letter between liaisons.")
    return replace(filing.spec, fields=tuple(channel if f.key == "sent_by" else f for f in filing.spec.fields))


def talks() -> tuple[Field, Field, Field, Field]:
    """Ask how, where, when and in which language to talk."""
    form, place = text("Proposed form of the talks", PRODUCT, section="Proposed talks"), text("Proposed place", PRODUCT)
    return form, place, text("Proposed dates", PRODUCT), text("Proposed language", PRODUCT)


def urgency_asked() -> tuple[Field, Field]:
    """Ask how urgent it is, and why."""
    level = choice("Urgency", URGENCY, PRODUCT, need=OPTIONAL, section=BESIDES,
                   help="Left empty it is normal.")
    return level, long_text("Why it is urgent", PRODUCT, need=OPTIONAL)


def meaning_relied_on(section: str = "") -> tuple[Field, Field]:
    """Ask which meaning of the treaty's words somebody relies on, from the list that every notice shares."""
    meaning = choice("Meaning of “harmful interference” relied on", MEANINGS, DUTY, need=OPTIONAL, fills="meaning",
                     section=section, help="The treaty defines none.")
    return meaning, text("That meaning in words", DUTY, need=OPTIONAL, fills="meaning_words")


def technical_annex() -> Field:
    """Ask for a technical annex."""
    return document_field("Technical annex", PRODUCT, need=OPTIONAL, level="C3", withholdable=True)


class Notice(Filing):
    """Notice of a planned activity and invitation to consult."""

    authority, sent_by, contact = sender()
    activity_title = text("Title of the activity", DUTY, fills="title", section=CONCERNS)
    registered = registered()
    addressees = parties_field("States addressed", DUTY)
    left_out = left_out()
    joint_planning = parties_field("States that plan the activity jointly", DUTY, need=OPTIONAL,
                                   help="Each keeps its own duty.")
    operator = text("Operator", RESPONSIBLE, section=OPERATING)
    authorising_authority = text("Authority that authorises and supervises", RESPONSIBLE)
    responsibility = long_text("Statement on international responsibility", RESPONSIBLE)
    nature = long_text("Nature of the activity", DUTY, withholdable=True, section=PLANNED)
    purpose = long_text("Purpose", DUTY)
    phases = long_text("Phases", DUTY, withholdable=True)
    earliest_start = date_field("Earliest start", DUTY)
    latest_end, uncertainty_days = ends()
    activity_window = text("Window for the activity", DUTY)
    duration = text("Duration", DUTY)
    end_of_activity = long_text("End of the activity", DUTY)
    location = long_text("Location, in words", DUTY, withholdable=True)
    orbit = orbit_field("Orbit", DUTY, need=OPTIONAL, withholdable=True, level="C3")
    place = place_field("Place on a surface", DUTY, need=OPTIONAL, withholdable=True, level="C3")
    plume_radius = reach()
    bands = listing("Frequencies", DUTY, keyed("band", band_field("Band", DUTY)), need=OPTIONAL, withholdable=True,
                    level="C3")
    interference = choice("Kinds of interference", INTERFERENCE, DUTY, many=True, section=AFFECTING)
    grounds = long_text("Reasons to believe that it may interfere", DUTY)
    method = long_text("Method of the assessment", DUTY, withholdable=True)
    probability = long_text("Probability", DUTY, withholdable=True)
    uncertainty = long_text("Uncertainty", DUTY, withholdable=True)
    affected = affected_activities()
    precautions = long_text("Precautions taken", REGARD, section="Precautions")
    alternatives = long_text("Alternatives considered", REGARD)
    talks_form, talks_place, talks_dates, talks_language = talks()
    urgency, urgency_reason = urgency_asked()
    meaning, meaning_words = meaning_relied_on()
    annex = technical_annex()
    withheld = information_withheld()
    invitees = invited_bodies()
    copied_to = parties_field("Copied for information", PRODUCT, need=OPTIONAL, help="For example to the secretariat.")


class Request(Filing):
    """Request for consultation on another State's activity."""

    authority, sent_by, contact = sender()
    activity_title = text("Title of the activity, as you name it", REQUEST, fills="title", section=CONCERNS)
    registered = registered()
    planning = parties_field("States that plan or conduct the activity", REQUEST, fills="planner")
    activity_status = choice("Status of the activity", STATUS, REQUEST, need=OPTIONAL,
                             help="Left empty: as it is on record.")
    operator = text("Operator", RESPONSIBLE, need=AS_KNOWN, section=OPERATING)
    authorising_authority = text("Authority that authorises and supervises", RESPONSIBLE, need=AS_KNOWN)
    responsibility = long_text("Which State answers for it internationally", RESPONSIBLE, need=AS_KNOWN)
    nature = long_text("Nature of the activity", REQUEST, need=AS_KNOWN, section=PLANNED)
    purpose = long_text("Purpose", REQUEST, need=AS_KNOWN)
    phases = long_text("Phases", REQUEST, need=AS_KNOWN)
    earliest_start = date_field("Earliest start", REQUEST, need=AS_KNOWN)
    duration = text("Window, duration and end", REQUEST, need=AS_KNOWN)
    location = long_text("Location, in words", REQUEST, need=AS_KNOWN)
    orbit = orbit_field("Orbit", REQUEST, need=OPTIONAL, level="C3")
    place = place_field("Place on a surface", REQUEST, need=OPTIONAL, level="C3")
    bands = listing("Frequencies", REQUEST, keyed("band", band_field("Band", REQUEST)), need=OPTIONAL, level="C3")
    interference = choice("Kinds of interference", INTERFERENCE, REQUEST, many=True, section=AFFECTING)
    grounds = long_text("Reasons to believe that it may interfere", REQUEST)
    method = long_text("Method of the assessment", REQUEST, withholdable=True)
    probability = long_text("Probability", REQUEST, withholdable=True)
    uncertainty = long_text("Uncertainty", REQUEST, withholdable=True)
    affected = affected_activities()
    own_activity = yes_no("Is one of these your own?", REQUEST, need=OPTIONAL, help="The right does not depend on it.")
    requested_measures = long_text("Measures asked for", REQUEST, section="What is asked for")
    talks_form, talks_place, talks_dates, talks_language = talks()
    urgency, urgency_reason = urgency_asked()
    meaning, meaning_words = meaning_relied_on()
    annex = technical_annex()
    withheld = information_withheld()
    invitees = invited_bodies()
    copied_to = parties_field("Copied for information", PRODUCT, need=OPTIONAL, help="For example to the secretariat.")
