"""What the steps of a round ask in writing. A kind of round adds its own questions to the call and the application."""

from __future__ import annotations

from workflows.kernel.language import (
    OPTIONAL,
    PRODUCT,
    Filing,
    choice,
    contact_field,
    date_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    organ_field,
    party_field,
    person_field,
    text,
    whole,
    yes_no,
)  # fmt: skip

EXACT = "An exact instant with its time zone. An application counts if it is recorded before it."
# fmt: off


class CallForApplications(Filing):
    """Call for applications."""

    call_title = text("Title of the call", PRODUCT, fills="title")
    closes_at = instant_field("Closes at", PRODUCT, help=EXACT)
    offered = long_text("What is offered, and for what use", PRODUCT)
    who_may_apply = long_text("Who may apply", PRODUCT)
    criteria = long_text("What is judged, and by whom", PRODUCT)
    results_planned_on = date_field("Results planned for", PRODUCT, need=OPTIONAL)
    contact = contact_field("Contact for questions", PRODUCT, need=OPTIONAL)
    document = document_field("Call", PRODUCT, need=OPTIONAL)


class Prolongation(Filing):
    """Later closing."""

    closes_at = instant_field("Closes at", PRODUCT, help=EXACT)
    reason = long_text("Reason", PRODUCT)


class PublicNote(Filing):
    """Note to everybody."""

    text = long_text("Question and answer, or what is made clear", PRODUCT, help="Everybody reads it; name nobody.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class JointConvening(Filing):
    """Joint convening."""

    convener = party_field("Who convenes the round with you", PRODUCT)
    remark = long_text("Under what, and who does what", PRODUCT, need=OPTIONAL)


class Cancellation(Filing):
    """Cancellation of the call."""

    reason = long_text("Reason", PRODUCT)


class Application(Filing):
    """Application."""

    heading = text("Title of the project", PRODUCT, section="Who applies")
    institution = organ_field("Institution", PRODUCT)
    investigator = person_field("Principal investigator", PRODUCT)
    team = listing("Team", PRODUCT, keyed("name", person_field("Name", PRODUCT)),
                   keyed("nationality", text("Nationality", PRODUCT)),
                   keyed("institution", text("Institution", PRODUCT, need=OPTIONAL)), need=OPTIONAL)
    signatory = person_field("Authorised signatory", PRODUCT)
    funding = long_text("Funding", PRODUCT, section="Project")
    document = document_field("Application", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Returned(Filing):
    """What is missing."""

    missing = listing("What is missing", PRODUCT, keyed("item", text("Item", PRODUCT)),
                      keyed("why", long_text("What is needed", PRODUCT, need=OPTIONAL)), least=1)


class Completion(Filing):
    """Completion of the application."""

    text = long_text("What is added", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Review(Filing):
    """Review."""

    assessment = long_text("Assessment", PRODUCT)
    recommended = choice("Recommendation", {"yes": "Select", "conditional": "Select on conditions", "no": "Do not "
                                            "select"}, PRODUCT)
    conflict = choice("Does a reviewer have an interest in the result?", {"no": "No", "yes": "Yes"}, PRODUCT)
    conflict_told = long_text("Which interest, and what was done about it", PRODUCT, need=OPTIONAL)
    document = document_field("Report", PRODUCT, need=OPTIONAL)


class Selected(Filing):
    """Selection."""

    granted = long_text("What is granted", PRODUCT)
    document = document_field("Decision", PRODUCT, need=OPTIONAL)


class SelectedOnConditions(Selected):
    """Selection on conditions."""

    conditions = listing("Conditions", PRODUCT, keyed("condition", long_text("Condition", PRODUCT)), least=1)
    conditions_until = date_field("To be met until", PRODUCT, need=OPTIONAL)


class NotSelected(Filing):
    """Decision not to select."""

    reasons = long_text("Reasons", PRODUCT)
    again = long_text("What may be done in another round", PRODUCT, need=OPTIONAL)


class ConditionsMet(Filing):
    """How the conditions are met."""

    text = long_text("How each condition is met", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Results(Filing):
    """Results of the round."""

    selected = listing("Selected", PRODUCT, keyed("institution", text("Institution", PRODUCT)),
                       keyed("party", party_field("State or organisation", PRODUCT, oneself=True)),
                       keyed("project", text("Project", PRODUCT, need=OPTIONAL)),
                       keyed("conditional", yes_no("On conditions?", PRODUCT, need=OPTIONAL)), need=OPTIONAL)
    applied = whole("How many applications there were", PRODUCT, least=0, need=OPTIONAL)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)
    next_round = text("Reference of the next round, where there is one", PRODUCT, need=OPTIONAL)
    document = document_field("Announcement", PRODUCT, need=OPTIONAL)
