"""What the steps on a conjunction ask in writing: screening, warning, contact, data, manoeuvres, the note.

Soft: LTS B.1, B.2 and B.4 prescribe no form. The contents are those of the messages that operators exchange: moment of
closest approach, distance, probability with its method, ephemerides and covariance as documents under their digests.
Every number has its unit.
"""

from __future__ import annotations

from workflows.asking.papers import URGENCIES, WITHHELD
from workflows.conjunctions.terms import ASSESS, CONTACTS, DANGER, DATA, ENQUIRY, REGARD, RESPONSIBLE
from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    choice,
    contact_field,
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
    text,
)

# fmt: off
OTHERS, OWN, UNKNOWN = "others", "own", "unknown"
WHOSE = {OTHERS: "Of another State", OWN: "Our own too", UNKNOWN: "Not known"}
OWN_OBJECTS = (
    "Both objects are your own: there is no other State to warn. Settle it with your own operators; who else may be "
    "concerned can be informed under Articles V or XI."
)
PASSED = "What is over is no warning: inform under Articles V or XI, or ask for consultation."
KINDS = {"working": "Working, and can manoeuvre", "fixed": "Working, and cannot manoeuvre",
         "debris": "Debris, or no longer working", "crewed": "Crewed", "unknown": "Not known"}
NO_CREW, CREW = "none", "crew"
CREWS = {NO_CREW: "No crew is concerned, as far as known", CREW: "A crew is concerned"}
FRAMES = {"eme2000": "EME2000 (J2000)", "gcrf": "GCRF", "itrf": "ITRF", "teme": "TEME",
          "other": "Another, named in the document"}
TIMES = {"utc": "UTC", "tai": "TAI", "gps": "GPS time", "tt": "TT"}
FORMATS = {"oem": "Ephemeris message (OEM)", "ocm": "Comprehensive message (OCM)", "cdm": "Conjunction message (CDM)",
           "opm": "Parameter message (OPM)", "omm": "Mean elements message (OMM)", "tle": "Two-line elements",
           "other": "Another, named in the document"}
WAYS = {"telephone": "Telephone", "email": "Electronic mail", "system": "A system of operators",
        "agency": "Through an agency", "mission": "Through a mission", "other": "Other"}
ONE, SEVERAL, NOBODY = "one", "several", "none"
AGREED = {ONE: "One of us manoeuvres", SEVERAL: "Several of us manoeuvre, each as stated",
          NOBODY: "Nobody manoeuvres"}
WHY_NOT = {"not_needed": "We hold that no manoeuvre is needed", "cannot": "The object cannot manoeuvre",
           "other_moves": "We hold that the other should", "other": "Another reason"}
OUTCOMES = {"as_predicted": "They passed about as predicted", "closer": "They passed closer than predicted",
            "farther": "They passed farther apart than predicted", "collision": "They collided",
            "breakup": "A break-up is seen or suspected", "unknown": "Not known"}
OBJECTS, ENCOUNTER, FIRST = "The two objects", "Closest approach", "Urgency and contact"


def encounter() -> tuple[Field, ...]:
    """Give the questions on the closest approach, which every screening answers anew."""
    return (
        instant_field("Time of closest approach", ASSESS, section=ENCOUNTER),
        decimal("Uncertainty of that time (1 sigma)", DATA, units=("s",), least=0, need=AS_KNOWN),
        decimal("Miss distance", ASSESS, units=("m", "km"), least=0),
        decimal("Its radial part", ASSESS, units=("m", "km"), need=AS_KNOWN),
        decimal("Its part along the track", ASSESS, units=("m", "km"), need=AS_KNOWN),
        decimal("Its part across the track", ASSESS, units=("m", "km"), need=AS_KNOWN),
        decimal("Relative speed", ASSESS, units=("m/s", "km/s"), least=0, need=AS_KNOWN),
        decimal("Probability of collision, from 0 to 1", ASSESS, units=("1",), least=0, most=1,
            need=AS_KNOWN),
        text("How the probability was computed", ASSESS, need=AS_KNOWN),
        decimal("Combined radius of both objects that was used", ASSESS, units=("m",), least=0,
            need=AS_KNOWN),
        long_text("Data on which this rests, their age and origin", DATA),
        long_text("Thresholds that you apply, if you wish to state them", ASSESS, need=OPTIONAL,
            help="No text sets one; a threshold of one side binds nobody else."),
        document_field("Message of the screening", DATA, need=OPTIONAL, level="C3"),
    )


class Search(Filing):
    """Question whose object it is."""

    subject = text("Conjunction, in a few words", PRODUCT, fills="title", section=OBJECTS)
    designator = designator_field("Designator of the unknown object", ENQUIRY, need=AS_KNOWN)
    catalogue = text("Its number in a catalogue, and which", ENQUIRY, need=OPTIONAL)
    orbit = orbit_field("Its orbit", ENQUIRY, need=AS_KNOWN)
    asked = parties_field("Whom you ask", ENQUIRY, help="States that may know whose it is, and those that track.")
    tca = instant_field("Time of closest approach", ASSESS)
    searched = long_text("Where you have looked", ENQUIRY)


class SearchAnswer(Filing):
    """Answer whose object it is."""

    answer = choice("Answer", {"ours": "It is ours, or under our supervision", "other": "It belongs to another State",
                               "unknown": "We do not know"}, ENQUIRY)
    state = party_field("Whose it is, as far as you know", ENQUIRY, need=OPTIONAL, oneself=True)
    contact = contact_field("Contact of its operator", CONTACTS, need=OPTIONAL)
    data = long_text("On what this rests", ENQUIRY)


class CloseApproach(Filing):
    """Warning of a close approach."""

    subject = text("Conjunction, in a few words", PRODUCT, fills="title", section=OBJECTS)
    own_object = text("Your object", ASSESS)
    own_designator = designator_field("Designator of your object", ASSESS, need=AS_KNOWN)
    own_kind = choice("What your object is", KINDS, ASSESS)
    own_operator = text("Operator of your object", RESPONSIBLE)
    whose = choice("Whose the other object is", WHOSE, ASSESS)
    other_object = text("The other object", ASSESS)
    other_designator = designator_field("Designator of the other object", ASSESS, need=AS_KNOWN)
    other_kind = choice("What the other object is", KINDS, ASSESS)
    other_operator = text("Operator of the other object", RESPONSIBLE, need=AS_KNOWN)
    concerned = parties_field("States warned", ASSESS,
                              help="The State of registry of the other object, and the one that authorises its "
                                   "operator where that is another; both where it is disputed.")
    (tca, tca_sigma, miss, miss_radial, miss_along, miss_cross, speed, probability, method, radius, source, threshold,
     document) = encounter()
    own_data = document_field("Ephemerides and covariance of your object", DATA, need=OPTIONAL, level="C3")
    crew = choice("Is a crew concerned?", CREWS, DANGER, section=FIRST)
    urgency = choice("Urgency", URGENCIES, PRODUCT)
    urgency_reason = long_text("Why it is urgent", PRODUCT, need=OPTIONAL)
    earlier = long_text("What you tried before to reach the operator, when and how", CONTACTS)
    contact = contact_field("Contact, at any hour until the closest approach", CONTACTS)


class Screening(Filing):
    """Updated screening."""

    (tca, tca_sigma, miss, miss_radial, miss_along, miss_cross, speed, probability, method, radius, source, threshold,
     document) = encounter()
    because = long_text("What changed: new data, a manoeuvre, another method", ASSESS)


class StandDown(Filing):
    """End of the warning."""

    reason = long_text("Why you see no risk any more, and on which data", ASSESS)
    document = document_field("Message of the screening", DATA, need=OPTIONAL, level="C3")


class Attempt(Filing):
    """Attempt to reach the operator."""

    tried_at = instant_field("When", CONTACTS)
    way = choice("How", WAYS, CONTACTS)
    address = text("Number, address or system tried", CONTACTS, level="C3")
    what = long_text("What was said or left, and what came of it", CONTACTS)


class OperatorContact(Filing):
    """Contact of the operators."""

    reached_at = instant_field("When", CONTACTS)
    way = choice("How", WAYS, CONTACTS)
    operators = text("Which operators are in contact", RESPONSIBLE)
    contact = contact_field("Contact, at any hour until the closest approach", CONTACTS)
    remark = long_text("What was said on the matter", PRODUCT, need=OPTIONAL, level="C3")


class DataRequest(Filing):
    """Request for orbital data."""

    what = long_text("Which data, for which span of time", DATA)


class OrbitalData(Filing):
    """Ephemerides and covariance of an object."""

    object = text("Object", DATA)
    designator = designator_field("Its designator", DATA, need=AS_KNOWN)
    span_from = instant_field("Ephemerides from", DATA, section="Ephemerides")
    span_to = instant_field("Until", DATA)
    step = decimal("Interval between points", DATA, units=("s",), least=0, need=AS_KNOWN)
    frame = choice("Frame of reference", FRAMES, DATA)
    scale = choice("Time scale", TIMES, DATA)
    format = choice("Format", FORMATS, DATA)
    ephemeris = document_field("Ephemerides", DATA, need=OPTIONAL)
    elsewhere = text("Where they are, if the operators exchange them elsewhere", DATA, need=OPTIONAL,
                     help="A system of operators, with the digest of what was sent there.")
    epoch = instant_field("Epoch of the orbit determination", DATA, section="Uncertainty at the closest approach")
    sigma_radial = decimal("Position, radial (1 sigma)", DATA, units=("m", "km"), least=0, need=AS_KNOWN)
    sigma_along = decimal("Position, along the track (1 sigma)", DATA, units=("m", "km"), least=0, need=AS_KNOWN)
    sigma_cross = decimal("Position, across the track (1 sigma)", DATA, units=("m", "km"), least=0, need=AS_KNOWN)
    sigma_speed = decimal("Velocity (1 sigma)", DATA, units=("mm/s", "m/s"), least=0, need=AS_KNOWN)
    covariance = document_field("Covariance", DATA, need=OPTIONAL)
    hard_body = decimal("Radius of the object", DATA, units=("m",), least=0, need=AS_KNOWN, section="The object")
    mass = decimal("Mass", DATA, units=("kg", "t"), least=0, need=AS_KNOWN)
    planned = long_text("Manoeuvres planned in the span, and whether they are in the ephemerides", DATA)
    use = long_text("For what it may be used, and with whom it may be shared", PRODUCT)


class DataRefused(Filing):
    """Refusal of orbital data."""

    category = choice("Category", WITHHELD, PRODUCT)
    explanation = long_text("Explanation, and what could be given instead", PRODUCT, need=OPTIONAL)


class Promise(Filing):
    """Intention to manoeuvre."""

    burn_at = instant_field("Manoeuvre at", REGARD)
    delta_v = decimal("Change of velocity", REGARD, units=("mm/s", "cm/s", "m/s"), least=0, need=AS_KNOWN)
    decides_at = instant_field("You decide by", REGARD, need=OPTIONAL)
    miss_after = decimal("Miss distance expected afterwards", ASSESS, units=("m", "km"), least=0, need=AS_KNOWN)
    ephemeris = document_field("Ephemerides with the manoeuvre", DATA, need=OPTIONAL, level="C3")
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Keeping(Filing):
    """Intention to keep the orbit."""

    why = choice("Why", WHY_NOT, REGARD)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Agreement(Filing):
    """Who manoeuvres, as agreed."""

    agreed = choice("What is agreed", AGREED, REGARD)
    movers = parties_field("Who manoeuvres", REGARD, need=OPTIONAL, oneself=True)
    burns = listing("Manoeuvres", REGARD, keyed("party", party_field("Whose", REGARD, oneself=True)),
                    keyed("at", instant_field("At", REGARD)),
                    keyed("delta_v", decimal("Change of velocity", REGARD, units=("mm/s", "cm/s", "m/s"), least=0,
                                             need=OPTIONAL)), need=OPTIONAL)
    otherwise = long_text("What holds if it cannot be carried out, and who tells whom by when", REGARD)
    silence = long_text("What each does not do meanwhile", REGARD, need=OPTIONAL)


class Reopening(Filing):
    """Why what was agreed does not hold any more."""

    reason = long_text("Reason", REGARD)


class Manoeuvre(Filing):
    """Manoeuvre carried out."""

    carried_out_at = instant_field("Carried out at", REGARD)
    delta_v = decimal("Change of velocity", REGARD, units=("mm/s", "cm/s", "m/s"), least=0, need=AS_KNOWN)
    worked = long_text("Whether it went as planned", REGARD)
    ephemeris = document_field("Ephemerides since", DATA, need=OPTIONAL, level="C3")


class NotOurs(Filing):
    """Denial that the object is one's own."""

    reason = long_text("On what this rests", ENQUIRY)
    state = party_field("Whose it is, as far as you know", ENQUIRY, need=OPTIONAL)


class Added(Filing):
    """Further State warned."""

    party = party_field("State or organisation to warn", ASSESS)
    reason = long_text("Why it is concerned", ASSESS)


class Note(Filing):
    """Note after the closest approach."""

    outcome = choice("What came of it", OUTCOMES, ASSESS)
    passed_at = instant_field("Closest approach, as it is known now", ASSESS)
    miss = decimal("Miss distance, as it is known now", ASSESS, units=("m", "km"), least=0, need=AS_KNOWN)
    course = long_text("Who was reached, what was exchanged, who manoeuvred", CONTACTS)
    lessons = long_text("What should go otherwise next time", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Damage(Filing):
    """Damage by a collision."""

    damage = long_text("Damage, when and to what", PRODUCT)
