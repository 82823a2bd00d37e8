"""What the steps of an observation ask in writing: request, refusal, question on equality, conditions, results.

Law: OST X prescribes no form; its second paragraph leaves the opportunity and its conditions to agreement.
"""

from __future__ import annotations

from workflows.asking.papers import URGENCIES
from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
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
    orbit_field,
    parties_field,
    party_field,
    place_field,
    text,
)
from workflows.observing.terms import AGREED, EQUALITY, RESPONSIBLE

# fmt: off
KINDS = {
    "tracking": "Tracking facilities on your territory, for the flight of our objects",
    "flight": "Observation of the flight of objects that you launch",
    "launch": "Presence at a launch that you carry out",
    "data": "Data of your own observation",
}
CHANGES = {"later": "Later", "earlier": "Earlier", "scrubbed": "Called off; a new date follows"}
FLIGHT, WHAT = "The flight", "What is asked"


class Request(Filing):
    """Request to observe the flight of a space object."""

    subject = text("Flight, in a few words", PRODUCT, fills="title", section=FLIGHT)
    launched_by = party_field("Who launches it", EQUALITY, oneself=True)
    designator = designator_field("International designator, once there is one", EQUALITY, need=OPTIONAL)
    orbit = orbit_field("Orbit or path planned", EQUALITY, need=AS_KNOWN)
    flight_on = date_field("First day of the flight, or of the time that concerns you", EQUALITY)
    kind = choice("What you ask", KINDS, EQUALITY, section=WHAT)
    asked = parties_field("States asked", EQUALITY,
                          help="Those that launch, and those from whose territory it would be observed; each answers "
                               "for itself.")
    places = listing("Places", AGREED, keyed("place", place_field("Place", AGREED)), need=OPTIONAL)
    equipment = long_text("Equipment and persons that you would bring", AGREED)
    bands = listing("Frequencies", AGREED, keyed("band", band_field("Band", AGREED)), need=OPTIONAL)
    purpose = long_text("Purpose, and use of what is observed", AGREED)
    operator = text("Who observes", RESPONSIBLE)
    offers = long_text("What you offer in turn, if anything", EQUALITY, need=OPTIONAL,
                       help="The text asks for equality among those who ask, and for nothing in return.")
    others = long_text("Opportunities of this kind that were given to others, as far as you know", EQUALITY,
                       need=OPTIONAL)
    urgency = choice("Urgency", URGENCIES, PRODUCT)
    urgency_reason = long_text("Why it is urgent", PRODUCT, need=OPTIONAL)
    contact = contact_field("Contact point", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL, level="C3")


class Considered(Filing):
    """Consideration of the request."""

    considered = long_text("How it was considered beside the requests of others", EQUALITY)
    opportunity = long_text("What you could offer", AGREED)
    limits = long_text("What cannot be observed, and why", AGREED, need=OPTIONAL, level="C3")


class Refusal(Filing):
    """Refusal of an opportunity to observe."""

    considered = long_text("How it was considered beside the requests of others, if you wish to say so", EQUALITY,
                           need=OPTIONAL)
    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class EqualityQuestion(Filing):
    """Question on equality."""

    other = party_field("Whose request you believe to have been treated otherwise", EQUALITY)
    how = long_text("How, and how you know", EQUALITY)


class EqualityAnswer(Filing):
    """Answer on equality."""

    answer = long_text("How requests of this kind are considered", EQUALITY)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Conditions(Filing):
    """Conditions of the observation."""

    opportunity = choice("Opportunity", KINDS, AGREED)
    places = listing("Places", AGREED, keyed("place", place_field("Place", AGREED)), need=OPTIONAL)
    equipment = long_text("Equipment, persons and their entry", AGREED)
    bands = listing("Frequencies", AGREED, keyed("band", band_field("Band", AGREED)), need=OPTIONAL)
    data = long_text("Who receives which data, and when", AGREED)
    export = long_text("Limits on technology and data", AGREED, need=OPTIONAL, level="C3")
    costs = long_text("Who bears which costs", AGREED)
    safety = long_text("Safety, and who is in charge on the spot", AGREED)
    ends_early = long_text("How either side may end it before its time", AGREED)
    terms_until = date_field("Last day", AGREED)
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


class LongerConditions(Filing):
    """Renewal of the conditions."""

    terms_until = date_field("Last day", AGREED)
    remark = long_text("What changes", AGREED, need=OPTIONAL)


class FlightChanged(Filing):
    """Change of the flight."""

    change = choice("Change", CHANGES, AGREED)
    flight_on = date_field("First day from now on", AGREED)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Begun(Filing):
    """Beginning of the observation."""

    began_at = instant_field("Begun at", AGREED)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Ended(Filing):
    """End of the observation."""

    ended_at = instant_field("Ended at", AGREED)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Results(Filing):
    """Results of the observation."""

    results = long_text("What was observed, and which data go to whom", AGREED)
    withheld = long_text("What is kept back, and why", AGREED, need=OPTIONAL)
    document = document_field("Data or report", PRODUCT, need=OPTIONAL, level="C3")


class EndedEarly(Filing):
    """End of the conditions before their time."""

    ground = long_text("Which condition this rests on", AGREED)


class Added(Filing):
    """Further State asked."""

    party = party_field("State to ask", EQUALITY)
    reason = long_text("Why it is asked too", EQUALITY)
