"""What the steps of an approach ask in writing: enquiry, request, consent, refusal, operation, report.

Law: none prescribes a form; the contents follow from what OST VIII leaves to the State of registry (jurisdiction and
control), from due regard (IX) and from responsibility for nationals (VI). Units stand with each number.
"""

from __future__ import annotations

from workflows.approach.terms import CONTROL, ENQUIRY, LOST, OWNERSHIP, REGARD, RESPONSIBLE, SUPERVISION
from workflows.asking.papers import URGENCIES
from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    contact_field,
    date_field,
    decimal,
    designator_field,
    document_field,
    instant_field,
    long_text,
    orbit_field,
    parties_field,
    party_field,
    text,
    yes_no,
)

# fmt: off
APPROACH, CONTACT, REMOVAL = "approach", "contact", "removal"
OPERATIONS = {
    APPROACH: "Approach or inspection without contact",
    CONTACT: "Contact: docking, capture or servicing",
    REMOVAL: "Removal from its orbit, or return",
}
REGISTERED = "registered"
REGISTRY = {
    REGISTERED: "It is on the registry of the States addressed",
    "unregistered": "It seems to be on no registry",
    "unknown": "It is not known on whose registry it is",
    "disputed": "Several States claim it, or none does",
}
NOT_KNOWN = (
    "Consent comes from the State of registry, and it is not settled which that is. Seek it first with this case, or "
    "ask the launching States on the basis “voluntary”."
)
THE_OBJECT, WHAT, HOW = "The object", "What is planned", "How, and under what precautions"


class Enquiry(Filing):
    """Question on whose registry an object is."""

    object = text("Object, in a few words", PRODUCT, fills="title", section=THE_OBJECT)
    designator = designator_field("International designator", ENQUIRY, need=AS_KNOWN)
    orbit = orbit_field("Orbit", ENQUIRY, need=AS_KNOWN)
    asked = parties_field("Whom you ask", ENQUIRY,
                          help="States that may have launched it, and those with means of tracking.")
    searched = long_text("Which registries you have looked at, and what you found", ENQUIRY)


class EnquiryAnswer(Filing):
    """Answer on whose registry an object is."""

    answer = choice("Answer", {"ours": "It is on our registry", "other": "It is on another registry, which we name",
                               "unregistered": "It is on no registry that we know", "unknown": "We do not know"},
                    ENQUIRY)
    state = party_field("State of registry, as far as you know", ENQUIRY, need=OPTIONAL, oneself=True)
    designator = designator_field("International designator", ENQUIRY, need=OPTIONAL)
    data = long_text("On what this rests", ENQUIRY)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Request(Filing):
    """Request for consent to approach an object or to remove it."""

    object = text("Object, in a few words", PRODUCT, fills="title", section=THE_OBJECT)
    designator = designator_field("International designator", CONTROL, need=AS_KNOWN)
    registration = text("Reference of the case in which it is registered", PRODUCT, need=OPTIONAL)
    registry_status = choice("On whose registry it is", REGISTRY, CONTROL)
    registries = parties_field("States of registry", CONTROL,
                               help="One for each object that is approached: a station may have modules on several "
                                    "registries, and each State consents for its own.")
    orbit = orbit_field("Orbit", CONTROL, need=AS_KNOWN)
    owner = text("Owner, if another than the State", OWNERSHIP, need=AS_KNOWN)
    owner_agrees = yes_no("Has the owner agreed?", OWNERSHIP, need=OPTIONAL,
                          help="An owner's word does not take the place of that of the State of registry.")
    operation = choice("What is planned", OPERATIONS, CONTROL, section=WHAT)
    purpose = long_text("Purpose", CONTROL)
    operator = text("Who carries it out", RESPONSIBLE)
    authorised = long_text("How you authorise and supervise it, if it is private", RESPONSIBLE, need=OPTIONAL)
    earliest_start = date_field("Earliest start", REGARD)
    latest_end = date_field("Latest end", REGARD)
    closest = decimal("Closest distance", REGARD, units=("m", "km"), least=0, section=HOW)
    keep_out = decimal("Radius within which it does not come before it is told to go on", REGARD, units=("m", "km"),
                       least=0, need=OPTIONAL)
    relative_speed = decimal("Greatest relative speed", REGARD, units=("m/s", "mm/s"), least=0, need=AS_KNOWN)
    approach = long_text("Approach: trajectory, hold points, who says go on", REGARD, level="C3")
    abort = long_text("When and how it is broken off", REGARD)
    debris = long_text("Risk of debris, and how it is kept low", REGARD)
    sensing = long_text("What is recorded of the object, and who receives it", CONTROL, level="C3")
    damage = long_text("Who bears damage, and insurance", RESPONSIBLE)
    urgency = choice("Urgency", URGENCIES, PRODUCT)
    urgency_reason = long_text("Why it is urgent", PRODUCT, need=OPTIONAL)
    contact = contact_field("Contact point, at any hour during the operation", PRODUCT)
    document = document_field("Plan of the operation", PRODUCT, need=OPTIONAL, level="C3")


class Consent(Filing):
    """Consent of the State of registry."""

    scope = choice("To what you consent", OPERATIONS, CONTROL, many=True)
    valid_until = date_field("Last day of the consent", CONTROL)
    conditions = long_text("Conditions: distance, times, breaking off, what may be recorded", CONTROL)
    ends_by_word = long_text("How the consent is withdrawn during the operation, over which channel", CONTROL)
    damage = long_text("What is agreed on damage", RESPONSIBLE, need=OPTIONAL)
    contact = contact_field("Contact point, at any hour during the operation", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL, level="C3")


class LongerConsent(Filing):
    """Longer consent."""

    valid_until = date_field("Last day of the consent", CONTROL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class OtherTerms(Filing):
    """Why the terms do not fit."""

    wanted = long_text("Which conditions do not fit, and what you ask instead", CONTROL)


class Begun(Filing):
    """Beginning of the operation."""

    began_at = instant_field("Begun at", CONTROL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Progress(Filing):
    """Report during the operation."""

    distance = decimal("Distance now", REGARD, units=("m", "km"), least=0, need=AS_KNOWN)
    what = long_text("What was done, and what comes next", REGARD)


class BrokenOff(Filing):
    """Why the operation is broken off."""

    reason = long_text("Reason", REGARD)


class Withdrawn(Filing):
    """Withdrawal of consent."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)
    retreat = long_text("What you ask the other side to do now, so that both objects stay safe", REGARD)


class Retreat(Filing):
    """Retreat after consent ended."""

    retreated_at = instant_field("Away from the object since", REGARD)
    distance = decimal("Distance kept", REGARD, units=("m", "km"), least=0)
    what = long_text("How, and what could not be undone", REGARD)


class Transfer(Filing):
    """Passing of the object to another registry."""

    successor = party_field("State or organisation to whose registry it passes", SUPERVISION)
    passed_on = date_field("With effect from", SUPERVISION)
    reason = long_text("On what this rests: a transfer, or the succession of States", SUPERVISION)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Added(Filing):
    """Further State of registry."""

    party = party_field("State or organisation to ask", CONTROL)
    reason = long_text("Why it is asked too", CONTROL)


class Denied(Filing):
    """Denial that the object is on one's registry."""

    reason = long_text("On what this rests", CONTROL)
    other = party_field("On whose registry it is, as far as you know", CONTROL, need=OPTIONAL)


class Contested(Filing):
    """Doubt about the registry."""

    claims = parties_field("Which States claim it, or might", CONTROL, oneself=True)
    reason = long_text("What is in doubt", CONTROL)


class Settled(Filing):
    """Result on the registry."""

    result = long_text("On whose registry the object is, and how that was settled", CONTROL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Ended(Filing):
    """End of the operation."""

    ended_at = instant_field("Ended at", REGARD)
    result = choice("What became of the object", {"where_it_was": "It is where it was", "moved": "It was moved",
                                                  "removed": "It was removed from its orbit",
                                                  "damaged": "It was damaged", "other": "Something else"}, REGARD)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Report(Filing):
    """Report on the operation."""

    course = long_text("Course of the operation, with times and distances", REGARD)
    incidents = long_text("Incidents, and objects released", REGARD)
    data = long_text("What was recorded, and who has it", CONTROL, level="C3")
    status = long_text("What changes in the registry", LOST, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL, level="C3")


class WithoutConsent(Filing):
    """Approach without consent."""

    approached_at = instant_field("When", REGARD)
    distance = decimal("Distance, as far as known", REGARD, units=("m", "km"), least=0, need=AS_KNOWN)
    what = long_text("What was seen or done", REGARD)
    contact = contact_field("Safety channel, open from now on", PRODUCT)


class Damage(Filing):
    """Damage done by the operation."""

    damage = long_text("Damage, where and when", PRODUCT)
