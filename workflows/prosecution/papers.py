"""What the steps on jurisdiction ask in writing.

Law: IGA98 22 gives no form. Names and evidence are for a State's own delegation alone; the two dates of a consultation
are asked because the language texts count from different ones.
"""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    Source,
    choice,
    date_field,
    document_field,
    instant_field,
    long_text,
    parties_field,
    party_field,
    person_field,
    text,
)

IGA, OST = Source("IGA98"), Source("OST")
OWN, AFFECTED, CONCURS, ASSURES, EXTRADITES, ASSISTS, ORDER = (
    IGA(f"22{part}") for part in ("(1)", "(2)", "(2)(1)", "(2)(2)", "(3)", "(4)", "(5)")
)
ORBIT, GROUND = "orbit", "ground"
PLACES = {ORBIT: "On orbit", GROUND: "On the ground"}
LIFE, ELEMENT = "life", "element"
LIMBS = {
    LIFE: "It affected the life or safety of our national",
    ELEMENT: "It occurred in or on, or damaged, our element of the station",
}
DANGER = "danger"
ON_BOARD = {"kept": "Order on board is kept", DANGER: "There is danger on board"}
PARTS = {"station": "In or on the station", "segment": "In or on the docked segment", "both": "In both"}
YES_NO = {"yes": "Yes", "no": "No"}
FOR_US = "Your own delegation reads this, and nobody else."
# fmt: off


class ConductNoted(Filing):
    """Note of an alleged misconduct."""

    subject = text("Incident, in a few words and without names", PRODUCT, fills="title")
    learned_at = instant_field("When you learned of it", PRODUCT)
    suspect = person_field("Who is said to have acted", PRODUCT, need=OPTIONAL, level="C4", help=FOR_US)
    evidence = long_text("Evidence, and where it is kept", PRODUCT, need=OPTIONAL, level="C4", help=FOR_US)


class Incident(Filing):
    """Log of an incident."""

    occurred_on = date_field("Day of the alleged conduct", AFFECTED)
    where = choice("Where", PLACES, AFFECTED)
    place = text("Station, module and place on board", AFFECTED)
    element_state = party_field("State of the flight element concerned", AFFECTED, oneself=True)
    nationality = party_field("State of nationality of the alleged perpetrator", OWN, oneself=True)
    others = parties_field("Other States whose nationals or elements may be affected", PRODUCT, need=OPTIONAL)
    account = long_text("What is alleged, without names and without a finding", AFFECTED)
    on_board = choice("On board", ON_BOARD, ORDER, help="Keeping order is the commander's matter; nothing here waits "
                      "for it or takes its place.")
    suspect = person_field("Who is said to have acted", PRODUCT, need=OPTIONAL, level="C4", help=FOR_US)
    evidence = long_text("Evidence, and where it is kept", PRODUCT, need=OPTIONAL, level="C4", help=FOR_US)


class IncidentOnSegment(Incident):
    """Log of an incident on a docked segment."""

    part = choice("In which part", PARTS, OST("VIII", 1))
    element_state = party_field("State of registry of the segment", OST("VIII", 1), oneself=True)
    station_state = party_field("State of registry of the station", OST("VIII", 1), oneself=True)


class FurtherTold(Filing):
    """State told of the incident later."""

    party = party_field("State to tell", PRODUCT)
    reason = long_text("Why it may be affected", PRODUCT)


class ConsultationRequest(Filing):
    """Request for consultation."""

    limbs = choice("How you are affected", LIMBS, AFFECTED, many=True)
    grounds = long_text("Grounds, without names", AFFECTED)
    evidence = long_text("Evidence, and where it is kept", PRODUCT, need=OPTIONAL, level="C4", help=FOR_US)
    planned_on = date_field("Proposed day of the first meeting", PRODUCT, need=OPTIONAL)


class StatusView(Filing):
    """View on whether a State is affected."""

    reasons = long_text("Reasons", AFFECTED)


class NotAffected(Filing):
    """Agreement that a State is not affected."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class FirstMeeting(Filing):
    """Opening of the consultation."""

    met_on = date_field("Day on which the consultation opened", AFFECTED)
    channel = text("Where, or over which channel", PRODUCT)


class ConsultationHeld(Filing):
    """Record of the consultation."""

    consultation_opened_on = date_field("First day of the consultation", AFFECTED)
    consultation_closed_on = date_field("Last day of the consultation", AFFECTED, help="The language texts differ on "
                                        "the day from which the period counts; both are kept.")
    record = long_text("What was discussed, as both States record it", AFFECTED)


class OtherPeriod(Filing):
    """Agreement on another period."""

    until = date_field("Last day for an assurance", AFFECTED)
    document = document_field("Signed agreement", PRODUCT, need=OPTIONAL)


class Concurrence(Filing):
    """Concurrence in the exercise of jurisdiction."""

    state = party_field("State in whose exercise of jurisdiction you concur", CONCURS)
    text = long_text("Concurrence", CONCURS)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Assurance(Filing):
    """Assurance of submission for prosecution."""

    submits = choice("Will you submit the case to your authorities for the purpose of prosecution?", YES_NO, ASSURES)
    authority = text("Authority to which it is submitted", ASSURES)
    text = long_text("Assurance", ASSURES)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class PeriodEnded(Filing):
    """Confirmation that the period ended without an assurance."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class LateAccepted(Filing):
    """Acceptance of a late assurance."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Submission(Filing):
    """Submission of the case for prosecution."""

    authority = text("Authority before which the case is", OWN)
    submitted_on = date_field("Day", OWN)


class Exercise(Filing):
    """Exercise of jurisdiction by the affected State."""

    own_law = choice("Does your own law give you jurisdiction?", YES_NO, AFFECTED)
    provision = text("Under which provision", PRODUCT)
    authority = text("Authority before which the case is", AFFECTED)


class EarlyProceedings(Filing):
    """Report that proceedings began before the end of the consultation."""

    state = party_field("Which State proceeds", PRODUCT, oneself=True)
    began_on = date_field("Since when", PRODUCT)
    account = long_text("What is known of it", PRODUCT)


class HelpAsked(Filing):
    """Request to the other State."""

    what = long_text("What you ask for", ASSISTS)
    basis = text("Provision on which it rests", EXTRADITES, need=OPTIONAL, help="Whoever needs a treaty to extradite "
                 "may treat the agreement as one; the law of the State that is asked governs the rest.")


class HelpAnswered(Filing):
    """Answer to a request."""

    answer = choice("Answer", {"granted": "Granted", "in_part": "Granted in part", "refused": "Refused"}, ASSISTS)
    law = long_text("Under which national law", PRODUCT)


class ProceedingsEnded(Filing):
    """Outcome, as far as it is shared."""

    outcome = long_text("What you choose to share of the outcome", PRODUCT)


class Position(Filing):
    """Position on jurisdiction."""

    text = long_text("Position", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)
