"""What the steps of a notice of lunar activity ask in writing, beside the description of the activity itself."""

from __future__ import annotations

from dataclasses import replace

from workflows.agreements import SETTLEMENT, agreements
from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Field,
    Filing,
    FilingSpec,
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
    parties_field,
    party_field,
    place_field,
    provision_field,
    text,
)
from workflows.lunar.activity import (
    DESCRIPTION,
    INFORMING,
    LCM,
    MEANINGS,
    NON_APPROPRIATION,
    NOTICES,
    OST,
    REGARD,
)

CHARTER, DECISIONS, CONSULTATION = LCM("charter"), LCM("decisions"), OST("IX", 3)
REFERRAL = Source("UNC")("33(1)")
LADDERS = {key: found.title for key, found in agreements().items() if found.procedure == SETTLEMENT}
# fmt: off
OVERLAPS = {
    "place": "Place", "time": "Time", "frequency": "Frequency", "plume": "Plume and ejecta", "orbit": "Orbit",
    "combination": "Several together",
}
WITHHELD = {"security": "Security", "proprietary": "Proprietary", "unavailable": "Not available"}
CHANGES = {
    "dates": "Dates", "place": "Place or corridors", "frequencies": "Frequencies", "orbits": "Orbits",
    "plume": "Plume and ejecta", "power": "Power and nuclear sources", "resources": "Resources",
    "keep_clear": "Area to be kept clear", "status": "Status", "other": "Another thing that matters to others",
}


class Registration(Filing):
    """Acknowledgement of a notice."""

    reference = text("Reference in the register", NOTICES, need=OPTIONAL)
    incomplete = long_text("What is missing", NOTICES, need=OPTIONAL)


class Opening(Filing):
    """Opening of the exchange of information."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Comment(Filing):
    """Comment on a notice."""

    comment = long_text("Comment", REGARD)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Questions(Filing):
    """Questions to the State that notifies."""

    questions = listing("Questions", INFORMING, keyed("question", text("Question", INFORMING)), least=1)


class Answers(Filing):
    """Answers to questions."""

    answers = long_text("Answers", INFORMING)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class RefusedAnswer(Filing):
    """Refusal to answer."""

    category = choice("Category", WITHHELD, INFORMING, help="The treaty asks for what is feasible and practicable.")
    explanation = long_text("Explanation", PRODUCT, need=OPTIONAL)


class Screening(Filing):
    """Result of a screening that found no overlap."""

    compared = long_text("With what the activity was compared, and with which margins", NOTICES)
    data_as_of = date_field("Data as of", NOTICES)


def _findings(fills: str | None = None) -> Field:
    return listing(
        "What overlaps", NOTICES,
        keyed("kind", choice("Overlap of", OVERLAPS, NOTICES)),
        keyed("with", text("With which activity", NOTICES)),
        keyed("party", party_field("Whose", NOTICES, need=OPTIONAL)),
        keyed("what", text("Where, when or on which band", NOTICES, need=OPTIONAL)),
        keyed("margin", decimal("Margin used", NOTICES, units=("km", "m", "days", "kHz", "MHz"), need=OPTIONAL)),
        keyed("data_as_of", date_field("Data as of", NOTICES, need=OPTIONAL)),
        need=OPTIONAL, section="Findings", fills=fills,
    )


class Overlap(Filing):
    """Overlap that was found, and the States that it concerns."""

    states = parties_field("States concerned", CONSULTATION, fills="overlapped",
                           help="Each of them is asked to talk. The form begins with the States that the comparison "
                                "with the register finds.")
    grounds = long_text("Grounds", CONSULTATION)
    findings = _findings(fills="overlaps")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Concern(Filing):
    """Concern about a planned activity."""

    grounds = long_text("Grounds", CONSULTATION)
    meaning = choice("Meaning of “harmful interference” relied on", MEANINGS, CONSULTATION, need=OPTIONAL,
                     help="The treaty defines none.")
    findings = _findings()
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NewMission(Filing):
    """Mission that was announced midway and touches this one."""

    mission = text("Mission", NOTICES)
    reference = text("Reference of its own notice", NOTICES, need=OPTIONAL)
    grounds = long_text("How the two touch each other", CONSULTATION)
    findings = _findings()


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Reasons(Filing):
    """Statement with reasons."""

    reasons = long_text("Reasons", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Offices(Filing):
    """Offer of good offices."""

    offer = long_text("What the chair offers", CHARTER)


class Arrangement(Filing):
    """Arrangement between the States concerned."""

    name = text("Title of the arrangement", CHARTER)
    parties = parties_field("Parties", CHARTER, oneself=True,
                            help="Whoever takes part in the talks; an arrangement binds nobody else.")
    summary = long_text("Summary that members may read", NOTICES)
    areas = listing(
        "Areas", REGARD, keyed("label", text("Name", REGARD)), keyed("place", place_field("Place", REGARD)),
        need=OPTIONAL, section="Where and when",
    )
    slots = listing(
        "Time slots", REGARD,
        keyed("party", party_field("Whose", REGARD, oneself=True)),
        keyed("area", text("Where", REGARD)),
        keyed("from", date_field("First day", REGARD)),
        keyed("to", date_field("Last day", REGARD)),
        least=1,
    )
    corridors = listing(
        "Corridors of descent, ascent and traverse", REGARD,
        keyed("party", party_field("Whose", REGARD, oneself=True)),
        keyed("label", text("Name", REGARD)),
        keyed("place", place_field("Place", REGARD, need=OPTIONAL)),
        need=OPTIONAL,
    )
    frequencies = listing(
        "Frequency plan", REGARD,
        keyed("party", party_field("Whose", REGARD, oneself=True)),
        keyed("band", band_field("Band", REGARD)),
        keyed("use", text("Use and conditions", REGARD, need=OPTIONAL)),
        need=OPTIONAL, section="Frequencies",
    )
    changes = long_text("How changes are notified", REGARD, section="Changes and emergencies")
    emergency = long_text("Access in an emergency", OST("V"))
    non_appropriation = long_text(
        "That nothing is appropriated and no precedent is set", NON_APPROPRIATION, section="What it does not do",
    )
    term_until = date_field("Last day of the arrangement", CHARTER, section="Term and disagreement")
    review = text("When it is reviewed, beside the regular review", CHARTER, need=OPTIONAL)
    contacts = listing(
        "Contacts", CHARTER, keyed("party", party_field("Whose", CHARTER, oneself=True)),
        keyed("contact", contact_field("Contact", CHARTER)), least=1,
    )
    disagreement = long_text("What happens on disagreement", REFERRAL)
    document = document_field("Text as a document", PRODUCT, need=OPTIONAL)


class Review(Filing):
    """Review of the arrangement."""

    result = long_text("What the review came to", CHARTER)
    held_on = date_field("Held on", CHARTER)


class Application(Filing):
    """Disagreement on how the arrangement is applied."""

    grounds = long_text("Grounds, and the part of the arrangement concerned", CHARTER)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Proceeding(Filing):
    """Report that the activity has begun."""

    began_on = date_field("Began on", INFORMING)
    phase = long_text("What has begun, and what remains", INFORMING)
    reason = long_text("Why before the end of the talks", REGARD, need=OPTIONAL)


class SafetyData(Filing):
    """Safety data on an activity that has begun."""

    hazards = long_text("Hazards, and where they reach", REGARD)
    place = place_field("Place as it is", REGARD, need=OPTIONAL)
    document = document_field("Data", PRODUCT, need=OPTIONAL)


class Emergency(Filing):
    """Emergency landing."""

    place = place_field("Place, as known", OST("V"), need=OPTIONAL)
    what = long_text("What happened, and who is in danger", OST("V"))
    reference = text("Reference of the case on rescue, once there is one", PRODUCT, need=OPTIONAL)


class PostNotice(Filing):
    """Notice after an emergency."""

    report = long_text("What was done, where, and what remains there", INFORMING)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Completion(Filing):
    """Report that the activity is over."""

    status = choice("The activity is", {"completed": "Completed", "cancelled": "Cancelled"}, INFORMING)
    ended_on = date_field("Since", INFORMING)
    remains = long_text("What stays, and where", INFORMING, need=OPTIONAL)


class Referral(Filing):
    """Referral to another procedure."""

    target = choice("Where to", {
        "ost9": "Consultation before a planned activity", "settlement": "Settlement of disputes",
        "plenary": "Plenary of the mechanism",
    }, CONSULTATION)
    agreement = choice("Agreement whose stages are followed", LADDERS, REFERRAL, need=OPTIONAL,
                       help="For a settlement of disputes. Left empty: the agreement that this installation names.")
    consent = provision_field("Clause or consent on which it rests", REFERRAL, need=OPTIONAL)
    reason = long_text("Reason", PRODUCT)


def _changed() -> FilingSpec:
    """The description as it is from now on, with what is new in it."""
    what = choice("What changes", CHANGES, NOTICES, many=True, key="changes")
    why = long_text("Reason", NOTICES, key="reason")
    return replace(DESCRIPTION, key="changed_activity", title="Changed description of the activity",
                   fields=(what, why, *DESCRIPTION.fields))


CHANGED = _changed()
