"""What the steps on a found object ask in writing: the finding, identifying data, danger, recovery, return, costs.

Law: ARRA 5, OST VIII third sentence, REG VI; no text gives these papers a form. Costs of recovery and return are one
head, damage that the object did is another and has a procedure of its own.
"""

from __future__ import annotations

from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
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
    money,
    parties_field,
    party_field,
    place_field,
    text,
)
from workflows.rescue.law import ARRA

TELL, RECOVER, RETURN, HAZARD, COSTS = (ARRA(f"5({n})") for n in range(1, 6))
REG, LC = Source("REG"), Source("LC")
CELESTIAL = "celestial_body"
PLACES = {
    "own_territory": "Own territory, or another place under our jurisdiction",
    "high_seas": "The high seas",
    "no_jurisdiction": "Another place under no State's jurisdiction",
    CELESTIAL: "A celestial body",
}
NONE, SUSPECTED = "none", "suspected"
HAZARDS = {NONE: "No reason to believe so", SUSPECTED: "There is reason to believe so"}
CUSTODY = {
    "ours": "In our custody",
    "guarded": "Left where it lies, guarded",
    "open": "Left where it lies",
    "elsewhere": "In the hands of others",
}
SPACE_OBJECT, NOT_ONE = "identified", "not_space_object"
RESULTS = {SPACE_OBJECT: "It is a space object, or a part of one", NOT_ONE: "It is no space object"}
WISHES = {"recover": "That it be recovered", "return": "That it be returned", "hold": "That it be held for us"}
STILL = {"held": "It is still held", "gone": "It is no longer held"}
WHERE, WHAT, DANGER = "Where and when", "What was found", "Danger and custody"
# fmt: off


class ObjectFound(Filing):
    """Object found or reported."""

    found_on = date_field("Found, or reported to you, on", TELL, section=WHERE)
    place_kind = choice("Where", PLACES, TELL)
    place = place_field("Place", TELL, need=OPTIONAL)
    what = text("What it is, in a few words", TELL, fills="title", section=WHAT)
    hazard = choice("May it be hazardous?", HAZARDS, HAZARD, section=DANGER)
    source = long_text("How you know, and what is still uncertain", PRODUCT)


class ObjectNotice(Filing):
    """Notice of an object found."""

    authorities = parties_field("Launching authorities told", TELL, need=OPTIONAL,
                                help="As far as known; where two may be it, tell both.")
    found_on = date_field("Found, or reported to you, on", TELL, section=WHERE)
    place_kind = choice("Where", PLACES, TELL)
    place = place_field("Place", TELL)
    what = text("What it is, in a few words", TELL, fills="title", section=WHAT)
    description = long_text("Description of each part", TELL)
    markings = long_text("Markings and numbers on it", TELL, need=AS_KNOWN)
    mass = decimal("Mass", TELL, units=("kg", "t"), need=AS_KNOWN)
    designator = designator_field("International designator, where you think you know it", TELL, need=OPTIONAL)
    photos = listing("Photographs", TELL, keyed("photo", document_field("Photograph", TELL)), need=OPTIONAL)
    hazard = choice("May it be hazardous?", HAZARDS, HAZARD, section=DANGER)
    radiation = decimal("Reading of radiation beside it", TELL, units=("µSv/h", "mSv/h"), need=AS_KNOWN)
    custody = choice("Custody", CUSTODY, TELL)
    contact = contact_field("Contact", PRODUCT)


class ObjectAuthorityAdded(Filing):
    """Another launching authority that is told of the object."""

    party = party_field("State or organisation to tell", TELL)
    reason = long_text("Why it may be a launching authority", TELL)


class DataAsked(Filing):
    """Request for identifying data."""

    questions = long_text("What you ask, so that the object can be identified", RETURN)


class Identification(Filing):
    """Identifying data."""

    designator = designator_field("International designator", RETURN, need=AS_KNOWN)
    registration = text("Reference of the case in which the object is registered", PRODUCT, need=OPTIONAL)
    data = long_text("Data by which the object is identified", RETURN)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Contested(Filing):
    """Ownership or identity contested."""

    reasons = long_text("Reasons", RETURN)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class TrackersAsked(Filing):
    """Request for help to identify the object."""

    trackers = parties_field("States or organisations with means of tracking", REG("VI"))
    circumstances = long_text("Time, nature and circumstances", REG("VI"))


class Tracking(Filing):
    """Help to identify the object."""

    findings = long_text("What your data shows", REG("VI"))
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Resolution(Filing):
    """Result on the identity of the object."""

    resolved_as = choice("What it is", RESULTS, REG("VI"))
    evidence = long_text("Evidence", REG("VI"))
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NoSpaceObject(Filing):
    """Finding that it is no space object."""

    reasons = long_text("Reasons", TELL)


class HazardNotice(Filing):
    """Notice that the object may be hazardous."""

    reasons = long_text("Reasons to believe so", HAZARD)
    direction = long_text("Under whose direction, where and how the danger is to be removed", HAZARD)
    contact = contact_field("Contact, day and night", PRODUCT)


class HazardSteps(Filing):
    """Steps taken against the danger."""

    steps = long_text("What was done, and what remains", HAZARD)


class HazardEnded(Filing):
    """End of the danger."""

    remark = long_text("How the danger was removed, or why there was none", HAZARD)


class RecoveryAsked(Filing):
    """Request for recovery or return."""

    wish = choice("What you ask for", WISHES, RETURN, many=True)
    help = long_text("What help you can give", RECOVER, need=OPTIONAL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class RecoveryPlan(Filing):
    """Plan of the recovery."""

    plan = long_text("What is practicable, and how it is done", RECOVER)
    help = long_text("What help is asked of the launching authority", RECOVER, need=OPTIONAL)
    planned_on = date_field("Planned for", PRODUCT, need=OPTIONAL)


class Holding(Filing):
    """The object is held at the disposal of the launching authority."""

    place = text("Where it is held", RETURN)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class ObjectReturned(Filing):
    """Return of the object."""

    returned_at = instant_field("When", RETURN)
    place = text("Where", RETURN)
    received_by = text("Which representatives received it", RETURN, help="An office, no name of a person.")
    document = document_field("Record of the hand-over", PRODUCT, need=OPTIONAL)


class Disposal(Filing):
    """Agreement on the disposal of the object."""

    terms = long_text("What becomes of the object, who does it, and who bears the cost", RETURN)


class Unclaimed(Filing):
    """No request for the object."""

    still_held = choice("Is the object still held?", STILL, PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class CostClaim(Filing):
    """Claim for the cost of recovery and return."""

    work = long_text("What was done at the request of the launching authority", COSTS)
    amount = money("Amount", COSTS)
    document = document_field("Account", PRODUCT, need=OPTIONAL)


class CostAnswer(Filing):
    """Answer to a claim for costs."""

    remark = long_text("Remark", COSTS)


class DamageNoted(Filing):
    """Damage done by the object."""

    damage = long_text("Damage, where and when", LC("I(a)"))
    head = choice("It is apart from the cost of recovery and return", {"apart": "Damage alone"}, LC("I(a)"))
