"""What the steps of a visit ask in writing: notice, the three objections, plan, go, report.

Contents follow what OST XII asks the talks to be about: safety, and undisturbed normal work. No form is prescribed.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.article_xii.terms import KINDS, NOTICE, OPEN, RESPONSIBLE, VisitTerms
from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
    FilingSpec,
    band_field,
    choice,
    contact_field,
    date_field,
    designator_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    parties_field,
    party_field,
    person_field,
    place_field,
    text,
    yes_no,
)

# fmt: off
WHERE = {
    "moon": "On the Moon", "body": "On another celestial body", "orbit": "In orbit, or elsewhere in outer space",
    "earth": "On the Earth",
}
ON_A_BODY = ("moon", "body")
OUTSIDE = (
    "Article XII opens stations, installations, equipment and vehicles on the Moon and other celestial bodies, and no "
    "others: a station in orbit is outside it. Ask for a visit by invitation, or use the rules of the agreement under "
    "which the station is operated."
)
OPERATED = {"state": "A State or its agency", "joint": "Several States together", "private": "A private operator"}
SAFETY, OPERATIONS, RECIPROCITY = "safety", "operations", "reciprocity"
GROUNDS = {
    SAFETY: "Safety: a hazard at the facility or on the way",
    OPERATIONS: "Operations: the visit would disturb normal work at that time",
    RECIPROCITY: "Reciprocity: the visitor's own facilities are not open",
}
DISTURBED = {
    "crew": "Time of the crew", "work": "Experiments or other work", "maintenance": "Maintenance",
    "traffic": "Arrivals and departures", "environment": "Light, temperature or power at that time",
}
DATES = {
    "agreed": "The date proposed suits us", "other": "We propose another date", "kept": "We keep our date",
}


class Notice(Filing):
    """Notice of a projected visit."""

    facility = text("Facility or vehicle to be visited", OPEN, fills="title", section="What is to be visited")
    where = choice("Where it is", WHERE, OPEN)
    body = text("Which celestial body, if other than the Moon", OPEN, need=OPTIONAL)
    place = place_field("Place on its surface", OPEN, need=AS_KNOWN)
    designator = designator_field("Designator of the object", OPEN, need=AS_KNOWN)
    registry = party_field("State of registry", OPEN, need=AS_KNOWN, oneself=True)
    facility_kind = choice("Kind of facility", KINDS, OPEN)
    operated_by = choice("Who operates it", OPERATED, RESPONSIBLE)
    private_operator = text("Private operator", RESPONSIBLE, need=OPTIONAL)
    hosts = parties_field(
        "Host States", NOTICE,
        help="Every State that operates the facility, each on a track of its own; for a private operator the State "
             "that authorises it.",
    )
    visit_on = date_field("First day proposed", NOTICE, section="When, who and why")
    visit_until = date_field("Last day proposed", NOTICE, need=OPTIONAL)
    representatives = listing(
        "Representatives", OPEN, keyed("person", person_field("Office, and name where it may be told", OPEN)),
        keyed("function", text("Function in the visit", OPEN)), least=1, level="C3",
    )
    purpose = long_text("Purpose of the visit", NOTICE)
    route = long_text("Approach: trajectory or route", NOTICE, level="C3", section="How, and with what")
    equipment = long_text("Equipment carried", NOTICE, level="C3")
    bands = listing("Frequencies", NOTICE, keyed("band", band_field("Band", NOTICE)), need=OPTIONAL, level="C3")
    contamination = long_text("Contamination and plume", NOTICE, level="C3")
    medical = long_text("Medical needs", NOTICE, need=OPTIONAL, level="C3")
    services = long_text("Services asked of the host", NOTICE, need=OPTIONAL)
    openness = long_text("Statement on the openness of your own facilities", OPEN, section="Reciprocity and contact")
    contact = contact_field("Contact point", PRODUCT)
    annex = document_field("Technical annex", PRODUCT, need=OPTIONAL, level="C3")


class AnotherDate(Filing):
    """Proposal of another date."""

    proposed_on = date_field("Date proposed", NOTICE)
    category = choice("What the visit would disturb", DISTURBED, NOTICE)
    reason = long_text("How, and until when", NOTICE)


class DateAnswer(Filing):
    """Answer to another date."""

    answer = choice("Answer", DATES, NOTICE)
    visit_on = date_field("First day of the visit from now on", NOTICE)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Hold(Filing):
    """Safety hold."""

    hazard = long_text("Hazard", NOTICE)
    review_on = date_field("Day of the review", PRODUCT)
    document = document_field("Hazard map or data", PRODUCT, need=OPTIONAL, level="C3")


class HoldCleared(Filing):
    """End of a safety hold."""

    how = long_text("How the hazard ended or was lessened", NOTICE)


class ReciprocityContested(Filing):
    """Objection on reciprocity."""

    facility = text("Facility of the visitor that is not open", OPEN)
    state = party_field("State whose facility it is", OPEN)
    reason = long_text("When and how a visit was asked for, or why it is not open", OPEN)


class Offer(Filing):
    """Offer of a visit in return."""

    facilities = long_text("Which of your facilities are open, and how", OPEN)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NoOffer(Filing):
    """Refusal of an offer in return."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark for the record."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Talks(Filing):
    """Opening of the talks."""

    first_meeting_on = date_field("Proposed day of the first meeting", PRODUCT, need=OPTIONAL)
    constraints = long_text("Constraints, hazards and items to keep out, as far as they can be told now", NOTICE,
                            need=OPTIONAL, level="C3")


class Plan(Filing):
    """Plan of the visit and of its precautions."""

    constraints = long_text("Operating constraints", NOTICE, level="C3")
    keep_out = long_text("Areas and items to keep out of, and hazards", NOTICE, level="C3")
    escort = long_text("Escort", NOTICE)
    rescue = long_text("Emergency and rescue", NOTICE)
    comms = long_text("Communications during the visit", NOTICE, level="C3")
    normal_work = long_text("How normal work stays undisturbed", NOTICE)
    document = document_field("Signed plan", PRODUCT, need=OPTIONAL, level="C3")


class Go(Filing):
    """Date of the visit."""

    go_at = instant_field("The visit begins at", NOTICE)
    until = date_field("Last day", NOTICE, need=OPTIONAL)


class SafetyConfirmation(Filing):
    """Confirmation before the visit begins."""

    confirmation = long_text("What was checked, and who confirms that the visit is safe", NOTICE)


class Abort(Filing):
    """Why the visit does not begin."""

    reason = long_text("Reason", NOTICE)


class Ended(Filing):
    """End of the visit."""

    left_on = date_field("The visitors left on", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Report(Filing):
    """Report on the visit."""

    times = long_text("Times and persons", NOTICE)
    incidents = long_text("Incidents", NOTICE)
    observations = long_text("Observations that both agree to release", NOTICE, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL, level="C3")


class Declined(Filing):
    """Why the visit is declined."""

    ground = choice("Objection", GROUNDS, NOTICE)
    reason = long_text("Reason", NOTICE)


class NoAgreement(Filing):
    """Why the visit is not held."""

    reason = long_text("Reason", PRODUCT)


class Arrival(Filing):
    """Arrival before terms were settled."""

    arrived_at = instant_field("Arrived at", NOTICE)
    place = place_field("Where", NOTICE, need=AS_KNOWN)
    contact = contact_field("Safety channel, open from now on", NOTICE)
    reference = text("Reference of a lunar notice or a settlement on it, once there is one", PRODUCT, need=OPTIONAL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reference(Filing):
    """Reference of another case."""

    reference = text("Reference of that case", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Distress(Filing):
    """Distress during the visit."""

    what = long_text("What happened", PRODUCT)
    persons_safe = yes_no("Are all persons safe?", PRODUCT, need=OPTIONAL)
    reference = text("Reference of the case on rescue, once there is one", PRODUCT, need=OPTIONAL)


class Assistance(Filing):
    """Request for the Secretary-General's assistance."""

    request = long_text("What is asked", PRODUCT)


def declined(terms: VisitTerms) -> FilingSpec:
    """Give what a decline asks: under the Moon Agreement reciprocity is no condition, and so no objection."""
    spec: FilingSpec = Declined.spec
    if not terms.by_moon:
        return spec
    left = tuple((key, title) for key, title in GROUNDS.items() if key != RECIPROCITY)
    fields = (replace(f, options=left) if f.key == "ground" else f for f in spec.fields)
    return replace(spec, fields=tuple(fields))
