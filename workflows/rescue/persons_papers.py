"""What the steps of a rescue ask in writing: the alert, the notice, the operation, help, return, the final report.

Law: ARRA 1 to 4; no text gives these papers a form. Medical data has no place here: it is for those in the sealed card
of the mission alone.
"""

from __future__ import annotations

from workflows.kernel.language import (
    AS_KNOWN,
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    contact_field,
    designator_field,
    document_field,
    instant_field,
    long_text,
    parties_field,
    party_field,
    place_field,
    text,
    whole,
)
from workflows.rescue.law import ARRA, MOON, OST

TELL, OWN_TERRITORY, ELSEWHERE, RETURN = ARRA("1"), ARRA("2"), ARRA("3"), ARRA("4")
OWN, HIGH_SEAS, NOBODYS, CELESTIAL = "own_territory", "high_seas", "no_jurisdiction", "celestial_body"
PLACES = {
    OWN: "Own territory, or another place under our jurisdiction",
    HIGH_SEAS: "The high seas",
    NOBODYS: "Another place under no State's jurisdiction",
    CELESTIAL: "A celestial body, or outer space",
}
EVENTS = {
    "accident": "Accident",
    "distress": "Distress",
    "emergency": "Emergency landing",
    "unintended": "Unintended landing",
}
KNOWN, UNKNOWN, UNREACHED = "reached", "unknown", "unreachable"
REACH = {
    KNOWN: "The launching authority is known and can be reached",
    UNKNOWN: "Who the launching authority is cannot be identified",
    UNREACHED: "The launching authority is known and cannot be reached at once",
}
NO_MEDICAL = "In general words: medical data is for the sealed card of the mission, and for nobody else."
ON_THE_GROUND, AT_LARGE, THE_PERSONS = "Where and when", "Craft and persons", "What was done, and what is needed"
FIT = {"fit": "Fit to travel", "with_care": "Fit to travel with care on the way", "unfit": "Not fit to travel yet"}
# fmt: off


class Information(Filing):
    """Information on an accident, distress or landing."""

    event = choice("What happened", EVENTS, TELL, section=ON_THE_GROUND)
    learned_at = instant_field("When you learned of it", TELL)
    place_kind = choice("Where", PLACES, TELL)
    place = place_field("Place, as far as known", TELL, need=OPTIONAL)
    craft = text("Craft or mission", TELL, need=AS_KNOWN, fills="title", section=AT_LARGE)
    source = long_text("How you know, and what is still uncertain", PRODUCT)


class Call(Filing):
    """Word by telephone."""

    called_at = instant_field("When", PRODUCT)
    whom = text("Which office answered", PRODUCT, help="An office, no name of a person.")
    said = long_text("What was said", PRODUCT)


class Notice(Filing):
    """Notice of persons in accident, distress, emergency or unintended landing."""

    authorities = parties_field("Launching authorities told", TELL, need=OPTIONAL,
                                help="Where two may be it, tell both.")
    reach = choice("Can the launching authority be told?", REACH, TELL)
    event = choice("What happened", EVENTS, TELL, section=ON_THE_GROUND)
    learned_at = instant_field("When you learned of it", TELL)
    place_kind = choice("Where", PLACES, TELL)
    place = place_field("Place", TELL, need=AS_KNOWN)
    craft = text("Craft or mission", TELL, need=AS_KNOWN, fills="title", section=AT_LARGE)
    designator = designator_field("International designator", TELL, need=AS_KNOWN)
    persons = whole("How many persons", TELL, least=0, most=1000, need=AS_KNOWN)
    condition = long_text("Condition of the persons", TELL, need=AS_KNOWN, help=NO_MEDICAL)
    actions = long_text("Steps taken so far", OWN_TERRITORY, section=THE_PERSONS)
    needs = long_text("What you need from the launching authority", OWN_TERRITORY, need=OPTIONAL)
    contact = contact_field("Contact, day and night", PRODUCT)
    language = text("Language of the contact", PRODUCT)


class AuthorityAdded(Filing):
    """Another launching authority that is told."""

    party = party_field("State or organisation to tell", TELL)
    reason = long_text("Why it may be a launching authority", TELL)


class Announcement(Filing):
    """Public announcement."""

    words = long_text("The words of the announcement", TELL, help="Facts of the alert only; no name, nothing medical.")
    means = long_text("By which means", TELL)


class Spreading(Filing):
    """How the information was spread."""

    means = long_text("To whom, and by which means", TELL)


class AuthorityAnswer(Filing):
    """Information of the launching authority."""

    information = long_text("What helps the rescue: craft, hazards on board, beacons, persons", OWN_TERRITORY,
                            help=NO_MEDICAL)
    card = text("Reference of the rescue card of the mission, if you opened it", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class CardAsked(Filing):
    """Request that the rescue card of the mission be opened."""

    reason = long_text("What you need to know, and for what", OWN_TERRITORY)


class Denial(Filing):
    """Statement that one is no launching authority of this launch."""

    reasons = long_text("Reasons", TELL, need=OPTIONAL)


class Operation(Filing):
    """Start of search and rescue."""

    plan = long_text("What is done, with what, where", OWN_TERRITORY)
    contact = contact_field("Contact of the operation", PRODUCT)


class Progress(Filing):
    """Report on steps and progress."""

    progress = long_text("Steps and progress since the last report", OWN_TERRITORY, help=NO_MEDICAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class HelpOffered(Filing):
    """Offer of help."""

    help = long_text("What you offer, from where, how soon", ELSEWHERE)
    contact = contact_field("Contact", PRODUCT)


class HelpReported(Filing):
    """Offer of help that came by another channel."""

    party = party_field("State or organisation that offers help", ELSEWHERE)
    help = long_text("What it offers, from where, how soon", ELSEWHERE)


class HelpAnswer(Filing):
    """Answer to an offer of help."""

    remark = long_text("How the help is directed, or why it is not needed", OWN_TERRITORY)


class Found(Filing):
    """Persons found."""

    found_at = instant_field("When", OWN_TERRITORY)
    place = place_field("Where", OWN_TERRITORY)
    persons = whole("How many persons were found", OWN_TERRITORY, least=1, most=1000)
    missing = whole("How many are still missing", OWN_TERRITORY, least=0, most=1000)
    condition = long_text("Condition and care", OWN_TERRITORY, help=NO_MEDICAL)


class SearchAgain(Filing):
    """Search for those who are still missing."""

    reason = long_text("Whom the search is for, and where", OWN_TERRITORY)


class SearchEnded(Filing):
    """End of the search without having found the persons."""

    reason = long_text("Why the search ends, and with whom that was consulted", OWN_TERRITORY)


class HandOver(Filing):
    """Arrangement of the hand-over."""

    fitness = choice("Are the persons fit to travel?", FIT, RETURN)
    representatives = text("Representatives of which launching authority", RETURN)
    registry_state = party_field("State of registry of the craft, where it is another one", OST("V(1)"), need=OPTIONAL,
                                 help="The two treaties name two addressees; both are told.")
    arrangement = long_text("When, where and how", RETURN)


class Return(Filing):
    """Return of the persons."""

    returned_at = instant_field("When", RETURN)
    place = place_field("Where", RETURN, need=OPTIONAL)
    persons = whole("How many persons", RETURN, least=1, most=1000)
    received_by = text("Which representatives received them", RETURN, help="An office, no name of a person.")


class FinalReport(Filing):
    """Final report."""

    report = long_text("What happened, what was done, and with what result", OWN_TERRITORY)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class StandDown(Filing):
    """End of the alert."""

    cause = choice("Why", {"false_alarm": "False alarm", "self_recovered": "The persons recovered by themselves"}, TELL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class EquipmentUsed(Filing):
    """Use of another's equipment in an emergency."""

    party = party_field("Whose equipment it is", MOON("12(3)"))
    what = long_text("What was used, where, and why life was in danger", MOON("12(3)"))


class ObjectNoted(Filing):
    """Craft or object found with the persons."""

    what = long_text("What was found, and where", ARRA("5(1)"))
